// What must never cost anything, and what must never cost twice.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { beforeEach, test } from "node:test";

import {
  LYRIA, SHORT, billed, client, faults, ledger, memoryJournal, pause, posts, refusal, rejection, reset, sandbox, speed,
} from "./support.mjs";

beforeEach(reset);

async function nothingBilled() {
  assert.deepEqual(await billed(), []);
}

test("a wrong key is refused before the order leaves", async () => {
  const error = await refusal(client({ keys: { segmind: "wrong_key" } }).create(LYRIA), "unauthorized");
  assert.equal(error.charge, "no");
  assert.equal(error.provider, "segmind");
  assert.equal(error.snapshot, undefined);
  await nothingBilled();
  assert.deepEqual(await posts(), []);
});

test("no key at all, an empty one and one that no header takes are refused without a request", async () => {
  for (const keys of [{}, { segmind: "" }, { segmind: undefined }, { segmind: "a\r\nx: y" }, { segmind: "schlüssel" }]) {
    const error = await refusal(client({ keys }).create(LYRIA), "unauthorized");
    assert.equal(error.charge, "no");
  }
  assert.deepEqual((await ledger()).requests, []);
});

test("a key without credits says so, and nothing is billed", async () => {
  const error = await refusal(client({ keys: { segmind: "broke" } }).create(LYRIA), "insufficient_credits");
  assert.equal(error.charge, "no");
  await nothingBilled();
});

test("an order that was refused is never a job", async () => {
  const jobs = [];
  const call = client({ keys: { segmind: "broke" } }).submit(LYRIA, { onJob: (job) => jobs.push(job) });
  await refusal(call, "insufficient_credits");
  assert.deepEqual(jobs, []);
});

test("a key that may not call models is forbidden, and nothing is billed", async () => {
  await refusal(client({ keys: { segmind: "denied" } }).create(LYRIA), "forbidden");
  await nothingBilled();
});

test("a wrong order is refused by the field's name, without a request", async () => {
  const wrong = [
    [{ ...SHORT, prompt: "" }, "invalid_order", "prompt"],
    [{ ...SHORT, prompt: " \n" }, "invalid_order", "prompt"],
    [{ ...SHORT, prompt: undefined }, "invalid_order", "prompt"],
    [{ ...SHORT, seconds: 31 }, "invalid_order", "seconds"],
    [{ ...SHORT, seconds: NaN }, "invalid_order", "seconds"],
    [{ ...SHORT, seconds: "ten" }, "invalid_order", "seconds"],
    [{ ...SHORT, model: "segmind/nothing" }, "invalid_order", "model"],
    [{ prompt: "x" }, "invalid_order", "model"],
    [{ ...SHORT, promt: "x" }, "invalid_order", "promt"],
    [{ ...SHORT, params: { steps: 3 } }, "invalid_order", "params.steps"],
    [{ ...SHORT, lyrics: "la" }, "unsupported", "lyrics"],
    [{ ...SHORT, webhook: { url: "https://example.com" } }, "unsupported", "webhook"],
    [{ ...SHORT, operation: "dance" }, "invalid_order", "operation"],
    [{ ...SHORT, mode: "sideways" }, "unsupported", "mode"],
  ];
  const tutti = client();
  for (const [order, kind, field] of wrong) {
    const error = await refusal(tutti.submit(order), kind);
    assert.equal(error.field, field, error.message);
    assert.equal(error.charge, "no");
    const [finding] = await tutti.check(order);
    assert.deepEqual([finding.level, finding.kind, finding.field], ["error", kind, field]);
  }
  assert.deepEqual((await ledger()).requests, []);
});

test("a lenient order leaves out what the model lacks, and says so on the track", async () => {
  const order = { ...SHORT, lyrics: "la la", lenient: true };
  const findings = await client().check(order);
  assert.deepEqual(findings.map((it) => [it.level, it.field]), [["warning", "lyrics"]]);
  const [track] = await client().create(order);
  assert.equal(track.warnings[0].field, "lyrics");
});

test("an order is what it was when it was handed over", async () => {
  const order = { ...SHORT, extra: { note: "first" } };
  const ordered = client().submit(order);
  order.prompt = "something else";
  order.extra.note = "second";
  const job = await ordered;
  assert.equal(job.toJSON().order.prompt, SHORT.prompt);
  assert.equal(job.toJSON().order.extra.note, "first");
});

