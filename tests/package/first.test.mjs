// What a page transfers: two files for an import and any vendor's job, and the second module when it is first asked something that
// the first cannot answer.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { chromium } from "playwright-core";

import { KEY, packageDir, reset, sandbox } from "./support.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const CHROMIUM = process.env.TUTTI_CHROMIUM;
const FIRST = ["/index.js", "/wasm/tutti_core_bg.wasm"];
const WHOLE = "/wasm/tutti_whole_bg.wasm";
let server, browser, page;
/** The package's files that were asked for, in order. */
let asked = [];
/** How many requests for the second module are refused. */
let refused = 0;

async function serve(request, response) {
  const path = normalize(new URL(request.url, "http://x").pathname);
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>x</title>");
  if (path === "/favicon.ico") return response.writeHead(204).end();
  asked.push(path);
  if (path === WHOLE && refused > 0) {
    refused -= 1;
    return response.writeHead(503).end();
  }
  response.writeHead(200, { "content-type": TYPES[extname(path)], "cache-control": "no-store" }).end(await readFile(join(packageDir, path)));
}

before(async () => {
  assert.ok(CHROMIUM, "set TUTTI_CHROMIUM to a Chromium or Chrome; `cargo xtask test` does");
  server = createServer(serve);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  browser = await chromium.launch({ executablePath: CHROMIUM });
});

after(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  await reset();
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  asked = [];
  refused = 0;
});

/** Runs a function in the page with a client of all vendors in the sandbox. */
function inPage(work) {
  const code = `async ({ key, sandbox }) => {
    const { Tutti } = await import("/index.js");
    const of = (make) => Object.fromEntries(["segmind", "aimlapi", "pixazo", "producer"].map((id) => [id, make(id)]));
    const policy = { firstCheckMs: 20, intervalMs: 50 };
    const tutti = new Tutti({ keys: of(() => key), endpoints: of((id) => sandbox + "/" + id), policy });
    const told = (promise) => promise.then((value) => ({ value }), ({ kind, message, field, hint, retryable, charge }) => ({ kind, message, field, hint, retryable, charge }));
    return (${work})(tutti, told);
  }`;
  return page.evaluate(`(${code})(${JSON.stringify({ key: KEY, sandbox })})`);
}

test("an import and jobs of all vendors and operations transfer the first module and one script, and nothing else", async () => {
  const made = await inPage(async (tutti) => {
    const tracks = [
      await tutti.create({ model: "segmind/lyria-2", prompt: "rain", params: {} }),
      await tutti.create({ model: "segmind/lyria-2", prompt: "rain", mode: "direct" }, { keep: "url" }),
      await tutti.create({ model: "aimlapi/lyria2", prompt: "rain", lenient: true, bpm: 90 }),
      await tutti.create({ model: "pixazo/lyria-2", prompt: "rain" }),
    ];
    const producer = { model: "producer/lyria-3-pro" };
    const [{ clip }] = await tutti.create({ ...producer, prompt: "pop", lyrics: "[Verse]\nRain", seconds: 4 });
    tracks.push(
      await tutti.extend({ ...producer, clip, instruction: "slower", startsAt: 2, seconds: 2 }),
      await tutti.replace({ ...producer, clip, instruction: "slower", startsAt: 1, endsAt: 2 }),
      await tutti.cover({ ...producer, clip, instruction: "slower", strength: 0.4 }),
    );
    await tutti.upload({ ...producer, audioUrl: "https://example.com/song.mp3" });
    await tutti.download({ ...producer, clip });
    const left = new AbortController();
    const order = { model: "segmind/meta-musicgen-medium", operation: "create", prompt: "a drum", seconds: 1 };
    const job = await tutti.submit(order, { signal: left.signal });
    await job.cancel();
    left.abort();
    await job.result().catch(() => {});
    tracks.push(await (await tutti.resume(job.toJSON())).result());
    return [tracks.flat().length, (await tutti.pending()).length];
  });
  assert.deepEqual(made, [8, 0]);
  assert.deepEqual(asked, FIRST);
});

for (const [what, ask, holds] of [
  ["a check", (tutti) => tutti.check({ operation: "create", model: "segmind/lyria-2" }), ({ value }) => value[0].field === "prompt"],
  ["a balance", (tutti) => tutti.credits("segmind"), ({ value }) => value.credits > 0],
  ["a sketch", (tutti) => tutti.create({ model: "sketch/groove", prompt: "slow jazz", seconds: 2 }), ({ value }) => value.length === 1],
]) {
  test(`${what} loads the second module, once, and a job goes by that module then`, async () => {
    const said = await inPage(`async (tutti, told) => {
      const ask = ${ask};
      await told(ask(tutti));
      const said = await told(ask(tutti));
      await tutti.create({ model: "pixazo/lyria-2", prompt: "rain" });
      return said;
    }`);
    assert.ok(holds(said), JSON.stringify(said));
    assert.deepEqual(asked.filter((path) => path.endsWith("_bg.wasm") && path.startsWith("/wasm")), [WHOLE]);
  });
}

test("an order that is refused is put into words by the second module, which is loaded once", async () => {
  const said = await inPage((tutti, told) => {
    const order = { model: "segmind/meta-musicgen-medium", prompt: "rain", seconds: 1_000 };
    return Promise.all([told(tutti.create(order)), told(tutti.create(order)), told(tutti.create({ model: "nobody/nothing" }))]);
  });
  assert.deepEqual(said.map(({ kind, field }) => [kind, field]), [["invalid_order", "seconds"], ["invalid_order", "seconds"], ["invalid_order", "model"]]);
  assert.match(said[0].message, /^Length is a .*number from \d+ to \d+/);
  assert.deepEqual(asked, [...FIRST, WHOLE]);
});

test("a second module that cannot be loaded is told as that, and the next call asks for it again", async () => {
  refused = 2;
  const said = await inPage(async (tutti, told) => {
    const wrong = { operation: "create", model: "segmind/lyria-2" };
    return [await told(tutti.create(wrong)), await told(tutti.check(wrong)), await told(tutti.create(wrong)), await told(tutti.check(wrong))];
  });
  for (const { kind, message, hint, retryable, charge } of said.slice(0, 2)) {
    assert.deepEqual([kind, retryable, charge], ["network", true, "no"]);
    assert.match(message, /tutti_whole_bg\.wasm/);
    assert.ok(hint);
  }
  assert.deepEqual([said[2].kind, said[2].field, said[3].value[0].field], ["invalid_order", "prompt", "prompt"]);
  assert.deepEqual(asked, [...FIRST, WHOLE, WHOLE, WHOLE]);
});

test("jobs begin and end while the second module is out of reach", async () => {
  refused = Infinity;
  const made = await inPage(async (tutti, told) => {
    const job = await tutti.submit({ model: "segmind/meta-musicgen-medium", operation: "create", prompt: "a drum", seconds: 1 });
    const checked = await told(tutti.check({}));
    const [track] = await job.result();
    const [next] = await tutti.create({ model: "pixazo/lyria-2", prompt: "rain" });
    return [checked.kind, track.mimeType, next.bytes > 0];
  });
  assert.deepEqual(made, ["network", "audio/wav", true]);
});
