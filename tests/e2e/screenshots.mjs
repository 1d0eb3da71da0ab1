// Pictures of the page: wide and narrow, dark and light, in every state. `node tests/e2e/screenshots.mjs [folder]`
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { NARROW, SMALLEST, WIDE, leaveRoom, openBrowser, openStudio, sandbox } from "./page.mjs";

const FOLDER = process.argv[2] ?? "target/screenshots";
const SPEED = 20;

/** Each state of the page, and what brings it about. */
const STATES = {
  empty: async () => {},
  busy: async (studio) => {
    await sandbox.speed(0.2);
    await studio.choose("Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium");
    await studio.generate();
    await studio.ready("Groove sketch");
    await studio.card("Lyria 2 (Segmind)").getByText(/Running|Queued/).first().waitFor();
    await studio.page.waitForTimeout(2500);
  },
  done: async (studio) => {
    await sandbox.speed(60);
    await studio.choose("Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium");
    await studio.generate();
    for (const model of ["Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium"]) await studio.ready(model);
    await studio.play();
    await studio.hear(2.5);
  },
  compare: async (studio) => {
    await sandbox.speed(60);
    await studio.choose("Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium");
    await studio.generate();
    for (const model of ["Groove sketch", "Lyria 2 (Segmind)", "MusicGen Medium"]) await studio.ready(model);
    await studio.page.waitForTimeout(1500);
    await studio.button("Compare", { exact: true }).first().click();
    await studio.page.keyboard.press("1");
    await studio.hear(1.2);
    await studio.page.keyboard.press("[");
    await studio.hear(3);
    await studio.page.keyboard.press("]");
    await studio.page.keyboard.press("2");
    await studio.page.getByText("What differs").click();
  },
  edit: async (studio) => {
    await sandbox.speed(60);
    await studio.choose("Lyria 3 Pro (Producer)");
    await studio.generate();
    await studio.card("Lyria 3 Pro (Producer)").getByText("Kept in this browser").waitFor();
    await studio.button(/^Edit: /).click();
    await studio.page.getByRole("radio", { name: "Replace" }).check();
    await studio.page.getByLabel("Instruction").fill("Drop the drums, let the piano answer alone");
  },
  keys: async (studio) => {
    await studio.page.keyboard.press("?");
  },
  failed: async (studio) => {
    await sandbox.speed(60);
    await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium");
    await sandbox.fault({ route: "submit", kind: { truncate: { keep: 0.5, length: "full" } } });
    await studio.generate("Something that goes wrong [fail]");
    await studio.page.getByText("answer was lost").first().waitFor();
    await studio.page.getByText(/ran the job and it failed/).first().waitFor();
  },
  settings: async (studio) => {
    await studio.openSettings();
  },
  problems: async (studio) => {
    await studio.choose("MusicGen Medium");
    await studio.page.getByLabel("Length", { exact: true }).fill("40");
    await studio.generate("");
  },
  library: async (studio) => {
    await shelf(studio);
    await studio.button(/^Library/).click();
    await studio.library.getByRole("button", { name: /^Play: Night-drive/ }).first().click();
    await studio.hear(1.5);
  },
  details: async (studio) => {
    await shelf(studio);
    await studio.button(/^Library/).click();
    await studio.library.getByRole("button", { name: /^Details: Extend: Carried on/ }).click();
    await studio.page.locator(".kin-name").first().waitFor();
  },
  picking: async (studio) => {
    await shelf(studio);
    await studio.button(/^Library/).click();
    await studio.button("Select").click();
    for (const nth of [0, 2]) await studio.library.getByRole("checkbox").nth(nth).check();
  },
  trash: async (studio) => {
    await shelf(studio);
    await studio.button(/^Library/).click();
    for (const _ of [1, 2]) await studio.library.getByRole("button", { name: /^Delete/ }).first().click();
    await studio.library.getByRole("button", { name: /^Trash/ }).click();
  },
  vault: async (studio) => {
    await studio.withKeptKey();
    await studio.goLive();
    await studio.choose("Lyria 2 (Segmind)");
    await studio.setLimit("2.50");
    await studio.generate();
    await studio.ready("Lyria 2 (Segmind)");
    await studio.openSettings();
    await studio.settings.getByText("Change passphrase").first().click();
  },
  spending: async (studio) => {
    await studio.goLive();
    await studio.setLimit("0.10");
    await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium");
    await studio.generate();
    await studio.page.getByText(/Your limit is/).waitFor();
  },
  arrival: async (studio) => {
    await studio.button(/^Library/).click();
    const head = Buffer.from("RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0", "latin1");
    await studio.library.locator("input[type=file]").setInputFiles({ name: "humming in the kitchen.wav", mimeType: "audio/wav", buffer: head });
    await studio.page.getByLabel("Address of the file").fill("https://nas.local/hum.wav");
    await studio.button("Check the address").click();
  },
  full: async (studio) => {
    await studio.choose("Groove sketch", "Lyria 2 (Segmind)");
    await leaveRoom(studio, 300_000);
    await studio.generate();
    await studio.button("Keep it now").first().waitFor();
    await studio.ready("Lyria 2 (Segmind)");
  },
  "empty-library": async (studio) => {
    await studio.button(/^Library/).click();
    await studio.library.getByText("Nothing kept yet.").waitFor();
  },
};

