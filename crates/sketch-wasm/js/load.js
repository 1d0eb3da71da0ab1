/**
 * Loads the wasm module once, in a page, a worker or Node.
 */
import init, { Rendering } from "./tutti_sketch.js";

/** Frames between two looks at the clock, the progress and the signal: half a second of sound. */
const SLICE = 24_000;

/** Most progress reports of one rendering, beside the last. */
const REPORTS = 19;

let ready;

/**
 * Resolves to the `Rendering` class when the module can be used; a failed load is tried again next time.
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
    return Rendering;
  }
  const url = new URL("./tutti_sketch_bg.wasm", import.meta.url);
  if (url.protocol === "file:" && globalThis.process?.versions?.node) {
    // Node's fetch has no file: addresses. The name is put together so that bundlers for pages leave it alone.
    const files = await import(/* webpackIgnore: true */ /* @vite-ignore */ ["node:fs", "promises"].join("/"));
    await init({ module_or_path: await files.readFile(url) });
  } else {
    await init({ module_or_path: url });
  }
  return Rendering;
}

/**
 * Renders a brief in slices.
 *
 * @param brief what to render, as in `index.d.ts`
 * @param onProgress called with 0 to 1, about twenty times
 * @param pause called between slices; when it returns a promise, that is waited for
 */
export async function renderSlices(brief, onProgress, pause) {
  const Rendering = await load();
  const rendering = new Rendering(brief);
  try {
    const { frames, plan } = rendering;
    let reported = 0;
    for (let done = 0; done < frames; ) {
      const waiting = pause?.();
      if (waiting) await waiting;
      done = rendering.step(SLICE);
      if (done < frames && done / frames >= (reported + 1) / (REPORTS + 1)) {
        reported = Math.floor((done / frames) * (REPORTS + 1));
        onProgress?.(done / frames);
      }
    }
    const wav = rendering.finish().buffer;
    onProgress?.(1);
    return { wav, plan };
  } finally {
    rendering.free();
  }
}
