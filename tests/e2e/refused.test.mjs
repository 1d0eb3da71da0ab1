// What goes wrong before money is spent, each in a clear sentence at its place.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

async function nothingWasOrdered() {
  assert.deepEqual(await sandbox.orders(), []);
  assert.deepEqual((await sandbox.ledger()).billed, []);
}

test("a wrong key is named as what it is, and nothing is billed", async () => {
  const studio = await openStudio(browser);
  await studio.setKey("wrong-key");
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate();
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText("Segmind did not accept this key.").waitFor();
  await card.getByText("Nothing was charged.").waitFor();
  await nothingWasOrdered();
  assert.doesNotMatch(await studio.page.content(), /wrong-key/, "the key is nowhere on the page");
  await card.getByRole("button", { name: /^Fix key/ }).click();
  await studio.settings.getByLabel("Segmind key").fill("good-key");
  await studio.closeSettings();
  await card.getByRole("button", { name: /^Try again/ }).click();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("an account without credit is named; the way to it, and the order once more, are on the card", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await sandbox.fault({ route: "submit", kind: { status: { code: 406 } } });
  await studio.generate("more than there is credit for");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/credit/i).first().waitFor();
  await card.getByText("Nothing was charged.").waitFor();
  assert.deepEqual((await sandbox.ledger()).billed, []);
  const opened = studio.page.context().waitForEvent("page");
  await studio.page.context().route("https://*/**", (route) => route.fulfill({ body: "the account" }));
  await card.getByRole("button", { name: /^Open account/ }).click();
  const account = await opened;
  assert.match(account.url(), /^https:\/\/[a-z.]*segmind\.com\//);
  assert.equal(await account.evaluate(() => window.opener), null, "the account's page has no hold on the studio");
  await account.close();
  await card.getByRole("button", { name: /^Try again/ }).click();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("a job whose record is gone is told as that, and only the person orders again", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await sandbox.fault({ route: "status", times: 100, kind: "expired" });
  await studio.generate("gone before it was fetched");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByRole("button", { name: /^Order again/ }).waitFor();
  await card.getByText(/no longer|expired|gone/i).first().waitFor();
  await card.getByText(/may have been charged/i).waitFor();
  assert.equal((await sandbox.orders()).length, 1);
  await studio.reload();
  assert.equal((await sandbox.orders()).length, 1, "a reload orders nothing");
  await studio.close();
});

test("words that a vendor's rules refuse come back to be changed", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await sandbox.fault({ route: "submit", kind: { fail: { error: "Prompt blocked by safety filter" } } });
  await studio.generate("in the manner of a living singer");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText("Segmind's content rules refused this.").waitFor();
  await card.getByText("Prompt blocked by safety filter").waitFor();
  await studio.prompt.fill("something else meanwhile");
  await card.getByRole("button", { name: /^Edit prompt/ }).click();
  assert.equal(await studio.prompt.inputValue(), "in the manner of a living singer");
  assert.equal(await studio.prompt.evaluate((it) => it === document.activeElement), true);
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});

test("the settings test a key without an order", async () => {
  const studio = await openStudio(browser);
  await studio.openSettings();
  const key = studio.settings.getByLabel("Segmind key");
  assert.equal(await key.getAttribute("type"), "password");
  assert.equal(await key.getAttribute("autocomplete"), "off");
  await studio.button("Test").click();
  await studio.settings.getByText(/The key works; 1,000.00 credits left/).waitFor();
  await key.fill("wrong-key");
  await studio.button("Test").click();
  await studio.settings.getByText(/did not accept this key/).waitFor();
  await nothingWasOrdered();
  await studio.close();
});

test("an empty prompt is told at the prompt, which gets the focus", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("   ");
  const problem = studio.page.getByText("Write what the music should be; nothing was sent.");
  await problem.waitFor();
  assert.equal(await studio.prompt.getAttribute("aria-invalid"), "true");
  const told = (await studio.prompt.getAttribute("aria-describedby")).split(" ");
  assert.ok(told.includes(await problem.getAttribute("id")), told.join());
  assert.equal(await studio.prompt.evaluate((it) => it === document.activeElement), true);
  await nothingWasOrdered();
  assert.equal(await studio.cards.count(), 0);
  await studio.prompt.fill("rain");
  await problem.waitFor({ state: "detached" });
  await studio.close();
});

