// The main journeys through the page in a second engine: Firefox.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import puppeteer from "puppeteer-core";

const PAGE = required("TUTTI_PAGE");
const SANDBOX = required("TUTTI_SANDBOX");
const FIREFOX = required("TUTTI_FIREFOX");
/** Long enough for a sandbox job and its first looks on a busy machine. */
const PATIENCE = { timeout: 40_000 };
const MODEL = "Lyria 2 (Segmind)";

let browser, context, page, complaints;

before(async () => {
  browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
});
after(() => browser?.close());

beforeEach(async () => {
  await sandbox("POST", "reset");
  await sandbox("POST", "clock", { speed: 20 });
  context = await browser.createBrowserContext();
  page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${PAGE}?sandbox=${new URL(SANDBOX).port}`);
  await button(/^Generate/);
});
afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, []);
});

test("the first sound takes one press and no key", async () => {
  await press(/^Generate/);
  await says(/Kept in this browser/);
  await play(/^Play: /);
  await hear();
});

test("a sandbox job is made, kept, billed once, and there after a reload", async () => {
  await choose(MODEL);
  await press(/^Generate/);
  await says(/Kept in this browser/);
  await page.reload();
  await press(/^Library/);
  await play(/^Play: .*Lyria 2/);
  await hear();
  assert.equal((await sandbox("GET", "ledger")).billed.length, 1);
});

test("a job survives a reload, and is billed once", async () => {
  await sandbox("POST", "clock", { speed: 1 });
  await choose(MODEL);
  await press(/^Generate/);
  await says(/Queued|Running/);
  await page.reload();
  await says(/Queued|Running/);
  await sandbox("POST", "clock", { speed: 60 });
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await says(/Kept in this browser/);
  const { billed, requests } = await sandbox("GET", "ledger");
  assert.equal(billed.length, 1);
  assert.equal(requests.filter(({ method }) => method === "POST").length, 1);
});

test("two takes are compared at the same second", async () => {
  await choose("Groove sketch", "MusicGen Medium");
  await press(/^Generate/);
  await page.waitForFunction(() => document.querySelectorAll("article .kept").length === 2, PATIENCE);
  await press(/^Compare$/);
  await page.locator(".slot-name").setTimeout(PATIENCE.timeout).click();
  await hear();
  const before = await sound();
  const names = await page.$$(".slot-name");
  await names[1].click();
  await page.waitForFunction((old) => document.querySelector("audio").currentSrc !== old, PATIENCE, before.source);
  await hear();
  const after = await sound();
  assert.ok(after.at >= before.at && after.at < before.at + 20, `${before.at} s, then ${after.at} s`);
});

/** The button of this name, once it can be seen. */
async function button(name) {
  const find = (name) => {
    const all = [...document.querySelectorAll("button")].filter((it) => it.checkVisibility());
    return all.find((it) => new RegExp(name).test((it.ariaLabel ?? it.innerText).trim()));
  };
  return (await page.waitForFunction(find, PATIENCE, name.source)).asElement();
}

async function press(name) {
  await (await button(name)).click();
}

/** Presses this until it plays: a list that is still being filled moves under the driver's pointer. */
async function play(name) {
  const plays = () => !document.querySelector("audio").paused;
  for (let tries = 0; tries < 3; tries += 1) {
    await press(name);
    if (await page.waitForFunction(plays, { timeout: 8_000 }).catch(() => false)) return;
  }
  assert.fail(`pressing ${name} does not play`);
}

/** Waits until this can be read. */
async function says(words) {
  await page.waitForFunction((words) => new RegExp(words).test(document.body.innerText), PATIENCE, words.source);
}

/** Chooses these models and no others. */
async function choose(...names) {
  await page.evaluate((names) => {
    for (const box of document.querySelectorAll(".chip input[type=checkbox]")) {
      const name = box.closest("label").querySelector(".chip-name").textContent;
      if (box.checked !== names.includes(name)) box.click();
    }
  }, names);
}

function sound() {
  return page.$eval("audio", (audio) => ({ at: audio.currentTime, source: audio.currentSrc }));
}

/** Waits until the sound has gone on. */
async function hear() {
  const { at } = await sound();
  await page.waitForFunction((at) => document.querySelector("audio").currentTime > at + 0.2, PATIENCE, at);
}

async function sandbox(method, route, body) {
  const answer = await fetch(new URL(`/_sandbox/${route}`, SANDBOX), { method, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the journeys with \`cargo xtask test\``);
  return value;
}
