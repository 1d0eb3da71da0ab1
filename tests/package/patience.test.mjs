// A status check is free: it survives any passing fault, for as long as the job is watched.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { SHORT, billed, client, posts, refusal, reset } from "./support.mjs";

/** A fetch that answers the first questions about a job with faults of its own making. */
function faulty(faults) {
  const left = [...faults];
  const own = async (url, init) => {
    const fault = url.endsWith("/status") ? left.shift() : undefined;
    return fault ? fault() : fetch(url, init);
  };
  return { fetch: own, left };
}

const answer = (body, status = 200, headers = {}) => () => new Response(body, { status, headers });
const half = () => {
  let sent = false;
  const pull = (stream) => {
    if (sent) stream.error(new TypeError("terminated"));
    else stream.enqueue(new TextEncoder().encode('{"status": "PROC'));
    sent = true;
  };
  return new Response(new ReadableStream({ pull }), { headers: { "content-type": "application/json" } });
};
const dropped = () => {
  throw new TypeError("fetch failed");
};

describe("with faults in a row", { concurrency: true }, () => {
  before(reset);

  test("five of every kind are survived, each told, and one job is billed", async () => {
    const five = [dropped, answer("<html>busy</html>", 502), answer(""), half, answer("{}", 429, { "retry-after": "1" })];
    const { fetch, left } = faulty(five);
    const heard = [];
    const order = { ...SHORT, seed: 1 };
    const [track] = await client({ fetch }).create(order, { onUpdate: (update) => heard.push(update) });
    assert.ok(track.bytes > 0);
    assert.deepEqual(left, []);
    const told = heard.filter((update) => update.state === "retrying");
    assert.deepEqual(told.map((it) => it.reason), ["network", "provider_unavailable", "bad_response", "bad_response", "rate_limited"]);
    assert.ok(told.every((it, at) => it.inMs >= 0.7 * 1000 * 2 ** at), told.map((it) => it.inMs).join());
    assert.equal((await billed()).length, (await posts()).length);
  });

  test("a deadline is declared only after a last look", async () => {
    const { fetch, left } = faulty([dropped, dropped, dropped]);
    const policy = { deadlineMs: 2500, firstCheckMs: 20, intervalMs: 20 };
    // The second fault comes after about a second, the third at the deadline: the last look is the job's own.
    const outcome = await client({ fetch, policy }).create({ ...SHORT, seed: 2 }).catch((error) => error);
    assert.deepEqual(left, []);
    assert.equal(outcome.kind, "timeout");
    const [track] = await (await client().resume(outcome.snapshot)).result();
    assert.ok(track.bytes > 0);
  });

  test("a status that nobody has documented is waited out", async () => {
    const word = answer(JSON.stringify({ status: "SCHEDULED" }), 200, { "content-type": "application/json" });
    const heard = [];
    const { fetch } = faulty([word, word]);
    await client({ fetch }).create({ ...SHORT, seed: 3 }, { onUpdate: (update) => heard.push(update) });
    assert.ok(heard.some((update) => update.status === "SCHEDULED"));
  });

  test("a refusal of the question ends the watching with the snapshot, not the job", async () => {
    const { fetch } = faulty([answer('{"error": "no"}', 403)]);
    const error = await refusal(client({ fetch }).create({ ...SHORT, seed: 4 }), "forbidden");
    assert.equal(error.snapshot.phase, "taken");
    assert.notEqual(error.charge, "no");
    const [track] = await (await client().resume(error.snapshot)).result();
    assert.ok(track.bytes > 0);
  });
});
