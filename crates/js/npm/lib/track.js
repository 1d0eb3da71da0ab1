// What comes out of a job: frozen data, and its audio.

import { TuttiError } from "./error.js";
import { waitSignal } from "./options.js";
import { abortable } from "./signal.js";

const IS_TEXT = /^(text\/|application\/(json|xml))/;

/** Makes the track of a finished piece; `reach` is how audio that was not kept is fetched. */
export function makeTrack({ track, source, blob }, reach) {
  const made = { ...track };
  let objectUrl;
  const url = () => (blob && canMakeUrls() ? (objectUrl ??= URL.createObjectURL(blob)) : (source ?? ""));
  Object.defineProperty(made, "url", { enumerable: true, get: url });
  // Not enumerable: a track can be cloned, stored and posted as the data it is.
  const audio = async (options) => {
    const signal = waitSignal(options);
    if (signal?.aborted) throw signal.reason;
    return abortable(blob ? Promise.resolve(blob) : fetchAudio(track, source, reach, signal), signal);
  };
  Object.defineProperty(made, "blob", { value: audio });
  return deepFrozen(made);
}

/** The clip that an upload made. */
export function makeClip({ clip, url, lyrics, model }) {
  return Object.freeze({ clip, model, ...(url && { url }), ...(lyrics && { lyrics }) });
}

function canMakeUrls() {
  return typeof URL.createObjectURL === "function";
}

/** How audio is fetched: with whose fetch, through what, and with which headers. */
export function mediaReach({ fetch: own, mediaRelay, relay, relayToken }) {
  if (mediaRelay !== undefined || relay === undefined) return { fetch: own, mediaRelay };
  const headers = relayToken === undefined ? undefined : { "x-tutti-token": relayToken };
  return { fetch: own, mediaRelay: `${relay.replace(/\/+$/, "")}/media?url=`, headers };
}

async function fetchAudio(track, source, { fetch: own, mediaRelay, headers }, signal) {
  const relayed = mediaRelay !== undefined && !source.startsWith("data:");
  const url = relayed ? mediaRelay + encodeURIComponent(source) : source;
  const failed = (kind, message, facts, cause) => {
    const [provider] = track.model.split("/");
    return new TuttiError({ kind, message, charge: "yes", provider, model: track.model, ...facts }, cause && { cause });
  };
  const heard = async (step) => {
    try {
      return await step();
    } catch (cause) {
      const hint = "The host may not let pages read it: play it from its url, or set a relay.";
      throw failed("network", "The audio's host gave no answer that could be read.", { hint, retryable: true }, cause);
    }
  };
  const init = { credentials: "omit", referrerPolicy: "no-referrer", signal, ...(relayed && headers && { headers }) };
  const response = await heard(() => (own ?? fetch)(url, init));
  const { ok, status } = response ?? {};
  if (response?.headers?.has?.("x-tutti-relay")) {
    throw failed("network", "The relay did not pass the audio on.", { status, retryable: true, hint: "Look at its list of hosts." });
  }
  if (status === 404 || status === 410) throw failed("expired", "The provider no longer has the file.", { status });
  if (!ok) {
    throw failed("provider_unavailable", "The audio's host is failing at the moment.", { status, retryable: true });
  }
  const blob = await heard(() => response.blob());
  if (IS_TEXT.test(blob.type)) throw failed("bad_audio", "What came is text and no audio.", { status });
  return blob;
}

function deepFrozen(value) {
  for (const name of Object.keys(value)) {
    const held = Object.getOwnPropertyDescriptor(value, name).value;
    if (typeof held === "object" && held !== null) deepFrozen(held);
  }
  return Object.freeze(value);
}
