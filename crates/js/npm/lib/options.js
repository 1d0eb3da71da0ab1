// What clients and runs are made with, checked before anything is done with it.

import { invalid, reading } from "./error.js";
import { indexedDbJournal } from "./journal.js";

const CLIENT = ["keys", "endpoints", "relay", "mediaRelay", "fetch", "journal", "policy"];
const RELAY = ["url", "token"];
const RUN = ["signal", "onUpdate", "onAudio", "onJob", "keep", "policy"];
const POLICY = ["deadlineMs", "submitTimeoutMs", "checkTimeoutMs", "firstCheckMs", "intervalMs"];
const JOURNAL = ["put", "delete", "list"];
const NOTES = ["recall", "remember"];
const YEAR_MS = 366 * 86_400_000;

/** The options of a client, in the form the module takes. */
export function clientOptions(given, callers) {
  return reading("options", () => {
    const options = members(given ?? {}, "options", CLIENT);
    return {
      keys: pairs(options.keys, "options.keys", (key, id) => source(id, key, callers)),
      endpoints: pairs(options.endpoints, "options.endpoints", endpoint),
      mediaRelay: options.mediaRelay === undefined ? undefined : address(options.mediaRelay, "options.mediaRelay").text,
      ...relay(options.relay),
      fetch: ownFetch(options.fetch, callers),
      journal: journal(options.journal, callers),
      policy: policy(options.policy),
    };
  });
}

/** The options of one run. */
export function runOptions(given) {
  return reading("options", () => {
    const options = members(given ?? {}, "options", RUN);
    const keep = options.keep ?? "bytes";
    if (keep !== "bytes" && keep !== "url") throw invalid("options.keep", 'The option "keep" is "bytes" or "url".');
    return {
      signal: signal(options.signal),
      onUpdate: callable(options.onUpdate, "options.onUpdate"),
      onAudio: callable(options.onAudio, "options.onAudio"),
      onJob: callable(options.onJob, "options.onJob"),
      keep,
      policy: policy(options.policy),
    };
  });
}

/** What models are asked for. */
export function modelFilter(given) {
  return reading("filter", () => {
    const filter = members(given ?? {}, "filter", ["provider", "operation"]);
    for (const [name, value] of Object.entries(filter)) {
      if (typeof value !== "string") throw invalid(`filter.${name}`, `"${name}" is text.`);
    }
    return filter;
  });
}

/** The signal among the options of a wait. */
export function waitSignal(given) {
  return reading("options", () => signal(members(given ?? {}, "options", ["signal"]).signal));
}

/** The members of an options object that are set; an unknown one is refused by name. */
function members(given, field, known) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw invalid(field, `"${field}" is an object.`);
  const set = Object.create(null);
  for (const name of Object.keys(given)) {
    if (known && !known.includes(name)) {
      const message = `There is no option "${shown(name)}"; there are ${known.join(", ")}.`;
      throw invalid(`${field}.${shown(name)}`, message);
    }
    if (given[name] !== undefined) set[name] = given[name];
  }
  return set;
}

function pairs(given, field, read) {
  return Object.entries(members(given ?? {}, field)).map(([id, value]) => [id, read(value, id, field)]);
}

function source(id, key, callers) {
  if (typeof key === "string") return key;
  if (typeof key === "function") return callers.wrap(`key of ${id}`, () => key());
  throw invalid(`options.keys.${shown(id)}`, "A key is text, or a function that returns text or a promise of it.");
}

function endpoint(given, id, all) {
  const field = `${all}.${shown(id)}`;
  const { text, url } = address(given, field);
  if (url.search || url.hash) throw invalid(field, "An endpoint has no query and no fragment.");
  return text;
}

/** A relay, by its address, or with the token it asks for. */
function relay(given) {
  if (given === undefined) return {};
  const { url, token } = typeof given === "string" ? { url: given } : members(given, "options.relay", RELAY);
  const field = typeof given === "string" ? "options.relay" : "options.relay.url";
  const known = address(url, field);
  if (known.url.search || known.url.hash) throw invalid(field, "A relay's address has no query and no fragment.");
  if (token !== undefined && (typeof token !== "string" || !/^[!-~]+$/.test(token))) {
    throw invalid("options.relay.token", "A relay's token is text of visible characters.");
  }
  return { relay: known.text, relayToken: token };
}

/** An address of the web; in a page it may be relative to the page. */
function address(given, field) {
  const url = typeof given === "string" ? parsed(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid(field, `"${field}" is an http or https address.`);
  if (url.username || url.password) throw invalid(field, `"${field}" is an address without a user or password.`);
  return { text: /^https?:/i.test(given) ? given : url.href, url };
}

function parsed(text) {
  try {
    return new URL(text, globalThis.location?.href);
  } catch {
    return undefined;
  }
}

function journal(given, callers) {
  if (given === undefined) return typeof indexedDB === "undefined" ? undefined : indexedDbJournal();
  if (given === "none") return undefined;
  if (given === "indexeddb") return indexedDbJournal();
  if (typeof given !== "object" || given === null || !JOURNAL.every((name) => typeof given[name] === "function")) {
    throw invalid("options.journal", 'A journal is "indexeddb", "none", or an object with put, delete and list.');
  }
  const has = (name) => typeof given[name] === "function";
  const wrapped = (names, as) => names.map((name) => [name, callers.wrap(as, (...said) => given[name](...said))]);
  return Object.fromEntries([...wrapped(JOURNAL, "journal"), ...(NOTES.every(has) ? wrapped(NOTES, "notes") : [])]);
}

function policy(given) {
  if (given === undefined) return undefined;
  const set = members(given, "options.policy", POLICY);
  for (const [name, ms] of Object.entries(set)) {
    if (typeof ms !== "number" || !(ms >= 1 && ms <= YEAR_MS)) {
      throw invalid(`options.policy.${name}`, `"${name}" is a number of milliseconds from 1 to ${YEAR_MS}.`);
    }
  }
  return set;
}

function signal(given) {
  if (given === undefined) return undefined;
  if (typeof given?.aborted === "boolean" && typeof given.addEventListener === "function") return given;
  throw invalid("options.signal", 'The option "signal" is an AbortSignal.');
}

function ownFetch(given, callers) {
  const own = callable(given, "options.fetch");
  return own && callers.wrap("fetch", own);
}

function callable(given, field) {
  if (given === undefined || typeof given === "function") return given;
  throw invalid(field, `"${field}" is a function.`);
}

function shown(name) {
  return name.slice(0, 80);
}
