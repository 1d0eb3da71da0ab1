// Options and orders of every wrong kind: refused by name, with a TuttiError and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SHORT, Tutti, TuttiError, client, refusal, rejection } from "./support.mjs";

/** The field that a constructor's error names. */
function refused(options) {
  try {
    new Tutti(options);
  } catch (error) {
    assert.ok(error instanceof TuttiError, String(error?.stack));
    assert.equal(error.kind, "invalid_order");
    assert.equal(error.charge, "no");
    return error.field;
  }
  return assert.fail(`it took ${JSON.stringify(options)}`);
}

test("a wrong option of a client is refused by its name, at once", () => {
  const wrong = [
    [{ kyes: {} }, "options.kyes"],
    [5, "options"],
    [[], "options"],
    [{ keys: "SG_x" }, "options.keys"],
    [{ keys: { segmind: 5 } }, "options.keys.segmind"],
    [{ endpoints: { segmind: "not an address" } }, "options.endpoints.segmind"],
    [{ endpoints: { segmind: "ftp://example.com" } }, "options.endpoints.segmind"],
    [{ endpoints: { segmind: "https://user:word@example.com" } }, "options.endpoints.segmind"],
    [{ endpoints: { segmind: "https://example.com/?a=b" } }, "options.endpoints.segmind"],
    [{ endpoints: { segmind: 5 } }, "options.endpoints.segmind"],
    [{ mediaRelay: "/relative" }, "options.mediaRelay"],
    [{ mediaRelay: 5 }, "options.mediaRelay"],
    [{ fetch: {} }, "options.fetch"],
    [{ fetch: 0 }, "options.fetch"],
    [{ journal: "file" }, "options.journal"],
    [{ journal: { put() {}, list() {} } }, "options.journal"],
    [{ journal: null }, "options.journal"],
    [{ policy: { deadline: 5 } }, "options.policy.deadline"],
    [{ policy: { deadlineMs: "5" } }, "options.policy.deadlineMs"],
    [{ policy: { deadlineMs: 0 } }, "options.policy.deadlineMs"],
    [{ policy: { intervalMs: NaN } }, "options.policy.intervalMs"],
    [{ policy: { intervalMs: Infinity } }, "options.policy.intervalMs"],
    [{ policy: 5 }, "options.policy"],
    [{ get keys() { throw new Error("mine"); } }, "options"],
  ];
  for (const [options, field] of wrong) assert.equal(refused(options), field);
});

test("options that are left out or undefined are the usual ones", () => {
  for (const options of [undefined, {}, { keys: undefined, endpoints: undefined, mediaRelay: undefined, fetch: undefined, journal: undefined, policy: undefined }, { keys: { segmind: undefined } }, { journal: "none" }]) {
    assert.ok(new Tutti(options));
  }
});

test("a wrong option of a run is refused by its name, before anything is sent", async () => {
  const tutti = new Tutti({ fetch: () => assert.fail("something was sent") });
  const wrong = [
    [{ onupdate() {} }, "options.onupdate"],
    [{ onUpdate: 5 }, "options.onUpdate"],
    [{ onJob: {} }, "options.onJob"],
    [{ signal: {} }, "options.signal"],
    [{ signal: null }, "options.signal"],
    [{ keep: "all" }, "options.keep"],
    [{ policy: { deadlineMs: -1 } }, "options.policy.deadlineMs"],
    [{ timeout: 5 }, "options.timeout"],
    ["x", "options"],
  ];
  for (const [options, field] of wrong) {
    for (const call of [tutti.create(SHORT, options), tutti.submit(SHORT, options)]) {
      assert.equal((await refusal(call, "invalid_order")).field, field);
    }
  }
  assert.equal((await refusal(tutti.models({ kind: "x" }), "invalid_order")).field, "filter.kind");
  assert.equal((await refusal(tutti.models({ provider: 5 }), "invalid_order")).field, "filter.provider");
  for (const odd of [undefined, 5, {}]) {
    await refusal(tutti.credits(odd), "invalid_order");
    await refusal(tutti.forget(odd), "invalid_order");
    await refusal(Tutti.load(odd ?? "x"), "invalid_order");
  }
});

