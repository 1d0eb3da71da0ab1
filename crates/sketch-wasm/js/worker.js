/**
 * Renders one brief in a module worker.
 *
 * Says `{ ready: true }` when it listens, takes `{ brief }`, and answers `{ progress }` any number of times, then
 * `{ wav, plan }` (the file's buffer is transferred) or `{ error: { name, message } }`.
 */
import { renderSlices } from "./load.js";

globalThis.onmessage = async ({ data }) => {
  try {
    const result = await renderSlices(data.brief, (progress) => globalThis.postMessage({ progress }));
    globalThis.postMessage(result, [result.wav]);
  } catch (error) {
    globalThis.postMessage({ error: { name: String(error?.name), message: String(error?.message ?? error) } });
  }
};

globalThis.postMessage({ ready: true });
