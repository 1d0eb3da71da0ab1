// The relay on an edge platform: the policy says what to do, the platform fetches and streams.
//
// An order's id (idempotency-key) is not acted on here: the platform's instances share no memory. The server does.

import module from "./tutti_relay_bg.wasm";
import { Relay, initSync } from "./tutti_relay.js";

initSync({ module });

/** Headers that the platform states itself. */
const FRAMING = ["content-length", "content-encoding"];
let relay;

export default {
  async fetch(request, env) {
    relay ??= new Relay(Object.entries(env).filter(([, value]) => typeof value === "string"));
    const url = new URL(request.url);
    const headers = [...request.headers].filter(([name]) => name !== "host");
    const step = relay.judge(request.method, url.pathname + url.search, [...headers, ["host", url.host]]);
    return step.url === undefined ? said(step) : pass(step, request);
  },
};

async function pass(step, request) {
  let body;
  if (request.method === "POST") {
    body = await read(request.body, step.mostSent);
    if (typeof body === "string") return said(step.instead(body));
  }
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
  const hasBody = answer.body !== null && ![204, 205, 304].includes(step.status);
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
