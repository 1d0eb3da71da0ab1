// The relay on an edge platform: the policy says what to do, the platform fetches and streams.
//
// The platform's instances share no memory. What they must agree on is the platform's to keep, if it is bound: orders by
// their ids (ORDERS), and how often a client asks (LIMITER).

import module from "./tutti_relay_bg.wasm";
import { Relay, client, initSync } from "./tutti_relay.js";

export { Order } from "./orders.js";

initSync({ module });

/** Headers that the platform states itself. */
const FRAMING = ["content-length", "content-encoding"];
/** Statuses of answers without a body. */
const BARE = [204, 205, 304];
let relay;

export default {
  async fetch(request, env) {
    relay ??= new Relay(Object.entries(env).filter(([, value]) => typeof value === "string"));
    const url = new URL(request.url);
    const headers = [...request.headers].filter(([name]) => name !== "host");
    const step = relay.judge(request.method, url.pathname + url.search, [...headers, ["host", url.host]]);
    const asks = step.url !== undefined;
    if ((asks || step.status === 204) && (await isTooOften(request, env.LIMITER))) return said(step.instead("too many"));
    if (!asks) return said(step);
    // Whatever fails from here on, the vendor may have been asked.
    return pass(step, request, env.ORDERS).catch(() => said(step.instead("lost")));
  },
};

/** Whether the platform has counted too many requests of a client's; a count that cannot be had shuts nobody out. */
async function isTooOften(request, limiter) {
  if (!limiter) return false;
  const key = String(client(request.headers.get("cf-connecting-ip") ?? ""));
  return limiter.limit({ key }).then(({ success }) => !success, () => false);
}

async function pass(step, request, orders) {
  let body;
  if (request.method === "POST") {
    body = await read(request.body, step.mostSent);
    if (typeof body === "string") return said(step.instead(body));
  }
  if (orders && step.order !== undefined) return once(step, body, orders);
  for (;;) {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), step.patienceMs);
    let answer;
    try {
      answer = await fetch(step.url, { method: request.method, headers: step.headers, body, redirect: "manual", signal: ending.signal });
    } catch {
      return said(step.instead("lost"));
    } finally {
      clearTimeout(timer);
    }
    const next = relay.answer(step, answer.status, [...answer.headers]);
    if (next.url === undefined) return next.body ? said(next) : streamed(next, answer, step.mostRead);
    await answer.body?.cancel();
    step = next;
  }
}

/** An order that has an id: the one object of that id carries it out, or knows what became of it. */
async function once(step, body, orders) {
  const order = {
    print: step.print(new Uint8Array(body)),
    url: step.url,
    headers: step.headers,
    body,
    patienceMs: step.patienceMs,
    idleMs: relay.idleMs,
    repeatable: [...relay.repeatable(step)],
  };
  const arrive = async () => orders.get(orders.idFromName(step.order)).arrive(order);
  // It may arrive twice: that is what the object is for. One that was cut off knows so.
  const kept = await arrive().catch(arrive);
  if (kept.why) return said(step.instead(kept.why));
  const answer = new Response(BARE.includes(kept.status) ? null : kept.body, { status: kept.status, headers: kept.headers });
  const head = relay.answer(step, kept.status, kept.headers);
  return head.body ? said(head) : streamed(head, answer, step.mostRead);
}

/** A body of so many bytes at most, or a word on what is wrong with it: half an order is not sent. */
async function read(stream, most) {
  const parts = [];
  let length = 0;
  try {
    for await (const part of stream ?? []) {
      length += part.byteLength;
      if (length > most) return "too long";
      parts.push(part);
    }
  } catch {
    return "broken";
  }
  return new Blob(parts).arrayBuffer();
}

/** The vendor's body as it comes, cut where it grows too long. */
function streamed(step, answer, most) {
  let left = most;
  const bounded = new TransformStream({
    transform(part, controller) {
      left -= part.byteLength;
      if (left < 0) controller.error(new Error("longer than the relay passes on"));
      else controller.enqueue(part);
    },
  });
  // What the platform fetched is unpacked already.
  const headers = step.headers.filter(([name]) => !FRAMING.includes(name) || (name === "content-length" && !answer.headers.has("content-encoding")));
  const hasBody = answer.body !== null && !BARE.includes(step.status);
  const length = answer.headers.get("content-length");
  const packed = answer.headers.has("content-encoding");
  if (hasBody && length !== null && !packed) {
    const { readable, writable } = new FixedLengthStream(Number(length));
    answer.body.pipeTo(writable).catch(() => {});
    return new Response(readable, { status: step.status, headers });
  }
  return new Response(hasBody ? answer.body.pipeThrough(bounded) : null, { status: step.status, headers });
}

function said(step) {
  return new Response(step.status === 204 ? null : step.body, { status: step.status, headers: step.headers });
}
