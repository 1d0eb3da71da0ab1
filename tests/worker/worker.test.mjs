// The relay as a worker, in workerd: the same policy, the platform's own fetch.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, beforeEach, test } from "node:test";

import { HOST, PAGE, ask, startIn, unpack } from "./support.mjs";

const SANDBOX = process.env.TUTTI_SANDBOX;
const ORDER = JSON.stringify({ prompt: "a drum", duration: 1 });
let folder, workers;

before(async () => {
  assert.ok(SANDBOX, "TUTTI_SANDBOX is not set; `cargo xtask test` sets it");
  folder = await unpack();
  const sandboxed = { ORIGINS: PAGE, SANDBOX };
  workers = await Promise.all([
    startIn(folder.path, { name: "plain", settings: sandboxed, inside: true, orders: true }),
    startIn(folder.path, { name: "held", settings: { ...sandboxed, KEY_SEGMIND: "SG_held", TOKEN: "open-sesame" }, inside: true }),
    startIn(folder.path, { name: "live", settings: { ORIGINS: PAGE }, orders: true }),
    startIn(folder.path, { name: "wrong", settings: { ORIGINS: "*" } }),
  ]);
});

after(async () => {
  await Promise.all(workers?.map((worker) => worker.stop()) ?? []);
  await folder?.remove();
});

beforeEach(() => fetch(`${SANDBOX}/_sandbox/reset`, { method: "POST" }));

/** Raw bytes to a worker; the status of its answer, or none. */
function raw(worker, bytes) {
  return new Promise((done) => {
    let said = "";
    const socket = connect(worker.port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on("data", (part) => {
      said += part.toString("latin1");
      socket.end();
    });
    socket.on("error", () => {});
    socket.on("close", () => done(Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1]) || undefined));
  });
}

const ledger = async () => (await fetch(`${SANDBOX}/_sandbox/ledger`)).json();
const KEY = { "x-api-key": "SG_test" };
const JSON_TYPE = { "content-type": "application/json" };

