// Takes against each other: the same second, equally loud, without names; and the keys that do it.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

const MODELS = ["Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium"];

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

/** Three takes of one prompt, in the comparison. */
async function compared() {
  const studio = await openStudio(browser);
  await studio.choose(...MODELS);
  await studio.generate();
  for (const model of MODELS) await studio.card(model).getByText("Kept in this browser").waitFor();
  await studio.page.getByRole("button", { name: "Compare", exact: true }).click();
  await studio.slots.first().waitFor();
  return studio;
}

test("another take is heard from the same second on", async () => {
  const studio = await compared();
  await studio.page.keyboard.press("1");
  await studio.hear(2);
  const before = await studio.sound();
  await studio.page.keyboard.press("2");
  await studio.page.waitForFunction((last) => {
    const audio = document.querySelector("audio");
    return audio.currentSrc !== last && !audio.paused && audio.currentTime > 0;
  }, before.source);
  const { at } = await studio.sound();
  // A browser's clock of what plays is fine to some hundredths of a second, and a seek lands on the block before.
  assert.ok(at > before.at - 0.05 && at < before.at + 1.5, `from ${before.at} s to ${at} s`);
  assert.equal(await studio.slots.nth(1).getAttribute("aria-pressed"), "true");
  await studio.page.keyboard.press("x");
  await studio.page.waitForFunction(() => document.querySelector(".slot.now kbd")?.textContent === "1");
  assert.deepEqual(studio.complaints, []);
  await studio.close();
});

test("takes are equally loud: the louder ones are turned down, and by as much as is said", async () => {
  const studio = await compared();
  const level = (nth) => async () => {
    await studio.page.keyboard.press(String(nth));
    await studio.page.waitForFunction((nth) => document.querySelector(".slot.now kbd")?.textContent === nth, String(nth));
    await studio.page.waitForTimeout(250);
    const { volume } = await studio.page.locator("audio").evaluate((audio) => ({ volume: audio.volume }));
    const said = await studio.slots.nth(nth - 1).locator(".slot-gain").allTextContents();
    const own = Number((said[0] ?? "0").replace("\u2212", "-").replace(" dB", ""));
    return { volume, own, loudness: await integrated(studio) };
  };
  const levels = [await level(1)(), await level(2)(), await level(3)()];
  const full = Math.max(...levels.map((it) => it.volume));
  const heard = levels.map((it) => it.loudness + 20 * Math.log10(it.volume));
  for (const { volume, own } of levels) assert.ok(Math.abs(20 * Math.log10(volume / full) - own) < 0.11, JSON.stringify(levels));
  assert.ok(Math.max(...heard) - Math.min(...heard) < 0.5, `as heard: ${heard} LUFS`);
  await studio.page.getByRole("switch", { name: "Match level" }).uncheck();
  await studio.page.waitForFunction((full) => Math.abs(document.querySelector("audio").volume - full) < 0.01, full);
  await studio.close();
});

test("a blind comparison hides every name until one is chosen", async () => {
  const studio = await compared();
  await studio.page.getByRole("switch", { name: "Blind" }).check();
  await studio.page.waitForFunction(() => document.querySelector(".slot-title").textContent === "Take A");
  const strip = studio.page.getByRole("region", { name: "Compare" });
  const player = studio.page.getByRole("contentinfo", { name: "Player" });
  await studio.page.keyboard.press("2");
  await studio.hear();
  for (const part of [strip, player]) {
    const said = await part.evaluate((it) => it.innerHTML);
    for (const name of [...MODELS, "lo-fi"]) assert.ok(!said.includes(name), `${name} shows in ${said}`);
  }
  for (const card of await studio.cards.all()) {
    assert.equal(await card.getByRole("button", { name: /^Pause/ }).count(), 0, "no card shows that it plays");
  }
  await studio.button("Choose this one").click();
  await strip.getByText("your choice").waitFor();
  assert.ok(MODELS.includes((await studio.slots.nth(1).locator(".slot-title").textContent()) ?? ""));
  await studio.button(/^Library/).click();
  await studio.button("Favourites").click();
  await studio.page.waitForFunction(() => document.querySelectorAll(".row").length === 1);
  await studio.close();
});

