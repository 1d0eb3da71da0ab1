// The page as a program of its own: without a network, in a newer version, below any path of a host.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { PAGE, SANDBOX, openBrowser, openStudio, sandbox } from "./page.mjs";

const SITE = process.env.TUTTI_SITE;
const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json" };

let browser;
const ends = [];
before(async () => {
  assert.ok(SITE, "set TUTTI_SITE to the built page; `cargo xtask test` does");
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  for (const end of ends) await end();
});
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

/** A copy of the built page on a plain static host of its own, below this path. */
async function host(below = "/") {
  const folder = await mkdtemp(join(tmpdir(), "tutti-site-"));
  await cp(SITE, folder, { recursive: true });
  const asked = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    asked.push(pathname);
    const name = pathname.startsWith(below) && pathname.slice(below.length);
    try {
      const bytes = await readFile(join(folder, name === "" ? "index.html" : name));
      const type = name === "" ? "text/html" : TYPES[extname(name)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
  return { url: `http://127.0.0.1:${server.address().port}${below}`, folder, asked };
}

/** Waits until the page is kept and answered for. */
async function kept(studio) {
  await studio.page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active.state === "activated") return;
    await new Promise((done) => active.addEventListener("statechange", done, { once: true }));
  });
}

/** Makes another version of a hosted page, as a new build does. */
async function renew({ folder }, version) {
  const worker = await readFile(join(folder, "sw.js"), "utf8");
  await writeFile(join(folder, "sw.js"), worker.replace(/const VERSION = "[^"]*"/, `const VERSION = "${version}"`));
  const page = await readFile(join(folder, "index.html"), "utf8");
  await writeFile(join(folder, "index.html"), page.replace(/<html[^>]*>/, `<html lang="en" data-version="${version}">`));
}

const caches = (studio) => studio.page.evaluate(() => globalThis.caches.keys());

test("without a network the page opens, says so, plays what is kept and makes a sketch", async () => {
  const studio = await openStudio(browser);
  await kept(studio);
  await studio.generate("kept for the train");
  await studio.card("Groove sketch").getByText("Kept in this browser").waitFor();
  await studio.context.setOffline(true);
  await studio.page.getByText("Offline", { exact: true }).waitFor();
  await studio.reload();
  await studio.page.getByText("Offline", { exact: true }).waitFor();
  await studio.button(/^Library/).click();
  await studio.library.getByRole("button", { name: /^Play: kept for the train/ }).click();
  await studio.hear();
  await studio.button(/^Create/).click();
  await studio.generate("made on the train");
  await studio.ready("Groove sketch");
  await studio.context.setOffline(false);
  await studio.page.getByText("Offline", { exact: true }).waitFor({ state: "detached" });
  await studio.close();
});

test("what the worker keeps is the page alone: no reply of a vendor and no sound", async () => {
  const studio = await openStudio(browser);
  await kept(studio);
  await studio.choose("Lyria 2 (Segmind)", "Groove sketch");
  await studio.generate("not for the cache");
  await studio.ready("Lyria 2 (Segmind)");
  await studio.ready("Groove sketch");
  const stored = await studio.page.evaluate(async () => {
    const names = await globalThis.caches.keys();
    const caches = await Promise.all(names.map((name) => globalThis.caches.open(name)));
    return (await Promise.all(caches.map((cache) => cache.keys()))).flat().map((request) => request.url);
  });
  assert.ok(stored.includes(PAGE), "the page itself is kept");
  assert.ok(stored.some((url) => url.endsWith("_bg.wasm") && url.includes("/sketch/")), "what was used is kept");
  const odd = stored.filter((url) => !url.startsWith(PAGE) || /\?|\.wav|\.mp3|relay|segmind/.test(url));
  assert.deepEqual(odd, []);
  assert.deepEqual(studio.complaints.filter((text) => !/integrity/.test(text)), []);
  await studio.close();
});

test("a newer version is offered, taken when asked, and the old one is gone then", async () => {
  const site = await host();
  const studio = await openStudio(browser, { url: site.url });
  await kept(studio);
  const [old] = await caches(studio);
  await renew(site, "newer");
  await studio.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await studio.page.getByText("A new version is ready.").first().waitFor();
  assert.equal(await studio.page.locator("html").getAttribute("data-version"), null, "nothing is loaded unasked");
  await studio.button("Reload").click();
  await studio.page.waitForFunction(() => document.documentElement.dataset.version === "newer");
  await studio.generateButton.waitFor();
  const names = await caches(studio);
  assert.equal(names.length, 1);
  assert.notEqual(names[0], old);
  assert.equal(await studio.button("Reload").count(), 0);
  await studio.close();
});

test("a newer version waits for the answer to an order", async () => {
  const site = await host();
  const studio = await openStudio(browser, { url: site.url });
  await kept(studio);
  let pass;
  const held = new Promise((done) => (pass = done));
  await studio.page.route(`${SANDBOX}/**`, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("on its way");
  await renew(site, "newer");
  await studio.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await studio.page.getByText("once the order under way is noted").first().waitFor();
  assert.equal(await studio.button("Reload").count(), 0);
  pass();
  await studio.button("Reload").click();
  await studio.page.waitForFunction(() => document.documentElement.dataset.version === "newer");
  await studio.page.getByRole("heading", { name: "on its way" }).waitFor();
  await studio.ready("Lyria 2 (Segmind)");
  assert.equal((await sandbox.ledger()).billed.length, 1);
  await studio.close();
});

test("a job is billed once though the network goes away and the page is opened anew without it", async () => {
  await sandbox.speed(1);
  const studio = await openStudio(browser);
  await kept(studio);
  await studio.choose("Lyria 2 (Segmind)");
  await studio.generate("through a tunnel");
  const card = studio.card("Lyria 2 (Segmind)");
  await card.getByText(/^(Queued|Running)$/).waitFor();
  await studio.context.setOffline(true);
  await studio.reload();
  await studio.page.getByRole("heading", { name: "through a tunnel" }).waitFor();
  await sandbox.speed(60);
  await studio.context.setOffline(false);
  await studio.wake();
  await studio.ready("Lyria 2 (Segmind)");
  const { billed } = await sandbox.ledger();
  assert.equal(billed.length, 1);
  assert.equal((await sandbox.orders()).length, 1);
  await studio.close();
});

test("the built folder works below any path of a host, without a network too", async () => {
  const site = await host("/a/b/");
  const studio = await openStudio(browser, { url: site.url });
  await kept(studio);
  await studio.generate("below a path");
  await studio.ready("Groove sketch");
  await studio.context.setOffline(true);
  await studio.reload();
  await studio.context.setOffline(false);
  const outside = site.asked.filter((path) => !path.startsWith("/a/b/") && path !== "/favicon.ico");
  assert.deepEqual(outside, []);
  assert.deepEqual(studio.complaints.filter((text) => !/integrity/.test(text)), []);
  await studio.close();
});

test("a host of plain http that is not this machine gets no worker, and the page works", async () => {
  const site = await host();
  const { port } = new URL(site.url);
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await context.addInitScript(() => Object.defineProperty(globalThis, "isSecureContext", { value: false }));
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByRole("button", { name: /^Generate/ }).waitFor();
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.ok(!site.asked.includes("/sw.js"));
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the browser's offer to install the page is a button in the settings, and is taken there", async () => {
  const studio = await openStudio(browser);
  await studio.openSettings();
  assert.equal(await studio.button("Install Tutti").count(), 0, "there is no offer");
  await studio.page.evaluate(() => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    offer.prompt = () => (globalThis.prompted = true);
    dispatchEvent(offer);
    globalThis.refused = offer.defaultPrevented;
  });
  await studio.button("Install Tutti").click();
  assert.deepEqual(await studio.page.evaluate(() => [globalThis.prompted, globalThis.refused]), [true, true]);
  await studio.button("Install Tutti").waitFor({ state: "detached" });
  await studio.close();
});

test("the manifest names what is there, with an icon that may be cut to any shape", async () => {
  const url = new URL("manifest.webmanifest", PAGE);
  const manifest = await (await fetch(url)).json();
  assert.ok(manifest.icons.some(({ purpose, sizes }) => purpose === "maskable" && sizes === "512x512"));
  for (const { src, type } of manifest.icons) {
    const answer = await fetch(new URL(src, url));
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, type], src);
  }
  for (const address of [manifest.start_url, manifest.scope]) assert.equal(new URL(address, url).href, PAGE);
});