test("a value out of range is told at its field, with the range", async () => {
  const studio = await openStudio(browser);
  await studio.choose("MusicGen Medium");
  const length = studio.page.getByLabel("Length", { exact: true });
  for (const wrong of ["31", "long"]) {
    await length.fill(wrong);
    await studio.generate("out of range");
    await studio.page.getByText("Length is a number from 1 to 30 s.").waitFor();
    assert.equal(await length.getAttribute("aria-invalid"), "true");
    assert.match(await length.getAttribute("aria-describedby"), /field-seconds-problem/);
  }
  await nothingWasOrdered();
  await studio.close();
});

test("a problem in the folded settings opens them", async () => {
  const studio = await openStudio(browser);
  await studio.page.getByText("More settings").click();
  await studio.page.getByLabel("Seed", { exact: true }).fill("-5");
  await studio.page.getByText("More settings").click();
  await studio.generate();
  await studio.page.getByText(/Seed is a whole number/).waitFor();
  await studio.close();
});

test("a setting that no chosen model has is off, with its reason", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Lyria 2 (Segmind)");
  const tempo = studio.page.getByLabel("Tempo");
  assert.equal(await tempo.isDisabled(), true);
  await studio.page.getByText(/^Only for Groove sketch/).first().waitFor();
  await studio.choose("Lyria 2 (Segmind)", "Groove sketch");
  assert.equal(await tempo.isDisabled(), false);
  await studio.page.getByText("Not for Lyria 2 (Segmind)").first().waitFor();
  await studio.close();
});

test("no model and no key are told at the models", async () => {
  const studio = await openStudio(browser);
  await studio.choose();
  await studio.generate("for nobody");
  await studio.page.getByText("Choose at least one model.").waitFor();
  await studio.openSettings();
  await studio.settings.getByRole("radio", { name: /Live/ }).check();
  await studio.closeSettings();
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("without a key");
  await studio.page.getByText("Segmind needs a key; nothing was sent.").waitFor();
  assert.ok(studio.requests.every((url) => !url.includes("segmind.com")), "the vendor was not called");
  assert.equal(await studio.page.getByText("no money is spent").count(), 0, "live is not called a sandbox");
  await studio.close();
});

test("an address that the content policy forbids is refused where it is typed", async () => {
  const studio = await openStudio(browser);
  await studio.openSettings();
  await studio.settings.getByRole("radio", { name: /Another address/ }).check();
  const address = studio.settings.getByLabel("Address", { exact: true });
  await address.fill("https://evil.example/segmind");
  await address.blur();
  await studio.settings.getByText(/content policy lets it call/).waitFor();
  await studio.closeSettings();
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("to a forbidden place");
  await studio.page.getByText(/The address set for Segmind cannot be used/).waitFor();
  assert.ok(studio.requests.every((url) => !url.includes("evil.example")));
  await studio.close();
});

test("a sandbox that is not running is told plainly, and nothing is charged", async () => {
  const port = await closedPort();
  const studio = await openStudio(browser, { query: { sandbox: port } });
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate();
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/(not reach|did not answer|no answer|could not be reached)/i).first().waitFor();
  await card.getByText("Nothing was charged.").waitFor();
  await nothingWasOrdered();
  await studio.close();
});

test("a key is never stored", async () => {
  const studio = await openStudio(browser);
  await studio.setKey("SG_planted_secret");
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate();
  await studio.ready("Lyria 2 (Segmind)");
  const stored = await studio.page.evaluate(async () => {
    const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((done, fail) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
        request.onerror = fail;
      });
      for (const store of database.objectStoreNames) {
        const records = await new Promise((done, fail) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => done(request.result);
          request.onerror = fail;
        });
        found.push(JSON.stringify(records));
      }
    }
    return found.join("\n");
  });
  assert.match(stored, /Warm lo-fi groove/, "the library was looked at");
  assert.doesNotMatch(stored, /planted/);
  await studio.close();
});

/** A port on which nothing listens. */
function closedPort() {
  return new Promise((done, fail) => {
    const server = createServer().on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
