/**
 * Does one order in a module worker.
 *
 * Says `{ ready: true }` when it listens, takes `{ order, streams }`, and answers `{ progress }` and, when it streams,
 * `{ audio }` any number of times, then `{ plan, wav? }` (buffers are transferred) or
 * `{ error: { name, message, kind, field } }`.
 */
import { renderSlices } from "./load.js";

globalThis.onmessage = async ({ data: { order, streams } }) => {
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

globalThis.postMessage({ ready: true });
