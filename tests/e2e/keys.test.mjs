// Keys that are kept, encrypted; money that is counted, limited and never spent twice by a slip.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { ELSEWHERE, KEY, PASSPHRASE, openBrowser, openStudio, sandbox } from "./page.mjs";

const LYRIA = "Lyria 2 (Segmind)";
let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

/** Everything that the browser stored for the page. */
async function stored(studio) {
  return studio.page.evaluate(async () => {
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
      database.close();
    }
    return found.join("\n");
  });
}

const ask = (studio) => studio.page.getByRole("alertdialog");

test("an encrypted key is there again after a reload, once it is unlocked", async () => {
  const studio = await openStudio(browser);
  await studio.withKeptKey();
  await studio.choose(LYRIA);
  await studio.reload();
  await studio.generate("not before it is unlocked");
  await studio.page.getByText("The key for Segmind is locked; nothing was sent.").waitFor();
  const passphrase = studio.page.getByLabel("Passphrase", { exact: true });
  assert.equal(await passphrase.evaluate((it) => it === document.activeElement), true);
  assert.deepEqual(await sandbox.orders(), []);
  await passphrase.fill("not this one");
  await passphrase.press("Enter");
  await studio.page.getByText("That is not the passphrase. Nothing is lost; try again.").waitFor();
  await passphrase.fill(PASSPHRASE);
  await passphrase.press("Enter");
  await passphrase.waitFor({ state: "detached" });
  assert.deepEqual(await sandbox.orders(), [], "Enter in the passphrase orders nothing");
  const ordered = studio.page.waitForRequest((request) => request.method() === "POST" && request.url().startsWith(ELSEWHERE));
  await studio.generate();
  assert.equal((await ordered).headers()["x-api-key"], KEY);
  await studio.ready(LYRIA);
  await studio.close();
});

test("the sketch needs no unlocking", async () => {
  const studio = await openStudio(browser);
  await studio.withKeptKey();
  await studio.reload();
  await studio.generate("while the keys are locked");
  await studio.ready("Groove sketch");
  assert.equal(await studio.page.getByLabel("Passphrase", { exact: true }).count(), 0);
  await studio.close();
});

test("a stored key is ciphertext, and neither key nor passphrase stands anywhere else", async () => {
  const studio = await openStudio(browser);
  const sent = [];
  studio.page.on("request", (request) => sent.push([request.url(), JSON.stringify(request.headers()), request.postData() ?? ""]));
  await studio.withKeptKey();
  await studio.choose(LYRIA);
  await studio.generate();
  await studio.ready(LYRIA);
  await studio.openSettings();
  const all = [await stored(studio), await studio.page.content(), studio.complaints.join("\n")].join("\n");
  assert.match(all, /PBKDF2-SHA-256/, "the vault was looked at");
  assert.match(all, /"rounds\\?":600000/);
  assert.doesNotMatch(all, /planted|correct horse/);
  const typed = await studio.page.evaluate(() => [...document.querySelectorAll("input")].map((it) => it.value).join());
  assert.doesNotMatch(typed, /planted|correct horse/, "no field holds it either");
  const strangers = sent.filter(([url, ...rest]) => /planted|correct horse/.test(url + rest.join()) && !url.startsWith(ELSEWHERE));
  assert.deepEqual(strangers, []);
  assert.ok(sent.some((it) => it.join().includes(KEY)), "and its own address got it");
  await studio.close();
});

test("a backup and a downloaded file hold no key, no passphrase and nothing of the vault", async () => {
  const studio = await openStudio(browser);
  await studio.withKeptKey();
  await studio.openSettings();
  // A second key, which is in the tab only.
  await studio.settings.getByText("AI/ML API", { exact: true }).first().click();
  await studio.settings.getByLabel("AI/ML API key").fill("AI_planted_secret");
  await studio.closeSettings();
  await studio.choose(LYRIA);
  await studio.generate("backed up with a key at hand");
  const card = studio.card(LYRIA);
  await card.getByText("Kept in this browser").waitFor();
  const [single] = await Promise.all([studio.page.waitForEvent("download"), card.getByRole("button", { name: /^Download/ }).click()]);
  await studio.button(/^Library/).click();
  const [backup] = await Promise.all([studio.page.waitForEvent("download"), studio.button("Back up").click()]);
  const vault = await studio.page.evaluate(() => JSON.parse(localStorage.getItem("tutti.vault")));
  const secrets = [KEY, "AI_planted_secret", PASSPHRASE, "tutti.vault", "PBKDF2"];
  const sealed = JSON.stringify(vault).match(/[0-9A-Za-z+/=_-]{16,}/g);
  assert.ok(sealed.length > 1, "the vault was looked at");
  for (const download of [single, backup]) {
    const parts = [];
    for await (const part of await download.createReadStream()) parts.push(part);
    const bytes = Buffer.concat(parts);
    assert.ok(bytes.includes("backed up with a key at hand"), "its bytes are searched as they are");
    const spellings = (text) => [text, Buffer.from(text, "utf16le"), Buffer.from(text).toString("base64").replace(/=+$/, "").slice(0, -1)];
    const found = [...secrets, ...sealed].filter((secret) => spellings(secret).some((it) => bytes.includes(it)));
    assert.deepEqual(found, [], download.suggestedFilename());
  }
  await studio.close();
});