/** A library as a person has after an evening: several makers, ratings, tags, a favourite and a line of descent. */
async function shelf(studio) {
  await sandbox.speed(60);
  const kept = (count) => studio.page.waitForFunction((count) => document.querySelectorAll("article .kept").length === count, count);
  const prompts = [
    "Quiet solo piano in waltz time, like snow falling on a garden",
    "Slow cinematic strings in D minor, opening onto a wide horizon",
    "Warm lo-fi groove with dusty piano and soft drums, rain on the window, 84 bpm",
  ];
  for (const [nth, prompt] of prompts.entries()) {
    await studio.generate(prompt);
    await kept(nth + 1);
    if (!(await studio.prompt.isVisible())) await studio.button(/^Create/).click();
  }
  await studio.choose("Groove sketch", "Lyria 2 (Segmind)");
  await studio.generate("Night-drive synthwave, pulsing bass, bright arpeggios, 110 bpm");
  await kept(5);
  await studio.button(/^Library/).click();
  await studio.library.getByRole("button", { name: /^Favourite: Warm/ }).click();
  const sheet = studio.page.getByRole("dialog");
  for (const [title, rating, tags] of [["Quiet", 4, ["piano", "garden"]], ["Warm", 5, ["late"]]]) {
    await studio.library.getByRole("button", { name: new RegExp(`^Details: ${title}`) }).click();
    await sheet.getByRole("radio", { name: String(rating) }).check({ force: true }).catch(() => {});
    for (const tag of tags) {
      await sheet.getByLabel("Tags", { exact: true }).fill(tag);
      await sheet.getByLabel("Tags", { exact: true }).press("Enter");
    }
    if (title === "Warm") {
      await sheet.getByRole("button", { name: /^Edit/ }).click();
      await sheet.getByLabel("Instruction").fill("Carried on into a calmer evening");
      await sheet.getByRole("button", { name: /^Extend/ }).click();
      await kept(6);
      await studio.button(/^Library/).click();
    } else {
      await sheet.getByRole("button", { name: "Close" }).click();
    }
  }
  await studio.button(/^Create/).click();
}

const only = process.argv.slice(3);
await mkdir(FOLDER, { recursive: true });
const browser = await openBrowser();
for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW, small: SMALLEST })) {
  for (const colorScheme of ["dark", "light"]) {
    for (const [state, bring] of Object.entries(STATES)) {
      const name = `${size}-${colorScheme}-${state}`;
      if (only.length && !only.some((part) => name.includes(part))) continue;
      await sandbox.reset();
      const studio = await openStudio(browser, { viewport, colorScheme });
      try {
        await bring(studio);
      } catch (error) {
        console.error(`${name}: ${error.message}`);
        process.exitCode = 1;
      }
      await studio.page.screenshot({ path: join(FOLDER, `${name}.png`) });
      await studio.close();
    }
  }
}
await sandbox.speed(SPEED);
await browser.close();
