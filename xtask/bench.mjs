// Renders each prompt with the finished sketch module in Node, and prints how fast: bench.mjs MODULE SEED SECONDS PROMPT…
//
// Beside the time on the wall stands the processor's own, the least of a few turns: what the wall shows on a machine that has
// nothing else to do.
import { pathToFileURL } from "node:url";

const TURNS = 4;

const [module, seed, seconds, ...prompts] = process.argv.slice(2);
const { render } = await import(pathToFileURL(module));

/** Milliseconds on the wall and in the processor. */
const clocks = () => {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), busy: (user + system) / 1000 };
};

const timed = async (prompt) => {
  const started = clocks();
  const since = () => {
    const now = clocks();
    return { wall: now.wall - started.wall, busy: now.busy - started.busy };
  };
  let first;
  const order = { prompt, seed: Number(seed), seconds: Number(seconds) };
  const { plan } = await render(order, { inline: true, onAudio: () => (first ??= since()) });
  return { first, whole: since(), length: 1000 * plan.seconds };
};

const least = (turns, of) => Math.min(...turns.map(of));
const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

for (const prompt of prompts) await timed(prompt); // loads the module and lets the engine compile it
const speeds = [];
for (const prompt of prompts) {
  const turns = [];
  for (let turn = 0; turn < TURNS; turn++) turns.push(await timed(prompt));
  const { length } = turns[0];
  const [wall, busy] = ["wall", "busy"].map((clock) => ({
    first: least(turns, ({ first }) => first[clock]).toFixed(0),
    speed: length / least(turns, ({ whole }) => whole[clock]),
  }));
  speeds.push(busy.speed);
  console.log(
    `${prompt.padEnd(16)} processor: first sound after ${busy.first} ms, ${busy.speed.toFixed(0)} times real time; ` +
      `wall: ${wall.first} ms, ${wall.speed.toFixed(0)} times`,
  );
}
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(
  `in the processor's time: ${Math.min(...speeds).toFixed(0)} times real time at least, ${middle(speeds).toFixed(0)} in the middle; ` +
    `Node held ${megabytes.toFixed(0)} MB at most`,
);
