// The module loads by itself, once; a load that failed can be tried again. Each case in a process of its own.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { SHORT, billed, entry, ledger, packageDir, reset, sandbox } from "./support.mjs";

/** Runs a module in a new process, with the package at hand, and returns what it printed as JSON. */
async function run(code, flags = []) {
  const prelude = `
    import { readFile } from "node:fs/promises";
    import { Tutti, TuttiError } from ${JSON.stringify(entry)};
    const file = new URL("./wasm/tutti_core_bg.wasm", ${JSON.stringify(entry)});
    const say = (value) => console.log(JSON.stringify(value));
    process.on("unhandledRejection", () => process.exit(9));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, "--input-type=module", "-e", prelude + code], { timeout: 60_000 });
  return JSON.parse(stdout);
}

test("it is compiled once, however many clients and calls there are", async () => {
  const compiled = await run(`
    let count = 0;
    const real = WebAssembly.compile;
    // Node's own fetch has a small module too.
    WebAssembly.compile = (...given) => (given[0].byteLength > 100_000 && count++, real(...given));
    await Promise.all([Tutti.load(), Tutti.load(), ...Array.from({ length: 20 }, () => new Tutti().pending())]);
    say(count);
  `);
  assert.equal(compiled, 1);
});

test("making a client loads nothing", async () => {
  const loaded = await run(`
    let count = 0;
    const real = WebAssembly.compile;
    WebAssembly.compile = (...given) => (count++, real(...given));
    new Tutti();
    await new Promise((resolve) => setTimeout(resolve, 100));
    say(count);
  `);
  assert.equal(loaded, 0);
});

for (const [what, source] of [
  ["a URL", "file"],
  ["an ArrayBuffer", "(await readFile(file)).buffer.slice(0)"],
  ["bytes", "await readFile(file)"],
  ["a compiled module", "await WebAssembly.compile(await readFile(file))"],
]) {
  // A small file's buffer may be a part of a pool; this one is far larger than that.
  test(`it loads from ${what}`, async () => {
    assert.ok((await run(`await Tutti.load(${source}); say((await new Tutti().pending()).length);`)) === 0);
  });
}

test("the second module comes from where it was said, at the first question for it", async () => {
  const said = await run(`
    const whole = new URL("./tutti_whole_bg.wasm", file);
    await Tutti.load(file, new Uint8Array(8));
    const wrong = await new Tutti().check({}).catch(({ kind }) => kind);
    const none = await Tutti.load(undefined, 7).catch(({ kind, field }) => [kind, field]);
    await Tutti.load(undefined, await readFile(whole));
    say([wrong, none, (await new Tutti().check({})).length]);
  `);
  assert.deepEqual(said, ["bad_response", ["invalid_order", "rest"], 1]);
});

test("it loads over HTTP, through the host's fetch", async () => {
  const wasm = join(packageDir, "wasm", "tutti_core_bg.wasm");
  const models = await run(`
    import { createServer } from "node:http";
    const bytes = await readFile(${JSON.stringify(wasm)});
    const server = createServer((request, response) => {
      // The wrong type on purpose: many static hosts have it so.
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    await Tutti.load(new URL("http://127.0.0.1:" + server.address().port + "/x.wasm"));
    say((await new Tutti().models()).length);
    process.exit();
  `);
  assert.ok(models >= 3);
});

test("a failed load says where and why, and the next one works", async () => {
  const said = await run(`
    const failed = [];
    const sources = [new URL("file:///nowhere/x.wasm"), new URL("${sandbox}/nothing?secret=1"), new Uint8Array(8), new URL("http://127.0.0.1:9/x.wasm")];
    for (const source of sources) {
      await Tutti.load(source).catch((error) => failed.push({ ...error.toJSON(), ours: error instanceof TuttiError, cause: Boolean(error.cause) }));
    }
    const models = await new Tutti().models();
    say({ failed, models: models.length });
  `);
  assert.deepEqual(said.failed.map((it) => it.kind), ["network", "network", "bad_response", "network"]);
  assert.ok(said.failed.every((it) => it.ours && it.cause && it.hint && it.charge === "no"));
  assert.ok(!JSON.stringify(said.failed).includes("secret"));
  assert.ok(said.models >= 3);
});

test("a warm-up that fails and that nobody waits for is no unhandled rejection", async () => {
  const said = await run(`
    Tutti.load(new URL("file:///nowhere/x.wasm"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    say((await new Tutti().models()).length);
  `);
  assert.ok(said >= 3);
});

test("a job that nobody waits for is no unhandled rejection, and does not keep a finished program alive", async () => {
  const started = Date.now();
  await run(`
    const tutti = new Tutti({ fetch: async (url, { method }) => method === "POST"
      ? new Response('{"request_id":"1","status":"QUEUED"}', { headers: { "content-type": "application/json" } })
      : new Response('{"status":"FAILED","error":"x"}', { status: 422 }),
      keys: { segmind: "k" }, policy: { firstCheckMs: 10, intervalMs: 10 } });
    await tutti.submit({ model: "segmind/lyria-2", operation: "create", prompt: "x" });
    say(1);
  `);
  assert.ok(Date.now() - started < 10_000);
});

test("a client and its job that nobody holds any longer harm nothing, and the job goes on to its end", async () => {
  await reset();
  const { freed, tracks } = await run(
    `
    const client = () => new Tutti({ keys: { segmind: "SG_test" }, endpoints: { segmind: "${sandbox}/segmind" }, policy: { firstCheckMs: 20, intervalMs: 20 } });
    const order = ${JSON.stringify(SHORT)};
    let freed = 0;
    const seen = new FinalizationRegistry(() => freed++);
    for (let left = 5; left > 0; left--) {
      const tutti = client();
      seen.register(tutti);
      await tutti.submit({ ...order, seed: left });
      tutti.create({ ...order, seed: 10 + left }).catch(() => process.exit(8));
    }
    for (let left = 50; left > 0 && freed === 0; left--) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      gc();
    }
    const tracks = await client().create(order);
    say({ freed, tracks: tracks.length });
  `,
    ["--expose-gc"],
  );
  assert.ok(freed > 0, "nothing was let go of, so nothing is shown");
  assert.equal(tracks, 1);
  const { requests } = await ledger();
  assert.equal(requests.filter(({ method }) => method === "POST").length, 11);
  assert.equal((await billed()).length, 11);
});

test("a fault of the module's own stays visible as what it is, then and later", async () => {
  const said = await run(`
    // The real module, in which one function traps.
    const real = WebAssembly.Instance;
    WebAssembly.Instance = function (...given) {
      const { exports } = new real(...given);
      const trap = () => { throw new WebAssembly.RuntimeError("unreachable"); };
      return { exports: { ...exports, step: trap } };
    };
    await Tutti.load(await readFile(file));
    const order = { model: "segmind/lyria-2", operation: "create", prompt: "x" };
    const errors = [];
    for (const call of [() => new Tutti().check(order), () => new Tutti().pending()]) {
      await call().catch((error) => errors.push({ ours: error instanceof TuttiError, message: error.message, trap: error.cause instanceof WebAssembly.RuntimeError }));
    }
    say(errors);
  `);
  assert.equal(said.length, 2);
  for (const error of said) {
    assert.equal(error.ours, false);
    assert.match(error.message, /fault of its own \(unreachable\)/);
    assert.equal(error.trap, true);
  }
});

test("the package holds what it says, and names its module and its sketch to bundlers", async () => {
  const manifest = JSON.parse(await readFile(join(packageDir, "package.json"), "utf8"));
  assert.equal(manifest.name, "tutti");
  assert.match(manifest.version, /^\d+\.\d+\.\d+/);
  assert.equal(manifest.dependencies, undefined);
  for (const file of ["index.js", "index.d.ts", "README.md", "index.js.map", "src/index.js", "src/lib/job.js", "wasm/tutti_core_bg.wasm", "wasm/tutti_whole_bg.wasm", "sketch/index.js", "sketch/worker.js", "sketch/tutti_sketch_bg.wasm", "LICENSE-MIT", "LICENSE-APACHE"]) {
    assert.ok((await readFile(join(packageDir, file))).length > 0, file);
  }
  assert.deepEqual(Object.keys(manifest.exports["."]), ["types", "workerd", "node", "default"]);
});