test("each writing of a key is sealed anew, and a key that was moved to another address does not open", async () => {
  const studio = await openStudio(browser);
  await studio.withKeptKey();
  const vault = () => studio.page.evaluate(() => JSON.parse(localStorage.getItem("tutti.vault")));
  const first = await vault();
  await studio.setKey(KEY);
  await studio.page.waitForFunction((iv) => JSON.parse(localStorage.getItem("tutti.vault")).keys[0].iv !== iv, first.keys[0].iv);
  const second = await vault();
  assert.notEqual(first.keys[0].sealed, second.keys[0].sealed);
  await studio.page.evaluate((vault) => {
    const [key] = vault.keys;
    vault.keys = [{ ...key, endpoint: "http://localhost:9/segmind" }];
    localStorage.setItem("tutti.vault", JSON.stringify(vault));
  }, second);
  await studio.reload();
  await studio.openSettings();
  await studio.settings.getByLabel("Passphrase", { exact: true }).first().fill(PASSPHRASE);
  await studio.settings.getByRole("button", { name: "Unlock" }).first().click();
  await studio.settings.getByText("1 key, encrypted; unlocked in this tab.").waitFor();
  await studio.closeSettings();
  await studio.choose(LYRIA);
  await studio.generate();
  await studio.page.getByText("Segmind needs a key; nothing was sent.").waitFor();
  assert.ok(studio.requests.every((url) => !url.startsWith("http://localhost:9")));
  await studio.close();
});

test("a passphrase that is too short or mistyped is told, and nothing is stored", async () => {
  const studio = await openStudio(browser);
  await studio.keepKey({ passphrase: "short" });
  await studio.settings.getByText("At least 8 letters.", { exact: true }).waitFor();
  await studio.settings.getByLabel("New passphrase").first().fill(PASSPHRASE);
  await studio.settings.getByRole("button", { name: "Encrypt", exact: true }).click();
  await studio.settings.getByText("The two are not the same.").waitFor();
  assert.equal(await studio.page.evaluate(() => localStorage.getItem("tutti.vault")), null);
  await studio.close();
});

test("locking takes the key out of the tab, and a job that is watched waits for it", async () => {
  const studio = await openStudio(browser);
  await studio.withKeptKey();
  await sandbox.speed(0.2);
  await studio.choose(LYRIA);
  await studio.generate();
  await studio.card(LYRIA).getByText(/^(Queued|Running)$/).waitFor();
  await studio.openSettings();
  await studio.button("Lock now").click();
  await studio.settings.getByText("1 key, encrypted and locked.").waitFor();
  await studio.closeSettings();
  const passphrase = studio.card(LYRIA).getByLabel("Passphrase", { exact: true });
  await passphrase.waitFor();
  await sandbox.speed(20);
  await passphrase.fill(PASSPHRASE);
  await passphrase.press("Enter");
  await studio.ready(LYRIA);
  assert.equal((await sandbox.orders()).length, 1, "it was ordered once");
  await studio.close();
});

test("another passphrase opens the keys, and the old one does not", async () => {
  const studio = await openStudio(browser);
  await studio.withKeptKey();
  await studio.openSettings();
  await studio.settings.getByText("Change passphrase").first().click();
  await studio.settings.getByLabel("Passphrase now").fill(PASSPHRASE);
  await studio.settings.getByLabel("New passphrase").fill("another long one");
  await studio.settings.getByLabel("Once more").fill("another long one");
  await studio.settings.getByRole("button", { name: "Change passphrase" }).click();
  await studio.settings.getByText("The passphrase is changed.").waitFor();
  await studio.closeSettings();
  await studio.reload();
  await studio.openSettings();
  const passphrase = studio.settings.getByLabel("Passphrase", { exact: true }).last();
  await passphrase.fill(PASSPHRASE);
  await passphrase.press("Enter");
  await studio.settings.getByText("That is not the passphrase.").waitFor();
  await passphrase.fill("another long one");
  await passphrase.press("Enter");
  await studio.settings.getByText("1 key, encrypted; unlocked in this tab.").waitFor();
  await studio.close();
});

