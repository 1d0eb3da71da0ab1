// From the first click to sound, alone and with a vendor.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

test("Generate and Play are enough to hear the sketch, without a key", async () => {
  const studio = await openStudio(browser);
  await studio.generate();
  await studio.ready("Groove sketch");
  assert.equal((await studio.sound()).paused, true, "nothing plays by itself");
  await studio.play();
  await studio.hear(0.5);
  const { seconds } = await studio.sound();
  assert.ok(seconds > 5, `${seconds} s of sound`);
  assert.ok((await studio.loudness()) > 0.02, "it is not silence");
  assert.deepEqual(await sandbox.orders(), [], "no vendor was asked");
  await studio.close();
});

test("a job at a vendor is watched honestly and then plays", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("a Segmind job to be watched");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/^(Queued|Running)$/).waitFor();
  await card.getByText("usually about 27 s").waitFor();
  const bar = card.getByRole("progressbar");
  assert.equal(await bar.getAttribute("aria-valuenow"), null, "no number is made up");
  assert.equal(await studio.page.title(), "(1) Tutti");
  await sandbox.speed(20);
  await studio.page.waitForTimeout(1500);
  await studio.wake();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal(await studio.page.title(), "Tutti");
  await studio.play();
  await studio.hear(0.5);
  assert.ok((await studio.loudness()) > 0.02, "it is not silence");
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("one prompt goes to every chosen model, and each answer can be heard", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium");
  await studio.generate();
  for (const model of ["Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium"]) {
    await studio.ready(model);
    await studio.play(new RegExp(`^Play: .*${model.replace(/[()]/g, "\\$&")}$`));
    await studio.hear();
  }
  assert.equal((await sandbox.ledger()).billed.length, 2);
  await studio.close();
});

test("the slider seeks by keyboard and says where it is", async () => {
  const studio = await openStudio(browser);
  await studio.generate();
  await studio.ready("Groove sketch");
  await studio.play();
  await studio.hear();
  await studio.play(/^Pause/);
  const slider = studio.page.getByRole("slider", { name: /^Seek: Warm lo-fi groove.*Groove sketch$/ });
  await slider.press("End");
  const { seconds } = await studio.sound();
  await studio.page.waitForFunction((end) => document.querySelector("audio").currentTime > end - 1, seconds);
  assert.equal(await slider.getAttribute("aria-valuetext"), `${Math.floor(seconds)} seconds`);
  await slider.press("ArrowLeft");
  await studio.page.waitForFunction((end) => Math.abs(document.querySelector("audio").currentTime - end + 5) < 0.5, seconds);
  await slider.press("Shift+ArrowRight");
  await studio.page.waitForFunction((end) => Math.abs(document.querySelector("audio").currentTime - end + 4) < 0.5, seconds);
  await slider.press("Home");
  await studio.page.waitForFunction(() => document.querySelector("audio").currentTime < 1);
  await studio.close();
});

test("Ctrl and Enter generate from the prompt", async () => {
  const studio = await openStudio(browser);
  await studio.prompt.fill("pressed by keys");
  await studio.prompt.press("Control+Enter");
  await studio.ready("Groove sketch");
  await studio.page.getByRole("heading", { name: "pressed by keys" }).waitFor();
  await studio.close();
});

test("variations of one model are different pieces", async () => {
  const studio = await openStudio(browser);
  await studio.page.getByLabel("Variations of each model").selectOption("2");
  await studio.generate();
  await studio.page.waitForFunction(() => document.querySelectorAll("article .play").length === 2);
  const heard = new Set();
  for (const card of await studio.cards.all()) {
    await card.getByRole("button", { name: /^Play/ }).click();
    await studio.hear();
    heard.add((await studio.loudness()).toFixed(6));
  }
  assert.equal(heard.size, 2);
  await studio.close();
});
