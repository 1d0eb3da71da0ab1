// What survives: jobs, records of unknown outcome, finished tracks.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { Studio, leaveRoom, openBrowser, openStudio, sandbox } from "./page.mjs";

/** A reply whose body breaks off: the vendor took the order on, and nobody heard. */
const LOST_ANSWER = { route: "submit", kind: { truncate: { keep: 0.5, length: "full" } } };

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

test("a job survives a reload, and is billed once", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("survives a reload");
  await studio.card("Lyria 2 (Segmind)").getByText(/^(Queued|Running)$/).waitFor();
  await studio.reload();
  await studio.page.getByRole("heading", { name: "survives a reload" }).waitFor();
  await sandbox.speed(60);
  await studio.wake();
  await studio.ready("Lyria 2 (Segmind)");
  await studio.play();
  await studio.hear();
  const { billed } = await sandbox.ledger();
  assert.equal(billed.length, 1);
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});

test("a finished track is kept with its bytes and listed after a reload", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("kept for later");
  await studio.ready("Lyria 2 (Segmind)");
  await studio.card("Lyria 2 (Segmind)").getByText("Kept in this browser").waitFor();
  await studio.reload();
  assert.equal(await studio.cards.count(), 0, "its record is gone once it is kept");
  const asked = (await sandbox.ledger()).requests.length;
  await studio.button(/^Library/).click();
  await studio.library.getByRole("button", { name: "Play: kept for later, Lyria 2 (Segmind)" }).click();
  await studio.hear();
  assert.ok((await studio.loudness()) > 0.02);
  assert.equal((await sandbox.ledger()).requests.length, asked, "the vendor was not asked again");
  await studio.close();
});

test("a deleted track can be taken back", async () => {
  const studio = await openStudio(browser);
  await studio.generate("deleted by mistake");
  await studio.card("Groove sketch").getByText("Kept in this browser").waitFor();
  await studio.button(/^Library/).click();
  const row = studio.library.locator(".row");
  await row.getByRole("button", { name: /^Delete/ }).click();
  await row.waitFor({ state: "detached" });
  await studio.button("Undo").click();
  await row.waitFor();
  await row.getByRole("button", { name: /^Delete/ }).click();
  await studio.button("Undo").waitFor();
  await studio.reload();
  await studio.button(/^Library/).click();
  await studio.library.getByText("Nothing kept yet").waitFor();
  await studio.close();
});

test("the file that is downloaded is the vendor's own", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("to be downloaded");
  await studio.ready("Lyria 2 (Segmind)");
  const [download] = await Promise.all([
    studio.page.waitForEvent("download"),
    studio.card("Lyria 2 (Segmind)").getByRole("button", { name: /^Download/ }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^\d{4}-\d{2}-\d{2}_to-be-downloaded_segmind(_\d+)?\.wav$/);
  const bytes = [];
  for await (const chunk of await download.createReadStream()) bytes.push(chunk);
  const file = Buffer.concat(bytes);
  assert.equal(file.subarray(0, 4).toString(), "RIFF");
  assert.equal(file.readUInt32LE(4) + 8, file.length, "it is complete");
  await studio.close();
});

test("an order whose answer was lost waits for the person's word, after a reload too", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await sandbox.fault(LOST_ANSWER);
  await studio.generate("an answer that is lost");
  const card = studio.card("Lyria 2 (Segmind)");
  for (const visit of ["first", "reloaded"]) {
    await card.getByText(/answer was lost/).waitFor();
    await card.getByText("It may have been charged.").waitFor();
    await card.getByRole("button", { name: /^Order again \(may be charged twice\)/ }).waitFor();
    await card.getByRole("button", { name: /^Dismiss/ }).waitFor();
    assert.equal((await sandbox.orders()).length, 1, visit);
    if (visit === "first") await studio.reload();
  }
  await card.getByRole("button", { name: /^Order again/ }).click();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.orders()).length, 2, "only on the person's word");
  await studio.close();
});

test("a dismissed order is not offered again", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await sandbox.fault(LOST_ANSWER);
  await studio.generate("to be dismissed");
  await studio.card("Lyria 2 (Segmind)").getByRole("button", { name: /^Dismiss/ }).click();
  await studio.card("Lyria 2 (Segmind)").waitFor({ state: "detached" });
  await studio.page.waitForTimeout(300);
  await studio.reload();
  await studio.page.getByText("One prompt, every model").waitFor();
  assert.equal(await studio.cards.count(), 0);
  await studio.close();
});

test("a job at an address whose key went with the reload asks for it on its card", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  // The same sandbox by another name is another address, so nobody fills in its key.
  const address = `http://localhost:${new URL(process.env.TUTTI_SANDBOX).port}/segmind`;
  await studio.setAddress(address);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("needs its key again");
  await studio.card("Lyria 2 (Segmind)").getByText(/^(Queued|Running)$/).waitFor();
  await studio.reload();
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText("Key needed to go on.").waitFor();
  await sandbox.speed(60);
  await card.getByLabel("Segmind key").fill("any");
  await card.getByRole("button", { name: "Go on" }).click();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("who stops waiting is told that the job goes on, and can look again", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("left and looked at again");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/^(Queued|Running)$/).waitFor();
  await card.getByRole("button", { name: "Stop waiting" }).click();
  await card.getByText("You stopped waiting.").waitFor();
  await card.getByText(/Segmind goes on with it and charges for it/).waitFor();
  await sandbox.speed(60);
  await card.getByRole("button", { name: /^Look again/ }).click();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});

