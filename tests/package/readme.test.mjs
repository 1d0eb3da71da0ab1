// The README's programs run as they stand, and its tables say what the catalogue says.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { SHORT, Tutti, TuttiError, packageDir, reset, sandbox } from "./support.mjs";

const readme = await readFile(join(packageDir, "README.md"), "utf8");
const types = await readFile(join(packageDir, "index.d.ts"), "utf8");
const programs = [...readme.matchAll(/^```js node\n(.*?)^```$/gms)].map(([, code]) => code);
const printed = [/^audio\/wav 8 \d+\n$/, /submitting\n(.*\n)*done\n.* 32\.8\d* s 0\.09 USD\n$/, /done\naudio\/wav \d+\n$/, /^(#*\.* \d+ %\n){2,}$/, /^AbortError\naudio\/wav \d+\n$/, /^found again: [\w.-]+\n$/, /segmind\/lyria-2 0\.09.*seconds .*1 to 30/s];

let folder;

before(async () => {
  await reset();
  folder = await mkdtemp(join(tmpdir(), "tutti-readme-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(packageDir, join(folder, "node_modules", "tutti"));
  // The provider's address leads to the sandbox.
  await writeFile(
    join(folder, "sandbox.mjs"),
    `const real = globalThis.fetch;
     const moved = (url) => String(url).replace("https://api.segmind.com", ${JSON.stringify(`${sandbox}/segmind`)});
     globalThis.fetch = (url, init) => real(moved(url), init);`,
  );
  await leaveJob();
});

/** What the journal's program finds: a job that a program before it, whose process is gone, had submitted. */
async function leaveJob() {
  const moved = (url, init) => fetch(String(url).replace("https://api.segmind.com", `${sandbox}/segmind`), init);
  const job = await new Tutti({ keys: { segmind: "SG_readme" }, fetch: moved }).submit(SHORT);
  await mkdir(join(folder, "journal"));
  await writeFile(join(folder, "journal", `${encodeURIComponent(job.id)}.json`), JSON.stringify(job));
}

after(() => rm(folder, { recursive: true, force: true }));

test("every program for Node is known here, and there are no others", () => {
  assert.equal(programs.length, printed.length);
  // Those for esbuild and React are run in tests/runtimes, the receiver in webhooks.test.mjs, pages in readme-page.test.mjs.
  assert.equal(readme.match(/^```js(?!(x react| esbuild| receiver)$)/gm).length, programs.length);
});

programs.forEach((code, at) => {
  test(`program ${at + 1} of the README runs and prints what it should`, async () => {
    const file = join(folder, `program-${at}.mjs`);
    await writeFile(file, code);
    const env = { ...process.env, SEGMIND_API_KEY: "SG_readme" };
    const args = ["--import", pathToFileURL(join(folder, "sandbox.mjs")).href, file];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env, timeout: 60_000 });
    assert.match(stdout, printed[at]);
    assert.equal(stderr, "");
  });
});

test("the README's table of models is the catalogue's", async () => {
  const rows = new Map([...readme.matchAll(/^\| `([a-z]+\/[^`]+)` \| (yes|no) \| ([\d.]+|not known) \|/gm)].map(([, id, key, usd]) => [id, { key, usd }]));
  const models = await new Tutti().models();
  assert.deepEqual([...rows.keys()].sort(), models.map((model) => model.id).sort());
  for (const model of models) {
    const expected = { key: model.needsKey ? "yes" : "no", usd: String(model.price?.usd ?? (model.local ? 0 : "not known")) };
    assert.deepEqual(rows.get(model.id), expected, model.id);
  }
});

test("every kind of error is explained in the README, and is one of the types", () => {
  const [, union] = types.match(/export type ErrorKind =([^;]+);/);
  const kinds = [...union.matchAll(/"(\w+)"/g)].map(([, kind]) => kind);
  assert.ok(kinds.length >= 20);
  for (const kind of kinds) assert.ok(readme.includes(`\`${kind}\``), kind);
  assert.equal(new TuttiError({ kind: kinds[0], message: "x" }).kind, kinds[0]);
});
