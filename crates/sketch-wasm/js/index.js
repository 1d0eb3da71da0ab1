/**
 * The sketch: a short piece of music from a prompt, made on this machine.
 */
import { renderSlices } from "./load.js";

/** How long a worker may take to say that it listens, in milliseconds. */
const START_LIMIT = 10_000;

/**
 * Renders an order to a WAV file, or listens to one. See `index.d.ts` for the types.
 *
 * In a page the work is done in a worker of its own, which ends with the rendering or its abort. Where there are no
 * workers, or `inline` is set, it is done here in slices, with a turn of the event loop between them.
 */
export async function render(order, { onProgress, onAudio, signal, inline = false } = {}) {
  signal?.throwIfAborted();
  const hear = { onProgress, onAudio };
  if (!inline) {
    const worker = startWorker();
    if (worker) {
      const result = await renderInWorker(worker, order, hear, signal);
      if (result) return result;
      signal?.throwIfAborted();
    }
  }
  return renderSlices(order, hear, async () => {
    await turn();
    signal?.throwIfAborted();
  });
}

/** A worker, or nothing where there is none: in Node, or when a policy forbids it. */
function startWorker() {
  if (typeof Worker === "undefined" || globalThis.process?.versions?.node) return undefined;
  try {
    return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  } catch {
    return undefined;
  }
}

/** Resolves to the result, or to nothing when the worker's script could not be started. */
function renderInWorker(worker, order, { onProgress, onAudio }, signal) {
  return new Promise((resolve, reject) => {
    let started = false;
    // A bundler may have made a worker of it that never starts, and a browser may not say so.
    const limit = setTimeout(() => started || settle(resolve, undefined), START_LIMIT);
    const settle = (settled, value) => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", onAbort);
      worker.terminate();
      settled(value);
    };
    const onAbort = () => settle(reject, signal.reason);
    const onReady = () => {
      started = true;
      try {
        worker.postMessage({ order, streams: Boolean(onAudio) });
      } catch (error) {
        settle(reject, new TypeError(`the order cannot be sent to a worker: ${error.message}`));
      }
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    worker.onmessage = ({ data }) => {
      if (data.ready) onReady();
      else if (data.error) settle(reject, revive(data.error));
      else if (data.plan) settle(resolve, data);
      else if (data.audio) guard(() => onAudio?.(data.audio), (error) => settle(reject, error));
      else guard(() => onProgress?.(data.progress), (error) => settle(reject, error));
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (started) settle(reject, new Error(event.message || "the sketch's worker failed"));
      else settle(resolve, undefined);
    };
    worker.onmessageerror = () => settle(reject, new Error("the sketch's worker sent what cannot be read"));
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

/** One turn of the event loop: timers, messages and clicks get theirs. */
function turn() {
  // Node's own turn is over at once, where a timer takes a millisecond.
  return new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve));
}
