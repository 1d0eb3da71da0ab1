// What the package costs beside the same work by hand and by fal's client, which has a queue of the same shape: prints figures.
//
// node bench.js [vendor] - the vendor is a process of its own, so that its work is not measured.

import { fork } from "node:child_process";
import { createServer } from "node:http";
import process from "node:process";

const LARGE_BYTES = 46_000_000;
const POLL_MS = 20;
const WAV = wav(16_000);

if (process.argv[2] === "vendor") vendor();
else await bench();

async function bench() {
  let memory;
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    if ((made.instance ?? made).exports.__wbindgen_malloc) memory = (made.instance ?? made).exports.memory;
    return made;
  };
  const { Tutti } = await import("tutti");
  const { createFalClient } = await import("@fal-ai/client");
  const emulation = fork(new URL(import.meta.url).pathname, ["vendor"]);
  const port = await new Promise((told) => emulation.once("message", told));
  const base = `http://127.0.0.1:${port}`;
  const tutti = new Tutti({
    keys: { segmind: "x" },
    endpoints: { segmind: base },
    journal: "none",
    policy: { firstCheckMs: POLL_MS, intervalMs: POLL_MS },
  });
  const fal = createFalClient({
    credentials: "x",
    suppressLocalCredentialsWarning: true,
    fetch: (url, init) => fetch(String(url).replace("https://queue.fal.run", `${base}/fal`), init),
  });
  const ways = {
    "by hand": () => byHand(base),
    tutti: async () => {
      const [track] = await tutti.create({ model: "segmind/meta-musicgen-medium", prompt: "a drum", seconds: 1 });
      return track.blob();
    },
    "fal's client": async () => {
      const { data } = await fal.subscribe("acme/music", { input: { prompt: "a drum" }, pollInterval: POLL_MS });
      return (await fetch(data.output)).blob();
    },
  };

  console.log(`A file of ${LARGE_BYTES / 1e6} MB, from the order to a blob:`);
  await large(base, ways, () => memory?.buffer.byteLength ?? 0);
  console.log("\nJobs at once, each ordered, asked for and fetched (processor time of the client a job):");
  for (const name of Object.keys(ways)) await crowd(name, ways[name]);
  emulation.kill();
}

async function large(base, ways, wasm) {
  for (const name of ["by hand", "tutti"]) {
    await ways[name]();
    await fetch(`${base}/size/${LARGE_BYTES}`);
    const [memory, started] = [wasm(), performance.now()];
    const blob = await ways[name]();
    const took = performance.now() - started;
    if (blob.size !== LARGE_BYTES) throw new Error(`${name} brought ${blob.size} bytes`);
    const grown = name === "tutti" ? `, wasm memory grew by ${((wasm() - memory) / 1024).toFixed(0)} kB` : "";
    console.log(`${name.padEnd(14)} ${took.toFixed(0).padStart(6)} ms${grown}`);
    await fetch(`${base}/size/0`);
  }
}

async function crowd(name, job) {
  const figures = [];
  await Promise.all(Array.from({ length: 50 }, job)); // the engine compiles it
  for (const jobs of [250, 500, 1000]) {
    const before = process.cpuUsage();
    const blobs = await Promise.all(Array.from({ length: jobs }, job));
    const { user, system } = process.cpuUsage(before);
    if (blobs.some((blob) => blob.size !== WAV.length)) throw new Error(`${name}: some audio is not whole`);
    figures.push(`${jobs}: ${((user + system) / 1000 / jobs).toFixed(2)} ms`);
  }
  console.log(`${name.padEnd(14)} ${figures.join("   ")}`);
}

/** The loop that a program without a client writes: no journal, no retry, no check of the bytes. */
async function byHand(base) {
  const init = { method: "POST", headers: { "x-api-key": "x", "content-type": "application/json" }, body: '{"prompt":"a drum"}' };
  const { request_id: id } = await (await fetch(`${base}/v2/meta-musicgen-medium`, init)).json();
  for (;;) {
    await new Promise((later) => setTimeout(later, POLL_MS));
    const said = await (await fetch(`${base}/v2/requests/${id}`, { headers: { "x-api-key": "x" } })).json();
    if (said.status === "COMPLETED") return (await fetch(said.output)).blob();
  }
}

/** Both queues: a job is done at the second question. */
function vendor() {
  const asked = new Map();
  let made = 0;
  let size = 0;
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${server.address().port}`;
    const say = (value) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    const path = new URL(request.url, base).pathname;
    const output = `${base}/audio.wav`;
    request.resume();
    if (path.startsWith("/size/")) {
      size = Number(path.slice(6));
      return say(size);
    }
    if (path === "/audio.wav") return response.writeHead(200, { "content-type": "audio/wav" }).end(size ? wav(size) : WAV);
    const falQueue = path.startsWith("/fal/");
    if (request.method === "POST") {
      const id = `job-${(made += 1)}`;
      const at = `${falQueue ? "https://queue.fal.run/music" : `${base}/v2`}/requests/${id}`;
      return say({ request_id: id, status: falQueue ? "IN_QUEUE" : "QUEUED", status_url: falQueue ? `${at}/status` : at, response_url: at, cancel_url: at });
    }
    const [, id] = path.match(/(job-\d+)/) ?? [];
    if (!id) return say({ credits: 1 });
    if (falQueue && !path.endsWith("/status")) return say({ output });
    const times = (asked.get(id) ?? 0) + 1;
    asked.set(id, times);
    return say({ request_id: id, status: times > 1 ? "COMPLETED" : "IN_PROGRESS", output: times > 1 ? output : undefined });
  });
  server.keepAliveTimeout = 300_000;
  process.on("disconnect", () => process.exit());
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
}

/** A 16-bit stereo WAV file of silence, of this many bytes. */
function wav(bytes) {
  const file = Buffer.alloc(bytes);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(bytes - 8, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(48_000, 24);
  file.writeUInt32LE(192_000, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(bytes - 44, 40);
  return file;
}
