// The module loads itself once, whatever the number of clients. A failed load may be tried again.

import { initSync, isTooLarge, step } from "../wasm/tutti_core.js";

import { TuttiError, invalid } from "./error.js";

/** Where the two modules come from. Runtimes that import a module rather than fetch it say so in here. */
export const modules = {
  // Written so that bundlers that know `new URL` find it, beside the package's index.js.
  core: () => new URL("./wasm/tutti_core_bg.wasm", import.meta.url),
  sketch: async () => (await import("./sketch/index.js")).render,
};

let loading;

/** Resolves to the module's exports. */
export function load(source) {
  loading ??= instantiate(source).catch((thrown) => {
    loading = undefined;
    throw thrown;
  });
  return loading;
}

/** What {@link load} takes, checked. */
export function checkSource(source) {
  const known = ["undefined", "URL", "ArrayBuffer", "WebAssembly.Module"].includes(kind(source));
  if (!known && !ArrayBuffer.isView(source)) throw invalid("source", "The module is loaded from a URL, its bytes, or a WebAssembly.Module.");
}

async function instantiate(source = modules.core()) {
  const isUrl = kind(source) === "URL";
  // Without the query, which may hold a token.
  const from = isUrl ? ` from ${source.protocol}//${source.host}${source.pathname}` : "";
  const found = isUrl ? await fetched(source, from) : source;
  try {
    initSync({ module: kind(found) === "WebAssembly.Module" ? found : await WebAssembly.compile(found) });
  } catch (cause) {
    throw unloaded("bad_response", `What was loaded as Tutti's module${from} is not that module.`, cause);
  }
  return { isTooLarge, step };
}

async function fetched(url, from) {
  try {
    if (url.protocol === "file:" && globalThis.process?.versions?.node) return await fromFile(url);
    const response = await fetch(url);
    if (response.ok) return await response.arrayBuffer();
    throw new Error(`HTTP ${response.status}`);
  } catch (cause) {
    throw unloaded("network", `Tutti's module could not be loaded${from}.`, cause);
  }
}

/** Node's fetch has no file: addresses. Asked for in this way, the module of Node's is none that a bundler looks for. */
function fromFile(url) {
  return globalThis.process.getBuiltinModule("node:fs/promises").readFile(url);
}

/** By name, since another realm's URL is one too. */
function kind(value) {
  return value === undefined ? "undefined" : Object.prototype.toString.call(value).slice(8, -1);
}

function unloaded(kind, message, cause) {
  const hint = "Serve wasm/tutti_core_bg.wasm beside the package's code, or hand its address or bytes to Tutti.load().";
  return new TuttiError({ kind, message, hint, retryable: kind === "network" }, { cause });
}
