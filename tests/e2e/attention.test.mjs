// What calls for attention: notifications, badges, marks, announcements; and what can be done about a failure.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { NARROW, openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

/** A studio whose browser has notifications and a badge, both only noted; `hide()` hides its tab. */
async function watched({ permission = "default" } = {}) {
  const studio = await openStudio(browser);
  await studio.page.addInitScript((permission) => {
    globalThis.seen = { notes: [], badges: [] };
    globalThis.Notification = class {
      static permission = permission;
      static async requestPermission() {
        return (Notification.permission = "granted");
      }
      constructor(title, options) {
        seen.notes.push({ title, ...options });
      }
    };
    navigator.setAppBadge = async (count) => seen.badges.push(count);
    navigator.clearAppBadge = async () => seen.badges.push(0);
    globalThis.hide = (hidden) => Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  }, permission);
  await studio.reload();
  return studio;
}

const seen = (studio) => studio.page.evaluate(() => seen);
const offer = (studio) => studio.page.getByRole("button", { name: "Tell me when it is done" });

test("who asks for it on the first running card is told of a job's end in a hidden tab, without the prompt", async () => {
  await sandbox.speed(4);
  const studio = await watched();
  await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium");
  await studio.generate("a secret serenade");
  await offer(studio).waitFor();
  assert.equal(await offer(studio).count(), 1);
  await offer(studio).click();
  await offer(studio).waitFor({ state: "hidden" });
  await studio.page.evaluate(() => hide(true));
  await studio.ready("Lyria 2 (Segmind)");
  await studio.ready("MusicGen Medium");
  const { notes } = await seen(studio);
  assert.equal(notes.length, 2);
  assert.match(notes[1].body, /is ready to play\. 2 of 2 done\.$/);
  assert.doesNotMatch(JSON.stringify(notes), /secret|serenade/);
  await studio.close();
});

test("no notification is shown to who looks at the page, or did not ask for one", async () => {
  const studio = await watched({ permission: "granted" });
  await studio.choose("MusicGen Medium");
  await studio.page.evaluate(() => hide(true));
  await studio.generate();
  await studio.ready("MusicGen Medium");
  assert.deepEqual((await seen(studio)).notes, []);
  await studio.page.evaluate(() => hide(false));
  await studio.openSettings();
  await studio.settings.getByRole("switch", { name: /^Notify when/ }).check();
  await studio.closeSettings();
  await studio.generate("seen anyway");
  await studio.page.waitForFunction(() => document.querySelectorAll("article .kept").length === 2);
  assert.deepEqual((await seen(studio)).notes, []);
  await studio.close();
});

test("a new result has a mark until it is heard, and the page's icon counts them", async () => {
  const studio = await watched();
  const icon = () => studio.page.locator("link[rel=icon]").getAttribute("href");
  await studio.choose("Groove sketch", "MusicGen Medium");
  await studio.generate();
  await studio.ready("Groove sketch");
  await studio.ready("MusicGen Medium");
  const marks = studio.cards.locator(".unread");
  await studio.page.waitForFunction(() => document.querySelectorAll(".unread").length === 2);
  await studio.page.waitForFunction(() => seen.badges.at(-1) === 2);
  assert.match(await icon(), /icon-new\.svg$/);
  await studio.card("Groove sketch").getByRole("button", { name: /^Play/ }).click();
  await studio.page.waitForFunction(() => document.querySelectorAll(".unread").length === 1);
  assert.equal(await studio.card("Groove sketch").locator(".unread").count(), 0);
  await studio.card("MusicGen Medium").getByRole("button", { name: /^Play/ }).click();
  await marks.waitFor({ state: "detached" });
  await studio.page.waitForFunction(() => seen.badges.at(-1) === 0);
  assert.match(await icon(), /icon\.svg$/);
  await studio.close();
});

test("the title counts what goes on", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser, { viewport: NARROW });
  await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium");
  await studio.generate();
  await studio.page.waitForFunction(() => document.title === "(2) Tutti");
  await sandbox.speed(40);
  await studio.page.waitForFunction(() => document.title === "Tutti");
  await studio.close();
});

test("results of one run that come close together are announced as one", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium", "ACE-Step");
  await studio.generate();
  await studio.page.waitForFunction(() => /3 of 3 done\./.test(document.querySelector("#announcer").textContent), null, {
    timeout: 30_000,
  });
  assert.doesNotMatch(await studio.said(), /ready to play/);
  await studio.close();
});

test("an order that failed is put back into the form, to be changed and sent once more", async () => {
  const studio = await openStudio(browser);
  await studio.choose("MusicGen Medium");
  await studio.page.getByLabel("Length", { exact: true }).fill("12");
  await studio.generate("what goes wrong [fail]");
  await studio.page.getByText(/ran the job and it failed/).waitFor();
  await studio.choose("Groove sketch");
  await studio.prompt.fill("something else");
  await studio.page.getByRole("button", { name: /^Edit order: MusicGen Medium/ }).click();
  assert.equal(await studio.prompt.inputValue(), "what goes wrong [fail]");
  assert.equal(await studio.page.getByLabel("Length", { exact: true }).inputValue(), "12");
  assert.equal(await studio.model("MusicGen Medium").isChecked(), true);
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});
