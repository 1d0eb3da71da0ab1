// The body that the module reads at the moment. Its bytes stay here, in the chunks they came in.

import { text } from "./host.js";
import { pack } from "./packed.js";

let chunks = [];
/** Where the last read was, since header walks go forward: a chunk, and the offset that it begins at. */
let near = 0;
let start = 0;

/** Runs what reads these chunks. */
export function withBody(body, run) {
  chunks = body ?? [];
  near = start = 0;
  try {
    return run();
  } finally {
    chunks = [];
  }
}

export function bodyLength() {
  return chunks.reduce((length, chunk) => length + chunk.length, 0);
}

/** Copies from this offset on, and says how many bytes it copied. */
export function readBody(at, into) {
  if (at < start) near = start = 0;
  let filled = 0;
  while (near < chunks.length) {
    const chunk = chunks[near];
    const part = chunk.subarray(at + filled - start, at - start + into.length);
    into.set(part, filled);
    filled += part.length;
    if (filled === into.length) break;
    start += chunk.length;
    near += 1;
  }
  return filled;
}

/** The first bytes of chunks. */
export function head(body) {
  const first = new Uint8Array(64);
  const count = withBody(body, () => readBody(0, first));
  return first.subarray(0, count);
}

/** The body as words, packed: a list of its JSON, or its text alone; nothing when it is too long for that. */
export function bodyWords() {
  try {
    const words = text(chunks);
    try {
      return pack([JSON.parse(words)], 65);
    } catch {
      return pack(words);
    }
  } catch {
    return pack(null);
  }
}
