// Listening: the system's own controls, the speed, where one left off, and the results before and after.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(() => sandbox.reset());

/** A studio with three sketches, the first one lowest on the page; what it hands to the system is noted. */
async function three() {
  const studio = await openStudio(browser);
  await studio.page.addInitScript(() => {
    globalThis.acts = {};
    globalThis.told = {};
    const { mediaSession } = navigator;
    mediaSession.setActionHandler = (name, act) => (acts[name] = act);
    mediaSession.setPositionState = (state) => (told = state);
  });
  await studio.reload();
  for (const [nth, prompt] of ["one piano", "two strings", "three drums"].entries()) {
    await studio.generate(prompt);
    await studio.page.waitForFunction((count) => document.querySelectorAll("article .kept").length === count, nth + 1);
  }
  return studio;
}

const shown = (studio) =>
  studio.page.evaluate(() => {
    const { metadata, playbackState } = navigator.mediaSession;
    return { title: metadata?.title, artist: metadata?.artist, art: metadata?.artwork[0]?.src.slice(0, 22), playbackState };
  });
const act = (studio, name, details = {}) => studio.page.evaluate(([name, details]) => acts[name](details), [name, details]);
const plays = (studio, title) =>
  studio.page.locator(".playing-title", { hasText: title }).waitFor();

test("the system shows what plays and can pause it, seek in it and go to the next", async () => {
  const studio = await three();
  await studio.page.getByRole("button", { name: /^Play: two strings/ }).first().click();
  await studio.hear();
  assert.deepEqual(await shown(studio), {
    title: "two strings",
    artist: "Sketch",
    art: "data:image/png;base64,",
    playbackState: "playing",
  });
  await act(studio, "pause");
  await studio.page.waitForFunction(() => document.querySelector("audio").paused);
  assert.equal((await shown(studio)).playbackState, "paused");
  await act(studio, "seekto", { seekTime: 5 });
  assert.ok(Math.abs((await studio.sound()).at - 5) < 0.5);
  assert.equal(await studio.page.evaluate(() => told.position), 5);
  await act(studio, "seekbackward", { seekOffset: 2 });
  assert.ok(Math.abs((await studio.sound()).at - 3) < 0.5);
  await act(studio, "nexttrack");
  await plays(studio, "one piano");
  await act(studio, "previoustrack");
  await plays(studio, "two strings");
  await studio.close();
});

test("a blind comparison hides the name from the system as well", async () => {
  const studio = await three();
  for (const name of [/^Compare: one piano/, /^Compare: two strings/]) await studio.page.getByRole("button", { name }).first().click();
  await studio.page.getByRole("switch", { name: "Blind" }).check();
  await studio.slots.first().click();
  await studio.hear();
  const { title, artist } = await shown(studio);
  assert.match(title, /^Take [AB]$/);
  assert.equal(artist, "");
  await studio.close();
});

test("the speed is kept for the next track and the next visit, and the pitch stays", async () => {
  const studio = await three();
  const rate = () => studio.page.locator("audio").evaluate((it) => [it.playbackRate, it.preservesPitch]);
  await studio.page.getByRole("button", { name: /^Play: one piano/ }).first().click();
  await studio.hear();
  await studio.page.getByLabel("Speed").selectOption("1.5 ×");
  assert.deepEqual(await rate(), [1.5, true]);
  await studio.page.getByRole("button", { name: /^Play: two strings/ }).first().click();
  await plays(studio, "two strings");
  await studio.hear();
  assert.deepEqual(await rate(), [1.5, true]);
  assert.equal(await studio.page.evaluate(() => told.playbackRate), 1.5);
  await studio.reload();
  await studio.button(/^Library/).click();
  await studio.library.getByRole("button", { name: /^Play: one piano/ }).click();
  await studio.hear();
  assert.deepEqual(await rate(), [1.5, true]);
  await studio.close();
});

test("a track goes on where it was left, and from its beginning once it was heard to its end", async () => {
  const studio = await three();
  const play = (name) => studio.page.getByRole("button", { name: new RegExp(`^Play: ${name}`) }).first().click();
  await play("one piano");
  await studio.hear();
  await studio.page.evaluate(() => (document.querySelector("audio").currentTime = 9));
  await studio.hear();
  await play("two strings");
  await plays(studio, "two strings");
  await studio.hear();
  await play("one piano");
  await plays(studio, "one piano");
  await studio.hear();
  assert.ok((await studio.sound()).at > 9, "it went on");
  await studio.page.evaluate(() => {
    const audio = document.querySelector("audio");
    audio.currentTime = audio.duration - 0.3;
  });
  await studio.page.waitForFunction(() => document.querySelector("audio").ended);
  await play("two strings");
  await plays(studio, "two strings");
  await studio.hear();
  await play("one piano");
  await plays(studio, "one piano");
  await studio.hear();
  assert.ok((await studio.sound()).at < 5, "it began anew");
  await studio.close();
});

test("J and K play the next and the previous result, in the order of the page", async () => {
  const studio = await three();
  await studio.page.locator("body").press("j");
  await plays(studio, "three drums");
  await studio.page.locator("body").press("j");
  await plays(studio, "two strings");
  await studio.page.locator("body").press("k");
  await plays(studio, "three drums");
  // Nothing stands before the first.
  await studio.page.locator("body").press("k");
  await studio.hear();
  await plays(studio, "three drums");
  await studio.button(/^Library/).click();
  await studio.library.getByLabel("Order").selectOption("Oldest");
  await studio.page.locator("body").press("k");
  await plays(studio, "two strings");
  await studio.close();
});
