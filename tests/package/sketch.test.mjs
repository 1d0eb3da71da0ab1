// A sketch: no key, no network, the same bytes for the same seed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SKETCH, Tutti, loudness, rejection, samples } from "./support.mjs";

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
