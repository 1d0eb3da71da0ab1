// The library as it grows: ten thousand tracks, many at once, what the person says of a track, the trash.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";
import { stock } from "./stock.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(() => sandbox.reset());

/** A library of so many tracks, open. */
async function stocked(count, options) {
  const studio = await openStudio(browser, options);
  await stock(studio, count);
  await studio.button(/^Library/).click();
  await studio.library.locator(".row").first().waitFor();
  return studio;
}

const rows = (studio) => studio.library.locator(".row");
const row = (studio, title) => rows(studio).filter({ hasText: title });
const search = (studio) => studio.library.getByLabel("Search the library");
const titled = (studio, text) => studio.page.waitForFunction((it) => document.querySelector(".row-title")?.textContent === it, text);

test("ten thousand tracks open, scroll, are searched, deleted and brought back, with few of them drawn", async () => {
  const studio = await stocked(10_000);
  await studio.library.getByText("10,000 tracks").waitFor();
  const drawn = await rows(studio).count();
  assert.ok(drawn < 40, `${drawn} rows are drawn`);
  assert.equal(await rows(studio).first().getAttribute("aria-setsize"), "10000");
  assert.equal(await studio.library.locator(".row-title").first().textContent(), "cold brass 9999");

  await studio.page.locator(".library").evaluate((it) => it.scrollTo(0, it.scrollHeight / 2));
  await studio.page.waitForFunction(() => Math.abs(document.querySelector(".row").ariaPosInSet - 5_000) < 60);
  const hidden = await studio.page.locator(".library").evaluate((it) => {
    const box = it.getBoundingClientRect();
    return !document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest(".row");
  });
  assert.equal(hidden, false, "a row is where one looks");
  assert.ok((await rows(studio).count()) < 40);

  await search(studio).fill("quiet piano 6464");
  await titled(studio, "quiet piano 6464");
  assert.match(await studio.library.locator(".library-size").textContent(), /^\d+ of 10,000 tracks/);
  await row(studio, "quiet piano 6464").getByRole("button", { name: /^Delete/ }).click();
  await row(studio, "quiet piano 6464").waitFor({ state: "detached" });
  await studio.button("Undo").click();
  await row(studio, "quiet piano 6464").waitFor();
  await studio.close();
});

test("the sound of a track is read when it is played, and no sooner", async () => {
  const studio = await openStudio(browser);
  await studio.page.addInitScript(() => {
    globalThis.read = [];
    for (const way of ["get", "getAll", "openCursor"]) {
      const own = IDBObjectStore.prototype[way];
      IDBObjectStore.prototype[way] = function (...given) {
        globalThis.read.push(`${this.name} ${way}`);
        return own.apply(this, given);
      };
    }
  });
  await stock(studio, 300, { sounding: 300 });
  await studio.button(/^Library/).click();
  await rows(studio).first().waitFor();
  const read = () => studio.page.evaluate(() => globalThis.read);
  assert.deepEqual((await read()).filter((it) => it.startsWith("bytes")), []);
  assert.ok((await read()).filter((it) => it === "peaks get").length < 40, "outlines of what is in sight");
  await studio.library.getByRole("button", { name: /^Play/ }).first().click();
  await studio.hear();
  assert.deepEqual((await read()).filter((it) => it.startsWith("bytes")), ["bytes get"]);
  await studio.close();
});

test("the list goes by keyboard: rows by arrows, ends by Home and End, and focus stays when it scrolls", async () => {
  const studio = await stocked(500);
  const { page } = studio;
  const focused = () => page.evaluate(() => document.activeElement.ariaLabel);
  const at = (place) => page.waitForFunction((it) => document.activeElement.closest(".row")?.ariaPosInSet === it, String(place));
  await rows(studio).first().getByRole("button", { name: /^Favourite/ }).focus();
  await page.keyboard.press("ArrowDown");
  await at(2);
  assert.match(await focused(), /^Favourite: slow choir 498/);
  await page.keyboard.press("End");
  await at(500);
  assert.match(await focused(), /^Favourite: quiet piano 0/);
  await page.keyboard.press("ArrowUp");
  await at(499);
  await page.keyboard.press("Home");
  await at(1);
  await page.locator(".library").evaluate((it) => it.scrollTo(0, it.scrollHeight / 2));
  await page.waitForFunction(() => document.querySelectorAll(".row").length > 10);
  await page.waitForTimeout(200);
  await at(1);
  for (let steps = 0; steps < 60; steps++) await page.keyboard.press("Tab");
  const place = Number(await page.evaluate(() => document.activeElement.closest(".row")?.ariaPosInSet));
  assert.ok(place > 5, `Tab went on to row ${place}`);
  await studio.close();
});

