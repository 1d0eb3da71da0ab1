// A sketch: no key, no network, the same bytes for the same seed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SHORT, SKETCH, Tutti, client, loudness, pause, rejection, samples } from "./support.mjs";

const bytes = async (track) => Buffer.from(await (await track.blob()).arrayBuffer());

test("without a key there is music, of the right length and not silence", async () => {
  const [track] = await new Tutti().create(SKETCH);
  const sound = await samples(await track.blob());
  assert.equal(track.mimeType, "audio/wav");
  assert.equal(track.seconds, 2);
  assert.equal(track.channels, 2);
  assert.equal(track.sampleRateHz, 48_000);
  assert.ok(sound.length >= 2 * 2 * 48_000, `${sound.length} samples`);
  assert.ok(loudness(sound) > 0.01, `loudness ${loudness(sound)}`);
  assert.equal((await track.blob()).size, track.bytes);
});

test("the same seed gives the same bytes, and another one others", async () => {
  const tutti = new Tutti();
  const [one] = await tutti.create(SKETCH);
  const [same] = await tutti.create(SKETCH);
  const [other] = await tutti.create({ ...SKETCH, seed: 8 });
  assert.ok((await bytes(one)).equals(await bytes(same)));
  assert.ok(!(await bytes(one)).equals(await bytes(other)));
  assert.equal(one.meta.seed, 7);
});

test("a seed nobody chose is told, so that the piece can be made again", async () => {
  const tutti = new Tutti();
  const { seed: _, ...unseeded } = SKETCH;
  const [track] = await tutti.create(unseeded);
  const [again] = await tutti.create({ ...unseeded, seed: track.meta.seed });
  assert.ok((await bytes(track)).equals(await bytes(again)));
});

test("progress goes up to the end, and the last word is done", async () => {
  const heard = [];
  await new Tutti().create({ ...SKETCH, seconds: 20 }, { onUpdate: (update) => heard.push(update) });
  const progress = heard.filter((update) => update.state === "rendering").map((update) => update.progress);
  assert.ok(progress.length >= 2, `${progress.length} reports`);
  assert.deepEqual(progress, progress.toSorted((a, b) => a - b));
  assert.ok(progress.every((it) => it >= 0 && it <= 1));
  assert.equal(heard.at(-1).state, "done");
});

test("what is heard while a sketch is made is its file, sample for sample, and begins before its end", async () => {
  const heard = [];
  const said = [];
  const [track] = await new Tutti().create(
    { ...SKETCH, seconds: 8 },
    {
      onUpdate: ({ state }) => said.push(state),
      onAudio: ({ frame, samples }) => {
        assert.equal(frame * 2, heard.length);
        said.push("sound");
        heard.push(...samples);
        if (frame === 0) throw new Error("what a listener throws breaks nothing");
      },
    },
  );
  const file = await samples(await track.blob());
  assert.equal(heard.length, file.length);
  assert.ok(heard.every((sample, at) => sample === file[at]));
  assert.ok(said.indexOf("sound") < said.lastIndexOf("rendering"), said.join());
});

test("nothing is heard of a sketch once it is called off, nor of a vendor's job", async () => {
  const controller = new AbortController();
  let times = 0;
  const onAudio = () => {
    times += 1;
    controller.abort();
  };
  const error = await rejection(new Tutti().create({ ...SKETCH, seconds: 60 }, { onAudio, signal: controller.signal }));
  assert.equal(error.name, "AbortError");
  await pause(200);
  assert.equal(times, 1);
  await client().create(SHORT, { onAudio });
  assert.equal(times, 1);
});

test("a track is frozen data that can be cloned, and plays from an object URL", async () => {
  const [track] = await new Tutti().create({ ...SKETCH, title: "Morning" });
  assert.equal(track.title, "Morning");
  assert.match(track.url, /^blob:/);
  assert.equal(track.url, track.url);
  assert.ok(Object.isFrozen(track) && Object.isFrozen(track.meta));
  const clone = structuredClone(track);
  assert.equal(clone.url, track.url);
  assert.equal(clone.meta.seed, 7);
  const played = await (await fetch(track.url)).arrayBuffer();
  assert.ok(Buffer.from(played).equals(await bytes(track)));
});

test("a sketch is called off for free while it renders, and too late when it is done", async () => {
  const job = await new Tutti().submit({ ...SKETCH, seconds: 180 });
  const waiting = rejection(job.result());
  assert.equal(await job.cancel(), "free");
  assert.equal((await waiting).name, "AbortError");
  assert.equal(await job.cancel(), "free");
  const seen = [];
  for await (const update of job.updates()) seen.push(update.state);
  assert.ok(!seen.includes("done"), seen.join());

  const done = await new Tutti().submit(SKETCH);
  await done.result();
  assert.equal(await done.cancel(), "too_late");
});

