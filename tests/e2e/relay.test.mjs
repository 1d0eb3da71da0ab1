// The studio behind the relay: vendors that do not answer pages, keys that the relay holds, a token, a relay that is away.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { startRelay } from "../relay/relay.mjs";
import { SANDBOX, openBrowser, openStudio, sandbox } from "./page.mjs";

const SITE = process.env.TUTTI_SITE;
const MODEL = "Lyria 2 (Segmind)";
let browser, relays;

before(async () => {
  assert.ok(SITE, "set TUTTI_SITE to the built page; `cargo xtask test` does");
  browser = await openBrowser();
  relays = [];
});

after(async () => {
  await browser?.close();
  relays?.forEach((relay) => relay.stop());
});

beforeEach(() => sandbox.reset());

/** A relay that serves the studio. */
async function relayed(args, environment) {
  const relay = await startRelay(["--site", SITE, ...args], environment);
  relays.push(relay);
  return `${relay.url}/`;
}

test("behind the relay the studio works with vendors that do not answer pages, and asks nobody else", async () => {
  await sandbox.forPages(false);
  const url = await relayed(["--sandbox", SANDBOX]);
  const studio = await openStudio(browser, { url });
  await studio.page.getByText("no money is spent").first().waitFor();
  await studio.choose(MODEL);
  await studio.generate("rain on a tin roof");
  await studio.ready(MODEL);
  await studio.play();
  await studio.hear();
  const { source } = await studio.sound();
  assert.match(source, /^blob:/, "the audio was kept");
  const others = studio.requests.filter((request) => !request.startsWith(url) && !/^(blob|data):/.test(request));
  assert.deepEqual(others, []);
  assert.deepEqual(studio.complaints, []);
  const { billed, requests } = await sandbox.ledger();
  assert.equal(billed.length, 1);
  assert.ok(requests.every((seen) => seen.origin === null), "no page called the vendors");
  await studio.close();
});

test("without it the same vendors cannot be reached, and the card names the relay", async () => {
  await sandbox.forPages(false);
  const studio = await openStudio(browser);
  await studio.choose(MODEL);
  await studio.generate("to nobody");
  await studio.card(MODEL).getByText(/a relay gets through/).waitFor();
  await studio.card(MODEL).getByText("Nothing was charged.").waitFor();
  await studio.close();
});

test("a key that the relay holds is not asked for", async () => {
  const url = await relayed([], { TUTTI_RELAY_KEY_SEGMIND: "SG_held" });
  const studio = await openStudio(browser, { url });
  await studio.page.getByText("Segmind · key at the relay").first().waitFor();
  assert.equal(await studio.page.getByText("no money is spent").count(), 0, "real vendors are not called a sandbox");
  await studio.choose("Lyria 2 (Pixazo)");
  await studio.generate("without a key");
  await studio.page.getByText("Pixazo needs a key; nothing was sent.").waitFor();
  await studio.close();
});

test("a relay that asks for its token gets it from the settings, and keeps out who does not show it", async () => {
  const url = await relayed(["--sandbox", SANDBOX], { TUTTI_RELAY_TOKEN: "open-sesame" });
  const studio = await openStudio(browser, { url });
  await studio.page.getByText("no money is spent").first().waitFor();
  await studio.choose(MODEL);
  await studio.generate("without the token");
  await studio.card(MODEL).getByText(/its token/).first().waitFor();
  assert.equal((await sandbox.orders()).length, 0);
  await studio.openSettings();
  const token = studio.settings.getByLabel("Relay token").first();
  await token.fill("open-sesame");
  await token.blur();
  await studio.closeSettings();
  await studio.button(/^(Try|Order) again/).first().click();
  await studio.ready(MODEL);
  assert.equal((await sandbox.ledger()).billed.length, 1);
  const stored = await studio.page.evaluate(() => JSON.stringify(localStorage));
  assert.ok(!stored.includes("sesame"));
  await studio.close();
});

test("a relay that is not there is told where it is chosen", async () => {
  const studio = await openStudio(browser);
  await studio.openSettings();
  await studio.settings.getByRole("radio", { name: /^Relay/ }).first().check();
  await studio.settings.getByText("No relay answers there.").first().waitFor();
  await studio.close();
});
