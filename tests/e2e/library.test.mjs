// The library: finding what is kept, marking it, and having both again after a reload.
import assert from "node:assert/strict";
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
  await studio.library.getByLabel("Order").selectOption("Title");
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