test("forgetting all keys leaves none, here and in another tab", async () => {
  const studio = await openStudio(browser);
  await studio.withKeptKey();
  const other = await studio.context.newPage();
  await other.goto(studio.page.url());
  await other.getByRole("button", { name: /^Generate/ }).waitFor();
  await studio.openSettings();
  await studio.button("Forget all keys").click();
  await studio.button("Forget them").click();
  await studio.settings.getByText(/^None\. Choose/).waitFor();
  assert.equal(await studio.page.evaluate(() => localStorage.getItem("tutti.vault")), null);
  await studio.closeSettings();
  await studio.choose(LYRIA);
  await studio.generate();
  await studio.page.getByText("Segmind needs a key; nothing was sent.").waitFor();
  await other.getByRole("button", { name: "Settings" }).click();
  await other.getByText(/^None\. Choose/).waitFor();
  await studio.close();
});

test("the same order is asked about before it is paid a second time", async () => {
  const studio = await openStudio(browser);
  await studio.goLive();
  await studio.choose("Groove sketch", LYRIA);
  await studio.generate("rain on tin");
  await studio.ready(LYRIA);
  await studio.generate();
  await ask(studio).getByRole("heading", { name: "Order again?" }).waitFor();
  await ask(studio).getByText(`${LYRIA} got this very order just now.`).waitFor();
  await studio.button("Not now").click();
  assert.equal((await sandbox.orders()).length, 1);
  await studio.generate();
  await studio.button("Only the 1 other").click();
  await ask(studio).waitFor({ state: "hidden" });
  assert.equal((await sandbox.orders()).length, 1, "the sketch costs nothing and went alone");
  await studio.generate();
  await studio.button("Order again", { exact: true }).click();
  await studio.page.waitForFunction(() => document.querySelectorAll("article").length === 5);
  await studio.generate("snow on tin");
  await studio.page.waitForFunction(() => document.querySelectorAll("article").length === 7);
  assert.equal(await ask(studio).count(), 0, "other words are another order");
  await studio.close();
});

test("in the sandbox and on this device nothing is asked", async () => {
  const studio = await openStudio(browser);
  await studio.setLimit("0");
  await studio.choose("Groove sketch", LYRIA);
  for (const nth of [2, 4]) {
    await studio.generate("the same twice");
    await studio.page.waitForFunction((nth) => document.querySelectorAll("article").length === nth, nth);
  }
  assert.equal(await ask(studio).count(), 0);
  assert.equal(await studio.page.getByText("Today $0.00 of $0.00").count(), 1, "and nothing was counted");
  await studio.close();
});

test("a limit stops what goes beyond it, survives a reload, and can be raised", async () => {
  const studio = await openStudio(browser);
  await studio.goLive();
  await studio.setLimit("0.10");
  await studio.choose(LYRIA);
  await studio.generate("the first one");
  await studio.ready(LYRIA);
  const counted = studio.button(/^Today \$0\.\d+ of \$0\.10/);
  await counted.waitFor();
  await studio.reload();
  await counted.waitFor();
  await studio.openSettings();
  await studio.settings.getByLabel("Segmind key").fill("live-key");
  await studio.settings.getByText(/in 1 order since midnight/).waitFor();
  await studio.closeSettings();
  await studio.generate("one too many");
  await ask(studio).getByText(/Your limit is \$0\.10 a day\. .* Nothing was sent\./).waitFor();
  assert.equal((await sandbox.orders()).length, 1);
  await ask(studio).getByLabel("Limit a day").fill("lots");
  await studio.button("Raise and order").click();
  await ask(studio).getByText("A limit is a number of dollars, such as 2.50.").waitFor();
  await ask(studio).getByLabel("Limit a day").fill("5");
  await studio.button("Raise and order").click();
  await studio.page.waitForFunction(() => document.querySelectorAll("article").length >= 1);
  await studio.button(/^Today \$0\.\d+ of \$5\.00/).waitFor();
  await studio.close();
});

test("an order that was refused counts for nothing, and can be sent again without a question", async () => {
  const studio = await openStudio(browser);
  await studio.goLive();
  await sandbox.fault({ route: "submit", kind: { status: { code: 406 } } });
  await studio.choose(LYRIA);
  await studio.generate("refused at first");
  await studio.card(LYRIA).getByText("Nothing was charged.").waitFor();
  assert.equal(await studio.button(/^Today/).count(), 0);
  await studio.generate();
  await studio.ready(LYRIA);
  assert.equal(await ask(studio).count(), 0);
  await studio.button(/^Today \$/).waitFor();
  await studio.close();
});
