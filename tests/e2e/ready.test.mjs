// How soon a sketch can be heard: its worker is there before it is asked for and is used again, and nothing that is stored is waited for.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { WIDE, openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(() => sandbox.reset());

/** A studio whose workers, and what they were told and said, can be looked into. */
async function openWatched() {
  const studio = await openStudio(browser, { viewport: WIDE });
  await studio.context.addInitScript(() => {
    globalThis.workers = [];
    globalThis.orders = [];
    globalThis.ended = [];
    globalThis.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        globalThis.workers.push(this);
        // What it says is not heard beyond its first word while it is hushed.
        this.addEventListener("message", (event) => globalThis.hushed && !event.data.heard && event.stopImmediatePropagation());
      }
      postMessage(told, ...more) {
        globalThis.orders.push(told.order.prompt);
        super.postMessage(told, ...more);
        globalThis.onOrder?.(this);
      }
      terminate() {
        globalThis.ended.push(this);
        super.terminate();
      }
    };
  });
  await studio.reload();
  return studio;
}

const workers = (studio) => studio.page.evaluate(() => globalThis.workers.length);
const ended = (studio) => studio.page.evaluate(() => globalThis.ended.length);
const orders = (studio) => studio.page.evaluate(() => globalThis.orders);
const kept = (studio, nth = 0) => studio.cards.nth(nth).getByText("Kept in this browser").waitFor();
const sketchFiles = (studio) =>
  studio.page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/sketch/")).length);

test("the sketch's worker starts when its composer is touched, no sooner, and makes one piece after the other", async () => {
  const studio = await openWatched();
  await studio.page.waitForLoadState("networkidle");
  await studio.openSettings();
  await studio.closeSettings();
  assert.deepEqual([await workers(studio), await sketchFiles(studio)], [0, 0]);
  await studio.prompt.focus();
  await studio.page.waitForFunction(() => globalThis.workers.length === 1);
  assert.deepEqual(await orders(studio), []);
  for (const prompt of ["the first", "the second", "the third"]) {
    await studio.generate(prompt);
    await kept(studio);
  }
  assert.deepEqual(await orders(studio), ["the first", "the second", "the third"]);
  assert.deepEqual([await workers(studio), await ended(studio)], [1, 0]);
  assert.deepEqual(studio.complaints, []);
  await studio.close();
});

test("an order that does not go to the sketch starts nothing, until the sketch is chosen too", async () => {
  const studio = await openWatched();
  await studio.choose("MusicGen Medium");
  await studio.reload();
  await studio.prompt.focus();
  await studio.button(/^Library/).click();
  await studio.library.waitFor();
  await studio.button(/^Create/).click();
  await studio.prompt.focus();
  assert.deepEqual([await workers(studio), await sketchFiles(studio)], [0, 0]);
  await studio.model("Groove sketch").focus();
  await studio.model("Groove sketch").check({ force: true });
  await studio.page.waitForFunction(() => globalThis.workers.length === 1);
  await studio.close();
});

test("a worker that nobody asks is let go, and the next touch starts another", async () => {
  const studio = await openWatched();
  await studio.page.evaluate(() => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (run, ms, ...more) => setTimeout(run, ms === 60_000 && globalThis.hurry ? 0 : ms, ...more);
  });
  await studio.generate("one and no more");
  await kept(studio);
  assert.equal(await ended(studio), 0);
  await studio.page.evaluate(() => (globalThis.hurry = true));
  await studio.prompt.click();
  await studio.page.waitForFunction(() => globalThis.ended.length === 1);
  await studio.page.evaluate(() => (globalThis.hurry = false));
  await studio.prompt.click();
  await studio.page.waitForFunction(() => globalThis.workers.length === 2);
  await studio.generate("another after all");
  await kept(studio);
  assert.equal(await ended(studio), 1);
  await studio.close();
});

test("a worker that the browser took away while it waited is not missed", async () => {
  const studio = await openWatched();
  await studio.generate("before");
  await kept(studio);
  await studio.page.evaluate(() => globalThis.workers[0].terminate());
  await studio.generate("after");
  await kept(studio);
  assert.equal(await workers(studio), 2);
  await studio.close();
});

