// The relay as a worker, in workerd: how it is started, and how it is asked.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PAGE = "https://tutti.example";
export const HOST = "tutti.example";

// The program itself: its starter in node_modules/.bin would be ended in its place.
const WORKERD = createRequire(import.meta.url).resolve(
  `@cloudflare/workerd-${process.platform}-${process.arch === "x64" ? "64" : process.arch}/bin/workerd`,
);

/** A folder with the built worker in it, and with the tests' own module around it. */
export async function unpack() {
  if (!process.env.TUTTI_WORKER) throw new Error("TUTTI_WORKER is not set; `cargo xtask test` sets it");
  const path = await mkdtemp(join(tmpdir(), "tutti-worker-"));
  await cp(process.env.TUTTI_WORKER, path, { recursive: true });
  await cp(new URL("watched.js", import.meta.url), join(path, "watched.js"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * A worker with these settings, with the date and the names that `deploy/worker.toml` gives it. `inside` lets it reach this
 * machine, where the vendors of the tests are. `orders` binds orders, whose objects store in the folder under the worker's
 * name; `limited` binds a count of requests; `watched` puts the tests' own module around it.
 */
export async function startIn(folder, { name, settings, inside = false, orders = false, limited = false, watched = false }) {
  const [port, deployed] = await Promise.all([freePort(), deployment()]);
  const className = watched ? "Watched" : deployed.className;
  const disk = join(folder, `${name}.stored`);
  await mkdir(disk, { recursive: true });
  const bindings = Object.entries(settings).map(([key, text]) => `(name = "${key}", text = "${text}")`);
  if (orders) bindings.push(`(name = "${deployed.orders}", durableObjectNamespace = "${className}")`);
  if (limited) bindings.push(`(name = "${deployed.limiter}", service = (name = "relay", entrypoint = "Limiter"))`);
  const modules = ["worker.js", "orders.js", "tutti_relay.js"].map((file) => `(name = "${file}", esModule = embed "${file}")`);
  if (watched) modules.unshift(`(name = "watched.js", esModule = embed "watched.js")`);
  const stored = `
  durableObjectNamespaces = [(className = "${className}", uniqueKey = "orders", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),`;
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "relay", worker = .relay),
    (name = "internet", network = (allow = [${inside ? '"public", "private"' : '"public"'}])),
    (name = "disk", disk = (path = "${disk}", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "relay")],
);
const relay :Workerd.Worker = (
  modules = [${modules.join(", ")}, (name = "tutti_relay_bg.wasm", wasm = embed "tutti_relay_bg.wasm")],
  compatibilityDate = "${deployed.date}",
  bindings = [${bindings.join(", ")}],${orders ? stored : ""}
);`;
  const file = join(folder, `${name}.capnp`);
  await writeFile(file, config);
  const child = spawn(WORKERD, ["serve", file], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const stop = async (signal) => {
    child.kill(signal);
    await ended;
  };
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return { port, stop };
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`workerd does not answer: ${said}`);
}

/** What `deploy/worker.toml` says: the platform's behaviour goes by the date, and the worker looks for what is bound. */
async function deployment() {
  const text = await readFile(new URL("../../deploy/worker.toml", import.meta.url), "utf8");
  const find = (pattern) => pattern.exec(text)[1];
  return {
    date: find(/^compatibility_date = "([\d-]+)"$/m),
    orders: find(/^\[\[durable_objects\.bindings\]\]\nname = "(\w+)"$/m),
    className: find(/^class_name = "(\w+)"$/m),
    limiter: find(/^\[\[ratelimits\]\]\nname = "(\w+)"$/m),
  };
}

function freePort() {
  const server = createServer();
  return new Promise((done) => server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  }));
}

function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => done(true)).on("error", () => done(false));
    socket.on("connect", () => socket.end());
  });
}

/** A request of the page's to a worker; a caller that hangs up has its `signal` aborted. */
export function ask(worker, method, path, headers = {}, body = undefined, signal = undefined) {
  const options = { host: "127.0.0.1", port: worker.port, method, path, signal, headers: { host: HOST, origin: PAGE, ...headers } };
  return new Promise((done, failed) => {
    const sent = request(options, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on("error", failed);
    });
    sent.on("error", failed);
    sent.end(body);
  });
}