test("with nobody there, the error is network, and no order was sent", async () => {
  const port = await freePort();
  const urls = [];
  const own = (url, init) => {
    urls.push(init.method);
    return fetch(url, init);
  };
  const away = client({ endpoints: { segmind: `http://127.0.0.1:${port}/segmind` }, fetch: own });
  const error = await refusal(away.create(LYRIA), "network");
  assert.equal(error.charge, "no");
  assert.equal(error.retryable, true);
  assert.ok(error.hint);
  assert.ok(!urls.includes("POST"), urls.join());
});

test("a connection that drops after the job was taken is outcome_unknown, with one order sent and a record kept", async () => {
  await faults({ route: "submit", times: null, kind: "drop_after" });
  const journal = memoryJournal();
  const tutti = client({ journal });
  const error = await refusal(tutti.create(SHORT), "outcome_unknown");
  assert.equal(error.charge, "maybe");
  assert.equal(error.retryable, false);
  assert.equal(error.snapshot.phase, "unknown");
  assert.equal(error.snapshot.id, error.jobId);
  await pause(300);
  assert.equal((await posts()).length, 1);
  assert.equal((await billed()).length, 1);

  const [record, ...others] = await tutti.pending();
  assert.deepEqual(others, []);
  assert.deepEqual([record.id, record.phase, record.order.prompt], [error.jobId, "unknown", SHORT.prompt]);
  const again = await refusal(tutti.resume(record), "outcome_unknown");
  assert.equal(again.charge, "maybe");
  assert.equal((await posts()).length, 1);

  await tutti.forget(record.id);
  assert.deepEqual(await tutti.pending(), []);
});

test("the record of the order is written before the order leaves, and gone when the job is over", async () => {
  const journal = memoryJournal();
  const order = [];
  const noted = { ...journal, put: async (record) => (order.push(record.phase), journal.put(record)) };
  const own = async (url, init) => {
    if (init.method === "POST") order.push("POST");
    return fetch(url, init);
  };
  await client({ journal: noted, fetch: own }).create(SHORT);
  assert.deepEqual(order.slice(0, 3), ["submitting", "POST", "taken"]);
  assert.deepEqual(await journal.list(), []);
});

test("an order that cannot be written down is not sent", async () => {
  const full = new Error("the disk is full");
  const journal = { ...memoryJournal(), put: () => Promise.reject(full) };
  const error = await refusal(client({ journal }).create(SHORT), "storage");
  assert.equal(error.charge, "no");
  assert.equal(error.cause, full);
  assert.deepEqual(await posts(), []);
});

test("a journal that throws at once, or lists what is no list, is a storage error", async () => {
  const broken = { put: () => null, delete: () => null, list: () => "nothing" };
  await refusal(client({ journal: broken }).pending(), "storage");
  const thrower = () => {
    throw new Error("mine");
  };
  const error = await refusal(client({ journal: { put: thrower, delete: thrower, list: thrower } }).pending(), "storage");
  assert.equal(error.cause.message, "mine");
  const odd = { ...memoryJournal(), list: async () => [null, 3, "x", {}, { version: 9 }, { version: 1, id: "a" }] };
  assert.deepEqual(await client({ journal: odd }).pending(), []);
});

test("a 429 is waited out and the order sent again, since nothing was taken", async () => {
  await faults({ route: "submit", kind: { status: { code: 429, retryAfter: "1" } } });
  const heard = [];
  const [track] = await client().create(SHORT, { onUpdate: (update) => heard.push(update) });
  assert.ok(track.bytes > 0);
  const retrying = heard.find((update) => update.state === "retrying");
  assert.equal(retrying.reason, "rate_limited");
  assert.ok(retrying.inMs >= 1000);
  assert.equal((await billed()).length, 1);
});

test("audio that is no audio is bad_audio, with the snapshot it is fetched again from", async () => {
  await faults({ route: "audio", times: 3, kind: { html: { code: 200 } } });
  const tutti = client();
  const error = await refusal(tutti.create(SHORT), "bad_audio");
  assert.equal(error.charge, "yes");
  const job = await tutti.resume(JSON.parse(JSON.stringify(error.snapshot)));
  const [track] = await job.result();
  assert.ok(track.bytes > 1000);
  assert.equal((await billed()).length, 1);
});

test("a deadline ends the watching and not the job: it is resumed to its track", async () => {
  const policy = { deadlineMs: 200, firstCheckMs: 20, intervalMs: 20 };
  const tutti = client();
  const usual = await speed(1);
  const error = await refusal(tutti.create(LYRIA, { policy }), "timeout").finally(() => speed(usual));
  assert.equal(error.snapshot.phase, "taken");
  assert.ok(error.hint);
  const [track] = await (await tutti.resume(error.snapshot)).result();
  assert.ok(track.bytes > 1000);
  assert.equal((await billed()).length, 1);
});

