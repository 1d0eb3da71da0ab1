// Every fault of the sandbox, at every stage of a job, with every vendor, through the installed package: the error that its
// caller gets, whether money may be gone, and the way back to the track. At the end the ledger is read: nothing was paid twice.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Tutti, ledger, refusal, sandbox } from "./support.mjs";

const ORDERS = {
  segmind: { model: "segmind/meta-musicgen-medium", prompt: "a drum", seconds: 1, seed: 1 },
  aimlapi: { model: "aimlapi/stable-audio", prompt: "a drum", seconds: 1 },
  pixazo: { model: "pixazo/lyria-2", prompt: "a drum", seed: 1 },
  producer: { model: "producer/lyria-3-pro", prompt: "a drum", seconds: 1, seed: 1 },
};
const STAGES = ["order", "check", "fetch"];

/** The sandbox's jobs then take a tenth of a second; what is waited for in real time is the client's own pauses. */
const SPEED = 200;
const QUICK = { firstCheckMs: 10, intervalMs: 25 };
// Long enough for three questions: what is said to be gone is believed at the third.
const IMPATIENT = { ...QUICK, deadlineMs: 5000, checkTimeoutMs: 2500, submitTimeoutMs: 2500 };

/** What can pass by itself, so that a free question is asked again. */
const PASSING = ["bad_response", "network", "provider_unavailable", "rate_limited", "timeout"];

// What becomes of a fault that stays, as "kind charge", with "taken" where the job can be resumed to its track, "unknown" where its
// order's fate is not known, and "endless" where the job never ends. A vendor that differs has its own.
const LOST = "outcome_unknown maybe unknown";
const WATCHED = "timeout maybe taken";
const AWAY = "provider_unavailable yes taken";
const BROKEN = "bad_audio yes taken";
/** The audio's host cannot be read: the track is there with its address and a warning, and without its bytes. */
const UNREAD = "unread";
/** Segmind's documents call a failed order safe to send again. */
const FAILS = { all: LOST, segmind: "provider_unavailable no" };

const status = (code, more) => ({ status: { code, ...more } });
const NOWHERE = "http://127.0.0.1:9";

