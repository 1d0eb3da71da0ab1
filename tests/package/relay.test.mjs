// The installed package through a relay: in Node, and in a page whose vendors do not answer pages.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { chromium } from "playwright-core";

import { startRelay, startWire } from "../relay/relay.mjs";
import { KEY, SHORT, Tutti, billed, faults, ledger, packageDir, posts, refusal, reset, sandbox } from "./support.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const TOKEN = "open-sesame";
const QUICK = { firstCheckMs: 20, intervalMs: 50 };
let server, origin, browser, page, relay, wire, held;

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
  server = createServer(serve);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}`;
  wire = await startWire();
  relay = await startRelay(["--sandbox", sandbox, "--origins", origin, "--names", wire.host]);
  held = await startRelay(["--sandbox", sandbox, "--origins", origin], { TUTTI_RELAY_KEY_SEGMIND: "SG_held", TUTTI_RELAY_TOKEN: TOKEN });
  wire.lead(relay.url);
  browser = await chromium.launch({ executablePath: process.env.TUTTI_CHROMIUM });
  page = await (await browser.newContext()).newPage();
});

after(async () => {
  await browser?.close();
  server?.close();
  wire?.stop();
  relay?.stop();
  held?.stop();
});

beforeEach(async () => {
  await reset();
  wire.cut = () => false;
  wire.cuts = 0;
  await page.goto(origin);
});

/** Neither the vendors' APIs nor their audio hosts answer pages from now on. */
async function corsOff() {
  await fetch(`${sandbox}/_sandbox/cors`, { method: "POST", body: JSON.stringify({ api: false, audio: false }) });
}

/** Makes the shortest piece in the page with a client of these options; what went wrong comes as its facts. */
function makeInPage(options) {
  return page.evaluate(
    async ([options, order]) => {
      const { Tutti } = await import("/index.js");
      try {
        const [track] = await new Tutti(options).create(order);
        return { bytes: track.bytes, kept: (await track.blob()).size, warnings: track.warnings?.length ?? 0 };
      } catch (error) {
        return { kind: error.kind, message: error.message, hint: error.hint, charge: error.charge };
      }
    },
    [{ policy: QUICK, ...options }, SHORT],
  );
}

test("in a page whose vendors do not answer pages, one setting makes the order and keeps the audio", async () => {
  await corsOff();
  const without = await makeInPage({ keys: { segmind: KEY }, endpoints: { segmind: `${sandbox}/segmind` } });
  assert.equal(without.kind, "network");
  assert.match(without.hint, /relay/);
  const made = await makeInPage({ keys: { segmind: KEY }, relay: `${relay.url}/relay` });
  assert.ok(made.bytes > 1_000 && made.kept === made.bytes, JSON.stringify(made));
  assert.equal(made.warnings, 0);
  assert.equal((await billed()).length, 1);
});

test("audio that was not kept is fetched through the relay when it is asked for", async () => {
  await corsOff();
  const size = await page.evaluate(
    async ([relay, key, order]) => {
      const { Tutti } = await import("/index.js");
      const tutti = new Tutti({ keys: { segmind: key }, relay, policy: { firstCheckMs: 20, intervalMs: 50 } });
      const [track] = await tutti.create(order, { keep: "url" });
      return (await track.blob()).size;
    },
    [`${relay.url}/relay/`, KEY, SHORT],
  );
  assert.ok(size > 1_000);
});

test("a relay that holds the keys needs none of the page, and its token goes to it alone", async () => {
  await corsOff();
  const made = await makeInPage({ relay: { url: `${held.url}/relay`, token: TOKEN } });
  assert.ok(made.kept > 1_000, JSON.stringify(made));
  assert.equal((await billed()).length, 1);
  const refused = await makeInPage({ relay: { url: `${held.url}/relay`, token: "wrong" } });
  assert.deepEqual([refused.kind, refused.charge], ["unauthorized", "no"]);
  const keyless = await makeInPage({ relay: `${relay.url}/relay` });
  assert.equal(keyless.kind, "unauthorized");
  assert.equal((await billed()).length, 1);
});

test("an order that the browser sends twice by itself is billed once", async () => {
  const options = { keys: { segmind: KEY }, relay: `${wire.url}/relay` };
  let left = 1;
  wire.cut = (line) => line.startsWith("POST ") && left-- > 0;
  const made = await makeInPage(options);
  assert.equal(wire.cuts, 1, "the wire was cut");
  const orders = wire.heads.filter((head) => head.startsWith("POST "));
  assert.equal(orders.length, 2, "the browser sent it again");
  const ids = orders.map((head) => /^idempotency-key: (.*)$/im.exec(head)?.[1]);
  assert.ok(ids[0] && ids[0] === ids[1], String(ids));
  assert.ok(made.kept > 1_000, JSON.stringify(made));
  assert.deepEqual([(await posts()).length, (await billed()).length], [1, 1]);
});

test("an order that the vendor takes and then drops is billed once and called unknown", async () => {
  await faults({ route: "submit", kind: "drop_after", times: null });
  const lost = await makeInPage({ keys: { segmind: KEY }, relay: `${relay.url}/relay` });
  assert.deepEqual([lost.kind, lost.charge], ["outcome_unknown", "maybe"]);
  assert.deepEqual([(await posts()).length, (await billed()).length], [1, 1]);
});

test("a vendor's own host hears no id of the order, the relay does and does not pass it on", async () => {
  const heard = [];
  const own = (url, init) => {
    heard.push([init.method, init.headers["idempotency-key"] !== undefined]);
    return fetch(url, init);
  };
  const direct = new Tutti({ keys: { segmind: KEY }, endpoints: { segmind: `${sandbox}/segmind` }, fetch: own, policy: QUICK });
  await direct.create(SHORT);
  assert.ok(heard.length > 2 && heard.every(([, named]) => !named));
  heard.length = 0;
  const mixed = new Tutti({ keys: { segmind: KEY }, endpoints: { segmind: `${sandbox}/segmind` }, relay: "http://127.0.0.1:1/relay", mediaRelay: `${relay.url}/relay/media?url=`, fetch: own, policy: QUICK });
  await mixed.create(SHORT, { keep: "url" });
  assert.ok(heard.every(([, named]) => !named));
});

test("a relay that is away, or does not let the caller in, is what the error names", async () => {
  const away = new Tutti({ keys: { segmind: KEY }, relay: "http://127.0.0.1:1/relay", policy: QUICK });
  const gone = await refusal(away.create(SHORT), "network");
  assert.match(gone.message, /relay/);
  assert.equal(gone.charge, "no");
  // Node names no origin, and this relay lets programs in with its token only.
  const shut = await refusal(new Tutti({ keys: { segmind: KEY }, relay: `${relay.url}/relay`, policy: QUICK }).create(SHORT), "network");
  assert.match(shut.detail, /origin/);
  assert.equal((await ledger()).requests.length, 0);
  const [track] = await new Tutti({ relay: { url: `${held.url}/relay`, token: TOKEN }, policy: QUICK }).create(SHORT);
  assert.ok(track.bytes > 1_000);
});

test("a relay that is none is refused by name", async () => {
  for (const [relay, field] of [
    ["nowhere", "options.relay"],
    ["ftp://x.example", "options.relay"],
    ["https://u:p@x.example", "options.relay"],
    ["https://x.example/?a", "options.relay"],
    [5, "options.relay"],
    [{ url: "nowhere" }, "options.relay.url"],
    [{ token: "x" }, "options.relay.url"],
    [{ url: "https://x.example", token: "a b" }, "options.relay.token"],
    [{ url: "https://x.example", keys: {} }, "options.relay.keys"],
  ]) {
    let error;
    try {
      new Tutti({ relay });
    } catch (thrown) {
      error = thrown;
    }
    assert.deepEqual([error?.kind, error?.field], ["invalid_order", field], JSON.stringify(relay));
  }
});
