// The studio as a person meets it: what can be found there, done there and seen there.
import { chromium } from "playwright-core";

export const PAGE = required("TUTTI_PAGE");
export const SANDBOX = required("TUTTI_SANDBOX");
const CHROMIUM = required("TUTTI_CHROMIUM");

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };
export const SMALLEST = { width: 320, height: 640 };

/** A name of the sandbox for which no key is made up. */
export const ELSEWHERE = new URL("/segmind", SANDBOX.replace("127.0.0.1", "localhost")).href;

/** A key that is looked for everywhere, and the passphrase that it is encrypted under. */
export const KEY = "SG_planted_secret";
export const PASSPHRASE = "correct horse battery";

/** Long enough for a sandbox job and its first looks, short enough to notice what hangs. */
const PATIENCE_MS = 40_000;

/** A browser; close it in the end. */
export function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM });
}

/** A fresh profile with the studio open in it. */
export async function openStudio(browser, { viewport = WIDE, colorScheme = "dark", touch = false, query = {}, url = PAGE } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, hasTouch: touch, isMobile: touch });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const studio = new Studio(context, page, url);
  await studio.visit(query);
  return studio;
}

export class Studio {
  constructor(context, page, url) {
    this.url = url;
    this.context = context;
    this.page = page;
    /** What the console and the page complained of. */
    this.complaints = [];
    /** Where every request went. */
    this.requests = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => this.requests.push(request.url()));
  }

  // find

  get prompt() {
    return this.page.getByLabel("Prompt", { exact: true });
  }

  get generateButton() {
    return this.page.getByRole("button", { name: /^Generate/ });
  }

  get cards() {
    return this.page.getByRole("article");
  }

  card(model) {
    return this.page.getByRole("article", { name: model });
  }

  model(name) {
    return this.page.getByRole("checkbox", { name: new RegExp(`^${name}`) });
  }

  button(name) {
    return this.page.getByRole("button", { name });
  }

  get settings() {
    return this.page.getByRole("dialog", { name: "Settings" });
  }

  /** The takes of the comparison. */
  get slots() {
    return this.page.locator(".slot-name");
  }

  get library() {
    return this.page.getByRole("region", { name: "Library" });
  }

  // act

  async visit(query = {}) {
    const url = new URL(this.url);
    const sandbox = new URL(SANDBOX).port;
    for (const [name, value] of Object.entries({ sandbox, ...query })) url.searchParams.set(name, value);
    await this.page.goto(url.href);
    await this.generateButton.waitFor();
  }

  async reload() {
    await this.page.reload();
    await this.button(/^Create/).waitFor();
  }

  /** What is loaded later does not come, as without a network or from a host with a newer page. */
  async losePartsOfThePage() {
    await this.page.evaluate(() => {
      globalThis.found = globalThis.fetch;
      globalThis.fetch = (what, how) =>
        String(what).includes("/parts/") ? Promise.reject(new TypeError("no such part")) : globalThis.found(what, how);
    });
  }

  async findPartsOfThePage() {
    await this.page.evaluate(() => {
      globalThis.fetch = globalThis.found;
    });
  }

  /** Chooses these models and no others. */
  async choose(...names) {
    const more = this.page.getByText(/^\d+ more models?/);
    if ((await more.count()) && !(await more.locator("..").evaluate((it) => it.open))) await more.click();
    for (const box of await this.page.getByRole("group", { name: "Models" }).getByRole("checkbox").all()) {
      const label = await box.evaluate((it) => it.closest("label").querySelector(".chip-name").textContent);
      await box.setChecked(names.includes(label), { force: true });
    }
  }

  async generate(prompt) {
    // A narrow page shows one thing at a time.
    if (!(await this.prompt.isVisible())) await this.button(/^Create/).click();
    if (prompt !== undefined) await this.prompt.fill(prompt);
    await this.generateButton.click();
  }

  async openSettings() {
    await this.button("Settings").click();
    await this.settings.waitFor();
  }

  async closeSettings() {
    await this.button("Close settings").click();
    await this.settings.waitFor({ state: "hidden" });
  }

  async setKey(key) {
    await this.openSettings();
    await this.settings.getByLabel("Segmind key").fill(key);
    await this.closeSettings();
  }

  async setAddress(url) {
    await this.openSettings();
    await this.settings.getByRole("radio", { name: /Another address/ }).check();
    await this.settings.getByLabel("Address", { exact: true }).fill(url);
    await this.settings.getByLabel("Segmind key").fill("any");
    await this.closeSettings();
  }

  /** Sets another address for Segmind, and a key for it that is encrypted under the passphrase. */
  async keepKey({ key = KEY, passphrase = PASSPHRASE, again = passphrase } = {}) {
    await this.openSettings();
    await this.settings.getByRole("radio", { name: /Another address/ }).check();
    await this.settings.getByLabel("Address", { exact: true }).fill(ELSEWHERE);
    await this.settings.getByLabel("Segmind key").fill(key);
    await this.settings.getByRole("radio", { name: "Encrypted on this device" }).check();
    await this.settings.getByLabel("New passphrase").first().fill(passphrase);
    await this.settings.getByLabel("Once more").first().fill(again);
    await this.settings.getByRole("button", { name: "Encrypt", exact: true }).click();
  }

  async withKeptKey() {
    await this.keepKey();
    await this.settings.getByText("1 key, encrypted; unlocked in this tab.").waitFor();
    await this.closeSettings();
  }

  /** Uses the vendor's own address, which the sandbox answers for: the page takes it for live. */
  async goLive() {
    await this.context.route("https://api.segmind.com/**", async (route) => {
      const url = new URL(route.request().url());
      const names = ["origin", "headers"].map((it) => `access-control-allow-${it}`);
      const headers = Object.fromEntries([...names, "access-control-expose-headers"].map((it) => [it, "*"]));
      if (route.request().method() === "OPTIONS") return route.fulfill({ status: 204, headers });
      const answer = await route.fetch({ url: new URL(`/segmind${url.pathname}${url.search}`, SANDBOX).href });
      return route.fulfill({ response: answer, headers: { ...answer.headers(), ...headers } });
    });
    await this.openSettings();
    await this.settings.getByRole("radio", { name: /Live/ }).check();
    await this.settings.getByLabel("Segmind key").fill("live-key");
    await this.closeSettings();
  }

  async setLimit(usd) {
    await this.openSettings();
    await this.settings.getByLabel("Limit a day").fill(usd);
    await this.closeSettings();
  }

  /** Lets a waiting job look at once, as when the network is back. */
  async wake() {
    // A look within a second of the last one would be one too many.
    await this.page.waitForTimeout(1100);
    await this.page.evaluate(() => dispatchEvent(new Event("online")));
  }

  async play(name = /^Play/) {
    await this.cards.getByRole("button", { name }).first().click();
  }

  // check

  /** Waits until a model's piece can be played. */
  async ready(model) {
    await this.card(model).getByRole("button", { name: /^(Play|Pause):/ }).first().waitFor();
  }

  /** What the audio element does. */
  sound() {
    return this.page.locator("audio").evaluate((audio) => ({
      at: audio.currentTime,
      paused: audio.paused,
      seconds: audio.duration,
      source: audio.currentSrc,
      error: audio.error?.message,
    }));
  }

  /** Waits until the sound has gone on by this many seconds. */
  async hear(seconds = 0.3) {
    const from = (await this.sound()).at;
    await this.page.waitForFunction(
      ([from, seconds]) => document.querySelector("audio").currentTime > from + seconds,
      [from, seconds],
    );
  }

  /** How loud what is loaded is, as the root of its mean square. */
  loudness() {
    return this.page.locator("audio").evaluate(async (audio) => {
      const bytes = await (await fetch(audio.currentSrc)).arrayBuffer();
      const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes);
      const samples = sound.getChannelData(0);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    });
  }

  /** What the live region says. */
  said() {
    return this.page.locator("#announcer").textContent();
  }

  async close() {
    // A question under way when the journey ends has nobody left to answer.
    await this.page.unrouteAll({ behavior: "ignoreErrors" });
    await this.context.unrouteAll({ behavior: "ignoreErrors" });
    await this.context.close();
  }
}

