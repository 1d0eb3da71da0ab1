// Webhooks as the sandbox really delivers and signs them: checked with Node's own crypto, and with the package.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";

import { Tutti, TuttiError, deferred, entry, faults, packageDir, refusal, reset, sandbox } from "./support.mjs";

const { parseWebhook, verifyWebhook } = await import(entry);

const SECRET = "your-secret-key";
const SONG = { model: "producer/lyria-3-pro", prompt: "pop", lyrics: "[Verse]\nRain", seconds: 1 };
const SCHEMES = ["current", "older", "older_prefixed", "older_base64"];

let receiver;

before(async () => {
  receiver = await receiving();
});

after(() => receiver.close());

beforeEach(async () => {
  await reset();
  receiver.calls.length = 0;
});

/** A receiver on this machine, with the calls it got. */
async function receiving() {
  const calls = [];
  let came = deferred();
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    calls.push({ body: Buffer.concat(parts), headers: request.headers });
    response.writeHead(204).end();
    came.resolve();
    came = deferred();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/hook?token=t`;
  const next = async (count = 1) => {
    while (calls.length < count) await came.promise;
    return calls;
  };
  return { url, calls, next, close: () => server.close() };
}

function client(vendor) {
  return new Tutti({
    keys: { [vendor]: "SG_hook" },
    endpoints: { [vendor]: `${sandbox}/${vendor}` },
    policy: { firstCheckMs: 20, intervalMs: 50 },
  });
}

/** Orders a song whose end is told to the receiver: http is for this machine only, so past the checks of an order. */
function song(order = {}, url = receiver.url) {
  return client("producer").create({ ...SONG, extra: { webhook_url: url, webhook_secret: SECRET }, ...order });
}

const hmac = (secret, ...parts) => parts.reduce((mac, part) => mac.update(part), createHmac("sha256", secret));

/** A call signed by this test, now or so many seconds ago. */
function signed(body, { secret = SECRET, ago = 0, ...headers } = {}) {
  const time = String(Math.floor(Date.now() / 1000) - ago);
  const signature = `sha256=${hmac(secret, `${time}.`, body).digest("hex")}`;
  return { body, secret: SECRET, headers: { "x-webhook-timestamp": time, "x-webhook-signature": signature, ...headers } };
}

for (const signature of SCHEMES) {
  test(`a delivered call signed in the way "${signature}" verifies by Node's crypto and by the package, and altered it does not`, async () => {
    await faults({ vendor: "producer", route: "submit", kind: { webhook: { signature } } });
    const [[track], [{ body, headers }]] = await Promise.all([song(), receiver.next()]);
    const current = signature === "current";
    const mac = (current ? hmac(SECRET, headers["x-webhook-timestamp"], ".", body) : hmac(SECRET, body)).digest();
    const hex = mac.toString("hex");
    const written = { current: `sha256=${hex}`, older: hex, older_prefixed: `sha256=${hex}`, older_base64: mac.toString("base64") };
    assert.equal(headers[current ? "x-webhook-signature" : "x-signature"], written[signature]);

    assert.equal(await verifyWebhook({ body, headers, secret: SECRET }), true);
    assert.equal(await verifyWebhook({ body, headers, secret: "another" }), false);
    for (const at of [0, body.length >> 1, body.length - 1]) {
      const altered = Buffer.from(body);
      altered[at] ^= 1;
      assert.equal(await verifyWebhook({ body: altered, headers, secret: SECRET }), false);
    }
    const rewritten = JSON.stringify(JSON.parse(body), null, 1);
    assert.equal(await verifyWebhook({ body: rewritten, headers, secret: SECRET }), false);

    const event = await parseWebhook("producer", body);
    assert.deepEqual([event.provider, event.state, event.status], ["producer", "done", "succeeded"]);
    assert.deepEqual([event.tracks[0].clip, event.tracks[0].url], [track.clip, track.sourceUrl]);
    assert.deepEqual(event.raw, JSON.parse(body));
  });
}

test("a failed song is told as failed, and a running one as running, without its preview", async () => {
  await faults({ vendor: "producer", route: "submit", kind: { webhook: { streaming: true } } });
  await song();
  const told = await Promise.all((await receiver.next(2)).map(({ body }) => parseWebhook("producer", body)));
  assert.deepEqual(told.map(({ state, status, tracks }) => [state, status, tracks.length]), [["running", "streaming", 0], ["done", "succeeded", 1]]);
  receiver.calls.length = 0;
  const [failed, [{ body }]] = await Promise.all([refusal(song({ prompt: "pop [fail]" }), "job_failed"), receiver.next()]);
  assert.equal(failed.provider, "producer");
  const event = await parseWebhook("producer", body);
  assert.deepEqual([event.state, event.detail, event.tracks], ["failed", "Task failed", []]);
});

