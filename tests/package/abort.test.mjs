// Abort ends the watching at once and never the job: whatever was taken on is found again, and billed once.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  LYRIA, SHORT, Tutti, billed, client, deferred, faults, ledger, memoryJournal, pause, posts, rejection, reset, until,
} from "./support.mjs";

beforeEach(reset);

/** A fetch whose answers to orders are held back until they are released. */
function holdingFetch() {
  const [sent, held] = [deferred(), deferred()];
  const own = async (url, init) => {
    const response = await fetch(url, init);
    if (init.method === "POST") {
      sent.resolve();
      await held.promise;
    }
    return response;
  };
  return { fetch: own, sent: sent.promise, release: held.resolve };
}

test("a signal that is aborted already sends nothing", async () => {
  const reason = new Error("never mind");
  const signal = AbortSignal.abort(reason);
  const tutti = client();
  const left = new AbortController();
  const job = await tutti.submit(SHORT, { signal: left.signal });
  const snapshot = job.toJSON();
  left.abort(reason);
  assert.equal(await rejection(job.result()), reason);
  await reset();
  for (const call of [tutti.create(SHORT, { signal }), tutti.submit(SHORT, { signal }), tutti.resume(snapshot, { signal })]) {
    assert.equal(await rejection(call), reason);
  }
  assert.deepEqual((await ledger()).requests, []);
});

test("an abort before the module is there sends nothing", async () => {
  const controller = new AbortController();
  const call = client().create(SHORT, { signal: controller.signal });
  controller.abort();
  assert.equal((await rejection(call)).name, "AbortError");
  await pause(100);
  assert.deepEqual(await posts(), []);
});

test("an abort while the order is on its way rejects at once; the answer is heard out and the job resumed", async () => {
  const journal = memoryJournal();
  const hold = holdingFetch();
  const controller = new AbortController();
  const introduced = deferred();
  const heard = [];
  const call = client({ journal, fetch: hold.fetch }).create(SHORT, {
    signal: controller.signal,
    onJob: introduced.resolve,
    onUpdate: (update) => heard.push(update.state),
  });
  await hold.sent;
  controller.abort(new Error("gone to lunch"));
  assert.equal((await rejection(call)).message, "gone to lunch");
  const before = [...heard];
  hold.release();

  const job = await introduced.promise;
  assert.equal(job.toJSON().phase, "taken");
  assert.equal((await rejection(job.result())).message, "gone to lunch");
  const [record] = await journal.list();
  assert.deepEqual(record, JSON.parse(JSON.stringify(job)));
  assert.deepEqual(heard, before);

  const [track] = await (await client({ journal }).resume(record)).result();
  assert.ok(track.bytes > 0);
  assert.equal((await billed()).length, 1);
  assert.equal((await posts()).length, 1);
  assert.deepEqual(await journal.list(), []);
});

test("an order whose answer was the audio itself is not lost to an abort", async () => {
  const hold = holdingFetch();
  const controller = new AbortController();
  const introduced = deferred();
  const order = { ...SHORT, mode: "direct" };
  const call = client({ fetch: hold.fetch }).create(order, { signal: controller.signal, onJob: introduced.resolve });
  await hold.sent;
  controller.abort();
  await rejection(call);
  hold.release();
  const [track] = await (await introduced.promise).result();
  assert.ok((await track.blob()).size > 0);
  assert.equal((await billed()).length, 1);
});

test("an abort while it waits rejects at once, and the job is resumed from its JSON", async () => {
  const controller = new AbortController();
  const job = await client().submit(LYRIA, { signal: controller.signal });
  const results = [rejection(job.result()), rejection(job.result())];
  controller.abort();
  for (const result of results) assert.equal(await result, controller.signal.reason);
  assert.equal(await rejection(job.result()), controller.signal.reason);
  const requests = (await ledger()).requests.length;
  await pause(150);
  assert.equal((await ledger()).requests.length, requests, "an aborted job is still being asked for");

  const [track] = await (await client().resume(JSON.parse(JSON.stringify(job)))).result();
  assert.ok(track.bytes > 0);
  assert.equal((await billed()).length, 1);
});

test("a job is resumed by another client from a custom journal's list", async () => {
  const journal = memoryJournal();
  const controller = new AbortController();
  const job = await client({ journal }).submit(LYRIA, { signal: controller.signal });
  controller.abort();
  await rejection(job.result());

  const other = client({ journal });
  const [record, ...more] = await other.pending();
  assert.deepEqual(more, []);
  assert.equal(record.id, job.id);
  assert.equal(record.requestId, job.requestId);
  const resumed = await other.resume(record);
  assert.equal(resumed.id, job.id);
  const [track] = await resumed.result();
  assert.ok(track.bytes > 0);
  assert.deepEqual(await other.pending(), []);
  assert.equal((await billed()).length, 1);
  assert.equal((await posts()).length, 1);
});

test("a job can be resumed twice at the same time and is billed once", async () => {
  const controller = new AbortController();
  const job = await client().submit(SHORT, { signal: controller.signal });
  controller.abort();
  const tutti = client();
  const both = await Promise.all([tutti.resume(job.toJSON()), tutti.resume(job.toJSON())]);
  const tracks = await Promise.all(both.map((it) => it.result()));
  assert.ok(tracks.every(([track]) => track.bytes > 0));
  assert.equal((await billed()).length, 1);
});

test("the signal of a wait ends that wait alone", async () => {
  const job = await client().submit(SHORT);
  const controller = new AbortController();
  const waiting = rejection(job.result({ signal: controller.signal }));
  controller.abort();
  assert.equal(await waiting, controller.signal.reason);
  assert.equal(await rejection(job.result({ signal: AbortSignal.abort("no") })), "no");
  const [track] = await job.result();
  assert.ok(track.bytes > 0);
  assert.equal(await rejection(track.blob({ signal: AbortSignal.abort("no") })), "no");
});

test("a reader of an aborted job comes to an end", async () => {
  const controller = new AbortController();
  const job = await client().submit(LYRIA, { signal: controller.signal });
  const states = [];
  for await (const update of job.updates()) {
    states.push(update.state);
    if (update.state === "queued" || update.state === "running") controller.abort();
  }
  assert.ok(!states.includes("done") && !states.includes("failed"), states.join());
});

test("an abort while the audio is fetched leaves a job that is done and paid for to resume", async () => {
  await faults({ route: "audio", kind: { slow: { chunkBytes: 1024, delayMs: 2000 } } });
  const controller = new AbortController();
  const introduced = deferred();
  const call = client().create(SHORT, {
    signal: controller.signal,
    onJob: introduced.resolve,
    onUpdate: (update) => update.state === "fetching" && controller.abort(),
  });
  assert.equal((await rejection(call)).name, "AbortError");
  const snapshot = (await introduced.promise).toJSON();
  assert.equal(snapshot.phase, "taken");
  assert.equal(snapshot.results.length, 1);
  const [track] = await (await client().resume(snapshot)).result();
  assert.ok(track.bytes > 0);
  assert.equal((await billed()).length, 1);
});

test("a thousand runs with one signal leave no listener on it", async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  const live = new Set();
  signal.addEventListener = (type, listener, options) => (live.add(listener), (listeners += 1), add(type, listener, options));
  signal.removeEventListener = (type, listener) => (live.delete(listener), remove(type, listener));
  const tutti = new Tutti();
  for (let run = 0; run < 1000; run += 1) await rejection(tutti.create({ model: "segmind/lyria-2", prompt: "x" }, { signal }));
  assert.ok(listeners >= 1000);
  await until(() => live.size === 0, "no listener is left");
});
