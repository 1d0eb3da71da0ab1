// Generated orders, options and arguments of every wrong type at every public method: always a TuttiError, which names the field
// where one is wrong, never a fault of the module's and never a rejection that nobody hears of.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import fc from "fast-check";

import { SHORT, SKETCH, Tutti, TuttiError, client, entry, memoryJournal } from "./support.mjs";

const { parseWebhook, verifyWebhook } = await import(entry);

/** The same values in every run; a failure prints the seed and path to repeat it by. */
const SEED = 20_261_121;
const AWAY = () => Promise.reject(new TypeError("nobody there"));

const unhandled = [];
const note = (reason) => unhandled.push(reason);
const tutti = new Tutti({ keys: { segmind: "k", producer: "k", pixazo: "k", aimlapi: "k" }, fetch: AWAY, journal: "none", policy: { deadlineMs: 100 } });
let job, track, given = 0;

before(async () => {
  process.on("unhandledRejection", note);
  job = await tutti.submit(SKETCH);
  [track] = await job.result();
});

after(() => process.off("unhandledRejection", note));

/** What is no data at all, wherever it stands. */
const odd = fc.constantFrom(() => 5, Symbol("s"), 7n, new Date(0), /x/, new Map(), new Set([1]), new Uint8Array(3), Promise.resolve(1), new Error("e"));
const list = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 3 });
const map = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });
const flag = fc.boolean();
const number = fc.oneof(fc.integer(), fc.double());
const words = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "" && Number.isNaN(Number(text)));

/** For each type of field, what is of another type. What is left out or null is right everywhere. */
const WRONG = {
  text: fc.oneof(number, flag, list, map, odd),
  number: fc.oneof(words, flag, list, map, odd, fc.constantFrom(NaN, Infinity, -Infinity)),
  seed: fc.oneof(flag, list, map, odd, fc.constantFrom(NaN, Infinity)),
  flag: fc.oneof(words, number, list, map, odd),
  list: fc.oneof(words, number, flag, map, odd, fc.array(number, { minLength: 1, maxLength: 3 })),
  map: fc.oneof(words, number, flag, list, odd),
  word: fc.oneof(words.filter((text) => !["queued", "direct", "mp3", "wav"].includes(text)), number, flag, list, map, odd),
};

const SHARED = { model: "text", operation: "word", title: "text", seed: "seed", webhook: "map", params: "map", extra: "map", lenient: "flag", mode: "word" };
const WORDS = { instruction: "text", prompt: "text", lyrics: "text" };
const MODEL = "producer/lyria-3-pro";

/** For each operation an order that is right, and the type of each field that it may have. */
const ORDERS = {
  create: [{ model: MODEL, prompt: "rain" }, { ...SHARED, prompt: "text", negativePrompt: "text", lyrics: "text", seconds: "number", bpm: "number", images: "list", instrumental: "flag" }],
  extend: [{ model: MODEL, clip: "c", instruction: "more" }, { ...SHARED, ...WORDS, clip: "text", startsAt: "number", seconds: "number" }],
  replace: [{ model: MODEL, clip: "c", instruction: "other", startsAt: 1, endsAt: 2 }, { ...SHARED, ...WORDS, clip: "text", startsAt: "number", endsAt: "number" }],
  cover: [{ model: MODEL, clip: "c", instruction: "slower" }, { ...SHARED, ...WORDS, clip: "text", strength: "number", uploaded: "flag" }],
  upload: [{ model: MODEL, audioUrl: "https://example.com/a.mp3" }, { ...SHARED, audioUrl: "text" }],
  download: [{ model: MODEL, clip: "c" }, { ...SHARED, clip: "text", format: "word" }],
};

/** An operation, its order with one field wrong, and that field's name. */
const oneWrong = fc.constantFrom(...Object.keys(ORDERS)).chain((operation) => {
  const [order, types] = ORDERS[operation];
  const wrongs = Object.entries(types).map(([field, type]) =>
    WRONG[type].map((value) => ({ operation, field, order: { ...order, [field]: value } })),
  );
  return fc.oneof(...wrongs);
});

/** Anything a program can hold, objects that fight back among it. */
const trap = () => {
  throw new Error("trap");
};
/** With a name to be printed by. */
const target = { [fc.toStringMethod]: () => "hostile" };
const get = (_, name) => (name === fc.toStringMethod ? target[name] : trap());
const hostile = fc.constantFrom(new Proxy(target, { get }), new Proxy(target, { ownKeys: trap }), { get model() { return trap(); } }, { toString: trap, valueOf: trap, toJSON: trap });
const anything = fc.oneof(
  { weight: 4, arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true }) },
  { weight: 1, arbitrary: fc.oneof(odd, hostile) },
);

/** An object with some of these members, each of them anything. */
const some = (names) => fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });

const OPTIONS = ["keys", "endpoints", "mediaRelay", "relay", "fetch", "journal", "policy"];
const RUN = ["signal", "onUpdate", "onAudio", "onJob", "keep", "policy"];
const SNAPSHOT = {
  version: 1, id: "a", model: MODEL, operation: "create", phase: "taken", createdAt: 1, takenAt: 1, endpoint: "https://api.musicapi.ai",
  order: { ...ORDERS.create[0], operation: "create" }, ticket: { id: "t" },
};
const FIELDS = [...new Set(Object.values(ORDERS).flatMap(([, types]) => Object.keys(types)))];

