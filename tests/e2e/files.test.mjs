// Files that go out and come back: the recipe in them, a recording of one's own, and links with settings.
import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

/** A studio with one kept track of this prompt, its details open. */
async function withTrack(prompt) {
  const studio = await openStudio(browser);
  await studio.generate(prompt);
  await studio.card("Groove sketch").getByText("Kept in this browser").waitFor();
  await studio.button(/^Library/).click();
  await studio.library.getByRole("button", { name: /^Details/ }).click();
  return studio;
}

async function saved(studio, press) {
  const [download] = await Promise.all([studio.page.waitForEvent("download"), press()]);
  const file = join(await mkdtemp(join(tmpdir(), "tutti-file-")), download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

const dialog = (studio) => studio.page.getByRole("dialog");
const original = (studio) => saved(studio, () => dialog(studio).getByRole("button", { name: "Download original" }).click());

/** The samples of a WAV file: its `data` chunk. */
function samples(file) {
  for (let at = 12; at + 8 <= file.length; at += 8 + file.readUInt32LE(at + 4) + (file.readUInt32LE(at + 4) % 2)) {
    if (file.toString("latin1", at, at + 4) === "data") return file.subarray(at + 8, at + 8 + file.readUInt32LE(at + 4));
  }
  throw new Error("no samples");
}

test("a downloaded file holds its recipe, opening it fills the form elsewhere, and it can be kept there", async () => {
  const studio = await withTrack("a recipe that travels");
  const kept = await original(studio);
  const told = await readFile(kept);
  assert.ok(told.includes("tutJ") && told.includes("a recipe that travels"));
  assert.equal(told.readUInt32LE(4) + 8, told.length);
  await dialog(studio).getByRole("button", { name: "Close" }).click();
  await studio.openSettings();
  await studio.settings.getByRole("switch", { name: /Write the settings/ }).uncheck({ force: true });
  await studio.closeSettings();
  await studio.library.getByRole("button", { name: /^Details/ }).click();
  const plain = await readFile(await original(studio));
  assert.ok(!plain.includes("tutJ"), "left out when it is not wanted");
  assert.deepEqual(samples(plain), samples(told));
  await studio.close();

  const other = await openStudio(browser);
  await other.button(/^Library/).click();
  await other.library.locator("input[type=file]").setInputFiles(kept);
  await dialog(other).getByText("Its settings are in the form.", { exact: false }).waitFor();
  await dialog(other).getByRole("button", { name: "Keep in the library" }).click();
  await other.page.getByText("1 track restored.").first().waitFor();
  assert.equal(await other.prompt.inputValue(), "a recipe that travels");
  await other.button(/^Library/).click();
  await other.library.getByRole("button", { name: /^Play: a recipe that travels/ }).click();
  await other.hear();
  await other.close();
});

test("a WAV file is made of a track and says so", async () => {
  const studio = await withTrack("to be converted");
  const file = await saved(studio, () => dialog(studio).getByRole("button", { name: "Download as WAV" }).click());
  assert.match(file, /_converted\.wav$/);
  const bytes = await readFile(file);
  assert.equal(bytes.toString("latin1", 0, 4), "RIFF");
  assert.equal(bytes.readUInt32LE(4) + 8, bytes.length);
  assert.ok(samples(bytes).some((it) => it !== 0));
  await studio.close();
});

test("a recording of one's own is listened to, kept, and can be covered; what is no sound is refused with words", async () => {
  const studio = await openStudio(browser);
  await studio.button(/^Library/).click();
  const give = (name, buffer) =>
    studio.library.locator("input[type=file]").setInputFiles({ name, mimeType: "audio/wav", buffer });
  await give("noise.wav", Buffer.from("no sound at all"));
  await studio.page.getByText("noise.wav is no sound that is known here.").first().waitFor();
  await give("my hum.wav", hum());
  await dialog(studio).getByRole("button", { name: "Let the sketch listen" }).click();
  const sheet = studio.page.getByRole("dialog", { name: "my hum" });
  await sheet.waitFor();
  await sheet.getByRole("radio", { name: "Cover" }).waitFor({ state: "attached" });
  await sheet.getByRole("button", { name: "Close" }).click();
  await studio.button(/^Library/).click();
  await studio.library.getByRole("button", { name: /^Play: my hum/ }).click();
  await studio.hear();
  await studio.close();
});

test("a recording goes to a vendor by a public address, which is looked at first and sent once", async () => {
  const studio = await openStudio(browser);
  const web = { "https://files.example/hum.wav": hum(), "https://files.example/other.wav": hum(9) };
  await studio.context.route("https://files.example/**", (route) => {
    const body = web[route.request().url()];
    return body ? route.fulfill({ contentType: "audio/wav", body }) : route.fulfill({ contentType: "text/html", body: "<p>A page" });
  });
  await studio.button(/^Library/).click();
  await studio.library.locator("input[type=file]").setInputFiles({ name: "my hum.wav", mimeType: "audio/wav", buffer: hum() });
  const sheet = dialog(studio);
  const address = sheet.getByLabel("Address of the file");
  const check = sheet.getByRole("button", { name: "Check the address" });
  for (const [wrong, words] of [
    ["my hum.wav", "It begins with https:// and leads to the file itself."],
    ["https://192.168.1.20/hum.wav", "Only this machine or its own network can open that address."],
  ]) {
    await address.fill(wrong);
    await check.click();
    await sheet.getByText(words).waitFor();
    assert.equal(await address.getAttribute("aria-invalid"), "true");
    assert.equal(await address.evaluate((it) => it === document.activeElement), true);
  }
  await address.fill("https://files.example/page");
  await check.click();
  await sheet.getByText(/^No sound opens there/).waitFor();
  await sheet.getByRole("button", { name: "Send it anyway" }).waitFor();
  await address.fill("https://files.example/other.wav");
  await check.click();
  await sheet.getByText("A sound of 0:09 is there, and the file that you chose has 0:12.").waitFor();
  await address.fill("https://files.example/hum.wav");
  await check.click();
  await sheet.getByText("A sound of 0:12 is there.").waitFor();
  assert.deepEqual(await sandbox.orders(), [], "looking orders nothing");
  const ordered = studio.page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/upload"));
  await sheet.getByRole("button", { name: "Send the address to Producer" }).click();
  assert.deepEqual((await ordered).postDataJSON(), { audio_url: "https://files.example/hum.wav" });
  await studio.card("Lyria 3 Pro (Producer)").waitFor();
  // What came is changed next, as after any recording.
  await studio.page.getByRole("dialog", { name: "my hum" }).getByRole("radio", { name: "Cover" }).waitFor({ state: "attached" });
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});

test("a link fills the form and is forgotten; a hostile one changes nothing", async () => {
  const studio = await openStudio(browser);
  const link = (fragment) => studio.page.evaluate((it) => (location.hash = it), fragment);
  await link("#try?model=segmind%2Flyria-2&prompt=rain%20by%20link&seed=7");
  await studio.page.getByText("The settings of that link are in the form.", { exact: false }).first().waitFor();
  assert.equal(await studio.prompt.inputValue(), "rain by link");
  assert.equal(await studio.model("Lyria 2 (Segmind)").isChecked().catch(() => true), true);
  assert.equal(new URL(studio.page.url()).hash, "#create");
  await link("#try?model=segmind%2Flyria-2&prompt=other&apiKey=x");
  await studio.page.getByText("That link is damaged", { exact: false }).first().waitFor();
  assert.equal(await studio.prompt.inputValue(), "rain by link");
  assert.equal((await sandbox.orders()).length, 0, "nothing is sent by a link");
  await studio.close();
});

/** Seconds of a pulsing chord as a WAV file. */
function hum(seconds = 12) {
  const rate = 48_000;
  const frames = seconds * rate;
  const file = Buffer.alloc(44 + 4 * frames);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + 4 * frames, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(4 * rate, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(4 * frames, 40);
  for (let at = 0; at < frames; at++) {
    const pulse = Math.exp(-6 * ((at / (rate / 2)) % 1));
    const level = [220, 277.2, 329.6].reduce((sum, hz) => sum + Math.sin((2 * Math.PI * hz * at) / rate), 0);
    for (const side of [0, 2]) file.writeInt16LE(Math.round(6_000 * pulse * level), 44 + 4 * at + side);
  }
  return file;
}