test("a part is repeated, and of the next take the same part", async () => {
  const studio = await compared();
  await studio.page.keyboard.press("1");
  await studio.hear(1);
  await studio.page.keyboard.press("[");
  await studio.hear(1);
  await studio.page.keyboard.press("]");
  const inside = () =>
    studio.page.evaluate(async () => {
      const seen = [];
      for (let nth = 0; nth < 20; nth++) {
        await new Promise((done) => setTimeout(done, 100));
        seen.push(document.querySelector("audio").currentTime);
      }
      return { most: Math.max(...seen), turns: seen.filter((at, nth) => at < seen[nth - 1]).length };
    });
  const first = await inside();
  assert.ok(first.turns >= 1 && first.most < 4, JSON.stringify(first));
  await studio.page.keyboard.press("2");
  await studio.page.waitForTimeout(400);
  const second = await inside();
  assert.ok(second.turns >= 1 && second.most < 4, JSON.stringify(second));
  await studio.button("Play on").click();
  await studio.page.waitForFunction((most) => document.querySelector("audio").currentTime > most + 1, second.most);
  await studio.close();
});

test("what differs is listed, and nothing else", async () => {
  const studio = await compared();
  await studio.page.getByText("What differs").click();
  const rows = await studio.page.locator(".differences tbody th").allTextContents();
  assert.ok(rows.includes("Model"), rows.join());
  assert.ok(!rows.includes("Prompt"), rows.join());
  await studio.close();
});

test("single letters and digits mean what is written while one writes, and can be switched off", async () => {
  const studio = await compared();
  await studio.page.keyboard.press("1");
  await studio.hear();
  const { source } = await studio.sound();
  await studio.prompt.fill("");
  await studio.prompt.pressSequentially("2x l?");
  assert.equal(await studio.prompt.inputValue(), "2x l?");
  assert.equal((await studio.sound()).source, source);
  await studio.prompt.blur();
  await studio.page.keyboard.press("?");
  const keys = studio.page.getByRole("dialog", { name: "Keys" });
  await keys.getByRole("switch", { name: "Single letters act" }).uncheck();
  await studio.button("Close keys").click();
  await keys.waitFor({ state: "hidden" });
  await studio.page.locator("body").click({ position: { x: 700, y: 5 } });
  await studio.page.keyboard.press("l");
  assert.equal(await studio.button("Repeat").getAttribute("aria-pressed"), "false");
  await studio.page.keyboard.press("2");
  await studio.page.waitForFunction(() => document.querySelector(".slot.now kbd")?.textContent === "2");
  await studio.close();
});

/** Integrated loudness of what is loaded, by the filters of the browser and not of the page. */
function integrated(studio) {
  return studio.page.locator("audio").evaluate(async (audio) => {
    const bytes = await (await fetch(audio.currentSrc)).arrayBuffer();
    const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes);
    const context = new OfflineAudioContext(sound.numberOfChannels, sound.length, 48000);
    const source = new AudioBufferSourceNode(context, { buffer: sound });
    // The two filters of BS.1770 as its tables give them for 48 kHz.
    const shelf = context.createIIRFilter(
      [1.53512485958697, -2.69169618940638, 1.19839281085285],
      [1, -1.69065929318241, 0.73248077421585],
    );
    const pass = context.createIIRFilter([1, -2, 1], [1, -1.99004745483398, 0.99007225036621]);
    source.connect(shelf).connect(pass).connect(context.destination);
    source.start();
    const weighted = await context.startRendering();
    const channels = Array.from({ length: weighted.numberOfChannels }, (_, nth) => weighted.getChannelData(nth));
    const powers = [];
    for (let at = 0; at + 19200 <= weighted.length; at += 4800) {
      let sum = 0;
      for (const channel of channels) for (let nth = at; nth < at + 19200; nth++) sum += channel[nth] ** 2;
      powers.push(sum / 19200);
    }
    const lufs = (all) => -0.691 + 10 * Math.log10(all.reduce((sum, power) => sum + power, 0) / all.length);
    const loud = powers.filter((power) => lufs([power]) > -70);
    const gate = lufs(loud) - 10;
    return lufs(loud.filter((power) => lufs([power]) > gate));
  });
}
