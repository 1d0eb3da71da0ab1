// A relay for one suite of tests, and a wire to it that can be cut.

import { spawn } from "node:child_process";
import { createServer, connect } from "node:net";
import { createInterface } from "node:readline";

/** Starts the relay with these arguments and this environment; resolves to its address and a way to end it. */
export async function startRelay(args, environment = {}) {
  const program = process.env.TUTTI_RELAY;
  if (!program) throw new Error("TUTTI_RELAY is not set: the relay's program. `cargo xtask test` sets it.");
  const child = spawn(program, ["--listen", "127.0.0.1:0", ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const found = /listening on (http:\/\/\S+)/.exec(line);
    if (found) return { url: found[1], stop: () => child.kill() };
  }
  throw new Error(`the relay ended at once (${child.exitCode})`);
}

/**
 * An address of its own that leads where it is told: it passes everything on, until `cut` says of a request's first line
 * that the connection is to break when the answer begins.
 */
export async function startWire() {
  let target;
  const wire = { cut: () => false, cuts: 0, heads: [], lead: (to) => void (target = new URL(to)) };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    let doomed = false;
    near.on("data", (bytes) => {
      const [line] = bytes.toString("latin1").split("\r\n", 1);
      if (/ HTTP\/1\.1$/.test(line)) wire.heads.push(bytes.toString("latin1").split("\r\n\r\n", 1)[0]);
      if (/ HTTP\/1\.1$/.test(line) && wire.cut(line)) doomed = true;
      far.write(bytes);
    });
    far.on("data", (bytes) => {
      if (!doomed) return near.write(bytes);
      wire.cuts += 1;
      near.resetAndDestroy();
      far.destroy();
    });
    near.on("close", () => far.destroy()).on("error", () => far.destroy());
    far.on("close", () => near.end()).on("error", () => near.destroy());
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  wire.url = `http://127.0.0.1:${server.address().port}`;
  wire.host = `127.0.0.1:${server.address().port}`;
  wire.stop = () => server.close();
  return wire;
}
