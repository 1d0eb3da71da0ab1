// Renders each prompt with the finished sketch module in Node, and prints how fast: bench.mjs MODULE SEED SECONDS PROMPT…
import { pathToFileURL } from "node:url";

const [module, seed, seconds, ...prompts] = process.argv.slice(2);
const { render } = await import(pathToFileURL(module));

const timed = async (prompt) => {
  const started = performance.now();
  const since = () => performance.now() - started;
  let first;
  const order = { prompt, seed: Number(seed), seconds: Number(seconds) };
  const { plan } = await render(order, { inline: true, onAudio: () => (first ??= since()) });
  return { took: since() / 1000, first, seconds: plan.seconds };
};

await timed(prompts[0]); // loads the module and lets the engine compile it
const speeds = [];
for (const prompt of prompts) {
  const { took, first, seconds } = await timed(prompt);
  speeds.push(seconds / took);
  console.log(`${prompt.padEnd(16)} first sound after ${first.toFixed(0)} ms, ${seconds.toFixed(1)} s in ${took.toFixed(2)} s: ${Math.round(seconds / took)} times real time`);
}
const middle = speeds.sort((a, b) => a - b)[Math.floor(speeds.length / 2)];
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(`the middle of them: ${Math.round(middle)} times real time; Node held ${megabytes.toFixed(0)} MB at most`);