test("Pixazo's calls, which nobody signs, are read: done, failed by the model, failed by the vendor", async () => {
  for (const [prompt, state, status] of [["rain", "done", "COMPLETED"], ["rain [fail]", "failed", "FAILED"], ["rain [error]", "failed", "ERROR"]]) {
    receiver.calls.length = 0;
    const job = await client("pixazo").submit({ model: "pixazo/lyria-2", operation: "create", prompt, extra: { webhook: receiver.url } });
    const [{ body, headers }] = await receiver.next();
    const event = await parseWebhook("pixazo", body);
    assert.deepEqual([event.requestId, event.state, event.status], [job.requestId, state, status]);
    assert.equal(await verifyWebhook({ body, headers, secret: SECRET }), false);
    if (state === "failed") assert.ok(event.detail);
    else assert.match(event.tracks[0].url, /^http.*\/output\./);
  }
});

test("a signed time is refused when it is too far from now, either way", async () => {
  assert.equal(await verifyWebhook(signed("{}", { ago: 299 })), true);
  for (const ago of [302, -302, 1e9]) assert.equal(await verifyWebhook(signed("{}", { ago })), false, `${ago}`);
  assert.equal(await verifyWebhook({ ...signed("{}", { ago: 302 }), toleranceSeconds: 400 }), true);
  assert.equal(await verifyWebhook({ ...signed("{}", { ago: 20 }), toleranceSeconds: 10 }), false);
});

test("a call that has anything of the current way is not judged by the older one", async () => {
  const older = { "x-signature": hmac(SECRET, "{}").digest("hex") };
  assert.equal(await verifyWebhook({ body: "{}", secret: SECRET, headers: older }), true);
  const stale = signed("{}", { ago: 1000, ...older });
  assert.equal(await verifyWebhook(stale), false);
  for (const name of ["x-webhook-timestamp", "x-webhook-signature"]) {
    const { [name]: _, ...rest } = { ...signed("{}").headers, ...older };
    assert.equal(await verifyWebhook({ body: "{}", secret: SECRET, headers: rest }), false, name);
  }
});

test("the body may be text or bytes, and the headers those of a Request, of Node or pairs", async () => {
  const body = '{"title":"Grüße, 世界"}';
  const { headers } = signed(body);
  const bytes = Buffer.from(body);
  const padded = Buffer.concat([Buffer.from("xx"), bytes, Buffer.from("xx")]);
  for (const one of [body, bytes, new Uint8Array(bytes), new Uint8Array(bytes).buffer, padded.subarray(2, -2), new DataView(padded.buffer, padded.byteOffset + 2, bytes.length)]) {
    assert.equal(await verifyWebhook({ body: one, headers, secret: SECRET }), true);
  }
  const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
  for (const one of [new Headers(headers), new Map(Object.entries(headers)), Object.entries(headers), upper]) {
    assert.equal(await verifyWebhook({ body, headers: one, secret: SECRET }), true);
  }
  const twice = [...Object.entries(headers), ["X-Webhook-Signature", headers["x-webhook-signature"]]];
  assert.equal(await verifyWebhook({ body, headers: twice, secret: SECRET }), false);
});

test("a signature that is none is false, and a wrong argument is refused by its name", async () => {
  const { headers, ...rest } = signed("{}");
  const time = headers["x-webhook-timestamp"];
  for (const signature of ["", "sha256=", "sha256=00", "x".repeat(64), `sha1=${"0".repeat(64)}`, headers["x-webhook-signature"].slice(0, -1), `${headers["x-webhook-signature"]}00`]) {
    assert.equal(await verifyWebhook({ ...rest, headers: { ...headers, "x-webhook-signature": signature } }), false);
    assert.equal(await verifyWebhook({ ...rest, headers: { "x-signature": signature } }), false);
  }
  for (const odd of ["", "now", `${time}.0`, `-${time}`, `${time}e0`, "9".repeat(400)]) {
    assert.equal(await verifyWebhook({ ...rest, headers: { ...headers, "x-webhook-timestamp": odd } }), false);
  }
  assert.equal(await verifyWebhook({ ...rest, headers: {} }), false);
  for (const [wrong, field] of [
    [undefined, "options"],
    [{ ...rest }, "options.headers"],
    [{ ...rest, headers, secret: "" }, "options.secret"],
    [{ ...rest, headers, secret: undefined }, "options.secret"],
    [{ ...rest, headers, body: { code: 200 } }, "options.body"],
    [{ ...rest, headers, toleranceSeconds: 0 }, "options.toleranceSeconds"],
    [{ ...rest, headers, toleranceSeconds: NaN }, "options.toleranceSeconds"],
    [{ ...rest, headers, tolerance: 5 }, "options.tolerance"],
  ]) {
    assert.equal((await refusal(verifyWebhook(wrong), "invalid_order")).field, field);
  }
});

