// The studio without a network. It keeps the files that the page was built of, and answers for these alone: a vendor, a
// sandbox or the relay is never asked through it, and no answer of theirs is kept.

// Written in when the page is built: a name for this very build, what opens the page, and what is loaded later.
const VERSION = "";
const SHELL = [];
const LATER = [];

const PREFIX = `tutti ${self.registration.scope} `;
const CACHE = PREFIX + VERSION;
/** How long a network that may be one in name only is waited for, in milliseconds. */
const PATIENCE_MS = 3_000;

const address = (file) => new URL(file, self.registration.scope).href;
const shell = new Set(SHELL.map(address));
const later = new Set(LATER.map(address));

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
// A new version takes over when its page says so, and never under a page that is in use.
self.addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  if (file) event.respondWith(isHashed(file) ? keptFirst(file) : networkFirst(file, event.request));
});

async function install() {
  // What was used before goes along: the sketch plays offline after an update, too.
  const used = await Promise.all([...later].map((file) => caches.match(file)));
  const files = [...shell, ...[...later].filter((_, at) => used[at])];
  const cache = await caches.open(CACHE);
  // A name without a hash may be in the browser's own cache from the last version.
  await cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })));
}

async function begin() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  // The first page is answered for as well, so that what it loads later is kept.
  await self.clients.claim();
}

/** The file of the page that is asked for; none for anything else. */
function fileOf({ method, url, headers }) {
  if (method !== "GET" || headers.has("range")) return undefined;
  const { origin, pathname } = new URL(url);
  const plain = origin + pathname;
  const file = plain === address("./index.html") ? address("./") : plain;
  return shell.has(file) || later.has(file) ? file : undefined;
}

/** Whether a name changes with the content. Its hash is written without leading zeros. */
function isHashed(file) {
  return /[-_][0-9a-f]{13,16}(_bg)?\.\w+$/.test(file);
}

async function keptFirst(file) {
  return (await kept(file)) ?? fetchAndKeep(file, file);
}

async function networkFirst(file, request) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("late")));
  const fresh = fetchAndKeep(file, request);
  try {
    const answer = await Promise.race([fresh, late]);
    // A server that is out of order is as good as none.
    if (answer.status < 500) return answer;
  } catch {
    // No network, or none worth the name.
  }
  return (await kept(file)) ?? fresh;
}

async function kept(file) {
  return (await caches.open(CACHE)).match(file);
}

/** What opens the page is kept when the worker is installed, all of one version; the rest when it is first used. */
async function fetchAndKeep(file, request) {
  const answer = await fetch(request);
  if (later.has(file) && answer.ok) await keep(file, answer.clone());
  return answer;
}

async function keep(file, answer) {
  try {
    await (await caches.open(CACHE)).put(file, answer);
  } catch {
    // Without room for it the page still gets it.
  }
}
