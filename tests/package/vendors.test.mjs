// Every vendor and every operation through the installed package, against the sandbox.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { KEY, Tutti, TuttiError, billed, reset, sandbox } from "./support.mjs";

const VENDORS = ["segmind", "aimlapi", "pixazo", "producer"];
const each = (make) => Object.fromEntries(VENDORS.map((vendor) => [vendor, make(vendor)]));

const client = (key = KEY) =>
  new Tutti({
    keys: each(() => key),
    endpoints: each((vendor) => `${sandbox}/${vendor}`),
    policy: { firstCheckMs: 20, intervalMs: 50 },
  });

const PRODUCER = { model: "producer/lyria-3-pro", instruction: "slower, with brushes" };

beforeEach(reset);

for (const order of [
  { model: "aimlapi/lyria2", prompt: "rain" },
  { model: "aimlapi/stable-audio", prompt: "rain", seconds: 1 },
  { model: "pixazo/lyria-2", prompt: "rain" },
  { model: "producer/lyria-3-pro", prompt: "rain", seconds: 2 },
]) {
  test(`${order.model} makes a track that is kept, and bills once`, async () => {
    const [track] = await client().create(order);
    assert.equal(track.model, order.model);
    assert.match(track.mimeType, /^audio\//);
    assert.ok(track.seconds > 0.5 && (await track.blob()).size === track.bytes);
    assert.equal((await billed()).length, 1);
  });
}

test("a clip is extended, replaced in part, covered and downloaded, and one's own is uploaded and covered", async () => {
  const tutti = client();
  const [song] = await tutti.create({ model: "producer/lyria-3-pro", prompt: "pop", lyrics: "[Verse]\nRain", seconds: 4 });
  const clip = song.clip;
  assert.ok(clip);
  const [longer] = await tutti.extend({ ...PRODUCER, clip, startsAt: 2, seconds: 2 });
  const [mended] = await tutti.replace({ ...PRODUCER, clip, startsAt: 1, endsAt: 2 });
  const [cover] = await tutti.cover({ ...PRODUCER, clip, strength: 0.4 });
  for (const track of [longer, mended, cover]) assert.ok(track.seconds > 0.5, JSON.stringify(track));
  const file = await tutti.download({ model: "producer/lyria-3-pro", clip, format: "wav" });
  assert.equal(file.mimeType, "audio/wav");
  const upload = await tutti.upload({ model: "producer/lyria-3-pro", audioUrl: "https://example.com/audio/song.mp3" });
  assert.ok(upload.clip);
  const [again] = await tutti.cover({ ...PRODUCER, clip: upload.clip, uploaded: true });
  assert.ok(again.seconds > 0.5);
  assert.equal((await billed()).length, 7);
});

test("each vendor's own words for a wrong key and an empty balance are one kind each, and bill nothing", async () => {
  for (const order of [
    { model: "aimlapi/lyria2", prompt: "rain" },
    { model: "pixazo/lyria-2", prompt: "rain" },
    { model: "producer/lyria-3-pro", prompt: "rain" },
  ]) {
    for (const [key, kind] of [["wrong-key", "unauthorized"], ["broke-key", "insufficient_credits"]]) {
      const error = await client(key).create(order).catch((thrown) => thrown);
      assert.ok(error instanceof TuttiError, order.model);
      assert.deepEqual([error.kind, error.charge], [kind, "no"], `${order.model}: ${error.message} ${error.detail}`);
    }
  }
  assert.equal((await billed()).length, 0);
});

test("balances are asked for where there is a way to ask", async () => {
  const tutti = client();
  for (const vendor of ["segmind", "aimlapi", "producer"]) {
    const { credits, usd } = await tutti.credits(vendor);
    assert.ok((credits ?? usd) > 0, vendor);
  }
  const error = await tutti.credits("pixazo").catch((thrown) => thrown);
  assert.equal(error.kind, "unsupported");
});

test("rules that span fields are told before anything is sent", async () => {
  const tutti = client();
  const findings = async (order) => (await tutti.check(order)).map((it) => [it.level, it.field]);
  const base = { model: "producer/lyria-3-pro", operation: "replace", clip: "c", instruction: "x" };
  assert.deepEqual(await findings({ ...base, startsAt: 5, endsAt: 5 }), [["error", "endsAt"]]);
  assert.deepEqual(await findings({ model: "producer/lyria-3-pro", operation: "create" }), [["error", "prompt"]]);
  assert.deepEqual(await findings({ model: "producer/lyria-3-pro", operation: "create", prompt: "x", params: { weirdness: 1 } }), [["warning", "params.weirdness"]]);
  assert.deepEqual(await findings({ model: "pixazo/lyria-3-pro", operation: "create", prompt: "x", images: ["nope"] }), [["error", "images"]]);
  assert.deepEqual(await findings({ model: "pixazo/lyria-2", operation: "create", prompt: "x", webhook: { url: "http://a.example" } }), [["error", "webhook.url"]]);
});
