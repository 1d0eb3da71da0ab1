// A vendor's jobs, against the sandbox.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  LYRIA, SHORT, TuttiError, billed, client, faults, ledger, loudness, memoryJournal, posts, refusal, reset, samples,
} from "./support.mjs";

beforeEach(reset);

/** The states in order, repeats in a row told once. */
const steps = (updates) => updates.map((it) => it.state).filter((state, at, all) => state !== all[at - 1]);

test("a queued job is submitted, polled, fetched and billed once", async () => {
  const heard = [];
  const tracks = await client().create(LYRIA, { onUpdate: (update) => heard.push(update) });
  assert.equal(tracks.length, 1);
  const [track] = tracks;
  assert.equal(track.mimeType, "audio/wav");
  assert.ok(Math.abs(track.seconds - 32.8) < 0.1, `${track.seconds} s`);
  assert.ok(loudness(await samples(await track.blob())) > 0.01);
  assert.equal(track.cost.usd, 0.09);
  assert.match(track.url, /^blob:/);
  assert.match(track.sourceUrl, /^http/);
  assert.ok(track.expiresAt > Date.now());

  assert.deepEqual(steps(heard), ["submitting", "queued", "running", "fetching", "done"]);
  const [queued] = heard.filter((it) => it.state === "queued");
  assert.ok(queued.requestId.length > 0 && queued.status === "QUEUED" && queued.etaMs > 0);
  const fetched = heard.findLast((it) => it.state === "fetching");
  assert.ok(fetched.receivedBytes > 0 && fetched.totalBytes === track.bytes);
  assert.equal(heard.at(-1).tracks[0], track);

  const bills = await billed();
  assert.equal(bills.length, 1);
  assert.equal(bills[0].requestId, queued.requestId);
});

test("the direct form gives the same kind of track, billed once", async () => {
  const heard = [];
  const [track] = await client().create({ ...LYRIA, mode: "direct" }, { onUpdate: (update) => heard.push(update) });
  assert.ok(loudness(await samples(await track.blob())) > 0.01);
  assert.equal(track.cost.usd, 0.09);
  assert.deepEqual(steps(heard), ["submitting", "done"]);
  assert.equal((await billed()).length, 1);
  assert.deepEqual((await posts()).map((it) => it.path), ["/segmind/v1/lyria-2"]);
});

test("an asked length and seed come back in the sound", async () => {
  const order = { ...SHORT, seconds: 3, seed: 11 };
  const [one] = await client().create(order);
  const [same] = await client().create(order);
  assert.equal(one.seconds, 3);
  assert.ok(Buffer.from(await (await one.blob()).arrayBuffer()).equals(Buffer.from(await (await same.blob()).arrayBuffer())));
});

test("with keep: url the audio stays where it is until it is asked for", async () => {
  const [track] = await client().create(SHORT, { keep: "url" });
  const audio = async () => (await ledger()).requests.filter((it) => it.route === "audio").length;
  assert.equal(track.url, track.sourceUrl);
  assert.equal(track.mimeType, "audio/wav");
  assert.equal(await audio(), 0);
  assert.ok((await samples(await track.blob())).length > 0);
  assert.equal(await audio(), 1);

  await faults({ route: "audio", kind: "expired" }, { route: "audio", kind: { status: { code: 503 } } }, { route: "audio", kind: { content_type: { value: "text/html" } } }, { route: "audio", kind: "drop_before" }, { route: "audio", kind: { truncate: { length: "full" } } });
  await refusal(track.blob(), "expired");
  await refusal(track.blob(), "provider_unavailable");
  await refusal(track.blob(), "bad_audio");
  await refusal(track.blob(), "network");
  assert.ok((await refusal(track.blob(), "network")).cause instanceof TypeError);
});

test("audio goes through the media relay, without credentials, when it is kept and when it is asked for later", async () => {
  const relay = "https://relay.example/?url=";
  const relayed = [];
  const own = (url, init) => {
    if (!url.startsWith(relay)) return fetch(url, init);
    relayed.push([init.credentials, init.referrerPolicy, init.headers]);
    return fetch(decodeURIComponent(url.slice(relay.length)), init);
  };
  const tutti = client({ fetch: own, mediaRelay: relay });
  const [kept] = await tutti.create(SHORT);
  assert.ok(kept.bytes > 0);
  const [left] = await tutti.create(SHORT, { keep: "url" });
  assert.ok((await left.blob()).size > 0);
  assert.deepEqual(relayed, [["omit", "no-referrer", undefined], ["omit", "no-referrer", undefined]]);
});