test("a second tab leaves the first one's jobs alone, and takes them up when it closes", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("watched by one tab");
  await studio.card("Lyria 2 (Segmind)").getByText(/^(Queued|Running)$/).waitFor();
  const second = new Studio(studio.context, await studio.context.newPage(), studio.url);
  await second.visit();
  await second.page.getByText("Another tab is watching your earlier jobs.", { exact: false }).waitFor();
  assert.equal(await second.cards.count(), 0);
  await studio.page.close();
  await sandbox.speed(60);
  await second.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.orders()).length, 1);
  await second.close();
});

test("what is being written survives a reload", async () => {
  const studio = await openStudio(browser);
  await studio.choose("MusicGen Medium");
  await studio.prompt.fill("half a thought");
  await studio.page.getByLabel("Length", { exact: true }).fill("7");
  await studio.reload();
  assert.equal(await studio.prompt.inputValue(), "half a thought");
  assert.equal(await studio.page.getByLabel("Length", { exact: true }).inputValue(), "7");
  assert.equal(await studio.model("MusicGen Medium").isChecked(), true);
  await studio.close();
});

test("audio that its host lets no page read still plays, and the card says what that means", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await sandbox.audioForPages(false);
  await studio.generate("cannot be read");
  await studio.ready("Lyria 2 (Segmind)");
  await sandbox.audioForPages(true);
  await studio.card("Lyria 2 (Segmind)").getByText(/does not let pages read the audio, so it is not kept here/).waitFor();
  await studio.play();
  await studio.hear();
  await studio.reload();
  // Its record was kept, so it is fetched again, now with leave to read it.
  await studio.card("Lyria 2 (Segmind)").getByText("Kept in this browser").waitFor();
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});

test("a passing fault is a mark on the card, and the job goes on", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("over a passing fault");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/^(Queued|Running)$/).waitFor();
  await sandbox.fault({ route: "status", times: 2, kind: { status: { code: 503 } } });
  await studio.wake();
  await card.getByText(/trying again in \d+ s/).waitFor();
  await sandbox.speed(60);
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});

test("without room a paid track plays from memory and can be downloaded, and is kept once there is room", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await leaveRoom(studio, 300_000);
  await studio.generate("no room for this");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/^This browser has no room left, so it is not kept/).waitFor();
  assert.equal(await card.getByText("Kept in this browser").count(), 0);
  await studio.play();
  await studio.hear();
  const [download] = await Promise.all([
    studio.page.waitForEvent("download"),
    card.getByRole("button", { name: /^Download/ }).click(),
  ]);
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  const file = Buffer.concat(parts);
  assert.equal(file.readUInt32LE(4) + 8, file.length, "the download is complete");
  await card.getByRole("button", { name: "Keep it now" }).click();
  await card.getByText(/^This browser has no room left/).waitFor();
  await leaveRoom(studio);
  await card.getByRole("button", { name: "Keep it now" }).click();
  await card.getByText("Kept in this browser").waitFor();
  assert.equal(await card.getByText(/no room left/).count(), 0);
  await studio.reload();
  await studio.button(/^Library/).click();
  await studio.library.getByRole("button", { name: /^Play: no room for this/ }).click();
  await studio.hear();
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("a track that there was no room for is fetched again after a reload, and not ordered again", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await leaveRoom(studio, 300_000);
  await studio.generate("fetched once more");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/^This browser has no room left/).waitFor();
  await leaveRoom(studio);
  await studio.reload();
  await card.getByText("Kept in this browser").waitFor();
  assert.equal((await sandbox.orders()).length, 1);
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("an order that cannot be written down first is not sent", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await leaveRoom(studio, -100_000);
  await studio.generate("not even noted");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText("The order could not be written down first, so it was not sent.").waitFor();
  await card.getByText("Nothing was charged.").waitFor();
  assert.deepEqual(await sandbox.orders(), []);
  await leaveRoom(studio);
  await card.getByRole("button", { name: /^Try again/ }).click();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

const looks = async () => (await sandbox.ledger()).requests.filter((seen) => seen.route === "status");

/** A studio whose tab's timers can be stopped, with a job that is watched. */
async function watching(prompt) {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  await studio.page.clock.install();
  await studio.reload();
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate(prompt);
  await studio.card("Lyria 2 (Segmind)").getByText(/^(Queued|Running)$/).waitFor();
  return studio;
}

test("a job that got done while its tab was hidden is shown within one look of the return", async () => {
  const studio = await watching("done out of sight");
  // A hidden tab's timers come late or not at all.
  await studio.page.clock.pauseAt(Date.now() + 1_500);
  await sandbox.speed(200);
  await new Promise((done) => setTimeout(done, 2_000));
  const before = (await looks()).length;
  // Its return alone has it looked at, before any timer goes on.
  const look = studio.page.waitForRequest((request) => request.url().endsWith("/status"));
  await studio.page.evaluate(() => dispatchEvent(new Event("visibilitychange")));
  await look;
  await studio.page.clock.resume();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await looks()).length, before + 1, "one look was enough");
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("a device that slept for hours finds its job done, looks once and is billed once", async () => {
  const studio = await watching("slept through");
  await sandbox.speed(200);
  await new Promise((done) => setTimeout(done, 1_000));
  await sandbox.speed(1);
  const before = (await looks()).length;
  await studio.page.clock.fastForward("03:00:00");
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await looks()).length, before + 1, "one look was enough");
  await studio.play();
  await studio.hear();
  const { billed } = await sandbox.ledger();
  assert.equal(billed.length, 1);
  await studio.close();
});
