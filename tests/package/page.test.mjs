// The installed package in a page, unbundled: its journal in IndexedDB, across a reload and a second tab.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { chromium } from "playwright-core";

import { KEY, billed, packageDir, reset, sandbox } from "./support.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const CHROMIUM = process.env.TUTTI_CHROMIUM;
let server, browser, page;

/** Serves the package's folder, and an empty page. */
async function serve(request, response) {
  const path = normalize(new URL(request.url, "http://x").pathname);
  try {
    const body = path === "/" ? "<!doctype html><title>x</title>" : await readFile(join(packageDir, path));
    response.writeHead(200, { "content-type": TYPES[extname(path) || ".html"] ?? "text/plain" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}

before(async () => {
  assert.ok(CHROMIUM, "set TUTTI_CHROMIUM to a Chromium or Chrome; `cargo xtask test` does");
  server = createServer(serve);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  browser = await chromium.launch({ executablePath: CHROMIUM });
  const context = await browser.newContext();
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  await reset();
  await open();
});

const open = () => page.goto(`http://127.0.0.1:${server.address().port}/`);

/** Runs a function in the page with a client of the sandbox, one that asks often unless told otherwise. */
function inPage(work, argument, policy = { firstCheckMs: 20, intervalMs: 50 }) {
  const code = `async (given) => {
    const { Tutti } = await import("/index.js");
    const tutti = new Tutti({ keys: { segmind: given.key }, endpoints: { segmind: given.sandbox + "/segmind" },
      policy: given.policy });
    return (${work})(tutti, given.argument);
  }`;
  return page.evaluate(`(${code})(${JSON.stringify({ key: KEY, sandbox, argument, policy })})`);
}

const ORDER = { model: "segmind/meta-musicgen-medium", prompt: "rain", seconds: 1 };

test("a sketch is made in a worker, with nothing set up", async () => {
  const made = await inPage(async (tutti) => {
    const [track] = await tutti.create({ model: "sketch/groove", prompt: "slow jazz", seconds: 2 });
    return { mimeType: track.mimeType, seconds: track.seconds };
  });
  assert.deepEqual(made, { mimeType: "audio/wav", seconds: 2 });
});

test("a sketch is made in the page where its worker never says a word", async () => {
  const made = await inPage(async (tutti) => {
    const later = setTimeout;
    globalThis.setTimeout = (run, ms) => later(run, ms >= 10_000 ? 50 : ms);
    globalThis.Worker = class {
      postMessage() {}
      terminate() {}
    };
    const [track] = await tutti.create({ model: "sketch/groove", prompt: "slow jazz", seconds: 2 });
    return track.seconds;
  });
  assert.equal(made, 2);
});

test("a job is found in the journal after a reload, resumed, and paid once", async () => {
  await inPage((tutti, order) => tutti.submit({ ...order, operation: "create" }).then((job) => job.id), ORDER);
  await open();
  const found = await inPage(async (tutti) => {
    const [record] = await tutti.pending();
    const job = await tutti.resume(record);
    const [track] = await job.result();
    return { phase: record.phase, bytes: (await track.blob()).size, left: (await tutti.pending()).length };
  });
  assert.equal(found.phase, "taken");
  assert.ok(found.bytes > 1_000);
  assert.equal(found.left, 0);
  assert.equal((await billed()).length, 1);
});

test("a record that is forgotten is gone after a reload too", async () => {
  const id = await inPage(async (tutti, order) => {
    const job = await tutti.submit({ ...order, operation: "create" });
    await tutti.forget(job.id);
    return job.id;
  }, ORDER);
  assert.ok(id);
  await open();
  assert.deepEqual(await inPage((tutti) => tutti.pending()), []);
});

test("how long jobs took is known after a reload, paces the next one, and is no job", async () => {
  const eta = async (tutti, order) => {
    const told = [];
    await tutti.create(order, { onUpdate: (update) => told.push(update.etaMs) });
    return told.find((it) => it !== undefined);
  };
  assert.ok((await inPage(eta, ORDER)) > 20_000, "the vendor's figure");
  await inPage((tutti, order) => Promise.all([1, 2, 3, 4, 5, 6].map(() => tutti.create(order))), ORDER);
  await open();
  const learnt = await inPage(eta, ORDER, {});
  assert.ok(learnt > 0 && learnt < 5_000, `${learnt} ms`);
  assert.deepEqual(await inPage((tutti) => tutti.pending()), []);
});

test("a job that one client watches is not asked for by another, in the same page or in another tab", async () => {
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  const snapshot = await inPage(async (tutti, order) => {
    const job = await tutti.submit(order);
    window.watched = job.result();
    return job.toJSON();
  }, ORDER);
  const watch = (given) =>
    given.page.evaluate(
      async ({ key, sandbox, snapshot }) => {
        const { Tutti, TuttiError } = await import("/index.js");
        let asked = 0;
        const counted = (...request) => {
          asked += 1;
          return fetch(...request);
        };
        const tutti = new Tutti({ keys: { segmind: key }, endpoints: { segmind: `${sandbox}/segmind` }, fetch: counted });
        const ended = await tutti.resume(snapshot).then((job) => job.result()).catch((error) => error);
        return { asked, refused: ended instanceof TuttiError && ended.kind, field: ended.field };
      },
      { key: KEY, sandbox, snapshot },
    );
  const others = await Promise.all([page, page, tab].map((page) => watch({ page })));
  const tracks = await page.evaluate(async () => (await window.watched).length);
  await tab.close();
  assert.equal(tracks, 1);
  for (const other of others) assert.deepEqual(other, { asked: 0, refused: "invalid_order", field: "snapshot" });
  assert.equal((await billed()).length, 1);
});
