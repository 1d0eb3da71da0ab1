/**
 * The sketch: a short piece of music from a prompt, made on this machine.
 */
import { renderInWorker } from "./workers.js";

export { warm } from "./workers.js";

/**
 * Renders an order to a WAV file, or listens to one. See `index.d.ts` for the types.
 *
 * In a page the work is done in a worker. Where there are none, or `inline` is set, it is done here in slices, with a
 * turn of the event loop between them.
 */
export async function render(order, { onProgress, onAudio, signal, inline = false } = {}) {
  signal?.throwIfAborted();
  const hear = { onProgress, onAudio };
  const made = inline ? undefined : await renderInWorker(order, hear, signal);
  if (made) return made;
  signal?.throwIfAborted();
  const { renderSlices } = await import("./load.js");
  return renderSlices(order, hear, async () => {
    await turn();
    signal?.throwIfAborted();
  });
}

/** One turn of the event loop: timers, messages and clicks get theirs. */
function turn() {
  // Node's own turn is over at once, where a timer takes a millisecond.
  return new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve));
}