test("what is no plain data is refused with its place", async () => {
  const tutti = client();
  const loop = {};
  loop.loop = loop;
  let bush = {};
  for (let level = 0; level < 50; level += 1) bush = { left: bush, right: bush };
  const wrong = [
    [{ ...SHORT, extra: { run: () => 5 } }, "extra.run"],
    [{ ...SHORT, extra: { list: [1, 10n] } }, "extra.list[1]"],
    [{ ...SHORT, extra: { sign: Symbol("x") } }, "extra.sign"],
    [{ ...SHORT, extra: { when: new Date() } }, "extra.when"],
    [{ ...SHORT, extra: { bytes: new Uint8Array(8) } }, "extra.bytes"],
    [{ ...SHORT, extra: { wide: new Array(2 ** 32 - 1) } }, "extra.wide"],
    [{ ...SHORT, get prompt() { throw new Error("mine"); } }, "order"],
    [new Proxy({}, { ownKeys() { throw new Error("mine"); } }), "order"],
  ];
  for (const [order, field] of wrong) assert.equal((await refusal(tutti.submit(order), "invalid_order")).field, field);
  for (const order of [loop, { ...SHORT, extra: loop }, { ...SHORT, extra: bush }, { ...SHORT, prompt: "x".repeat(64 << 20) }]) {
    const error = await refusal(tutti.submit(order), "invalid_order");
    assert.match(error.message, /larger than any provider takes/);
  }
  for (const order of [undefined, null, 5, "x", [], () => 5]) {
    assert.equal((await refusal(tutti.submit(order), "invalid_order")).field, "order");
    const [finding] = await tutti.check(order);
    assert.deepEqual([finding.level, finding.kind], ["error", "invalid_order"]);
    await refusal(tutti.resume(order), "invalid_order");
  }
});

test("thousands of made-up options and orders meet TuttiErrors only", async () => {
  const random = generator(20_261_121);
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const away = () => Promise.reject(new TypeError("nobody there"));
  const accepted = { clients: 0, orders: 0 };
  let tutti = new Tutti();
  for (let round = 0; round < 4000; round += 1) {
    try {
      tutti = new Tutti({ ...random.object(["keys", "endpoints", "mediaRelay", "journal", "policy", "odd"]), fetch: away });
      accepted.clients += 1;
    } catch (error) {
      assert.ok(error instanceof TuttiError, String(error?.stack ?? error));
    }
    const order = random.order();
    const run = random.chance(0.3) ? random.object(["signal", "onUpdate", "onJob", "keep", "policy"]) : undefined;
    const outcomes = await Promise.all([
      tutti.create(order, run).catch((error) => error),
      tutti.resume(random.snapshot(order), run).catch((error) => error),
      tutti.check(order),
    ]);
    for (const outcome of outcomes.slice(0, 2)) assert.ok(outcome instanceof TuttiError, String(outcome?.stack ?? outcome));
    assert.ok(Array.isArray(outcomes[2]));
    accepted.orders += outcomes[2].every((finding) => finding.level === "warning") ? 1 : 0;
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
  // The made-up things are not all nonsense: some get as far as the network that is away.
  assert.ok(accepted.clients > 20 && accepted.orders > 20, JSON.stringify(accepted));
  assert.ok((await client().models()).length > 0, "the module still works");
});

test("an error of the caller's own is not hidden behind one of ours", async () => {
  const own = new Error("mine");
  const call = new Tutti().create({ get model() { throw own; } });
  assert.equal((await rejection(call)).cause, own);
});

/** Made-up values, the same for the same seed. */
function generator(seed) {
  let state = seed;
  const unit = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = (list) => list[Math.floor(unit() * list.length)];
  const chance = (share) => unit() < share;
  const text = () => pick(["", "x", "http://127.0.0.1:9", "none", "bytes", "url", "\u0000", "\ud800", "é".repeat(300), "__proto__", "constructor", "5", "{}"]);
  const leaf = () => pick([undefined, null, true, false, 0, -0, 1, -1, 0.5, 1e308, 2 ** 53, NaN, Infinity, 7n, Symbol("s"), () => text(), async () => text(), text(), text(), new Date(0), /x/, new Map(), new Uint8Array(3), Promise.resolve(1), new Error("e"), AbortSignal.timeout(1e6), new Proxy({}, { get() { throw new Error("trap"); } })]);
  const value = (depth = 3) => {
    if (depth === 0 || chance(0.5)) return leaf();
    if (chance(0.4)) return Array.from({ length: Math.floor(unit() * 4) }, () => value(depth - 1));
    return object([text(), text(), "segmind", "put", "delete", "list", "deadlineMs", "intervalMs"], depth - 1);
  };
  const object = (names, depth = 3) => {
    const made = {};
    for (const name of names) if (chance(0.25)) made[name] = value(depth);
    return made;
  };
  const names = ["prompt", "negativePrompt", "lyrics", "seconds", "bpm", "images", "instrumental", "seed", "title", "params", "extra", "lenient", "mode", "webhook", "operation", "clip", "odd"];
  const sensible = { prompt: "x", seconds: 5, seed: "7", title: "t", lenient: true, mode: "direct", extra: { a: [1, { b: null }] } };
  const order = () => {
    if (chance(0.1)) return value();
    const made = { model: pick(["segmind/lyria-2", SHORT.model, "nobody/nothing", value()]), ...object(names) };
    for (const [name, good] of Object.entries(sensible)) if (chance(0.5)) made[name] = good;
    return made;
  };
  const snapshot = (of) => ({ version: 1, id: "a", phase: pick(["ordered", "taken", "unknown", "done", text()]), createdAt: 1, endpoint: "https://api.segmind.com", order: of, ticket: value(), results: value(), ...object(["version", "id", "phase", "createdAt", "takenAt", "endpoint"]) });
  return { chance, object, order, snapshot };
}
