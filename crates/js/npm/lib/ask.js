// How things are asked for, by a job or by a client: a key, an API, a file of audio.

import { head } from "./body.js";
import { exchange } from "./host.js";

/** What stands before a job's id in the name of its lock. */
export const LOCK = "tutti:";

/** How long a whole file may take, in milliseconds. */
const FILE_MS = 600_000;
/** Timers count in 31 bits. */
const LONGEST_MS = 2 ** 31 - 1;
/** The bytes that any answer may have. */
const FEW = 1 << 24;

/** The key for one request, as the module hears of it: text, `false` for a function that failed, or nothing. */
export async function keyed({ keys }, provider) {
  const source = keys.get(provider);
  if (typeof source !== "function") return { is: "key", key: source?.trim() || undefined };
  try {
    const key = await source();
    return { is: "key", key: typeof key === "string" ? key : "" };
  } catch {
    return { is: "key", key: false };
  }
}

/** Sends a request to an API; a task that resolves to what came, with its `body`. */
export function sent(client, { url, limit, method, headers, body }, fetch) {
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return came(client, fetch, url, init, false, Math.min(limit, LONGEST_MS));
}

/** The same for a file of audio; `onBytes(received, total)` hears how far it is. */
export function fetched(client, { url, headers }, fetch, onBytes) {
  return came(client, fetch, url, headers ? { headers } : {}, true, FILE_MS, onBytes);
}

function came(client, fetch, url, init, isAudio, limit, onBytes) {
  const heard = (received, chunks, total) => {
    onBytes?.(received, total);
    return received <= FEW || !client.isTooLarge(received, head(chunks));
  };
  const { promise, end } = exchange(fetch, url, init, isAudio, limit, heard);
  return { promise: promise.then(described), end };
}

/** What came, in plain data: the answer may be of a caller's own fetch, and what was thrown anything at all. */
function described({ ending, thrown, status, type, headers, total, chunks }) {
  return {
    ending,
    status: typeof status === "number" ? status : undefined,
    type: typeof type === "string" ? type : undefined,
    headers,
    total,
    code: word(thrown, "cause", "code"),
    body: chunks,
  };
}

/** The text at this place in what may be anything; nothing where there is none. */
export function word(value, ...path) {
  try {
    const found = path.reduce((inner, name) => inner?.[name], value);
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}

/** What a thrown value says of itself. */
export function told(thrown) {
  return word(thrown, "message") ?? word(thrown) ?? "It failed without a word.";
}

/** The facts of an error of the journal's. */
export function storage(thrown) {
  const detail = told(thrown).trim().slice(0, 500);
  return { kind: "storage", message: "The journal could not be read or written.", ...(detail && { detail }) };
}