/** The faults: their name, what the sandbox is asked for, and what becomes of them at each stage they have a meaning at. */
const FAULTS = [
  ["a 400", status(400), { order: "invalid_order no", check: { all: "invalid_order maybe taken", producer: "expired maybe" }, fetch: AWAY }],
  ["a 401", status(401), { order: "unauthorized no", check: "unauthorized maybe taken", fetch: AWAY }],
  ["a 402", status(402), { order: "insufficient_credits no", check: "insufficient_credits maybe taken", fetch: AWAY }],
  ["a 403", status(403), {
    order: { all: "forbidden no", aimlapi: "insufficient_credits no", producer: "insufficient_credits no" },
    check: { all: "forbidden maybe taken", aimlapi: "insufficient_credits maybe taken", producer: "insufficient_credits maybe taken" },
    fetch: AWAY,
  }],
  ["a 404", status(404), { order: "not_found no", check: "expired maybe", fetch: "expired yes" }],
  ["a 406", status(406), {
    order: { all: "bad_response no", segmind: "insufficient_credits no" },
    check: { all: WATCHED, segmind: "insufficient_credits maybe taken" },
    fetch: AWAY,
  }],
  ["a 410", status(410), { order: "removed no", check: "removed maybe", fetch: "expired yes" }],
  ["a 422", status(422), { order: "invalid_order no", check: "invalid_order maybe taken", fetch: AWAY }],
  ["a 429", status(429, { retryAfter: "1" }), { order: "rate_limited no", check: WATCHED, fetch: AWAY }],
  ["a 500", status(500), { order: FAILS, check: WATCHED, fetch: AWAY }],
  ["a 500 for a job that was taken on", status(500, { taken: true }), { order: { all: LOST, segmind: null }, check: WATCHED, fetch: AWAY }],
  ["a 503", status(503), { order: FAILS, check: WATCHED, fetch: AWAY }],
  ["a 504", status(504), { order: LOST, check: WATCHED, fetch: AWAY }],
  ["a gateway's page", "html", { order: FAILS, check: WATCHED, fetch: AWAY }],
  ["a page in place of the answer", { html: { code: 200 } }, { order: LOST, check: WATCHED, fetch: BROKEN }],
  ["a line that breaks before the request is read", "drop_before", { order: LOST, check: WATCHED, fetch: UNREAD }],
  ["a line that breaks before the answer", "drop_after", { order: LOST, check: WATCHED, fetch: UNREAD }],
  ["a redirect to another origin", { redirect: { to: NOWHERE } }, { order: "unsafe_url maybe unknown", check: "unsafe_url maybe taken", fetch: UNREAD }],
  ["an empty body", "empty", { order: LOST, check: WATCHED, fetch: BROKEN }],
  ["a body that is cut unnoticed", "truncate", { order: LOST, check: WATCHED, fetch: BROKEN }],
  ["a body that breaks off", { truncate: { length: "full" } }, { order: LOST, check: WATCHED, fetch: BROKEN }],
  ["a body of no known length that is cut", { truncate: { length: "absent" } }, { order: LOST, check: WATCHED, fetch: BROKEN }],
  ["bytes that are no text", "non_utf8", {
    // They stand in the name of the first field: where nothing is read from it, nothing is lost.
    order: { all: LOST, segmind: "done", producer: "done" },
    check: { all: "done", segmind: WATCHED },
    fetch: "done",
  }],
  ["a wrong content type", { content_type: { value: "text/html" } }, { order: "done", check: "done", fetch: "done" }],
  ["an answer in drops", { slow: { chunkBytes: 8, delayMs: 100_000 } }, { order: LOST, check: WATCHED }],
  ["audio in portions", { slow: { chunkBytes: 65_536, delayMs: 20_000 } }, { fetch: "done" }],
  ["an answer larger than any should be", { huge: { bytes: 17 << 20 } }, { order: LOST, check: WATCHED, fetch: "done" }],
  ["addresses on another origin", { foreign_urls: { origin: NOWHERE } }, { order: "done", check: UNREAD }],
  ["addresses without an origin", "relative_urls", { order: "done", check: WATCHED }],
  ["a word of state that nobody knows", "state", { order: "done", check: WATCHED }],
  ["no leave for pages", "no_cors", { order: "done", check: "done", fetch: "done" }],
  ["a job without an end", "pending", { order: "timeout maybe endless", check: WATCHED }],
  ["a record that is gone", "expired", { check: "expired maybe", fetch: "expired yes" }],
  ["a job that fails", "fail", { order: { all: "job_failed no", segmind: "job_failed maybe", producer: "job_failed maybe" } }],
  ["a job that takes longer", { latency: { ms: 60_000 } }, { order: "done" }],
  ["pending in another way", { pending_as: { way: "accepted" } }, { order: "done", check: "done" }],
  ["data in another shape", "other_data", { order: "done", check: "done" }],
  ["a webhook", "webhook", { order: "done" }],
  ...["extra_chunks", "extensible", "wrong_size", "zero", "endless"].map((header) => [
    `a WAV file with an odd header (${header})`, { wav_header: { header } }, { fetch: "done" },
  ]),
  ["audio in another field", { json: { shape: "object" } }, { order: "done", check: { all: "done", aimlapi: WATCHED, producer: WATCHED } }],
];

const lives = [];
let usual;

before(async () => {
  await control("reset");
  usual = (await (await fetch(`${sandbox}/_sandbox/clock`)).json()).speed;
  await control("clock", { speed: SPEED });
});

after(() => control("clock", { speed: usual }));

