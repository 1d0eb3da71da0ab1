// Orders by their ids and counts of requests, where the platform keeps them: the worker in workerd before a vendor that
// counts what reaches it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";

import { PAGE, ask, startIn, unpack } from "./support.mjs";

const ROUTE = "/relay/segmind/v2/lyria-2";
const BODY = JSON.stringify({ prompt: "rain" });
const HOUR = 3_600_000;
const vendor = { asked: [], act: undefined };
let folder, server, settings, worker;

before(async () => {
  folder = await unpack();
  server = createServer(async (request, answer) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    vendor.asked.push({ url: request.url, key: request.headers["x-api-key"], body: Buffer.concat(parts).toString() });
    await vendor.act(answer, vendor.asked.length);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  settings = { ORIGINS: PAGE, SANDBOX: `http://127.0.0.1:${server.address().port}` };
  worker = await start("orders");
});

after(async () => {
  await worker?.stop();
  server?.closeAllConnections();
  server?.close();
  await folder?.remove();
});

beforeEach(() => {
  vendor.asked.length = 0;
  vendor.act = (answer, count) => say(answer, 200, `{"request_id":"${count}"}`);
});

const start = (name, more = {}) => startIn(folder.path, { name, settings, inside: true, orders: true, watched: true, ...more });

function say(answer, status, text, headers = {}) {
  answer.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

/** An act of the vendor's that is held up until `go`. */
function heldUp(act = (answer) => say(answer, 200, '{"request_id":"late"}')) {
  let go;
  const gate = new Promise((done) => (go = done));
  vendor.act = (answer) => gate.then(() => act(answer));
  return go;
}

const order = (id, { to = worker, key = "SG_secret", route = ROUTE, body = BODY, signal, ...headers } = {}) =>
  ask(to, "POST", route, { "x-api-key": key, "content-type": "application/json", ...(id && { "idempotency-key": id }), ...headers }, body, signal);

const watched = async (verb, id, to = worker) => JSON.parse((await ask(to, "GET", `/watched/${verb}/${id}`)).body);

async function until(what) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await what()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.fail(`never came: ${what}`);
}

const gist = ({ status, headers, body }) => [status, headers["x-tutti-relay"], body.toString()];
const LOST = [504, "lost", '{"message":"The request was sent on and its answer was lost."}'];

test("an order that arrives again gets the first one's answer, and another one is another", async () => {
  const first = await order("one-after-another");
  assert.deepEqual(gist(first), [200, undefined, '{"request_id":"1"}']);
  for (const again of [await order("one-after-another"), await order("one-after-another", { accept: "audio/wav" })]) {
    assert.deepEqual(gist(again), gist(first));
    assert.equal(again.headers["access-control-allow-origin"], PAGE);
    assert.equal(again.headers["content-type"], "application/json");
  }
  assert.deepEqual(vendor.asked, [{ url: "/segmind/v2/lyria-2", key: "SG_secret", body: BODY }]);
  assert.equal((await order("one-more-order")).body.toString(), '{"request_id":"2"}');
  await order(undefined);
  await order(undefined);
  assert.equal(vendor.asked.length, 4, "what has no id is not kept apart");
});

test("arrivals while the vendor is asked wait for its one answer, though the first caller hung up", async () => {
  const go = heldUp();
  const leaving = new AbortController();
  const gone = order("all-at-once", { signal: leaving.signal }).catch(() => "gone");
  await until(() => vendor.asked.length === 1);
  leaving.abort();
  assert.equal(await gone, "gone");
  const others = [1, 2, 3].map(() => order("all-at-once"));
  await new Promise((done) => setTimeout(done, 100));
  go();
  for (const answer of await Promise.all(others)) assert.deepEqual(gist(answer), [200, undefined, '{"request_id":"late"}']);
  assert.equal(vendor.asked.length, 1);
});

test("another order under the same id is refused, whether its key, its route or its body is another", async () => {
  await order("taken-id");
  for (const other of [{ key: "SG_other" }, { route: "/relay/segmind/v1/lyria-2" }, { body: '{"prompt":"sun"}' }]) {
    const answer = await order("taken-id", other);
    assert.deepEqual(gist(answer), [422, "unsent", '{"message":"Another order came under this id before."}']);
    assert.equal(answer.headers["access-control-allow-origin"], PAGE);
  }
  assert.equal(vendor.asked.length, 1);
});

test("an order that was not taken on may come again, and one whose answer was lost may not", async () => {
  for (const status of [429, 500, 503]) {
    vendor.act = (answer) => say(answer, status, "no");
    assert.equal((await order(`refused-${status}`)).status, status);
    vendor.act = (answer) => say(answer, 200, "{}");
    assert.equal((await order(`refused-${status}`)).status, 200);
  }
  const lost = {
    "hung-up-on": (answer) => answer.destroy(),
    "broken-off": (answer) => void answer.writeHead(200, { "content-length": 99 }).write("half", () => answer.destroy()),
    "late-there": (answer) => say(answer, 504, "late"),
    "bad-request": (answer) => say(answer, 400, "what"),
  };
  for (const [id, act] of Object.entries(lost)) {
    vendor.act = act;
    vendor.asked.length = 0;
    const first = gist(await order(id));
    vendor.act = (answer) => say(answer, 200, "{}");
    assert.deepEqual(gist(await order(id)), first);
    assert.equal(vendor.asked.length, 1, id);
  }
  assert.deepEqual(gist(await order("broken-off")), LOST);
});

test("an answer that came packed can be read each time", async () => {
  const packed = gzipSync('{"request_id":"packed"}');
  vendor.act = (answer) => say(answer, 200, packed, { "content-encoding": "gzip", "content-length": packed.length });
  for (let count = 0; count < 2; count += 1) {
    const answer = await order("packed-answer", { "accept-encoding": "gzip" });
    const text = answer.headers["content-encoding"] === "gzip" ? gunzipSync(answer.body) : answer.body;
    assert.deepEqual([answer.status, text.toString()], [200, '{"request_id":"packed"}']);
  }
  assert.equal(vendor.asked.length, 1);
});

test("an answer that the platform cannot pass on is lost, not a fault that says nothing of the order", async () => {
  vendor.act = (answer) => say(answer, 999, "odd");
  for (const id of [undefined, "odd-status", "odd-status"]) assert.deepEqual(gist(await order(id)), LOST);
  assert.equal(vendor.asked.length, 2);
});

test("an object that is ended while the vendor is asked says that the answer is lost and does not ask again", async () => {
  const go = heldUp();
  const asking = order("ended-object");
  await until(() => vendor.asked.length === 1);
  await watched("end", "ended-object");
  assert.deepEqual(gist(await asking), LOST);
  assert.deepEqual(gist(await order("ended-object")), LOST);
  go();
  assert.deepEqual(gist(await order("ended-object")), LOST);
  assert.equal(vendor.asked.length, 1);
});

test("an arrival that does not come through to its object is sent there again", async () => {
  await watched("trip", "tripped-order");
  assert.deepEqual(gist(await order("tripped-order")), [200, undefined, '{"request_id":"1"}']);
  assert.equal(vendor.asked.length, 1);
});

test("a platform that dies and comes back knows what was answered and what was lost, and asks nobody again", async () => {
  const dying = await start("dying");
  const long = JSON.stringify({ audio: "x".repeat(3 << 20) });
  vendor.act = (answer) => say(answer, 200, long, { "set-cookie": "session=SG_cookie" });
  const answered = await order("long-answer", { to: dying });
  assert.equal(answered.body.toString(), long);
  const go = heldUp();
  const cut = order("cut-answer", { to: dying }).catch(() => "cut");
  await until(() => vendor.asked.length === 2);
  await dying.stop("SIGKILL");
  assert.equal(await cut, "cut");
  const back = await start("dying");
  try {
    const again = await order("long-answer", { to: back });
    assert.equal(again.body.toString(), long);
    assert.equal(again.headers["content-type"], "application/json");
    assert.deepEqual(gist(await order("cut-answer", { to: back })), LOST);
    assert.equal((await order("cut-answer", { to: back, key: "SG_other" })).status, 422);
    assert.equal(vendor.asked.length, 2);
  } finally {
    go();
    await back.stop();
  }
});

test("an answer too long to be kept is streamed to the first and not asked for again", async () => {
  const long = Buffer.alloc(20 << 20, "la");
  vendor.act = (answer) => answer.writeHead(200, { "content-type": "audio/wav" }).end(long);
  const first = await order("longest-answer");
  assert.equal(first.status, 200);
  assert.ok(first.body.equals(long), String(first.body.length));
  const again = await order("longest-answer");
  assert.deepEqual(gist(again).slice(0, 2), [409, "lost"]);
  assert.equal(vendor.asked.length, 1);
});

test("an answer is forgotten after its hour, and an order under way is not", async () => {
  const before = Date.now();
  await order("old-answer");
  const { entries, alarm } = await watched("look", "old-answer");
  assert.ok(entries.length > 1 && alarm >= before + HOUR && alarm <= Date.now() + HOUR, String(alarm - before));
  await watched("ring", "old-answer");
  await until(async () => (await watched("look", "old-answer")).entries.length === 0);
  assert.equal((await watched("look", "old-answer")).alarm, null);
  assert.equal((await order("old-answer")).body.toString(), '{"request_id":"2"}');

  const go = heldUp();
  const slow = order("slow-answer");
  await until(() => vendor.asked.length === 3);
  await watched("ring", "slow-answer");
  const joined = order("slow-answer");
  await new Promise((done) => setTimeout(done, 200));
  go();
  for (const answer of [await slow, await joined]) assert.equal(answer.body.toString(), '{"request_id":"late"}');
  assert.equal(vendor.asked.length, 3);
});

test("no key, no order's words and no cookie are stored", async () => {
  vendor.act = (answer) => say(answer, 200, '{"request_id":"r"}', { "set-cookie": "session=SG_cookie" });
  await order("stored-order");
  const { entries } = await watched("look", "stored-order");
  assert.deepEqual(entries.map(([name]) => name), ["body 000000000", "outcome", "print"]);
  assert.match(entries[2][1], /^"[0-9a-f]{64}"$/);
  assert.doesNotMatch(JSON.stringify(entries), /SG_|rain|cookie/);
});

test("a client that asks too often is told so before anything is passed on, and its neighbours on one line with it", async () => {
  const limited = await start("limited", { limited: true });
  const from = (address) => order(undefined, { to: limited, "cf-connecting-ip": address });
  try {
    for (const address of ["2001:db8:1:2::1", "2001:db8:1:2::2"]) assert.equal((await from(address)).status, 200);
    const refused = await from("2001:db8:1:2::3");
    assert.deepEqual(gist(refused), [429, undefined, '{"message":"The relay asks to slow down."}']);
    assert.deepEqual([refused.headers["retry-after"], refused.headers["access-control-allow-origin"]], ["10", PAGE]);
    assert.equal((await from("2001:db8:1:3::1")).status, 200);
    assert.equal((await from("192.0.2.1")).status, 200);
    assert.equal(vendor.asked.length, 4);
    const leave = { "access-control-request-method": "POST", "cf-connecting-ip": "2001:db8:1:2::4" };
    assert.equal((await ask(limited, "OPTIONS", ROUTE, leave)).status, 429);
    assert.equal((await ask(limited, "GET", "/relay/health", leave)).status, 200);
    for (let count = 0; count < 4; count += 1) assert.equal((await from("nowhere")).status, 200, "a count that fails shuts nobody out");
  } finally {
    await limited.stop();
  }
});

test("a worker that is given neither passes every arrival on", async () => {
  const bare = await start("bare", { orders: false, watched: false });
  try {
    for (let count = 1; count <= 4; count += 1) assert.equal((await order("bare-order", { to: bare })).status, 200);
    assert.equal(vendor.asked.length, 4);
  } finally {
    await bare.stop();
  }
});