test("a name, a rating and tags are there after a reload, and found by", async () => {
  const studio = await stocked(12);
  const details = studio.page.getByRole("dialog");
  await studio.button("Details: loud piano 1, Lyria 2 (Segmind)").click();
  await details.getByLabel("Name").fill("Rain, at last");
  await details.getByLabel("Name").blur();
  await details.getByRole("radio", { name: "5" }).check({ force: true });
  await details.getByLabel("Tags").fill("wet");
  await details.getByRole("button", { name: "Add" }).click();
  await details.getByText("wet", { exact: true }).waitFor();
  await details.getByRole("button", { name: "Close" }).click();
  await studio.page.waitForTimeout(300);
  await studio.reload();
  await studio.button(/^Library/).click();
  const list = studio.library;
  await list.getByRole("combobox", { name: "Tag" }).selectOption("wet");
  await titled(studio, "Rain, at last");
  assert.equal(await rows(studio).count(), 1);
  assert.match(await list.locator(".row-facts").textContent(), /rated 5 · wet/);
  await list.getByRole("combobox", { name: "Rating" }).selectOption("5");
  await list.getByRole("combobox", { name: "Made by" }).selectOption("sketch/groove");
  await list.getByText("Nothing like that is kept.").waitFor();
  await studio.button("Show all").click();
  await list.getByRole("combobox", { name: "Order" }).selectOption("Best rated");
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 12);
  await studio.close();
});

test("many tracks are marked, tagged, handed out and deleted at once, and all come back", async () => {
  const studio = await stocked(40);
  const list = studio.library;
  await search(studio).fill("piano");
  await studio.button("Select").click();
  await studio.button("Select all").click();
  await list.getByText("8 selected").waitFor();
  await list.getByRole("checkbox", { name: /^Select: quiet piano 0/ }).uncheck();
  await list.getByText("7 selected").waitFor();
  await list.getByRole("group", { name: "Select" }).getByRole("button", { name: "Favourite" }).click();
  await list.getByLabel("Tag them").fill("keys");
  await list.getByRole("button", { name: "Add" }).click();
  const [download] = await Promise.all([
    studio.page.waitForEvent("download"),
    list.getByRole("group", { name: "Select" }).getByRole("button", { name: "Download" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "tutti-tracks.tar");
  await list.getByRole("group", { name: "Select" }).getByRole("button", { name: "Delete" }).click();
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 1);
  await studio.button("Undo").click();
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 8);
  await list.getByRole("combobox", { name: "Tag" }).selectOption("keys");
  await list.getByText("7 of 40 tracks").waitFor();
  assert.equal(await list.locator(".star[aria-pressed=true]").count(), 7);
  await studio.close();
});

test("the trash gives back what was deleted, after a reload too, and is emptied at the second word", async () => {
  const studio = await stocked(5);
  const trash = () => studio.library.getByRole("button", { name: /^Trash/ });
  for (const title of ["slow piano 2", "loud piano 1"]) {
    await row(studio, title).getByRole("button", { name: /^Delete/ }).click();
    await row(studio, title).waitFor({ state: "detached" });
  }
  await studio.page.waitForTimeout(300);
  await studio.reload();
  await studio.button(/^Library/).click();
  await trash().click();
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 2);
  const bin = studio.page.getByRole("region", { name: "Trash" });
  await bin.getByRole("button", { name: /^Bring back: slow piano 2/ }).click();
  await bin.getByRole("button", { name: /^Bring back: slow piano 2/ }).waitFor({ state: "detached" });
  await studio.button("Empty trash").click();
  await studio.button("Remove for good?").click();
  await bin.getByText("The trash is empty.").waitFor();
  await studio.button("Back to the library").click();
  await studio.library.getByText("4 tracks").waitFor();
  await studio.page.waitForTimeout(300);
  const left = await studio.page.evaluate(async () => {
    const count = (name, store) =>
      new Promise((done) => {
        indexedDB.open(name).onsuccess = ({ target: { result } }) => {
          result.transaction(store).objectStore(store).getAllKeys().onsuccess = (it) => done(it.target.result);
        };
      });
    const takes = await count("tutti-takes", "takes");
    return { takes: takes.length, bytes: await count("tutti-bytes", "bytes"), peaks: (await count("tutti-peaks", "peaks")).length };
  });
  assert.deepEqual(left, { takes: 4, bytes: ["stock-0.0", "stock-2.0"], peaks: 4 });
  await studio.close();
});

test("a track's details show what it came of and what came of it, and lead there", async () => {
  const studio = await openStudio(browser);
  await studio.generate("first of a line");
  await studio.card("Groove sketch").getByText("Kept in this browser").waitFor();
  for (const words of ["calmer", "wilder"]) {
    await studio.button(/^Library/).click();
    await studio.library.getByRole("button", { name: /^Edit: first of a line/ }).click();
    const sheet = studio.page.getByRole("dialog", { name: "first of a line" });
    await sheet.getByRole("radio", { name: "Cover" }).check({ force: true });
    await sheet.getByLabel("Instruction").fill(words);
    await sheet.getByRole("button", { name: /^Cover/ }).click();
    await studio.page.getByRole("article").filter({ hasText: words }).first().or(studio.cards.first()).waitFor();
    await studio.page.waitForFunction((it) => [...document.querySelectorAll(".run-prompt")].some((head) => head.textContent.includes(it)), words);
  }
  await studio.page.waitForFunction(() => document.querySelectorAll("article .kept").length === 3);
  await studio.button(/^Library/).click();
  await studio.button(/^Details: Cover: calmer/).click();
  const details = studio.page.getByRole("dialog");
  const names = await details.locator(".kin-name").allTextContents();
  assert.deepEqual(names, ["first of a line", "Cover: calmer", "Cover: wilder"]);
  assert.equal(await details.locator("[aria-current]").textContent(), "Cover: calmer");
  await details.getByRole("button", { name: "first of a line" }).click();
  await studio.page.getByRole("dialog", { name: "first of a line" }).waitFor();
  await studio.close();
});
