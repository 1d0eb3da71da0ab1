// Pictures of the page: wide and narrow, dark and light, in every state. `node tests/e2e/screenshots.mjs [folder]`
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { NARROW, WIDE, openBrowser, openStudio, sandbox } from "./page.mjs";

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
    await studio.generate();
    await studio.ready("Groove sketch");
    await studio.page.waitForTimeout(800);
    await studio.button(/^Library/).click();
  },
};

const only = process.argv.slice(3);
await mkdir(FOLDER, { recursive: true });
const browser = await openBrowser();
for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
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
