// A key goes to its provider's endpoint and nowhere else, and shows in nothing that is handed out.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { inspect } from "node:util";

import { SHORT, billed, client, faults, memoryJournal, rejection, reset, sandbox } from "./support.mjs";

const PLANTED = "SG_planted_0123456789";

let foreign;
let origin;
let seen = [];

before(async () => {
  foreign = createServer((request, response) => {
    seen.push({ url: request.url, headers: { ...request.headers } });
    response.writeHead(404).end();
  });
  await new Promise((listening) => foreign.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${foreign.address().port}`;
});

after(() => foreign.close());

beforeEach(async () => {
  seen = [];
  await reset();
});

const planted = (options) => client({ keys: { segmind: PLANTED }, ...options });

/** Fails if the key shows in anything of it, its stack and its hidden members included. */
function clean(value, what) {
  for (const text of [JSON.stringify(value) ?? "", inspect(value, { depth: 20, showHidden: true, getters: true }), String(value?.stack)]) {
    assert.ok(!text.includes(PLANTED), `the key shows in ${what}: ${text.slice(0, 300)}`);
  }
}

test("a foreign status address is never called, and the job is asked for at its own endpoint", async () => {
  await faults({ route: "submit", kind: { foreign_urls: { origin } } });
  const [track] = await planted().create(SHORT);
  assert.ok(track.bytes > 0);
  assert.deepEqual(seen, []);
});

test("a foreign result address is never called with the key", async () => {
  await faults({ route: "status", times: null, kind: { foreign_urls: { origin } } });
  await planted().create(SHORT).catch(() => {});
  assert.ok(seen.every(({ headers }) => !JSON.stringify(headers).includes(PLANTED)));
});

test("audio at a foreign host is fetched without the key, cookies or the page's address", async () => {
  await faults({ route: "result", times: null, kind: { foreign_urls: { origin } } }, { route: "status", times: null, kind: { foreign_urls: { origin } } });
  const error = await rejection(planted().create(SHORT));
  assert.equal(error.kind, "expired");
  assert.ok(seen.length >= 1, "the audio was asked for");
  for (const { headers } of seen) {
    assert.ok(!JSON.stringify(headers).includes(PLANTED));
    assert.equal(headers["x-api-key"] ?? headers.authorization ?? headers.cookie ?? headers.referer, undefined);
  }
  clean(error, "the error");
});

test("a redirect does not carry the key away", async () => {
  for (const route of ["credits", "submit", "status"]) {
    await reset();
    await faults({ route, times: null, kind: { redirect: { to: origin } } });
    const error = await rejection(planted().create(SHORT));
    clean(error, `the error of a redirected ${route}`);
    if (route !== "credits") assert.equal(error.kind, "unsafe_url", route);
  }
  assert.deepEqual(seen, []);
});

test("the key shows in no update, record, snapshot, track or job", async () => {
  const journal = memoryJournal();
  const updates = [];
  const tutti = planted({ journal });
  const job = await tutti.submit(SHORT, { onUpdate: (update) => updates.push(update) });
  clean(job, "the job");
  clean(tutti, "the client");
  clean(await tutti.pending(), "the journal's list");
  const tracks = await job.result();
  for await (const update of job.updates()) updates.push(update);
  for (const [what, value] of Object.entries({ tracks, updates, written: journal.written, snapshot: job.toJSON() })) clean(value, what);
  assert.ok(updates.length > 5 && journal.written.length >= 2);
});

test("the key is struck out of whatever the server echoes", async () => {
  const body = JSON.stringify({ error: `bad key ${PLANTED}`, detail: PLANTED, [PLANTED]: { PLANTED } });
  for (const code of [400, 401, 402, 403, 404, 422, 500]) {
    for (const text of [body, `<html>${PLANTED}</html>`, PLANTED]) {
      await reset();
      const journal = memoryJournal();
      const updates = [];
      await faults({ route: "submit", times: null, kind: { status: { code, body: text } } });
      const error = await rejection(planted({ journal }).create(SHORT, { onUpdate: (it) => updates.push(it), policy: { deadlineMs: 100 } }));
      clean(error, `the error of ${code}`);
      clean(updates, "the updates");
      clean(journal.written, "the records");
    }
  }
  assert.deepEqual(await billed(), []);
});

test("the key is struck out of an echo in a status, an id, a result and a header", async () => {
  const answers = [
    { request_id: `id ${PLANTED}`, status: PLANTED, status_url: `${sandbox}/segmind/${PLANTED}` },
    { request_id: "1", status: `SAID_${PLANTED}` },
    { request_id: "1", status: "COMPLETED", output: `${sandbox}/segmind-assets/${PLANTED}.wav`, metrics: { note: PLANTED } },
    { status: "FAILED", error: PLANTED },
  ];
  for (const submit of answers) {
    for (const check of answers) {
      const own = async (url, { method }) => {
        const said = url.endsWith("/get-user-credits") ? { credits: 1, note: PLANTED } : method === "POST" ? submit : check;
        return new Response(JSON.stringify(said), { headers: { "content-type": "application/json", "x-cost": PLANTED } });
      };
      const journal = memoryJournal();
      const updates = [];
      const options = { onUpdate: (it) => updates.push(it), keep: "url", policy: { deadlineMs: 60 } };
      const outcome = await planted({ fetch: own, journal }).create(SHORT, options).catch((error) => error);
      clean(outcome, "the outcome");
      clean(updates, "the updates");
      clean(journal.written, "the records");
      clean(await planted({ fetch: own }).credits("segmind"), "the balance");
    }
  }
});

test("the key of one provider is not offered to another", async () => {
  const error = await rejection(client({ keys: { aimlapi: PLANTED } }).create(SHORT));
  assert.equal(error.kind, "unauthorized");
  clean(error, "the error");
});

test("a key given in the wrong place is not repeated", () => {
  for (const options of [{ keys: PLANTED }, { keys: [PLANTED] }, { keys: { segmind: { key: PLANTED } } }, { key: PLANTED }, PLANTED]) {
    assert.throws(() => client(options === PLANTED ? { fetch: PLANTED } : options), (error) => (clean(error, "the error"), error.kind === "invalid_order"));
  }
});