test("a sketch that was aborted can be made from its snapshot, with the same bytes", async () => {
  const tutti = new Tutti();
  const controller = new AbortController();
  const job = await tutti.submit({ ...SKETCH, seed: undefined, seconds: 5 }, { signal: controller.signal });
  const snapshot = JSON.parse(JSON.stringify(job));
  controller.abort();
  assert.equal(await rejection(job.result()), controller.signal.reason);
  const [track] = await (await tutti.resume(snapshot)).result();
  const [again] = await (await tutti.resume(snapshot)).result();
  assert.ok((await bytes(track)).equals(await bytes(again)));
});

test("a clip is extended, replaced in part, covered and downloaded, by its id alone", async () => {
  const [first] = await new Tutti().create({ ...SKETCH, prompt: "folk in G major at 100 bpm", seconds: 8 });
  const clip = JSON.parse(JSON.stringify(first)).clip; // as a page finds it after a reload
  const tutti = new Tutti();
  const order = { model: "sketch/groove", clip, seed: 3 };

  const [longer] = await tutti.extend({ ...order, seconds: 6, instruction: "add strings" });
  assert.ok(longer.seconds > 9, `${longer.seconds} s`);
  const [before, after] = [await samples(await first.blob()), await samples(await longer.blob())];
  const second = 2 * 48_000;
  assert.deepEqual(after.slice(0, 4 * second), before.slice(0, 4 * second));

  const [mended] = await tutti.replace({ ...order, startsAt: 2, endsAt: 4 });
  const changed = await samples(await mended.blob());
  assert.equal(changed.length, before.length);
  assert.deepEqual(changed.slice(0, 2 * second), before.slice(0, 2 * second));
  assert.deepEqual(changed.slice(4 * second), before.slice(4 * second));
  assert.notDeepEqual(changed.slice(2 * second, 4 * second), before.slice(2 * second, 4 * second));

  const [cover] = await tutti.cover({ ...order, prompt: "synthwave", strength: 0.6 });
  assert.equal(cover.meta.genre, "synthwave");
  assert.equal(cover.meta.key, first.meta.key);

  const same = await tutti.download({ model: "sketch/groove", clip });
  assert.ok((await bytes(same)).equals(await bytes(first)));
});

test("a kept file is the clip it was, and a recording of one's own is heard and covered", async () => {
  const tutti = new Tutti();
  const [track] = await tutti.create({ ...SKETCH, prompt: "house at 124 bpm in F# minor", seconds: 12 });
  const again = await tutti.upload({ model: "sketch/groove", audioUrl: URL.createObjectURL(await track.blob()) });
  assert.equal(again.clip, track.clip);

  // The same sound without its recipe is anybody's recording.
  const file = await bytes(track);
  const head = file.subarray(0, 36);
  const recording = new Blob([head, file.subarray(file.indexOf("data"))]);
  const heard = await tutti.upload({ model: "sketch/groove", audioUrl: URL.createObjectURL(recording) });
  assert.notEqual(heard.clip, track.clip);
  const [cover] = await tutti.cover({ model: "sketch/groove", clip: heard.clip, prompt: "bossa nova", seed: 1 });
  assert.equal(cover.meta.genre, "bossa nova");
  assert.match(cover.meta.key, /^(F# minor|A major)$/); // relatives share their notes
  assert.match(cover.warnings.map((it) => it.message).join(), /recording/);
});

test("what cannot be changed or heard is refused with the field to blame, and costs nothing", async () => {
  const tutti = new Tutti();
  const order = { model: "sketch/groove" };
  const url = (text) => URL.createObjectURL(new Blob([text]));
  const cases = [
    [tutti.download({ ...order, clip: "0b7f" }), "invalid_order", "clip"],
    [tutti.extend({ ...order, clip: "sketch2;create?prompt=a&seed=1#00000000" }), "invalid_order", "clip"],
    [tutti.upload({ ...order, audioUrl: url("not a recording") }), "bad_audio", "audioUrl"],
    [tutti.upload({ ...order, audioUrl: url("RIFF\x24\0\0\0WAVEfmt ") }), "bad_audio", "audioUrl"],
  ];
  for (const [asked, kind, field] of cases) {
    const error = await rejection(asked);
    assert.deepEqual([error.kind, error.field, error.charge], [kind, field, "no"], error.message);
  }
});
