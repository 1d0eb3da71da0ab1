// Options and orders of every wrong kind: refused by name, with a TuttiError and nothing else. Generated ones are in generated.test.mjs.

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
    [{ onAudio: "loud" }, "options.onAudio"],
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

test("an error of the caller's own is not hidden behind one of ours", async () => {
  const own = new Error("mine");
  const call = new Tutti().create({ get model() { throw own; } });
  assert.equal((await rejection(call)).cause, own);
});
