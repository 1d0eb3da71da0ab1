// For those who are called back: whether the provider sent it, and what it says. Loaded on its first use, so that a client in
// a page does not carry it.

let TuttiError, invalid, reading;

/** Hands over what makes errors: this file stands beside the package's index.js, which has the one `TuttiError`. */
export function withErrors(errors) {
  ({ TuttiError, invalid, reading } = errors);
}

const OPTIONS = ["body", "headers", "secret", "toleranceSeconds"];
const READERS = { pixazo, producer };

/** States of the Producer's clips at which there is no result yet; an address beside them is a preview. */
const RUNNING = new Set(["pending", "running", "streaming", "queued", "processing"]);
const FAILED = new Set(["failed", "error"]);
const MOST_WORDS = 500;

export async function verifyWebhook(options) {
  const { body, headers, secret, toleranceSeconds } = reading("options", () => checked(options));
  const time = headers.get("x-webhook-timestamp");
  const signature = headers.get("x-webhook-signature");
  // Whoever signs with a time is held to it: the older way is only for calls that have nothing of the newer one.
  const timed = time !== undefined || signature !== undefined;
  if (timed && !isFresh(time, toleranceSeconds)) return false;
  const mac = macOf(timed ? signature : headers.get("x-signature"), !timed);
  if (!mac) return false;
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new TuttiError({ kind: "unsupported", message: "There is no WebCrypto here to check a signature with." });
  const key = await subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  // Compares in constant time.
  return subtle.verify("HMAC", key, mac, timed ? joined(utf8(`${time}.`), body) : body);
}

export function parseWebhook(provider, body) {
  const read = typeof provider === "string" && Object.hasOwn(READERS, provider) && READERS[provider];
  if (!read) {
    const message = `Webhooks can be read of ${Object.keys(READERS).join(" and ")}.`;
    throw new TuttiError({ kind: typeof provider === "string" ? "unsupported" : "invalid_order", field: "provider", message });
  }
  const raw = json(reading("body", () => bytes(body)), provider);
  return Object.freeze({ provider, ...read(raw), raw });
}

function checked(given) {
  if (typeof given !== "object" || given === null) throw invalid("options", '"options" is an object.');
  const unknown = Object.keys(given).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalid(`options.${unknown.slice(0, 80)}`, `There is no such option; there are ${OPTIONS.join(", ")}.`);
  const { body, headers, secret, toleranceSeconds = 300 } = given;
  if (typeof secret !== "string" || secret === "") {
    throw invalid("options.secret", "The secret is the text that the order named; without one nobody can check the signature.");
  }
  if (typeof toleranceSeconds !== "number" || !(toleranceSeconds > 0)) {
    throw invalid("options.toleranceSeconds", '"toleranceSeconds" is a number above zero.');
  }
  return { body: bytes(body, "options.body"), headers: read(headers), secret, toleranceSeconds };
}

/** The body as it came. What a framework made of it is refused: other bytes have another signature. */
function bytes(body, field = "body") {
  if (typeof body === "string") return utf8(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body);
  throw invalid(field, "The body is the text or the bytes that came, before anything was made of them.");
}

/** The headers by their names in small letters, from a `Headers`, Node's object, or pairs. One that came twice counts as none. */
function read(headers) {
  if (typeof headers !== "object" || headers === null) throw invalid("options.headers", "The headers are those of the call.");
  const pairs = typeof headers[Symbol.iterator] === "function" ? [...headers] : Object.entries(headers);
  const found = new Map();
  for (const [name, value] of pairs) {
    const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
    const lower = String(name).toLowerCase();
    if (value !== undefined) found.set(lower, typeof one === "string" && !found.has(lower) ? one.trim() : "");
  }
  return found;
}

function isFresh(time, toleranceSeconds) {
  return /^\d{1,12}$/.test(time) && Math.abs(Date.now() / 1000 - Number(time)) <= toleranceSeconds;
}

/** The 32 bytes of a signature in hexadecimal, or in base64 where that is known to occur. */
function macOf(signature, inBase64) {
  const text = signature?.replace(/^sha256=/, "");
  if (/^[\da-f]{64}$/i.test(text)) return Uint8Array.from(text.match(/../g), (byte) => parseInt(byte, 16));
  if (inBase64 && /^[\w+/-]{43}=?$/.test(text)) {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  }
  return undefined;
}

function json(body, provider) {
  try {
    const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (typeof said === "object" && said !== null && !Array.isArray(said)) return said;
  } catch {
    // Told below, without the parser's words: they repeat what came.
  }
  throw unread(provider);
}

function unread(provider) {
  return new TuttiError({ kind: "bad_response", provider, message: "This is no webhook that can be read." });
}

/** `{ code, data: [clip, …], message }`, with or without a `task_id`. */
function producer(said) {
  const clips = [said.data ?? []].flat().filter((clip) => typeof clip === "object" && clip !== null);
  const states = clips.map((clip) => text(clip.state)?.toLowerCase());
  const found = {
    requestId: text(said.task_id) ?? text(clips[0]?.task_id),
    status: text(clips[0]?.state) ?? text(said.status) ?? text(said.message) ?? "",
  };
  if (states.some((state) => RUNNING.has(state))) return event("running", found);
  const tracks = clips.filter((_, at) => !FAILED.has(states[at])).map(clipTrack).filter(({ url }) => url);
  if (tracks.length > 0) return event("done", found, tracks);
  const failed = states.some((state) => FAILED.has(state)) || (typeof said.code === "number" && said.code !== 200);
  if (!failed) throw unread("producer");
  return event("failed", { ...found, detail: text(said.message)?.slice(0, MOST_WORDS) });
}

function clipTrack(clip) {
  const wavUrl = webUrl(clip.wav_url);
  return clean({
    clip: text(clip.clip_id),
    title: text(clip.title),
    lyrics: text(clip.lyrics),
    url: wavUrl ?? webUrl(clip.audio_url),
    wavUrl,
    imageUrl: webUrl(clip.image_url),
    seconds: clip.duration > 0 && Number.isFinite(Number(clip.duration)) ? Number(clip.duration) : undefined,
  });
}

/** What the status route answers. */
function pixazo(said) {
  const status = text(said.status);
  if (!status) throw unread("pixazo");
  const found = { requestId: text(said.request_id), status };
  if (FAILED.has(status.toLowerCase())) {
    return event("failed", { ...found, detail: text(said.error)?.slice(0, MOST_WORDS) });
  }
  if (status.toUpperCase() !== "COMPLETED") return event("running", found);
  const type = text(said.output?.media_type);
  const mimeType = type?.startsWith("audio/") ? type : undefined;
  const urls = [said.output?.media_url].flat().map(webUrl).filter(Boolean);
  if (urls.length === 0) throw unread("pixazo");
  return event("done", found, urls.map((url) => clean({ url, mimeType })));
}

function event(state, found, tracks = []) {
  return { state, ...clean(found), tracks: Object.freeze(tracks) };
}

/** The members that are there. */
function clean(members) {
  return Object.freeze(Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)));
}

function text(value) {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An address that may be followed: no script's, and none that is relative to whoever reads it. */
function webUrl(value) {
  return /^https?:\/\/[^\s\p{Cc}]+$/u.test(text(value) ?? "") ? value : undefined;
}

function utf8(words) {
  return new TextEncoder().encode(words);
}

function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
