// The library: finding what is kept, marking it, and having both again after a reload.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(() => sandbox.reset());

/** A library of these prompts, the last one newest. */
async function kept(...prompts) {
  const studio = await openStudio(browser);
  for (const [nth, prompt] of prompts.entries()) {
    await studio.generate(prompt);
    await studio.page.waitForFunction((count) => document.querySelectorAll("article .kept").length === count, nth + 1);
  }
  await studio.page.locator("body").press("/");
  return studio;
}

const titles = (studio) => studio.library.locator(".row-title").allTextContents();

test("who writes on at once after the slash writes into the search, however late the page is drawn", async () => {
  const studio = await kept("quiet piano");
  await studio.button(/^Create/).click();
  await studio.page.evaluate(() => {
    document.activeElement.blur();
    const drawn = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (act) => setTimeout(() => drawn(act), 500);
  });
  await studio.page.keyboard.type("/kl");
  assert.equal(await studio.library.getByRole("searchbox").inputValue(), "kl");
  await studio.close();
});

test("a search finds a track by any of its words, and says how many there are", async () => {
  const studio = await kept("quiet piano", "loud brass band", "quiet strings");
  // The slash went to the search field.
  await studio.page.keyboard.type("QUIET");
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 2);
  assert.deepEqual(await titles(studio), ["quiet strings", "quiet piano"]);
  await studio.library.getByText(/^2 of 3 tracks/).waitFor();
  await studio.page.keyboard.type(" trombone");
  await studio.library.getByText("Nothing like that is kept.").waitFor();
  await studio.button("Show all").click();
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 3);
  await studio.library.getByLabel("Order").selectOption({ label: "Title" });
  assert.deepEqual(await titles(studio), ["loud brass band", "quiet piano", "quiet strings"]);
  await studio.close();
});

test("a favourite is one after a reload too", async () => {
  const studio = await kept("quiet piano", "loud brass band");
  await studio.library.getByRole("button", { name: /^Favourite: quiet piano/ }).click();
  await studio.page.waitForFunction(() => document.querySelector(".star[aria-pressed=true]"));
  await studio.page.waitForTimeout(300);
  await studio.reload();
  await studio.button(/^Library/).click();
  await studio.button("Favourites").click();
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 1);
  assert.deepEqual(await titles(studio), ["quiet piano"]);
  await studio.close();
});

test("a backup opens with tar, and a restore into an empty browser is the same, byte for byte", async () => {
  const studio = await kept("quiet piano", "loud brass band");
  const first = await stored(studio);
  const [download] = await Promise.all([studio.page.waitForEvent("download"), studio.button("Back up").click()]);
  const file = join(await mkdtemp(join(tmpdir(), "tutti-backup-")), "library.tar");
  await download.saveAs(file);
  await studio.close();
  const names = execFileSync("tar", ["-tf", file], { encoding: "utf8" }).trim().split("\n");
  assert.equal(names.length, 3);
  assert.equal(names[0], "library.json");
  const audio = execFileSync("tar", ["-xOf", file, names[1]], { maxBuffer: 1 << 26 });
  assert.equal(audio.subarray(0, 4).toString(), "RIFF");

  const fresh = await openStudio(browser);
  await fresh.button(/^Library/).click();
  await fresh.library.locator("input[type=file]").setInputFiles(file);
  await fresh.page.getByText("2 tracks restored.").first().waitFor();
  assert.deepEqual(await stored(fresh), first);
  await fresh.library.locator("input[type=file]").setInputFiles(file);
  await fresh.page.getByText("nothing that is not here already").first().waitFor();
  await fresh.reload();
  await fresh.button(/^Library/).click();
  assert.deepEqual((await titles(fresh)).sort(), ["loud brass band", "quiet piano"]);
  await fresh.library.getByRole("button", { name: /^Play: quiet piano/ }).click();
  await fresh.hear();
  await fresh.close();
});

test("what is no backup, or a damaged one, restores nothing and says so", async () => {
  const studio = await openStudio(browser);
  await studio.button(/^Library/).click();
  const give = (name, bytes) =>
    studio.library.locator("input[type=file]").setInputFiles({ name, mimeType: "application/x-tar", buffer: Buffer.from(bytes) });
  await give("noise.tar", "not an archive at all".repeat(100));
  await studio.page.getByText("this is no backup of a Tutti library").first().waitFor();
  const folder = await mkdtemp(join(tmpdir(), "tutti-backup-"));
  await writeFile(join(folder, "library.json"), "{ damaged");
  const damaged = execFileSync("tar", ["--format=ustar", "-cf", "-", "-C", folder, "library.json"]);
  await give("damaged.tar", damaged);
  await studio.page.getByText("its list of tracks is damaged").first().waitFor();
  await writeFile(join(folder, "library.json"), JSON.stringify({ tracks: [1, { id: "x" }, null] }));
  await give("odd.tar", execFileSync("tar", ["--format=ustar", "-cf", "-", "-C", folder, "library.json"]));
  await studio.page.getByText("of 3 tracks the audio could not be read").first().waitFor();
  assert.equal(await studio.library.locator(".row").count(), 0);
  await studio.close();
});

/** A fingerprint of everything the library holds: what is known of each track, and its bytes. */
function stored(studio) {
  return studio.page.evaluate(async () => {
    const all = (name, store) =>
      new Promise((done, failed) => {
        const open = indexedDB.open(name);
        open.onerror = failed;
        open.onsuccess = () => {
          const request = open.result.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => (open.result.close(), done(request.result));
          request.onerror = failed;
        };
      });
    const bytes = await Promise.all(
      (await all("tutti-bytes", "bytes")).map(async ({ id, buffer }) => {
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
        return [id, buffer.byteLength, [...hash].join()];
      }),
    );
    const peaks = (await all("tutti-peaks", "peaks")).map(({ id, buffer }) => [id, [...buffer].join()]);
    const takes = await all("tutti-takes", "takes");
    const sorted = (_, it) => (it?.constructor === Object ? Object.fromEntries(Object.entries(it).sort()) : it);
    const plain = (take) => JSON.stringify({ ...take, sourceUrl: null }, sorted);
    return { bytes: bytes.sort(), peaks: peaks.sort(), takes: takes.map(plain).sort() };
  });
}
