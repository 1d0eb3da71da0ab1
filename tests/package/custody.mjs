// How much the wasm memory grows while 46 MB of audio go through a job, queued and direct: `custody.mjs PACKAGE` prints it.
// The vendor is made up in here, since what is looked at is the way through the package.

import { join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const RATE = 48_000;
const FRAME = 4;
const CHUNK = 65_536;
/** Four minutes of stereo at 16 bits, header and all. */
export const SIZE = 44 + 240 * RATE * FRAME;

/** Runs both jobs with the package in this folder; returns for each how many bytes the memory grew, and the track. */
export async function measure(folder) {
  const load = (file) => import(pathToFileURL(join(resolve(folder), file)).href);
  const { Tutti } = await load("index.js");
  const memory = await loaded(Tutti);
  const used = () => memory.buffer.byteLength;
  const tutti = new Tutti({ keys: { segmind: "SG_test" }, fetch: vendor, journal: "none", policy: { firstCheckMs: 1, intervalMs: 1 } });
  const grown = async (mode) => {
    const before = used();
    const [track] = await tutti.create({ model: "segmind/lyria-2", prompt: "rain", mode });
    return { mode, track, grown: used() - before };
  };
  // The first small job claims what any job needs.
  await tutti.create({ model: "segmind/lyria-2", prompt: "small", mode: "queued" });
  return [await grown("queued"), await grown("direct")];
}

/** The memory of the module that is loaded. */
async function loaded(Tutti) {
  const real = WebAssembly.Instance;
  let memory;
  WebAssembly.Instance = function (...given) {
    const made = new real(...given);
    memory = made.exports.memory;
    return made;
  };
  await Tutti.load();
  WebAssembly.Instance = real;
  return memory;
}

async function vendor(url, init) {
  const { pathname, hostname } = new URL(url);
  if (hostname === "cdn.example") return file(pathname === "/small.wav" ? 44 + FRAME * 100 : SIZE);
  if (pathname.startsWith("/v1/lyria-2")) return file(SIZE);
  if (pathname === "/v2/lyria-2") return json({ request_id: JSON.parse(init.body).prompt, status: "QUEUED" });
  const name = pathname.split("/").at(-2) === "small" ? "small" : "large";
  return json({ status: "COMPLETED", output: `https://cdn.example/${name}.wav`, credits: 1 });
}

const json = (body) => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });

/** A WAV file of this many bytes, sent in pieces as a network does. */
function file(size) {
  let left = size - 44;
  const pull = (stream) => {
    if (left === 0) return stream.close();
    const count = Math.min(left, CHUNK);
    left -= count;
    stream.enqueue(new Uint8Array(count));
  };
  const start = (stream) => stream.enqueue(header(size));
  return new Response(new ReadableStream({ start, pull }), { headers: { "content-type": "binary/octet-stream" } });
}

function header(size) {
  const bytes = Buffer.alloc(44);
  bytes.write("RIFF....WAVEfmt ");
  bytes.writeUInt32LE(size - 8, 4);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * FRAME, 28);
  bytes.writeUInt16LE(FRAME, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(size - 44, 40);
  return new Uint8Array(bytes);
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  for (const { mode, grown, track } of await measure(argv[2])) {
    const kilobytes = (bytes) => `${Math.round(bytes / 1000).toLocaleString("en")} kB`;
    console.log(`${mode.padEnd(32)} ${kilobytes(track.bytes)} of audio, wasm memory grew by ${kilobytes(grown)}`);
  }
}