test("a worker that breaks in the midst of a piece is told, and the same order can be made at once", async () => {
  const studio = await openWatched();
  await studio.page.evaluate(() => {
    globalThis.onOrder = (worker) => {
      globalThis.onOrder = undefined;
      worker.addEventListener("message", () => worker.dispatchEvent(new ErrorEvent("error", { message: "out of memory" })), { once: true });
    };
  });
  await studio.generate("a piece too many");
  const card = studio.card("Groove sketch");
  await card.getByText("The sketch could not be rendered.").waitFor();
  await card.getByText("out of memory").waitFor({ state: "attached" });
  await card.getByRole("button", { name: "Try again" }).click();
  await kept(studio);
  assert.deepEqual(await orders(studio), ["a piece too many", "a piece too many"]);
  assert.deepEqual([await workers(studio), await ended(studio)], [2, 1]);
  await studio.close();
});

test("many sketches at once are made in the order of asking, some at a time", async () => {
  const studio = await openWatched();
  const most = await studio.page.evaluate(() => Math.min(Math.max(navigator.hardwareConcurrency - 1, 1), 4));
  await studio.prompt.fill("ready");
  await studio.page.getByLabel("Variations of each model").selectOption("4");
  for (const prompt of ["first", "second", "third"]) await studio.generate(prompt);
  await studio.page.waitForFunction(() => document.querySelectorAll("article .kept").length === 12);
  const asked = ["first", "second", "third"].flatMap((prompt) => Array(4).fill(prompt));
  assert.deepEqual(await orders(studio), asked);
  assert.ok((await workers(studio)) - (await ended(studio)) <= 1, "one worker is kept");
  assert.ok(most > 1 || (await workers(studio)) === 1, "one does it all where there is a core for one");
  await studio.close();
});

test("a sketch is called off while it is made, and one that waits for its turn is never begun", async () => {
  const studio = await openWatched();
  await studio.prompt.fill("long");
  // None gets any further than its first word, so that all of them are at work for as long as it takes.
  await studio.page.evaluate(() => (globalThis.hushed = true));
  await studio.page.getByLabel("Variations of each model").selectOption("4");
  for (const prompt of ["one", "two"]) await studio.generate(prompt);
  const begun = (await orders(studio)).length;
  assert.ok(begun < 8, `${begun} begun`);
  for (let left = 8; left > 0; left -= 1) {
    // Those of the newer run, which is above, then the others from the last: the first begun is the last to go.
    const waits = studio.cards.getByRole("button", { name: "Cancel" });
    await (left > 4 ? waits.first() : waits.last()).click();
    await studio.page.waitForFunction((left) => document.querySelectorAll("article .making").length === left, left - 1);
  }
  assert.equal((await orders(studio)).length, begun, "those that waited were never begun");
  assert.equal(await workers(studio), await ended(studio), "none works on for nobody");
  await studio.page.evaluate(() => (globalThis.hushed = false));
  await studio.generate("and then one that is wanted");
  await kept(studio);
  await studio.close();
});

/** Holds what is read of a finished sound, which is how it gets into the library, from the nth reading on, until it is let go. */
const holdKeeping = (studio, from) =>
  studio.page.evaluate((from) => {
    const { arrayBuffer } = Blob.prototype;
    const free = new Promise((let_go) => (globalThis.letGo = let_go));
    globalThis.readings = 0;
    Blob.prototype.arrayBuffer = async function () {
      globalThis.readings += 1;
      if (globalThis.readings >= from) await free;
      return arrayBuffer.call(this);
    };
  }, from);

test("a sketch sounds before it is stored, and is not called kept until it is", async () => {
  const studio = await openWatched();
  await holdKeeping(studio, 1);
  await studio.generate("heard before it is kept");
  await studio.ready("Groove sketch");
  await studio.play();
  await studio.hear();
  await studio.page.waitForFunction(() => globalThis.readings === 1);
  assert.equal(await studio.cards.getByText("Kept in this browser").count(), 0);
  await studio.page.evaluate(() => globalThis.letGo());
  await kept(studio);
  const { paused } = await studio.sound();
  assert.equal(paused, false, "it plays on");
  await studio.close();
});

test("a reload between the first sound and the keeping leaves nothing half kept", async () => {
  const studio = await openWatched();
  await holdKeeping(studio, 2);
  await studio.generate("gone with the reload");
  await studio.ready("Groove sketch");
  await studio.play();
  await studio.hear();
  await studio.page.waitForFunction(() => globalThis.readings === 2);
  await studio.reload();
  await studio.button(/^Library/).click();
  await studio.library.getByText("Nothing kept yet.").waitFor();
  assert.deepEqual(studio.complaints, []);
  await studio.close();
});
