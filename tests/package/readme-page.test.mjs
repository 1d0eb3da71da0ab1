// The README's snippets for a page run as they stand, in Chromium, with the vendor's address leading to the sandbox.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { chromium } from "playwright-core";

import { SHORT, billed, packageDir, posts, reset, sandbox } from "./support.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const BASE = "/node_modules/tutti/";
const VENDOR = "https://api.segmind.com";
const readme = await readFile(join(packageDir, "README.md"), "utf8");
const snippets = [...readme.matchAll(/^```html\n(.*?)^```$/gms)].map(([, code]) => code);
const [plain, streamed, relayed, reloaded] = snippets;
let server, browser, page, body, relay;

/** Serves the snippet as a page, the package where the snippet looks for it, and a relay that notes what it is sent. */
async function serve(request, response) {
  const path = normalize(new URL(request.url, "http://x").pathname);
  if (path.startsWith("/relay/")) relay.push(`${request.method} ${path}`);
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>x</title><body>${body}`);
  const file = path.startsWith(BASE) ? await readFile(join(packageDir, path.slice(BASE.length))).catch(() => undefined) : undefined;
  response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(file);
}

before(async () => {
  assert.ok(process.env.TUTTI_CHROMIUM, "set TUTTI_CHROMIUM to a Chromium or Chrome; `cargo xtask test` does");
  server = createServer(serve);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  browser = await chromium.launch({ executablePath: process.env.TUTTI_CHROMIUM });
});

after(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  await reset();
  relay = [];
  page = await browser.newPage();
  await page.route(`${VENDOR}/**`, toSandbox);
});

async function toSandbox(route) {
  const answer = await route.fetch({ url: route.request().url().replace(VENDOR, `${sandbox}/segmind`) });
  await route.fulfill({ response: answer, headers: { ...answer.headers(), "access-control-allow-origin": "*" } });
}

/** Opens a page with this in its body; what goes wrong in there fails the test. */
async function open(snippet) {
  body = snippet;
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  return thrown;
}

test("every snippet for a page is known here, and there are no others", () => assert.equal(snippets.length, 4));

test("the plain page makes a piece at the press of its button, says how far it is, and has it to play", async () => {
  const thrown = await open(plain);
  await page.getByRole("button", { name: "Make music" }).click();
  await page.waitForFunction(() => document.querySelector("#state").value === "done");
  await page.waitForFunction(() => document.querySelector("#player").duration > 1);
  assert.deepEqual(thrown, []);
});

test("the page that plays a sketch while it is made hears it from its beginning to its end, without a gap", async () => {
  await page.addInitScript(() => {
    globalThis.played = [];
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (when) {
      const loud = Math.max(...this.buffer.getChannelData(0), ...this.buffer.getChannelData(1));
      globalThis.played.push({ when, seconds: this.buffer.duration, loud });
      start.call(this, when);
    };
  });
  const thrown = await open(streamed.replace("await tutti.create(", "window.made = await tutti.create("));
  await page.getByRole("button", { name: "Make music" }).click();
  await page.waitForFunction(() => window.made);
  const [played, seconds] = await page.evaluate(() => [window.played, window.made[0].seconds]);
  assert.ok(played.length > 4, `${played.length} pieces`);
  played.slice(1).forEach(({ when }, at) => assert.ok(Math.abs(when - played[at].when - played[at].seconds) < 1e-4));
  const whole = played.reduce((sum, it) => sum + it.seconds, 0);
  assert.ok(Math.abs(whole - seconds) < 1e-3, `${whole} of ${seconds} s`);
  assert.ok(Math.max(...played.map((it) => it.loud)) > 0.1);
  assert.deepEqual(thrown, []);
});

test("the page with a relay sends its requests there, and nothing to the vendor", async () => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const thrown = await open(relayed.replace("</script>", `  window.said = tutti.credits("segmind").catch((error) => error.kind);\n</script>`));
  await page.waitForFunction(() => window.said);
  await page.evaluate(() => window.said);
  assert.equal(relay.length, 1);
  assert.match(relay[0], /^GET \/relay\/segmind\//);
  assert.ok(!asked.some((url) => url.startsWith(VENDOR)), asked.join());
  assert.deepEqual(thrown, []);
});

test("the page that was reloaded finds its job again, has it to play, and pays once", async () => {
  await open("");
  await page.evaluate(async (order) => {
    localStorage.setItem("segmind key", "SG_readme");
    const { Tutti } = await import("/node_modules/tutti/index.js");
    await new Tutti({ keys: { segmind: "SG_readme" } }).submit(order);
  }, SHORT);
  const thrown = await open(reloaded);
  const player = page.locator(`audio[title="${SHORT.prompt}"]`);
  await player.waitFor({ state: "attached" });
  await page.waitForFunction(() => document.querySelector("audio").duration > 0);
  assert.deepEqual(thrown, []);
  assert.equal((await posts()).length, 1);
  assert.equal((await billed()).length, 1);
});