test("a custom fetch does all the fetching", async () => {
  const urls = [];
  const own = (url, init) => {
    urls.push(`${init.method} ${new URL(url).pathname}`);
    return fetch(url, init);
  };
  await client({ fetch: own }).create(SHORT);
  const seen = (await ledger()).requests.map((it) => `${it.method} ${it.path}`);
  assert.deepEqual(urls, seen);
  assert.ok(urls.includes("POST /segmind/v2/meta-musicgen-medium"));
});

test("updates can be read by several, from the start, during and after the job", async () => {
  const job = await client().submit(SHORT);
  const read = async () => {
    const states = [];
    for await (const update of job.updates()) states.push(update.state);
    return states;
  };
  const [one, other] = await Promise.all([read(), read()]);
  const late = await read();
  assert.deepEqual(one, other);
  assert.equal(one[0], "submitting");
  assert.equal(one.at(-1), "done");
  assert.equal(one.filter((state) => state === "done").length, 1);
  // What a late reader misses are only the readings of a meter.
  const told = one.filter((state, at) => state !== "fetching" || one[at - 1] !== "fetching");
  assert.deepEqual(late, told);
});

test("a reader that leaves early takes nothing from the others", async () => {
  const job = await client().submit(SHORT);
  for await (const update of job.updates()) if (update.state === "submitting") break;
  const states = [];
  for await (const update of job.updates()) states.push(update.state);
  assert.equal(states.at(-1), "done");
});

test("a job tells its ids, and its result can be asked for again", async () => {
  const job = await client().submit(SHORT);
  const [bill] = await billed();
  assert.equal(job.requestId, bill.requestId);
  assert.equal(job.model, SHORT.model);
  assert.equal(job.operation, "create");
  const snapshot = job.toJSON();
  assert.equal(snapshot.id, job.id);
  assert.equal(snapshot.phase, "taken");
  assert.equal(snapshot.version, 1);
  assert.equal(await job.cancel(), "unsupported");
  const [one] = await job.result();
  const [same] = await job.result();
  assert.equal(one, same);
  assert.equal(await job.cancel(), "too_late");
});

test("callbacks that throw break nothing", async (t) => {
  const shown = t.mock.method(console, "error", () => {});
  const thrower = () => {
    throw new Error("mine");
  };
  const [track] = await client().create(SHORT, { onUpdate: thrower, onJob: thrower });
  const rejecter = async () => thrower();
  await client().create(SHORT, { onUpdate: rejecter, onJob: rejecter });
  assert.ok(track.bytes > 0);
  assert.ok(shown.mock.callCount() >= 8, `${shown.mock.callCount()} reports`);
});

test("a callback may use the client it hears from", async () => {
  const tutti = client();
  const inner = [];
  await tutti.create(SHORT, {
    onUpdate: (update) => update.state === "queued" && inner.push(tutti.create({ ...SHORT, seed: 2 })),
    onJob: (job) => inner.push(job.toJSON(), job.requestId, job.cancel()),
  });
  const [[track], snapshot, requestId, cancelled] = await Promise.all(inner);
  assert.ok(track.bytes > 0);
  assert.equal(snapshot.requestId, requestId);
  assert.equal(cancelled, "unsupported");
});

test("no function of the caller's is called from inside the module", async () => {
  const stacks = {};
  const noting = (name, run = () => {}) => (...given) => {
    stacks[name] = (stacks[name] ?? "") + new Error(name).stack;
    return run(...given);
  };
  const journal = memoryJournal();
  const noted = Object.fromEntries(["put", "delete", "list"].map((name) => [name, noting(name, journal[name])]));
  const tutti = client({ fetch: noting("fetch", fetch), journal: noted, keys: { segmind: noting("key", () => "SG_test") } });
  await tutti.create(SHORT, { onUpdate: noting("onUpdate"), onJob: noting("onJob") });
  await tutti.pending();
  assert.deepEqual(Object.keys(stacks).sort(), ["delete", "fetch", "key", "list", "onJob", "onUpdate", "put"]);
  for (const stack of Object.values(stacks)) assert.doesNotMatch(stack, /wasm-function/);
});

test("two clients do not hear of each other's jobs, keys or journals", async () => {
  const [one, other] = [memoryJournal(), memoryJournal()];
  const [a, b] = [client({ journal: one, keys: { segmind: "SG_one" } }), client({ journal: other, keys: { segmind: "SG_other" } })];
  await Promise.all([a.create(SHORT), b.create({ ...SHORT, seed: 2 })]);
  const bills = await billed();
  assert.equal(new Set(bills.map((it) => it.key)).size, 2);
  const ids = (journal) => new Set(journal.written.map((record) => record.id));
  assert.equal(ids(one).size, 1);
  assert.notDeepEqual([...ids(one)], [...ids(other)]);
});

