// What is not loaded until it is wanted: when that happens, and what is said when it cannot.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

const parts = (studio) => studio.requests.filter((url) => new URL(url).pathname.includes("/parts/"));

test("the other views are loaded when one is wanted, once, and not before", async () => {
  const studio = await openStudio(browser);
  await studio.page.waitForLoadState("networkidle");
  assert.deepEqual(parts(studio), []);
  await studio.openSettings();
  await studio.closeSettings();
  assert.equal(parts(studio).length, 1);
  await studio.button(/^Library/).click();
  await studio.library.waitFor();
  await studio.page.keyboard.press("?");
  await studio.page.getByRole("dialog", { name: "Keys" }).waitFor();
  assert.equal(parts(studio).length, 1);
  assert.deepEqual(studio.complaints, []);
  await studio.close();
});

test("an order that is given before the rest is there is sent once it is", async () => {
  const studio = await openStudio(browser);
  await studio.page.evaluate(() => {
    const found = globalThis.fetch;
    const late = (what) => (String(what).includes("/parts/") ? new Promise((done) => setTimeout(done, 1_500)) : undefined);
    globalThis.fetch = async (what, how) => (await late(what), found(what, how));
  });
  await studio.generate("in a hurry");
  await studio.ready("Groove sketch");
  assert.equal(await studio.cards.count(), 1);
  assert.deepEqual(studio.complaints, []);
  await studio.close();
});

test("an address that names the library opens it", async () => {
  const studio = await openStudio(browser);
  await studio.button(/^Library/).click();
  await studio.library.waitFor();
  await studio.reload();
  await studio.library.getByRole("heading", { name: "Library" }).waitFor();
  await studio.close();
});

test("the key of the search finds its field once the library is there", async () => {
  const studio = await openStudio(browser);
  await studio.generate("a needle");
  await studio.card("Groove sketch").getByText("Kept in this browser").waitFor();
  await studio.page.evaluate(() => document.activeElement?.blur());
  await studio.page.keyboard.press("/");
  await studio.page.getByRole("searchbox").waitFor();
  await studio.page.waitForFunction(() => document.activeElement?.id === "library-search");
  await studio.close();
});

test("a view that cannot be loaded is said to be missing, and comes when it is tried again", async () => {
  const studio = await openStudio(browser);
  await studio.losePartsOfThePage();
  await studio.button("Settings").click();
  const notice = studio.page.getByText("This part of the page could not be loaded.");
  await notice.waitFor();
  // The button is not dead.
  await studio.button("Settings").click();
  await notice.waitFor();
  await studio.findPartsOfThePage();
  await studio.button("Try again").click();
  await studio.settings.waitFor();
  await notice.waitFor({ state: "detached" });
  await studio.close();
});

test("a view that cannot be loaded can be done without", async () => {
  const studio = await openStudio(browser);
  await studio.losePartsOfThePage();
  await studio.button(/^Library/).click();
  const notice = studio.page.getByText("This part of the page could not be loaded.");
  await notice.waitFor();
  await studio.button("Close").click();
  await notice.waitFor({ state: "detached" });
  await studio.prompt.fill("then not");
  await studio.findPartsOfThePage();
  await studio.button(/^Library/).click();
  await studio.library.waitFor();
  await studio.close();
});