/** Leaves this many bytes of room in the browser's storage, or as much as there was. */
export async function leaveRoom(studio, bytes) {
  const session = await studio.context.newCDPSession(studio.page);
  const { usage } = await studio.page.evaluate(() => navigator.storage.estimate());
  const quotaSize = bytes === undefined ? undefined : usage + bytes;
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(studio.url).origin, quotaSize });
}

/** The sandbox's own routes. */
export const sandbox = {
  reset: () => ask("POST", "reset"),
  ledger: () => ask("GET", "ledger"),
  fault: (fault) => ask("POST", "faults", { vendor: "segmind", ...fault }),
  speed: (speed) => ask("POST", "clock", { speed }),
  /** Whether the vendors' APIs and audio hosts answer pages. */
  forPages: (on) => ask("POST", "cors", { api: on, audio: on }),
  /** Whether the audio host lets pages read its files. */
  audioForPages: (audio) => ask("POST", "cors", { audio }),
  /** Orders that reached the vendor since the last reset. */
  async orders() {
    return (await this.ledger()).requests.filter((seen) => seen.method === "POST");
  },
};

async function ask(method, route, body) {
  const url = new URL(`/_sandbox/${route}`, SANDBOX);
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the journeys with \`cargo xtask test\``);
  return value;
}