test("a key that is withdrawn in mid-job leaves a snapshot to resume from with another", async () => {
  await faults({ route: "status", times: null, kind: { status: { code: 401 } } });
  const error = await refusal(client().create(SHORT), "unauthorized");
  assert.equal(error.snapshot.phase, "taken");
  assert.notEqual(error.charge, "no");
  await clearFaults();
  const [track] = await (await client().resume(error.snapshot)).result();
  assert.ok(track.bytes > 0);
  assert.equal((await billed()).length, 1);
});

test("a job is only resumed where it was sent to, and only when there is something to resume", async () => {
  const job = await client().submit(SHORT);
  const snapshot = job.toJSON();
  const elsewhere = client({ endpoints: { segmind: "http://127.0.0.1:9/segmind" } });
  assert.equal((await refusal(elsewhere.resume(snapshot), "invalid_order")).field, "endpoints");
  await job.result();
  await refusal(client().resume(job.toJSON()), "invalid_order");
  for (const wrong of [{}, { version: 2 }, { ...snapshot, phase: "odd" }, { ...snapshot, order: {} }, { ...snapshot, ticket: 3, results: 4 }]) {
    await refusal(client().resume(wrong), "invalid_order");
  }
});

test("a key function is asked for every request, may be late, and its failure is the cause", async () => {
  let asked = 0;
  const late = async () => {
    asked += 1;
    await pause(5);
    return "SG_late";
  };
  await client({ keys: { segmind: late } }).create(SHORT);
  assert.ok(asked >= 3, `asked ${asked} times`);

  const closed = new Error("the keyring is closed");
  for (const source of [() => Promise.reject(closed), () => { throw closed; }]) {
    const error = await refusal(client({ keys: { segmind: source } }).create(SHORT), "unauthorized");
    assert.equal(error.cause, closed);
    assert.equal(error.charge, "no");
  }
  for (const odd of [() => undefined, () => 5, () => ({}), () => ""]) {
    await refusal(client({ keys: { segmind: odd } }).create(SHORT), "unauthorized");
  }
});

test("what fetch threw is the cause of the error that it led to, each job's its own, and of no other", async () => {
  const port = await freePort();
  const away = await refusal(client({ endpoints: { segmind: `http://127.0.0.1:${port}/segmind` } }).create(SHORT), "network");
  assert.equal(away.cause.cause.code, "ECONNREFUSED");
  assert.equal(away.toJSON().cause, undefined);

  await faults({ route: "submit", times: null, kind: "drop_after" });
  const lost = await refusal(client().create(SHORT), "outcome_unknown");
  assert.ok(lost.cause instanceof TypeError, String(lost.cause));

  const own = async (url, init) => {
    if (init.method !== "POST") return fetch(url, init);
    await pause(20);
    throw new Error(JSON.parse(init.body).prompt);
  };
  const tutti = client({ fetch: own });
  const errors = await Promise.all(["one", "two", "three"].map((prompt) => refusal(tutti.create({ ...SHORT, prompt }), "outcome_unknown")));
  assert.deepEqual(errors.map((error) => error.cause.message), ["one", "two", "three"]);

  await clearFaults();
  await faults({ route: "submit", kind: { status: { code: 400 } } });
  assert.equal((await refusal(client().create(SHORT), "invalid_order")).cause, undefined);
});

test("a fetch that never answers is given up after its time", async () => {
  const hanging = (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const error = await refusal(client({ fetch: hanging, policy: { checkTimeoutMs: 50 } }).create(SHORT));
  assert.ok(["timeout", "network"].includes(error.kind), error.kind);
  assert.equal(error.charge, "no");
});

test("what a custom fetch returns or throws breaks nothing", async () => {
  const odd = [undefined, null, 5, "x", {}, { status: 200 }, { status: 200, body: {} }, { status: "x", headers: 5, body: { getReader: 3 } }];
  for (const answer of odd) await refusal(client({ fetch: async () => answer }).create(SHORT));
  for (const thrown of [new TypeError("x"), null, undefined, 5, { kind: 3 }, { kind: "timeout" }]) {
    await refusal(client({ fetch: () => Promise.reject(thrown) }).create(SHORT));
    await refusal(client({ fetch: () => { throw thrown; } }).create(SHORT));
  }
  assert.ok(await rejection(Promise.reject(new Error("the check itself works"))));
  await nothingBilled();
});

async function clearFaults() {
  const response = await fetch(`${sandbox}/_sandbox/faults`, { method: "DELETE" });
  assert.ok(response.ok);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