test("an order, its questions and its audio go through, and the page hears what it may", async () => {
  const [worker] = workers;
  await fetch(`${SANDBOX}/_sandbox/cors`, { method: "POST", body: JSON.stringify({ api: false, audio: false }) });
  const sent = await ask(worker, "POST", "/relay/segmind/v2/meta-musicgen-medium", { ...KEY, ...JSON_TYPE, "idempotency-key": "0123456789", cookie: "a=1" }, ORDER);
  assert.equal(sent.status, 200, sent.body.toString());
  assert.equal(sent.headers["access-control-allow-origin"], PAGE);
  assert.equal(sent.headers["content-security-policy"], "default-src 'none'; sandbox");
  const { request_id: id } = JSON.parse(sent.body);
  let output;
  for (let tries = 0; output === undefined && tries < 200; tries += 1) {
    const status = JSON.parse((await ask(worker, "GET", `/relay/segmind/v2/requests/${id}/status`, KEY)).body);
    if (status.status === "COMPLETED") output = JSON.parse((await ask(worker, "GET", `/relay/segmind/v2/requests/${id}`, KEY)).body).output;
    else await new Promise((done) => setTimeout(done, 50));
  }
  const url = JSON.stringify(output).match(/http:[^"]+/)[0];
  const file = await ask(worker, "GET", `/relay/media?url=${encodeURIComponent(url)}`);
  assert.equal(file.body.toString("latin1", 0, 4), "RIFF");
  assert.equal(Number(file.headers["content-length"]), file.body.length);
  const part = await ask(worker, "GET", `/relay/media?url=${encodeURIComponent(url)}`, { range: "bytes=0-3" });
  assert.deepEqual([part.status, part.body.toString("latin1")], [206, "RIFF"]);
  const { billed, requests } = await ledger();
  assert.equal(billed.length, 1);
  assert.ok(requests.filter((seen) => seen.route === "audio").every((seen) => seen.key === null), "audio is fetched without a key");
});

test("a held key is added, the token is asked for, and health says so", async () => {
  const [, worker] = workers;
  const path = "/relay/segmind/v1/get-user-credits";
  assert.equal((await ask(worker, "GET", path)).status, 401);
  assert.equal((await ask(worker, "GET", path, { "x-tutti-token": "open-sesamf" })).status, 401);
  assert.equal((await ledger()).requests.length, 0);
  assert.equal((await ask(worker, "GET", path, { "x-tutti-token": "open-sesame" })).status, 200);
  const health = JSON.parse((await ask(worker, "GET", "/relay/health")).body);
  assert.deepEqual([health.relay, health.keys, health.token, health.sandbox], ["tutti", ["segmind"], true, true]);
});

test("a browser is given leave for what a request may have, and a page of another origin none", async () => {
  const [worker] = workers;
  const wish = { "access-control-request-method": "POST", "access-control-request-headers": "content-type,x-api-key,idempotency-key" };
  const leave = await ask(worker, "OPTIONS", "/relay/segmind/v2/lyria-2", wish);
  assert.deepEqual([leave.status, leave.headers["access-control-allow-origin"]], [204, PAGE]);
  const none = await ask(worker, "OPTIONS", "/relay/segmind/v2/lyria-2", { ...wish, origin: "https://evil.example" });
  assert.deepEqual([none.status, none.headers["access-control-allow-origin"]], [403, undefined]);
});

test("redirects, lost answers and bodies that are too long are told apart", async () => {
  const [worker] = workers;
  const fault = (body) => fetch(`${SANDBOX}/_sandbox/faults`, { method: "POST", body: JSON.stringify({ vendor: "segmind", ...body }) });
  await fault({ route: "credits", kind: { redirect: { to: "http://127.0.0.1:1" } } });
  const moved = await ask(worker, "GET", "/relay/segmind/v1/get-user-credits", KEY);
  assert.deepEqual([moved.status, moved.headers.location], [307, undefined]);
  await fault({ route: "audio", kind: { redirect: { to: "http://127.0.0.1:1" } } });
  const audio = await ask(worker, "GET", `/relay/media?url=${encodeURIComponent(`${SANDBOX}/segmind/_audio/x.wav`)}`);
  assert.ok([404, 502].includes(audio.status), String(audio.status));
  await fault({ route: "submit", kind: "drop_after" });
  const lost = await ask(worker, "POST", "/relay/segmind/v2/meta-musicgen-medium", { ...KEY, ...JSON_TYPE }, ORDER);
  assert.deepEqual([lost.status, lost.headers["x-tutti-relay"]], [504, "lost"]);
  const long = await ask(worker, "POST", "/relay/segmind/v2/meta-musicgen-medium", { ...KEY, ...JSON_TYPE }, "x".repeat((1 << 20) + 1));
  assert.deepEqual([long.status, long.headers["x-tutti-relay"]], [413, "unsent"]);
  const chunked = { ...KEY, ...JSON_TYPE, "transfer-encoding": "chunked" };
  assert.equal((await ask(worker, "POST", "/relay/segmind/v2/meta-musicgen-medium", chunked, "x".repeat((1 << 20) + 1))).status, 413);
  assert.equal((await ledger()).billed.length, 1);
});

// How bodies are framed is the platform's own affair here: it takes a request apart and makes a new one.
test("no hostile request gets through", async () => {
  const [worker, , live] = workers;
  const good = `host: ${HOST}\r\norigin: ${PAGE}\r\nx-api-key: SG_x\r\nconnection: close\r\n`;
  const get = (target, headers = good) => `GET ${target} HTTP/1.1\r\n${headers}\r\n`;
  const credits = "/relay/segmind/v1/get-user-credits";
  const media = (url) => get(`/relay/media?url=${url}`);
  const host = (name) => get(credits, good.replace(HOST, name));
  const origin = (name) => get(credits, good.replace(PAGE, name));
  const post = (headers, body) => `POST /relay/segmind/v2/lyria-2 HTTP/1.1\r\n${good}${headers}\r\n${body}`;
  const json = "content-type: application/json\r\n";
  const table = [
    ...["/", "/relay/", "/relay//segmind/v1/get-user-credits", "/relay/segmind/admin", "/relay/segmind/v2/requests/..%2fadmin", "/relay/segmind/v2/requests/%00", "/relay/segmind/v2/requests/%252e%252e", "/relay/segmind/v2/requests/a%5cb", "/relay/evil.example/v1/x", "/relay/segmind@evil.example/v1/x", "http://api.segmind.com/v1/get-user-credits"].map((it) => get(it)),
    ...["https://evil.example/a", "http://images.segmind.com/a", "https://images.segmind.com@evil.example/a", "https://images.segmind.com:444/a", "https://images.segmind.com.evil.example/a", "https://127.0.0.1/a", "https://[::1]/a", "https://0x7f.1/a", "https://169.254.169.254/latest", "https://pub-a.b.r2.dev/a", "file:///etc/passwd", "//images.segmind.com/a", "", "%", "https://images.segmind.com/%2e%2e/a&url=x"].map(media),
    ...["evil.example", "tutti.example:81", "127.0.0.1", "tutti.example@evil.example"].map(host),
    ...["null", "https://evil.example", "http://tutti.example", "https://tutti.example.evil.example", "https://TUTTI.example", ""].map(origin),
    get(credits, good.replace(/origin: .*\r\n/, "")),
    get(credits, good.replace(/origin: .*\r\n/, "sec-fetch-site: cross-site\r\n")),
    get(credits, `${good}origin: https://evil.example\r\n`),
    get(credits, good.replace(/x-api-key: .*\r\n/, "")),
    get(credits).replace("GET", "DELETE"),
    get(credits).replace("GET", "TRACE"),
    `CONNECT api.segmind.com:443 HTTP/1.1\r\n${good}\r\n`,
    post("content-length: 2\r\n", "{}"),
    post("content-type: text/plain\r\ncontent-length: 2\r\n", "{}"),
    post(`${json}content-length: 2\r\ncontent-length: 3\r\n`, "{}"),
    post(`${json}transfer-encoding: gzip, chunked\r\n`, "0\r\n\r\n"),
    post(`${json}content-length: 9999999\r\n`, "{}"),
    post(`${json}idempotency-key: short\r\ncontent-length: 2\r\n`, "{}"),
  ];
  assert.ok(table.length >= 45, String(table.length));
  for (const bytes of table) {
    const status = await raw(worker, bytes);
    assert.ok(status === undefined || status >= 400, `${status}\n${bytes}`);
    const { requests } = await ledger();
    assert.equal(requests.length, 0, bytes);
  }
  // With the real list the platform's own network shuts this machine out.
  const shut = await ask(live, "GET", `/relay/media?url=${encodeURIComponent(`${SANDBOX}/segmind/_audio/x.wav`)}`);
  assert.equal(shut.status, 404);
  assert.equal((await raw(worker, get(credits))), 200, "the table's own form is let through without malice");
});

test("a setting that cannot be used lets nobody in", async () => {
  const [, , , wrong] = workers;
  const answer = await ask(wrong, "GET", "/relay/health");
  assert.equal(answer.status, 500);
});