/** Every method with its arguments made up. */
const METHODS = {
  "new Tutti": [fc.tuple(fc.oneof(anything, some(OPTIONS))), (options) => new Tutti(options)],
  "Tutti.load": [fc.tuple(anything.filter((it) => it !== undefined)), (source) => Tutti.load(source)],
  models: [fc.tuple(fc.oneof(anything, some(["provider", "operation"]))), (filter) => tutti.models(filter)],
  check: [fc.tuple(fc.oneof(anything, some(FIELDS))), (order) => tutti.check(order)],
  submit: [fc.tuple(fc.oneof(anything, some(FIELDS)), fc.oneof(anything, some(RUN))), (order, run) => tutti.submit(order, run)],
  ...Object.fromEntries(
    Object.entries(ORDERS).map(([operation, [order]]) => [
      operation,
      [
        fc.tuple(fc.oneof(anything, some(FIELDS).map((fields) => ({ ...order, ...fields }))), fc.oneof(fc.constant(undefined), anything, some(RUN))),
        (asked, run) => tutti[operation](asked, run),
      ],
    ]),
  ),
  resume: [fc.tuple(fc.oneof(anything, some([...Object.keys(SNAPSHOT), "results"]).map((it) => ({ ...SNAPSHOT, ...it }))), fc.oneof(fc.constant(undefined), some(RUN))), (snapshot, run) => tutti.resume(snapshot, run)],
  forget: [fc.tuple(anything), (id) => tutti.forget(id)],
  credits: [fc.tuple(anything), (provider) => tutti.credits(provider)],
  "job.result": [fc.tuple(fc.oneof(anything, some(["signal"]))), (options) => job.result(options)],
  "track.blob": [fc.tuple(fc.oneof(anything, some(["signal"]))), (options) => track.blob(options)],
  verifyWebhook: [fc.tuple(fc.oneof(anything, some(["body", "headers", "secret", "toleranceSeconds"]))), (call) => verifyWebhook(call)],
  parseWebhook: [fc.tuple(fc.oneof(fc.constantFrom("producer", "pixazo"), anything), fc.oneof(anything, anything.map((it) => shownAsJson(it)))), (provider, body) => parseWebhook(provider, body)],
};

test("without a wrong field, each of these orders and the record are right", async () => {
  for (const [operation, [order]] of Object.entries(ORDERS)) {
    assert.deepEqual(await tutti.check({ operation, ...order }), []);
    assert.equal((await outcome(() => tutti[operation](order))).kind, "network");
  }
  assert.equal((await tutti.resume(SNAPSHOT)).id, "a");
});

test("one wrong field in an order that is right otherwise is refused by its name, by every operation", async () => {
  await holds(4000, oneWrong, async ({ operation, field, order }) => {
    const errors = [
      await outcome(() => tutti[operation](order)),
      await outcome(() => tutti.submit({ operation, ...order })),
    ];
    for (const error of errors) {
      assert.ok(error instanceof TuttiError, `it was taken: ${String(error?.stack ?? error)}`);
      assert.ok(["invalid_order", "unsupported"].includes(error.kind), `${error.kind}: ${error.message}`);
      assert.ok(names(error, field), `${field} is told as ${error.field}: ${error.message}`);
      assert.equal(error.charge, "no");
    }
    const findings = await tutti.check({ operation, ...order });
    assert.ok(findings.some((it) => it.level === "error" && names(it, field)), JSON.stringify(findings));
  });
});

for (const [name, [args, run]] of Object.entries(METHODS)) {
  test(`anything at all given to ${name} is taken or refused with a TuttiError`, async () => {
    await holds(500, args, async (made) => {
      const result = await outcome(() => run(...made));
      const mine = made.some((it) => abortedBy(it, result));
      assert.ok(!(result instanceof Error) || result instanceof TuttiError || mine, String(result?.stack));
      if (result instanceof TuttiError) assert.match(result.message, /^\S.*\S$/s);
    });
  });
}

test("a journal that answers with anything breaks nothing", async () => {
  await holds(50, fc.tuple(anything, anything, anything), async ([put, removed, records]) => {
    const journal = { put: () => put, delete: () => removed, list: () => records };
    const own = new Tutti({ journal, fetch: AWAY });
    for (const run of [() => own.pending(), () => own.forget("a"), () => own.create({ ...SKETCH, seconds: 1 })]) {
      const result = await outcome(run);
      assert.ok(!(result instanceof Error) || result instanceof TuttiError, String(result?.stack));
    }
  });
});

test("all of that was a lot, nothing of it was left unheard, and the module still works", async () => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(unhandled, []);
  assert.ok(given >= 10_000, `${given} runs`);
  const journal = memoryJournal();
  const [made] = await client({ journal }).create(SHORT);
  assert.ok(made.bytes > 0);
});

function holds(runs, arbitrary, check) {
  const counted = async (value) => {
    given += 1;
    await check(value);
  };
  return fc.assert(fc.asyncProperty(arbitrary, counted), { seed: SEED, numRuns: runs });
}

/** What a call comes to: its result, or what it threw. */
async function outcome(run) {
  try {
    return await run();
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(`thrown: ${typeof thrown}`);
  }
}

function names({ field }, wanted) {
  return field === wanted || field?.startsWith(`${wanted}.`) || field?.startsWith(`${wanted}[`);
}

/** Whether a signal among these options was aborted, so that its reason is what a call rejects with. */
function abortedBy(options, result) {
  try {
    return options?.signal?.aborted === true && options.signal.reason === result;
  } catch {
    return false;
  }
}

function shownAsJson(value) {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