describe("faults", { concurrency: 12 }, () => {
  for (const [name, kind, ends] of FAULTS) {
    for (const stage of STAGES.filter((it) => ends[it])) {
      test(`${name}, at each ${stage}`, () => all(ends[stage], (vendor, end) => lasting(vendor, stage, kind, end)));
    }
    for (const stage of STAGES.filter((it) => ends[it])) {
      const passing = (end) => end && passes(stage, end);
      const some = Object.keys(ORDERS).some((vendor) => passing(of(ends[stage], vendor)));
      if (!some) continue;
      test(`${name}, once, at ${stage === "order" ? "an" : "a"} ${stage}`, () =>
        all(ends[stage], (vendor, end) => passing(end) && once(vendor, stage, kind)));
    }
  }
});

test("every kind of fault that the sandbox has is in the table", async () => {
  const response = await fetch(`${sandbox}/_sandbox/faults`, { method: "POST", body: '{"kind": {"": {}}}' });
  const [, ...known] = [...(await response.text()).matchAll(/`(\w*)`/g)].map(([, name]) => name);
  const used = FAULTS.map(([, kind]) => (typeof kind === "string" ? kind : Object.keys(kind)[0]));
  assert.ok(known.length > 20);
  assert.deepEqual(known.filter((kind) => !used.includes(kind)), []);
});

test("the ledger shows each job once, and none where nothing was to be paid", async () => {
  const { billed, requests } = await ledger();
  const keys = new Map(requests.map(({ path, key }) => [path, key]));
  assert.ok(lives.length > 400, `${lives.length} jobs`);
  for (const { vendor, probe, what, orders, charge } of lives) {
    const bills = billed.filter(({ key }) => key === keys.get(probe));
    const paid = bills.filter(({ usd }) => usd > 0).length;
    assert.ok(keys.get(probe) && bills.length <= 1, `${what}: ${bills.length} jobs`);
    if (charge === "no") assert.equal(paid, 0, what);
    if (charge === "yes") assert.equal(paid, 1, what);
    assert.ok(orders.length >= 1 && orders.every((it) => it === orders[0]), `${what}: ${vendor} was sent different orders`);
  }
});

/** Runs it for each vendor with what is expected of it. */
function all(ends, run) {
  return Promise.all(Object.keys(ORDERS).map((vendor) => of(ends, vendor) && run(vendor, of(ends, vendor))));
}

function of(ends, vendor) {
  if (typeof ends === "string") return ends;
  return vendor in ends ? ends[vendor] : ends.all;
}

/** Whether a job gets over this, if it happens once. */
function passes(stage, end) {
  const [kind, , phase] = end.split(" ");
  if (stage === "order") return ["rate_limited no", "provider_unavailable no"].includes(end);
  // An address that an answer names is believed at once.
  if (end === UNREAD) return stage === "fetch";
  return phase !== "endless" && [...PASSING, "bad_audio", "done", "expired", "removed"].includes(kind);
}

async function lasting(vendor, stage, kind, end) {
  const life = await born(vendor, stage, kind, `${vendor}, ${stage}, ${JSON.stringify(kind)}`);
  const made = life.client(end === "done" ? QUICK : IMPATIENT).create(ORDERS[vendor]);
  if (end === "done" || end === UNREAD) {
    const [track] = await named(life, made);
    life.charge = "yes";
    assert.equal(life.orders.length, 1, life.what);
    return end === "done" ? isKept(track, life) : isUnread(track, life);
  }
  const [expected, charge, phase] = end.split(" ");
  const error = await refusal(made).catch((thrown) => assert.fail(`${life.what}: ${thrown.message}`));
  life.charge = charge;
  assert.deepEqual([error.kind, error.charge, error.snapshot?.phase], [expected, charge, phase === "endless" ? "taken" : phase], `${life.what}: ${error.message} ${error.detail}`);
  assert.equal(error.retryable, charge === "no" && PASSING.includes(expected), life.what);
  assert.deepEqual([error.provider, error.model, error.operation], [vendor, ORDERS[vendor].model, "create"]);
  assert.ok(error.jobId && !JSON.stringify(error).includes(life.key), life.what);
  if (charge !== "no") assert.equal(life.orders.length, 1, life.what);
  if (phase) await resumed(life, error.snapshot, phase);
}

