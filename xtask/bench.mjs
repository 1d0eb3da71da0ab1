// Renders each prompt with the finished sketch module in Node, and prints how fast: bench.mjs MODULE SEED SECONDS PROMPT…
import { pathToFileURL } from "node:url";

const [module, seed, seconds, ...prompts] = process.argv.slice(2);
const { render } = await import(pathToFileURL(module));

const timed = async (prompt) => {
  const started = performance.now();
  const { plan } = await render({ prompt, seed: Number(seed), seconds: Number(seconds) }, { inline: true });
  return { took: (performance.now() - started) / 1000, seconds: plan.seconds };
};

await timed(prompts[0]); // loads the module and lets the engine compile it
for (const prompt of prompts) {
  const { took, seconds } = await timed(prompt);
  console.log(`${prompt.padEnd(32)} ${seconds.toFixed(1)} s in ${took.toFixed(2)} s: ${Math.round(seconds / took)} times real time`);
}
