/**
 * The workers that render. Orders begin in the order of asking, and no more at once than leave a core to the page. A
 * worker that is done waits a while for the next order, with its module compiled.
 */

/** How long a new worker may take to say its first word, in milliseconds. */
const START_LIMIT = 10_000;

/** How long one may take that was kept: it has nothing to load. In milliseconds. */
const KEPT_LIMIT = 2_000;

/** How long a worker may be silent between two words, in milliseconds. It says about twenty while it renders. */
const SILENCE_LIMIT = 60_000;

/** How long a worker without an order is kept, in milliseconds. */
const REST = 60_000;

/** Most orders at once. */
const MOST = Math.min(Math.max((globalThis.navigator?.hardwareConcurrency ?? 2) - 1, 1), 4);

/** How many orders are being done, and who waits for a turn. */
let busy = 0;
const line = [];

/** The worker that waits for an order, and the timer that lets it go. */
let spare, timer;

/** Has a worker ready for the next order, where none is at work or waits. */
export function warm() {
  if (spare) keep(takeSpare());
  else if (busy === 0) keep(start());
}

/** Resolves to what came of an order, or to nothing when there is no worker that answers. */
export async function renderInWorker(order, hear, signal) {
  await turn(signal);
  try {
    // Before a worker is taken for it: nobody would let go of that one.
    signal?.throwIfAborted();
    return (await ask(takeSpare(), KEPT_LIMIT, order, hear, signal)) ?? (await ask(start(), START_LIMIT, order, hear, signal));
  } finally {
    const next = line.shift();
    if (next) next();
    else busy -= 1;
  }
}

/** Waits until fewer are busy; whoever is through counts as one of them. */
async function turn(signal) {
  if (busy < MOST) {
    busy += 1;
    return;
  }
  await new Promise((resolve, reject) => {
    const begin = () => {
      signal?.removeEventListener("abort", leave);
      resolve();
    };
    const leave = () => {
      line.splice(line.indexOf(begin), 1);
      reject(signal.reason);
    };
    line.push(begin);
    signal?.addEventListener("abort", leave, { once: true });
  });
}

/** A worker, or nothing where there is none: in Node, or when a policy forbids it. */
function start() {
  if (typeof Worker === "undefined" || globalThis.process?.versions?.node) return undefined;
  try {
    return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  } catch {
    return undefined;
  }
}

/** Keeps a worker for the next order, for a while; one is enough. */
function keep(worker) {
  if (spare || !worker) return worker?.terminate();
  spare = worker;
  timer = setTimeout(() => takeSpare()?.terminate(), REST);
  // What breaks while nobody asks is not asked; a word of its last order is nobody's.
  worker.onmessage = null;
  worker.onerror = (event) => {
    event.preventDefault?.();
    if (spare === worker) takeSpare().terminate();
  };
}

function takeSpare() {
  const worker = spare;
  spare = undefined;
  clearTimeout(timer);
  return worker;
}

/** Resolves to what a worker made of an order, or to nothing when it never says a word or there is none. */
function ask(worker, limit, order, { onProgress, onAudio }, signal) {
  if (!worker) return undefined;
  return new Promise((resolve, reject) => {
    let heard = false;
    let silence;
    const settle = (settled, value, good = false) => {
      clearTimeout(silence);
      signal?.removeEventListener("abort", onAbort);
      if (good) keep(worker);
      else worker.terminate();
      settled(value);
    };
    const onAbort = () => settle(reject, signal.reason);
    // A bundler may have made a worker of it that never starts, and a browser may end one without a word.
    const wait = (ms) => {
      clearTimeout(silence);
      silence = setTimeout(() => lost("the sketch's worker fell silent"), ms);
    };
    const lost = (why) => (heard ? settle(reject, new Error(why)) : settle(resolve, undefined));
    signal?.addEventListener("abort", onAbort, { once: true });
    worker.onmessage = ({ data }) => {
      heard = true;
      wait(SILENCE_LIMIT);
      if (data.error) settle(reject, revive(data.error), data.error.kind !== undefined);
      else if (data.plan) settle(resolve, data, true);
      else if (data.audio) guard(() => onAudio?.(data.audio), (error) => settle(reject, error));
      else if (data.progress !== undefined) guard(() => onProgress?.(data.progress), (error) => settle(reject, error));
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      lost(event.message || "the sketch's worker failed");
    };
    worker.onmessageerror = () => settle(reject, new Error("the sketch's worker sent what cannot be read"));
    wait(limit);
    try {
      worker.postMessage({ order, streams: Boolean(onAudio) });
    } catch (error) {
      settle(reject, new TypeError(`the order cannot be sent to a worker: ${error.message}`));
    }
  });
}

/** Calls a caller's function; what it throws ends the rendering, as it does inline. */
function guard(call, caught) {
  try {
    call();
  } catch (error) {
    caught(error);
  }
}

/** The error a worker described, of its own kind where that matters. */
function revive({ name, message, kind, field }) {
  const error = name === "TypeError" ? new TypeError(message) : new Error(message);
  if (name && name !== error.name) error.name = name;
  return Object.assign(error, kind && { kind }, field && { field });
}
