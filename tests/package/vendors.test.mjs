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

/** What an order must have by the model's own row: its required parameters, or one of those of which one is needed. */
function least(model, { operation, params, oneOf = [] }, mode) {
  const order = { model: model.id, operation, mode };
  const own = {};
  for (const param of params.filter((it) => it.required || it.name === "seconds" || it.name === oneOf[0])) {
    const into = param.layer === "field" ? order : own;
    if (param.kind === "url") into[param.name] = "https://example.com/song.mp3";
    else if (param.kind === "choice") into[param.name] = param.choices[0];
    else into[param.name] = param.kind === "text" ? "rain on a tin roof" : param.min;
  }
  return { ...order, params: own };
}

// Every row of the catalogue that needs no clip, in every form of its call: a further model is tested by being there.
for (const model of await new Tutti().models()) {
  if (model.local) continue;
  for (const row of model.operations.filter((it) => ["create", "cover"].includes(it.operation))) {
    if (row.params.some((it) => it.name === "clip")) continue;
    for (const mode of model.modes) {
      test(`${model.id} makes a track by a ${mode} ${row.operation}, and bills once`, async () => {
        const [track] = await client()[row.operation](least(model, row, mode));
        assert.equal(track.model, model.id);
        assert.equal(track.mimeType, model.output.mimeType ?? track.mimeType);
        assert.ok(track.seconds > 0.5 && (await track.blob()).size === track.bytes);
        assert.equal((await billed()).length, 1);
      });
    }
  }
}

test("a file that is asked for as text in JSON is the same kind of track", async () => {
  const order = { model: "segmind/ace-step-music", prompt: "funk", seconds: 10, params: { base64: true } };
  for (const mode of ["direct", "queued"]) {
    const [track] = await client().create({ ...order, mode });
    assert.deepEqual([track.mimeType, track.seconds], ["audio/wav", 10]);
    assert.equal((await track.blob()).size, track.bytes);
  }
});

test("a choice of whole numbers is taken as number or digits and sent as a number; what is none of them is refused by name", async () => {
  const order = { model: "aimlapi/minimax-music-2.6", prompt: "rain on a tin roof" };
  for (const bitrate of [64000, "64000"]) await client().create({ ...order, params: { bitrate } });
  assert.equal((await billed()).length, 2);
  const findings = async (more) => (await client().check({ operation: "create", ...order, ...more })).map((it) => [it.level, it.field]);
  assert.deepEqual(await findings({ params: { bitrate: 64001 } }), [["error", "params.bitrate"]]);
  const cover = { model: "aimlapi/minimax-music-cover", operation: "cover", prompt: "Quiet jazz" };
  assert.deepEqual(await findings({ ...cover, audioUrl: "song.mp3" }), [["error", "audioUrl"]]);
  assert.deepEqual(await findings({ ...cover, audioUrl: "https://example.com/a.mp3", prompt: "jazz" }), [["error", "prompt"]]);
});

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