/** The way back, once the fault is over: a job that was taken on comes to its track, and no order is sent again. */
async function resumed(life, snapshot, phase) {
  life.over = true;
  const sent = life.orders.length;
  const stored = JSON.parse(JSON.stringify(snapshot));
  if (phase === "taken") {
    const job = await named(life, life.client(QUICK).resume(stored));
    isKept((await named(life, job.result()))[0], life);
    life.charge = "yes";
  } else {
    const job = life.client({ ...QUICK, deadlineMs: 500 }).resume(stored);
    const error = await refusal(job.then((it) => it.result()), phase === "unknown" ? "outcome_unknown" : "timeout");
    assert.equal(error.charge, "maybe", life.what);
  }
  assert.equal(life.orders.length, sent, `${life.what}: an order was sent again`);
}

async function once(vendor, stage, kind) {
  const life = await born(vendor, stage, kind, `${vendor}, ${stage}, ${JSON.stringify(kind)}, once`, true);
  // An answer that only drips is given up soon: at the sandbox's pace, results are gone after half a minute.
  const [track] = await named(life, life.client({ ...QUICK, checkTimeoutMs: 2500 }).create(ORDERS[vendor]));
  life.charge = "yes";
  isKept(track, life);
  assert.equal(life.orders.length, stage === "order" ? 2 : 1, life.what);
}

function isKept(track, { what }) {
  assert.match(track.mimeType, /^audio\//, what);
  assert.ok(track.bytes > 1000 && track.seconds > 0.5 && !track.warnings, `${what}: ${JSON.stringify(track)}`);
}

function isUnread(track, { what }) {
  assert.match(track.url, /^http:\/\/127\.0\.0\.1:\d+\//, what);
  assert.deepEqual([track.bytes, track.warnings?.[0].kind], [undefined, "network"], what);
}

/** One job's world: a key of its own, and the fault on the requests of one stage until it is over. */
async function born(vendor, stage, kind, what, isOnce = false) {
  const number = lives.length;
  const life = { vendor, what, key: `SG_life-${number}`, probe: `/${vendor}/life-${number}`, orders: [], over: false };
  lives.push(life);
  // The ledger shows keys by their fingerprints: this is the request to know one by.
  await fetch(sandbox + life.probe, { headers: { authorization: `Bearer ${life.key}` } });
  const faulty = async (url, init) => {
    const at = stageOf(String(url), init.method);
    if (at === "order") life.orders.push(init.body);
    if (at !== stage || life.over) return fetch(url, init);
    life.over = isOnce;
    const headers = new Headers(init.headers);
    headers.set("x-sandbox-fault", JSON.stringify(typeof kind === "string" ? { [kind]: {} } : kind));
    return fetch(url, { ...init, headers });
  };
  const reach = { keys: { [vendor]: life.key }, endpoints: { [vendor]: `${sandbox}/${vendor}` }, fetch: faulty, journal: "none" };
  life.client = (policy) => new Tutti({ ...reach, policy });
  return life;
}

/** What a request is for; a free question that goes before an order is none of these. */
function stageOf(url, method) {
  const { pathname } = new URL(url);
  if (pathname.includes("-assets/")) return "fetch";
  if (method === "POST" && !pathname.endsWith("/prediction")) return "order";
  return /credits|billing|knock/.test(pathname) ? "knock" : "check";
}

/** The promise; what it rejects with names the job. */
function named({ what }, promise) {
  return promise.catch((error) => assert.fail(`${what}: ${error?.stack ?? error}`));
}

async function control(what, body = {}) {
  const response = await fetch(`${sandbox}/_sandbox/${what}`, { method: "POST", body: JSON.stringify(body) });
  assert.ok(response.ok, `${what}: ${response.status}`);
}
