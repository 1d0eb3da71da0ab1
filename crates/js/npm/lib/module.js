// One of the two modules at work, and how plain data crosses its border. This stands in for wasm-bindgen's own glue, which is
// for one module a file: these two have the same functions, and the bytes of both are read by the same code.

import { bodyLength, bodyWords, readBody, withBody } from "./body.js";

/** The functions of a compiled module; throws where it is not one of the two. */
export function instance(module) {
  const bytes = (at, length) => new Uint8Array(wasm.memory.buffer, at >>> 0, length);
  const handed = (data) => {
    const at = wasm.__wbindgen_malloc(data.length, 1);
    bytes(at, data.length).set(data);
    return at;
  };
  const outside = {
    bodyLength,
    readBody: (at, into, length) => readBody(at, bytes(into, length)),
    bodyWords: (into) => {
      const words = bodyWords();
      const at = handed(words);
      const view = new DataView(wasm.memory.buffer, into >>> 0);
      view.setUint32(0, at, true);
      view.setUint32(4, words.length, true);
    },
    // Nothing but numbers and bytes is handed over.
    init: () => {},
  };
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    // Behind wasm-bindgen's own marks and before a hash.
    (imports[from] ??= {})[name] = outside[name.match(/(?:__wb\w+?_)?([a-zA-Z]+)/)[1]];
  }
  const wasm = new WebAssembly.Instance(module, imports).exports;
  wasm.__wbindgen_start();
  return {
    /** Tells the work of this number what happened, and returns what it says; `body` is what it may read. */
    step: (number, event, body) =>
      withBody(body, () => {
        const [at, length] = wasm.step(number, handed(event), event.length);
        const said = bytes(at, length).slice();
        wasm.__wbindgen_free(at, length, 1);
        return said;
      }),
    isTooLarge: (received, head) => wasm.isTooLarge(received, handed(head), head.length) !== 0,
  };
}
