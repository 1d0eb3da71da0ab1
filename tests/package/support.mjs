// What the tests of the installed package share: the package, the sandbox and its faults, a journal, planted faults.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const packageDir = wanted("TUTTI_PACKAGE_DIR", "the folder that the packed package was installed to");
export const sandbox = wanted("TUTTI_SANDBOX", "the address of a running sandbox");
export const KEY = "SG_test";

/** Resolved by its name, through its `exports`, as a stranger's import is. */
export const entry = pathToFileURL(createRequire(join(packageDir, "package.json")).resolve("tutti")).href;
export const { Tutti, TuttiError } = await import(entry);

export const LYRIA = { model: "segmind/lyria-2", operation: "create", prompt: "rain on a tin roof" };
/** The cheapest order there is: one second of sound. */
export const SHORT = { model: "segmind/meta-musicgen-medium", operation: "create", prompt: "a drum", seconds: 1 };
export const SKETCH = { model: "sketch/groove", operation: "create", prompt: "slow lo-fi", seconds: 2, seed: 7 };

/** A client of the sandbox that asks often. */
export function client(options = {}) {
  return new Tutti({
    keys: { segmind: KEY },
    endpoints: { segmind: `${sandbox}/segmind` },
    policy: { firstCheckMs: 20, intervalMs: 20 },
    ...options,
  });
}

export async function reset() {
  await post("reset");
}

export async function faults(...list) {
  await post("faults", list.map((fault) => ({ vendor: "segmind", ...fault })));
}

/** Sets how fast the sandbox's clock goes, and resolves to how fast it went. */
export async function speed(to) {
  const { speed: usual } = await (await fetch(`${sandbox}/_sandbox/clock`)).json();
  await post("clock", { speed: to });
  return usual;
}

export async function ledger() {
  return (await fetch(`${sandbox}/_sandbox/ledger`)).json();
}

/** The orders that left, in the ledger. */
export async function posts() {
  return (await ledger()).requests.filter((seen) => seen.method === "POST");
}

export async function billed() {
  return (await ledger()).billed;
}

/** What a promise rejects with. */
export async function rejection(promise) {
  try {
    await promise;
  } catch (thrown) {
    return thrown;
  }
  return assert.fail("it should have been refused");
}

/** The TuttiError that a promise rejects with. */
export async function refusal(promise, kind) {
  const error = await rejection(promise);
  assert.ok(error instanceof TuttiError, `no TuttiError: ${error?.stack ?? error}`);
  if (kind) assert.equal(error.kind, kind, error.message);
  assert.match(error.message, /^\S.*\S$/s);
  return error;
}

/** A journal in memory that remembers every record it was given, as JSON, as a file would. */
export function memoryJournal() {
  const records = new Map();
  const written = [];
  return {
    written,
    put: async (record) => {
      written.push(structuredClone(record));
      records.set(record.id, JSON.stringify(record));
    },
    delete: async (id) => void records.delete(id),
    list: async () => [...records.values()].map((record) => JSON.parse(record)),
  };
}

/** A promise with its resolve in hand. */
export function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until it holds, five seconds at most. */
export async function until(holds, what) {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await holds()) return;
    await pause(10);
  }
  assert.fail(`it never came to this: ${what}`);
}

/** The samples of a 16-bit WAV file, after a look at its header. */
export async function samples(blob) {
  const bytes = Buffer.from(await blob.arrayBuffer());
  assert.equal(bytes.toString("latin1", 0, 4), "RIFF");
  assert.equal(bytes.toString("latin1", 8, 12), "WAVE");
  const data = bytes.indexOf("data", 12, "latin1");
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset + data + 8, bytes.byteOffset + bytes.length));
}

/** How loud it is, as the root mean square of full scale. */
export function loudness(samples) {
  const power = samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0);
  return Math.sqrt(power / samples.length);
}

async function post(what, body) {
  const response = await fetch(`${sandbox}/_sandbox/${what}`, { method: "POST", body: JSON.stringify(body) });
  assert.ok(response.ok, `${what}: ${response.status} ${await response.text()}`);
}

function wanted(name, what) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: ${what}. \`cargo xtask test\` sets it.`);
  return value;
}
