// The packed package in every bundler and runtime that it names: each makes a sketch and a job of it, with nothing set up.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

const folder = wanted("TUTTI_RUNTIMES", "the projects, with their tools and the package installed");
const sandbox = wanted("TUTTI_SANDBOX", "the address of a running sandbox");
const executablePath = wanted("TUTTI_CHROMIUM", "a Chromium or Chrome");
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const LIMIT_MS = 60_000;

let server, browser;

before(async () => {
  server = createServer(serve);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  browser = await chromium.launch({ executablePath });
});

after(async () => {
  await browser?.close();
  server?.close();
});

for (const project of ["page", "worker"]) {
  test(`unbundled in Chromium: ${project}`, async () => proves(await inPage(`/${project}/`)));
}

test("bundled by Vite, in Chromium", async () => {
  await built("vite", "../node_modules/vite/bin/vite.js", "build", "--base", "./");
  proves(await inPage("/vite/dist/"));
});

test("bundled by webpack, in Chromium", async () => {
  await built("webpack", "build.js");
  await cp(join(folder, "webpack/index.html"), join(folder, "webpack/dist/index.html"));
  proves(await inPage("/webpack/dist/"));
});

test("bundled by esbuild, in Chromium", async () => {
  await built("esbuild", "build.js");
  await cp(join(folder, "esbuild/index.html"), join(folder, "esbuild/dist/index.html"));
  proves(await inPage("/esbuild/dist/"));
});

test("the README builds with esbuild as the project here does", async () => {
  const readme = await readFile(join(folder, "node_modules/tutti/README.md"), "utf8");
  const [, shown] = readme.match(/^```js esbuild\n(.*?)^```$/ms);
  assert.ok((await readFile(join(folder, "esbuild/build.js"), "utf8")).endsWith(shown));
});

test("the README's component for React makes a piece, has it to play, and stops when it is gone", async () => {
  const [, shown] = (await readFile(join(folder, "node_modules/tutti/README.md"), "utf8")).match(/^```jsx react\n(.*?)^```$/ms);
  await built("react", "build.js", shown);
  await cp(join(folder, "react/index.html"), join(folder, "react/dist/index.html"));
  const page = await browser.newPage();
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  page.on("console", (line) => line.type() === "error" && thrown.push(line.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/react/dist/`);
  const make = page.getByRole("button", { name: "Make music" });
  await make.click();
  await page.waitForFunction(() => document.querySelector("audio")?.duration > 1, undefined, { timeout: LIMIT_MS });
  assert.equal(await page.locator("output").textContent(), "done");
  await page.evaluate(() => {
    // Takes an order, and says nothing while it is waited for.
    Worker.prototype.postMessage = () => (globalThis.left = false);
    Worker.prototype.terminate = () => (globalThis.left = true);
  });
  await make.click();
  await page.waitForFunction(() => globalThis.left === false);
  await page.evaluate(() => window.leave());
  await page.waitForFunction(() => globalThis.left, undefined, { timeout: 2_000 });
  assert.equal(await page.locator("main").textContent(), "");
  assert.deepEqual(thrown, []);
  await page.close();
});

test("in Node", async () => proves(JSON.parse(await node("node", "main.js", sandbox))));

test("in Deno", async () => proves(JSON.parse(await run("deno", await platform("@deno", "deno"), "run", "-A", "main.js", sandbox))));

test("in Bun", async () => proves(JSON.parse(await run("bun", await platform("@oven", "bin/bun"), "main.js", sandbox))));

test("in workerd, request after request and several at once", async () => {
  await built("workerd", "build.js");
  const dist = join(folder, "workerd/dist");
  await writeFile(join(dist, "config.capnp"), config(await readdir(dist)));
  const [runtime, address] = await workerd(join(dist, "config.capnp"));
  try {
    const ask = async () => (await fetch(`${address}/?sandbox=${sandbox}`)).json();
    proves(await ask());
    for (const said of await Promise.all([ask(), ask(), ask()])) proves(said);
  } finally {
    runtime.kill("SIGKILL");
  }
});

/** Fails unless it is what `music` says when all went well. */
function proves(said) {
  assert.equal(said.error, undefined, said.error);
  assert.deepEqual(
    [said.sketch.head, said.sketch.mimeType, said.sketch.seconds, said.track.head, said.track.mimeType, said.track.seconds],
    ["RIFF", "audio/wav", 2, "RIFF", "audio/wav", 1],
  );
  assert.ok(said.sketch.size > 300_000 && said.track.size > 1_000, JSON.stringify(said));
  for (const state of ["submitting", "fetching", "done"]) assert.ok(said.states.includes(state), state);
  assert.equal(said.refused, "seconds");
}

/** What a page of the projects' folder has in its title once it is done. Nothing may be missing that it asks for. */
async function inPage(path) {
  const page = await browser.newPage();
  try {
    const missing = [];
    page.on("response", (response) => response.status() === 404 && missing.push(response.url()));
    page.on("pageerror", (error) => missing.push(String(error)));
    await page.goto(`http://127.0.0.1:${server.address().port}${path}?sandbox=${encodeURIComponent(sandbox)}`);
    const done = page.waitForFunction(() => document.title.startsWith("{"), undefined, { timeout: LIMIT_MS });
    await done.catch((error) => assert.fail(`${error.message} ${missing}`));
    assert.deepEqual(missing, []);
    return JSON.parse(await page.title());
  } finally {
    await page.close();
  }
}

async function serve(request, response) {
  const path = normalize(new URL(request.url, "http://x").pathname);
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  try {
    const body = path === "/favicon.ico" ? "" : await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}

/** Builds a project anew. */
async function built(project, ...args) {
  await rm(join(folder, project, "dist"), { recursive: true, force: true });
  await node(project, ...args);
}

function node(project, ...args) {
  return run(project, process.execPath, ...args);
}

async function run(project, program, ...args) {
  const { stdout } = await promisify(execFile)(program, args, { cwd: join(folder, project), timeout: LIMIT_MS }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
  });
  return stdout;
}

/** A runtime's program, in the package that npm chose for this machine: no install script has to run for it. */
async function platform(scope, program) {
  const scoped = join(folder, "node_modules", scope);
  const [name] = await readdir(scoped);
  return join(scoped, name, program);
}

function config(files) {
  const module = (name) => `(name = "${name}", ${name.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${name}")`;
  // The first module is the worker.
  const modules = files.sort((a, b) => (b === "worker.js") - (a === "worker.js")).map(module);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [${modules.join(", ")}], compatibilityDate = "2026-01-01", globalOutbound = "near")),
    (name = "near", network = (allow = ["local", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}

/** Starts it, and resolves to its process and its address. */
async function workerd(config) {
  const program = await platform("@cloudflare", "bin/workerd");
  const started = spawn(program, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const port = await new Promise((resolve, reject) => {
    started.on("exit", (code) => reject(new Error(`workerd ended: ${code}`)));
    started.stdio[3].on("data", (line) => resolve(JSON.parse(line).port));
  });
  return [started, `http://127.0.0.1:${port}`];
}

function wanted(name, what) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: ${what}. \`cargo xtask test\` sets it.`);
  return value;
}
