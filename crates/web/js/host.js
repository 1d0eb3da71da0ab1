// What takes time at the host, as promises: a request, a pause, a lock, a call of something the caller gave. It stands out here
// since the same in wasm weighs four times as much.

/** Something under way, and a way to end it: nobody waits any longer, or a lock is given back. */
function task(run) {
  const ending = new AbortController();
  return { promise: run(ending.signal), end: () => ending.abort() };
}

/** What every request of ours has. */
const PLAIN = { method: "GET", credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };

/**
 * Sends a request (`method`, `headers`, `body`) and reads the body of the answer in chunks. `heard(received, chunks, total)` says
 * after each whether to go on. A request for audio follows redirects, and of a refusal it reads no body; a request to an API does
 * not and does. Resolves to what came of it by `ending`: "thrown" (with `thrown`), "late", or "whole", "broken" and "large"
 * with the answer.
 *
 * The answer may be of the caller's own fetch, and need not be a `Response`: it is read member by member.
 */
export function exchange(fetch, url, request, isAudio, limit, heard) {
  let timer;
  const init = { ...PLAIN, redirect: isAudio ? "follow" : "manual", ...request };
  const { promise, end } = task((signal) => answered(fetch, url, { ...init, signal }, isAudio, heard));
  const late = new Promise((resolve) => (timer = setTimeout(resolve, limit, { ending: "late" })));
  const over = () => {
    clearTimeout(timer);
    end();
  };
  return { promise: Promise.race([promise, late]).finally(over), end: over };
}

async function answered(fetch, url, init, isAudio, heard) {
  let response;
  try {
    response = await fetch(url, init);
  } catch (thrown) {
    return { ending: "thrown", thrown };
  }
  if (typeof response !== "object" || response === null) return { ending: "thrown" };
  const status = member(response, "status");
  const pairs = headers(response);
  const answer = { ending: "whole", status, type: member(response, "type"), headers: pairs, total: length(pairs), chunks: [] };
  if (!isAudio || (status >= 200 && status < 300)) {
    try {
      answer.ending = await read(response, answer, heard);
    } catch {
      answer.ending = "broken";
    }
  }
  return answer;
}

/** A member of what may be anything at all. */
function member(value, name) {
  try {
    return value[name];
  } catch {
    return undefined;
  }
}

/** The headers that can be read, names in lower case. */
function headers(response) {
  try {
    const pairs = [...response.headers].filter((pair) => pair.length > 1 && pair.every((it) => typeof it === "string"));
    return pairs.map(([name, value]) => [name.toLowerCase(), value]);
  } catch {
    return [];
  }
}

/** How many bytes there will be, where that is said of the bytes as they are read. */
function length(headers) {
  const { "content-length": length, "content-encoding": encoded } = Object.fromEntries(headers);
  return encoded === undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

async function read(response, { chunks, total }, heard) {
  const body = member(response, "body");
  if (typeof body?.getReader !== "function") return readWhole(response, chunks, heard);
  const reader = body.getReader();
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return "whole";
    if (!(value instanceof Uint8Array)) return "broken";
    chunks.push(value);
    received += value.length;
    if (!heard(received, chunks, total)) {
      // Nobody waits for a cancel to be acknowledged.
      reader.cancel().catch(() => {});
      return "large";
    }
  }
}

/** Bodies without a stream: null ones, and those of a caller's own fetch. */
async function readWhole(response, chunks, heard) {
  if (typeof response.arrayBuffer !== "function") return "whole";
  const buffer = await response.arrayBuffer();
  if (!(buffer instanceof ArrayBuffer)) return "broken";
  chunks.push(new Uint8Array(buffer));
  return heard(buffer.byteLength, chunks, undefined) ? "whole" : "large";
}

/** Chunks as UTF-8 text, with replacement characters where it is not. */
export function text(chunks) {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
}

/** Resolves after so many milliseconds. */
export function sleep(ms) {
  return task(
    (signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener("abort", () => clearTimeout(timer));
      }),
  );
}

/** Waits until no other tab holds the lock of this name, and holds it to the task's end. Where there are no locks, none is held. */
export function hold(name) {
  return task(
    (signal) =>
      new Promise((granted) => {
        const held = () => {
          granted();
          return new Promise((release) => signal.addEventListener("abort", release));
        };
        try {
          // Refused, or the waiting was given up: it goes on without.
          navigator.locks.request(name, { signal }, held).catch(granted);
        } catch {
          granted();
        }
      }),
  );
}

/** The names of the locks that some tab holds. */
export async function held() {
  try {
    return (await navigator.locks.query()).held.map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Calls what renders. */
export function render(run, order, onProgress, onAudio) {
  return task(async (signal) => run(order, { onProgress, onAudio, signal }));
}

/** Calls a method of the caller's journal, where it has it or must have it. */
export async function ask(journal, method, must, argument) {
  if (typeof journal[method] === "function") return journal[method](argument);
  if (must) throw new Error(`The journal has no function "${method}".`);
}