test("what is no webhook is refused, and an address that must not be followed is left out", async () => {
  for (const body of ["", "null", "[]", "5", "<html>", '{"code":200}', '{"code":200,"data":[{"clip_id":"a"}]}', '{"data":[{"audio_url":"javascript:alert(1)"}]}', new Uint8Array([0xff, 0xfe])]) {
    const error = await refusal(parseWebhook("producer", body), "bad_response");
    assert.equal(error.provider, "producer");
    await refusal(parseWebhook("pixazo", body), "bad_response");
  }
  const odd = { code: 200, data: [{ audio_url: "https://x.example/a.m4a", wav_url: "/a.wav", image_url: "data:text/html,x", duration: "61.5" }] };
  const { tracks } = await parseWebhook("producer", JSON.stringify(odd));
  assert.deepEqual(tracks, [{ url: "https://x.example/a.m4a", seconds: 61.5 }]);
  for (const provider of ["segmind", "nobody", "__proto__", "constructor", ""]) {
    assert.equal((await refusal(parseWebhook(provider, "{}"), "unsupported")).field, "provider");
  }
  assert.equal((await refusal(parseWebhook(5, "{}"), "invalid_order")).field, "provider");
  assert.equal((await refusal(parseWebhook("producer", {}), "invalid_order")).field, "body");
});

test("each example that the vendors' pages print is read", async () => {
  const page = (data) => JSON.stringify({ code: 200, data, message: "success" });
  const clip = { clip_id: "abc123", title: "Late Night Study", audio_url: "https://x.example/a.mp3", wav_url: "https://x.example/a.wav", image_url: "https://x.example/a.png", lyrics_id: "l", lyrics_timing_markers: [[0, 0], [5, 9.874]], state: "succeeded", duration: null };
  const done = await parseWebhook("producer", page([clip]));
  assert.deepEqual(done.tracks, [{ clip: "abc123", title: "Late Night Study", url: clip.wav_url, wavUrl: clip.wav_url, imageUrl: clip.image_url }]);
  const failed = await parseWebhook("producer", '{"code": 500, "data": [], "message": "Task failed"}');
  assert.deepEqual([failed.state, failed.requestId, failed.detail], ["failed", undefined, "Task failed"]);
  const error = { request_id: "lyria-2_019dxxxx", status: "ERROR", model_id: "lyria-2", error: "Description of the error", output: null };
  const read = await parseWebhook("pixazo", JSON.stringify(error));
  assert.deepEqual([read.state, read.requestId, read.detail], ["failed", "lyria-2_019dxxxx", "Description of the error"]);
});

test("the README's receiver runs as it stands and hears of a song", async () => {
  const readme = await readFile(join(packageDir, "README.md"), "utf8");
  const [[, code], ...others] = readme.matchAll(/^```js receiver\n(.*?)^```$/gms);
  assert.deepEqual(others, []);
  const folder = await mkdtemp(join(tmpdir(), "tutti-receiver-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(packageDir, join(folder, "node_modules", "tutti"));
  await writeFile(join(folder, "receiver.mjs"), code);
  const port = new URL((await unused()).url).port;
  const env = { ...process.env, PORT: port, WEBHOOK_SECRET: SECRET };
  const child = spawn(process.execPath, [join(folder, "receiver.mjs")], { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    assert.match((await lines.next()).value, /listening/);
    const forged = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}", headers: signed("{}", { secret: "guessed" }).headers });
    assert.equal(forged.status, 401);
    const [track] = await song({}, `http://127.0.0.1:${port}/`);
    assert.equal((await lines.next()).value, `done ${track.clip} ${track.sourceUrl}`);
  } finally {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

/** A port that was free a moment ago, as the address of a receiver that is closed again. */
async function unused() {
  const other = await receiving();
  other.close();
  return other;
}
