// What former jobs teach: kept in a journal that has room for it, else for as long as the client lives.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { KEY, SHORT, client, memoryJournal, reset, sandbox, Tutti } from "./support.mjs";

const VENDORS_MS = 21_970;
const JOBS = 8;

beforeEach(reset);

/** A client that paces jobs by what it knows. */
function paced(options) {
  return new Tutti({ keys: { segmind: KEY }, endpoints: { segmind: `${sandbox}/segmind` }, ...options });
}

/** What a job tells first of the time that is left. */
async function eta(tutti, options) {
  const heard = [];
  await tutti.create({ ...SHORT }, { ...options, onUpdate: (update) => heard.push(update.etaMs) });
  return heard.find((it) => it !== undefined);
}

async function teach(tutti) {
  await Promise.all(Array.from({ length: JOBS }, () => tutti.create({ ...SHORT })));
}

/** A journal that also keeps notes. */
function notedJournal() {
  const notes = new Map();
  const remember = async (note) => void notes.set(note.id, JSON.stringify(note));
  const recall = async (id) => (notes.has(id) ? JSON.parse(notes.get(id)) : undefined);
  return { ...memoryJournal(), notes, remember, recall };
}

test("a client learns from its own jobs, with no journal at all", async () => {
  const tutti = client({ journal: "none" });
  assert.equal(await eta(tutti), VENDORS_MS);
  await teach(tutti);
  assert.ok((await eta(tutti)) < 5_000);
  assert.equal(await eta(client({ journal: "none" })), VENDORS_MS);
});

test("a journal of one's own that keeps notes teaches the next client", async () => {
  const journal = notedJournal();
  await teach(client({ journal }));
  assert.equal(journal.notes.size, 1);
  const tutti = paced({ journal });
  const began = performance.now();
  assert.ok((await eta(tutti)) < 5_000);
  // A client that knows nothing looks after two seconds at the earliest, or twelve.
  assert.ok(performance.now() - began < 8_000);
  assert.ok(journal.written.every((record) => record.phase));
  assert.deepEqual(await tutti.pending(), []);
});

test("notes among the records, damaged ones too, are no jobs", async () => {
  const journal = notedJournal();
  journal.put({ id: "pace x", pace: 1, spans: [1, 2] });
  journal.put({ id: "pace y", pace: "?", spans: { length: 9 } });
  assert.deepEqual(await client({ journal }).pending(), []);
});

test("a journal that fails at notes, or never answers, holds up no job", async () => {
  const hang = () => new Promise(() => {});
  const fail = async () => {
    throw new Error("no");
  };
  for (const [recall, remember] of [[fail, fail], [hang, hang], [async () => "x", fail], [async () => ({ pace: 1, spans: "x" }), hang]]) {
    const journal = { ...memoryJournal(), recall, remember };
    assert.equal(await eta(client({ journal })), VENDORS_MS);
  }
});

test("a policy of one's own wins over what was learnt", async () => {
  const journal = notedJournal();
  await teach(client({ journal }));
  const began = performance.now();
  await eta(paced({ journal }), { policy: { firstCheckMs: 4_000, intervalMs: 50 } });
  assert.ok(performance.now() - began >= 4_000);
});
