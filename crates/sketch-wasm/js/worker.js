/**
 * Does orders in a module worker, one after the other.
 *
 * Takes `{ order, streams }` and answers `{ heard: true }` at once, `{ progress }` and, when it streams, `{ audio }` any
 * number of times, then `{ plan, wav? }` (buffers are transferred) or `{ error: { name, message, kind, field } }`.
 */
import { load, renderSlices } from "./load.js";

globalThis.onmessage = async ({ data: { order, streams } }) => {
  globalThis.postMessage({ heard: true });
  const hear = {
    onProgress: (progress) => globalThis.postMessage({ progress }),
    onAudio: streams ? (audio) => globalThis.postMessage({ audio }, [audio.samples.buffer]) : undefined,
  };
  try {
    const result = await renderSlices(order, hear);
    globalThis.postMessage(result, result.wav ? [result.wav] : []);
  } catch (error) {
    const { name, message, kind, field } = error ?? {};
    globalThis.postMessage({ error: { name: String(name), message: String(message ?? error), kind, field } });
  }
};

// Before the first order is there. Whether it could be loaded is told to who asks.
load().catch(() => {});
