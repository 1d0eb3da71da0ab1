/**
 * Loads the wasm module once, in a page, a worker or Node.
 */
import init, { Rendering, listen } from "./tutti_sketch.js";

/** Frames between two looks at the clock, the progress and the signal: half a second of sound. */
const SLICE = 24_000;

/** Frames of the first slice, a tenth of a second, so that playing can begin at once. */
const FIRST = 4_800;

/** Most progress reports of one rendering, beside the last. */
const REPORTS = 19;

let ready;

/**
 * Resolves to what the module exports when it can be used; a failed load is tried again next time.
 *
 * @param compiled the compiled module, for hosts that import it; found beside this file when left out
 */
export function load(compiled) {
  ready ??= start(compiled).catch((error) => {
    ready = undefined;
    throw error;
  });
  return ready;
}

async function start(compiled) {
  if (compiled) {
    await init({ module_or_path: compiled });
    return { Rendering, listen };
  }
  const url = new URL("./tutti_sketch_bg.wasm", import.meta.url);
  if (url.protocol === "file:" && globalThis.process?.versions?.node) {
    // Node's fetch has no file: addresses. Asked for in this way, the module of Node's is none that a bundler looks for.
    const files = globalThis.process.getBuiltinModule("node:fs/promises");
    await init({ module_or_path: await files.readFile(url) });
  } else {
    await init({ module_or_path: url });
  }
  return { Rendering, listen };
}

/**
 * Does what an order asks for, in slices.
 *
 * @param order what to do, as in `index.d.ts`
 * @param hear `onProgress` and `onAudio`, as in `index.d.ts`
 * @param pause called between slices; when it returns a promise, that is waited for
 */
export async function renderSlices(order, hear, pause) {
  const { Rendering, listen } = await load();
  if (order?.operation === "upload") return { plan: listen(await bytesOf(order.audio)) };
  const rendering = new Rendering(order);
  try {
    const { frames, plan } = rendering;
    for (let done = 0, reported = 0; done < frames; ) {
      const waiting = pause?.();
      if (waiting) await waiting;
      const before = done;
      done = rendering.step(before === 0 ? FIRST : SLICE);
      hear.onAudio?.({ frame: before, samples: rendering.samples(before, done) });
      if (done < frames && done / frames >= (reported + 1) / (REPORTS + 1)) {
        reported = Math.floor((done / frames) * (REPORTS + 1));
        hear.onProgress?.(done / frames);
      }
    }
    const wav = rendering.finish().buffer;
    hear.onProgress?.(1);
    return { wav, plan };
  } finally {
    rendering.free();
  }
}

async function bytesOf(audio) {
  if (typeof audio?.arrayBuffer === "function") return new Uint8Array(await audio.arrayBuffer());
  if (audio instanceof ArrayBuffer) return new Uint8Array(audio);
  if (ArrayBuffer.isView(audio)) return new Uint8Array(audio.buffer, audio.byteOffset, audio.byteLength);
  throw new TypeError("audio must be a Blob or bytes");
}
