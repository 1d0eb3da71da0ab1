// Where the modules come from. Each loads itself once, whatever the number of clients; a failed load may be tried again.
//
// The first knows vendors' jobs, from the order to the audio. The whole knows everything, and is loaded for what the first has no
// answer to: what is wrong with an order, a balance, a sketch.

import { TuttiError, invalid } from "./error.js";
import { instance } from "./module.js";

/** Where they are. Runtimes that import a module rather than fetch it say so in here. */
export const modules = {
  // Written so that bundlers that know `new URL` find it, beside the package's index.js.
  core: () => new URL("./wasm/tutti_core_bg.wasm", import.meta.url),
  whole: () => new URL("./wasm/tutti_whole_bg.wasm", import.meta.url),
  sketch: async () => (await import("./sketch/index.js")).render,
};

const loading = {};
let complete;

/** Resolves to a module that does vendors' jobs: the whole, once that is there. */
export async function load(source) {
  return complete ?? once("core", source);
}

/** Resolves to the module that knows everything. */
export async function whole() {
  return (complete = await once("whole"));
}

function once(name, source) {
  loading[name] ??= instantiate(name, source).catch((thrown) => {
    loading[name] = undefined;
    throw thrown;
  });
  return loading[name];
}

/** What {@link load} takes, checked. */
export function checkSource(source, field) {
  const known = ["undefined", "URL", "ArrayBuffer", "WebAssembly.Module"].includes(kind(source));
  if (!known && !ArrayBuffer.isView(source)) throw invalid(field, "The module is loaded from a URL, its bytes, or a WebAssembly.Module.");
}

async function instantiate(name, given) {
  const source = given ?? (await modules[name]());
  const isUrl = kind(source) === "URL";
  // Without the query, which may hold a token.
  const from = isUrl ? ` from ${source.protocol}//${source.host}${source.pathname}` : "";
  const found = isUrl ? await fetched(source, from) : source;
  try {
    return instance(kind(found) === "WebAssembly.Module" ? found : await WebAssembly.compile(found));
  } catch (cause) {
    throw unloaded("bad_response", `What was loaded as Tutti's module${from} is not that module.`, cause);
  }
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
  const hint = "Serve the two modules in wasm/ beside the package's code, or hand their addresses or bytes to Tutti.load().";
  return new TuttiError({ kind, message, hint, retryable: kind === "network" }, { cause });
}