test("fifty jobs at once are fifty bills and fifty tracks", async () => {
  const tutti = client({ policy: { firstCheckMs: 500, intervalMs: 250 } });
  const orders = Array.from({ length: 50 }, (_, seed) => ({ ...SHORT, seed }));
  const tracks = await Promise.all(orders.map((order) => tutti.create(order)));
  assert.equal(new Set(tracks.map(([track]) => track.id)).size, 50);
  assert.ok(tracks.every(([track]) => track.seconds === 1 && track.bytes > 1000));
  const bills = await billed();
  assert.equal(bills.length, 50);
  assert.equal(new Set(bills.map((it) => it.digest)).size, 50);
  assert.equal((await posts()).length, 50);
});

test("a job that failed says so in the provider's words", async () => {
  const heard = [];
  const order = { ...SHORT, prompt: "a drum [fail]" };
  const error = await refusal(client().create(order, { onUpdate: (update) => heard.push(update) }), "job_failed");
  assert.match(error.detail, /could not finish/);
  assert.equal(error.provider, "segmind");
  assert.equal(error.model, SHORT.model);
  assert.equal(error.operation, "create");
  assert.equal(error.snapshot, undefined);
  assert.ok(error.requestId && error.jobId);
  assert.equal(heard.at(-1).state, "failed");
  assert.equal(heard.at(-1).error, error);
});

test("a block by the content rules has a kind of its own", async () => {
  const error = await refusal(client().create({ ...SHORT, prompt: "a drum [block]" }), "content_blocked");
  assert.match(error.detail, /safety/);
  assert.equal(error.retryable, false);
});

test("a balance can be asked for, and shows whether a key is good", async () => {
  const credits = await client().credits("segmind");
  assert.equal(credits.credits, 1000);
  assert.equal(credits.raw.credits, 1000);
  await refusal(client({ keys: { segmind: "wrong" } }).credits("segmind"), "unauthorized");
  await refusal(client().credits("sketch"), "unsupported");
  await refusal(client().credits("nobody"), "invalid_order");
});

test("what a model cannot do is refused before anything is sent", async () => {
  const tutti = client();
  const clip = { model: "segmind/lyria-2", clip: "x" };
  const calls = [
    tutti.extend(clip),
    tutti.replace({ ...clip, startsAt: 1, endsAt: 2 }),
    tutti.cover(clip),
    tutti.upload({ model: "segmind/lyria-2", audioUrl: "https://example.com/a.wav" }),
    tutti.download(clip),
  ];
  for (const call of calls) assert.equal((await refusal(call, "unsupported")).field, "operation");
  assert.equal((await refusal(tutti.extend({ ...clip, operation: "cover" }), "invalid_order")).field, "operation");
  assert.deepEqual((await ledger()).requests, []);
});

test("models are listed from the catalogue, and filtered", async () => {
  const tutti = client();
  const all = await tutti.models();
  assert.ok(["sketch/groove", "segmind/lyria-2", SHORT.model].every((id) => all.some((model) => model.id === id)));
  const segmind = await tutti.models({ provider: "segmind" });
  assert.ok(segmind.length >= 2 && segmind.every((model) => model.provider === "segmind" && model.needsKey));
  const uploading = await tutti.models({ operation: "upload" });
  assert.deepEqual(uploading.map((model) => model.id), ["sketch/groove", "producer/lyria-3-pro"]);
  const seconds = all.find((model) => model.id === SHORT.model).operations[0].params.find((it) => it.name === "seconds");
  assert.deepEqual([seconds.kind, seconds.min, seconds.max, seconds.unit], ["number", 1, 30, "s"]);
});

test("an error is an Error, with a name, and as JSON without its stack", async () => {
  const error = await refusal(client().create({ ...SHORT, seconds: 31 }), "invalid_order");
  assert.ok(error instanceof Error && error instanceof TuttiError);
  assert.equal(error.name, "TuttiError");
  assert.match(String(error), /^TuttiError: /);
  const json = JSON.parse(JSON.stringify(error));
  assert.equal(json.name, "TuttiError");
  assert.equal(json.field, "seconds");
  assert.equal(json.charge, "no");
  assert.equal(json.retryable, false);
  assert.equal(json.stack, undefined);
});
