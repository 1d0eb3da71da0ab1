// What the browser offers a page beyond the page: to work without a network, to be replaced by a newer version, to be
// installed. It is loaded with the program, so that no offer comes before somebody listens.

/** How often a page that stays open asks whether there is a newer version, in milliseconds. */
const ASK_EVERY_MS = 3_600_000;

let registration;
let offer;
let tellOffer = () => {};
let asked = false;

addEventListener("beforeinstallprompt", (event) => {
  // The page has a button of its own for it.
  event.preventDefault();
  offer = event;
  tellOffer(true);
});
addEventListener("appinstalled", () => {
  offer = undefined;
  tellOffer(false);
});

/** Keeps the page for when there is no network, and tells when a newer version is ready. */
export async function keepPage(tellReady) {
  const workers = navigator.serviceWorker;
  // Not on plain http from another machine, nor where the browser keeps nothing.
  if (!workers || !isSecureContext) return;
  let isFirst = !workers.controller;
  workers.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    // Another tab took the new version, and this page's files are gone from the cache.
    else if (!isFirst) tellReady();
    isFirst = false;
  });
  try {
    registration = await workers.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" });
  } catch {
    // No worker, no offline page: everything else works.
    return;
  }
  const look = () => {
    if (registration.waiting && workers.controller) tellReady();
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  const ask = () => document.visibilityState === "visible" && registration.update().catch(() => {});
  setInterval(ask, ASK_EVERY_MS);
  addEventListener("online", ask);
}

/** Loads the newer version. */
export function takeOver() {
  asked = true;
  if (registration?.waiting) registration.waiting.postMessage("take over");
  else location.reload();
}

/** Tells whether the page can be installed, now and whenever that changes. */
export function hearOffer(tell) {
  tellOffer = tell;
  tell(offer !== undefined);
}

/** Asks the person; the answer is theirs and the browser's. */
export function install() {
  offer?.prompt();
  offer = undefined;
  tellOffer(false);
}

/** Tells whether there is a network, now and whenever that changes. */
export function hearNetwork(tell) {
  const say = () => tell(navigator.onLine);
  addEventListener("online", say);
  addEventListener("offline", say);
  say();
}
