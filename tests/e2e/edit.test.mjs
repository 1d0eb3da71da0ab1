// Changing a kept track: carried on, a part made anew, a cover; the track itself stays.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

const MODEL = "Lyria 3 Pro (Producer)";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

/** A kept track of the Producer API, and the dialog for it. */
async function editing() {
  const studio = await openStudio(browser);
  const sent = orders(studio);
  await studio.choose(MODEL);
  await studio.generate("rain on tin");
  await studio.card(MODEL).getByText("Kept in this browser").waitFor();
  await studio.button(/^Edit: rain on tin/).click();
  const sheet = studio.page.getByRole("dialog", { name: "rain on tin" });
  await sheet.waitFor();
  return { studio, sheet, sent };
}

/** The bodies of the orders that the page sent to the Producer API. */
function orders(studio) {
  const seen = [];
  studio.page.on("request", (request) => {
    if (request.method() === "POST") seen.push(request.postDataJSON());
  });
  return seen;
}

test("a part is chosen by keyboard, made anew, and both tracks are kept", async () => {
  const { studio, sheet, sent } = await editing();
  await sheet.getByRole("radio", { name: "Replace" }).check();
  const from = sheet.getByLabel("From", { exact: true });
  await from.fill("4");
  const slider = sheet.getByRole("slider", { name: /^To/ });
  await sheet.getByLabel("To", { exact: true }).fill("8");
  await slider.press("ArrowRight");
  assert.equal(await sheet.getByLabel("To", { exact: true }).inputValue(), "8.1");
  await sheet.getByLabel("Instruction").fill("brighter, with bells");
  await sheet.getByRole("button", { name: /^Replace/ }).click();
  await sheet.waitFor({ state: "hidden" });
  const heading = studio.page.getByRole("heading", { name: "Replace: brighter, with bells" });
  await heading.waitFor();
  await studio.button(/^Hear the joins/).waitFor();
  assert.equal(sent.length, 2);
  assert.equal(sent[1].task_type, "replace_music");
  assert.deepEqual([sent[1].starts_at, sent[1].ends_at], [4, 8.1]);
  assert.equal(sent[1].instruction, "brighter, with bells");
  assert.equal((await sandbox.ledger()).billed.length, 2, "each is billed once");
  await studio.button(/^Hear the joins/).click();
  await studio.page.waitForFunction(() => {
    const { currentTime, paused } = document.querySelector("audio");
    return !paused && currentTime > 1.2;
  });
  await studio.button(/^Library/).click();
  await studio.library.getByText("Part made anew of rain on tin").waitFor();
  assert.equal(await studio.library.locator(".row").count(), 2, "the first one stays");
  await studio.close();
});

test("a drag over the waveform chooses the part", async () => {
  const { studio, sheet } = await editing();
  await sheet.getByRole("radio", { name: "Replace" }).check();
  const { x, y, width } = await sheet.locator(".region").boundingBox();
  await studio.page.mouse.move(x + width * 0.25, y + 20);
  await studio.page.mouse.down();
  await studio.page.mouse.move(x + width * 0.4, y + 25, { steps: 4 });
  await studio.page.mouse.move(x + width * 0.5, y + 25, { steps: 4 });
  await studio.page.mouse.up();
  const seconds = Number(await sheet.getByRole("slider", { name: /^To/ }).getAttribute("max"));
  const read = async (name) => Number(await sheet.getByLabel(name, { exact: true }).inputValue());
  assert.ok(Math.abs((await read("From")) / seconds - 0.25) < 0.02);
  assert.ok(Math.abs((await read("To")) / seconds - 0.5) < 0.02);
  await studio.close();
});

test("an edit that says nothing, or nonsense, is told at its place and nothing is sent", async () => {
  const { studio, sheet, sent } = await editing();
  await sheet.getByRole("button", { name: /^Extend/ }).click();
  await sheet.getByRole("alert").or(sheet.locator(".problem")).first().waitFor();
  await sheet.getByLabel("Instruction").fill("go on");
  await sheet.getByLabel("From", { exact: true }).fill("soon");
  await sheet.getByRole("button", { name: /^Extend/ }).click();
  await sheet.locator("#edit-startsAt-problem").waitFor();
  assert.equal(await sheet.getByLabel("From", { exact: true }).evaluate((it) => it === document.activeElement), true);
  assert.equal(sent.length, 1);
  await studio.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  await studio.close();
});

test("the words stay when another way is chosen, and Use again opens the same edit", async () => {
  const { studio, sheet } = await editing();
  await sheet.getByLabel("Instruction").fill("as a waltz");
  await sheet.getByRole("radio", { name: "Cover" }).check();
  assert.equal(await sheet.getByLabel("Instruction").inputValue(), "as a waltz");
  await sheet.getByLabel("Strength", { exact: true }).fill("0.8");
  await sheet.getByRole("button", { name: /^Cover/ }).click();
  await studio.page.getByRole("heading", { name: "Cover: as a waltz" }).waitFor();
  await studio.page.getByRole("button", { name: "Use again" }).first().click();
  await sheet.waitFor();
  assert.equal(await sheet.getByRole("radio", { name: "Cover" }).isChecked(), true);
  assert.equal(await sheet.getByLabel("Strength", { exact: true }).inputValue(), "0.8");
  await studio.close();
});
