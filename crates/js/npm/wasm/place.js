// Beside the module, so that bundlers that know `new URL` find it, and others need it beside their bundle.

/** Where the module is. */
export function place() {
  return new URL("./tutti_core_bg.wasm", import.meta.url);
}
