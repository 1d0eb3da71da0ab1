// Runs a sample as it is printed, with the strings that its reader has to fill in filled in, and nothing else changed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const folder = fileURLToPath(new URL(".", import.meta.url));
export const sandbox = wanted("TUTTI_SANDBOX", "the address of a running sandbox");
const python = wanted("TUTTI_PYTHON", "a Python with the packages of requirements.txt");

/** Milliseconds after which a sample is given up; the slowest sleep ten seconds between two questions. */
const PATIENCE = 90_000;

const PROGRAMS = { ".py": python, ".js": process.execPath, ".sh": "sh" };

/** The text with every [from, to] done; one that finds nothing to replace is an error. */
export function filledIn(text, changes) {
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `there is no ${from} to fill in`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Runs a program of the samples; answers with its exit code and what it printed. */
export async function run(file, { changes = [], through = [], env = {} }) {
  const home = await mkdtemp(join(tmpdir(), "tutti-sample-"));
  try {
    const program = join(home, basename(file));
    await writeFile(program, filledIn(await readFile(join(folder, file), "utf8"), changes));
    const args = [...through.map((it) => join(folder, it)), program];
    return await execute(PROGRAMS[extname(file)], args, { cwd: home, env: { ...process.env, ...env }, timeout: PATIENCE });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Sends a request that is printed as a method, an absolute address, headers and a body; answers with its response. */
export async function send(text) {
  const { method, target, headers, body } = message(text);
  return fetch(target, { method, headers, body });
}

/** Sends a message of HTTP/1.1 byte by byte as it is printed; answers with its status. */
export async function sendRaw(text) {
  const { hostname, port } = new URL(sandbox);
  const socket = connect(Number(port), hostname);
  socket.write(withoutComments(text).replaceAll("\n", "\r\n"));
  if (!text.includes("\n\n")) socket.write("\r\n");
  const [line] = await new Promise((resolve, reject) => {
    socket.setTimeout(PATIENCE, () => reject(new Error("no answer")));
    socket.once("data", (bytes) => resolve(bytes.toString("latin1").split("\r\n")));
    socket.once("error", reject);
  });
  socket.destroy();
  return Number(line.split(" ")[1]);
}

/** The requests of a file that holds several, each under a `###` and its title. */
export function requests(text) {
  return withoutComments(text).split(/^### /m).slice(1).map((part) => {
    const [title] = part.split("\n", 1);
    return { title, ...message(part.slice(title.length + 1)) };
  });
}

function message(text) {
  const [head, ...rest] = withoutComments(text).split("\n\n");
  const [first, ...lines] = head.trim().split("\n");
  const [method, target] = first.split(" ");
  const body = rest.join("\n\n").trim();
  return { method, target, headers: lines.map((line) => line.split(": ", 2)), ...(body && { body }) };
}

function withoutComments(text) {
  return text.replace(/^# .*\n/gm, "");
}

function execute(program, args, options) {
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => resolve({ code: error ? (error.code ?? error.signal) : 0, stdout, stderr }));
  });
}

function wanted(name, what) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: ${what}. \`cargo xtask test\` sets it.`);
  return value;
}
