// Orders by their ids: a browser sends a request again by itself when a connection breaks, and the second arrival of an
// order must not be a second order. The platform has one object for each id, wherever the arrivals come in.

import { DurableObject } from "cloudflare:workers";

import { keptForMs, longestKept } from "./tutti_relay.js";

/** The most bytes under one name: the platform's storage takes two million. */
const PART = 1 << 20;
const LOST = { why: "lost" };

/**
 * One order. It asks the vendor once and tells every arrival what became of that: the answer, or `why` there is none.
 *
 * What is kept in storage are a fingerprint, and the answer. An order that was noted there and has no answer was cut off
 * while the vendor was asked, and stays lost.
 */
export class Order extends DurableObject {
  /** The order's fingerprint, and a promise of what became of it; nothing before its first arrival. */
  #known;

  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.#known = restored(await ctx.storage.list());
    });
  }

  /** Carries the order out if it is the first of its id, and answers it as the first was answered if it is not. */
  async arrive(order) {
    const isFirst = this.#known === undefined;
    this.#known ??= this.#begin(order);
    const { print, outcome } = this.#known;
    if (print !== order.print) return { why: "another" };
    const { streamed, ...kept } = await outcome;
    return isFirst && streamed ? streamed : kept;
  }

  /** The hour is over. */
  async alarm() {
    await Promise.allSettled([this.#known?.outcome]);
    await this.#forget();
  }

  #begin(order) {
    const outcome = this.#carryOut(order);
    // Whoever asked may hang up, and the answer is owed all the same.
    this.ctx.waitUntil(outcome);
    return { print: order.print, outcome };
  }

  async #carryOut(order) {
    const { storage } = this.ctx;
    await Promise.all([storage.put("print", order.print), storage.setAlarm(Date.now() + keptForMs())]);
    // Nothing leaves before it is written down.
    await storage.sync();
    const outcome = await ask(order).catch(() => LOST);
    if (order.repeatable.includes(outcome.status)) await this.#forget();
    else await storage.put(stored(outcome));
    return outcome;
  }

  async #forget() {
    this.#known = undefined;
    await this.ctx.storage.deleteAll();
  }
}

/** Asks the vendor: all of its answer; one that is too long to be kept is `streamed` to whoever asked first. */
async function ask({ url, headers, body, patienceMs, idleMs }) {
  const patience = new Patience();
  try {
    patience.wait(patienceMs);
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: patience.signal });
    const head = { status: answer.status, headers: [...answer.headers].filter(([name]) => name !== "set-cookie") };
    const reader = answer.body?.getReader();
    const parts = [];
    let length = 0;
    while (reader) {
      patience.wait(idleMs);
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.byteLength;
      if (length > longestKept()) return { why: "answered", streamed: { ...head, body: continued(parts, reader, idleMs) } };
    }
    return { ...head, body: await new Blob(parts).arrayBuffer() };
  } finally {
    patience.end();
  }
}

/** Some bytes that came already, and the rest behind them, until nothing moves any more. */
function continued(parts, reader, idleMs) {
  const patience = new Patience();
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const stop = (why) => Promise.allSettled([reader.cancel(why), writer.abort(why)]);
  patience.signal.addEventListener("abort", () => stop(patience.signal.reason));
  const pour = async () => {
    for (;;) {
      patience.wait(idleMs);
      const value = parts.shift() ?? (await reader.read()).value;
      if (value === undefined) return writer.close();
      await writer.write(value);
    }
  };
  pour().catch(stop).finally(() => patience.end());
  return readable;
}

/** Gives up what has its signal when a wait lasts too long. */
class Patience {
  #ending = new AbortController();
  #timer;

  get signal() {
    return this.#ending.signal;
  }

  wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ending.abort(), ms);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

/** What became of an order, in entries that the storage takes. */
function stored({ streamed, body, ...outcome }) {
  const parts = [];
  for (let at = 0; at < (body?.byteLength ?? 0); at += PART) parts.push([`body ${String(at).padStart(9, "0")}`, body.slice(at, at + PART)]);
  return Object.fromEntries([["outcome", outcome], ...parts]);
}

/** What the storage has of an order, if it has any. */
function restored(entries) {
  const print = entries.get("print");
  if (print === undefined) return undefined;
  const outcome = entries.get("outcome") ?? LOST;
  return { print, outcome: outcome.why ? outcome : withBody(outcome, entries) };
}

/** The entries come in the order of their names. */
async function withBody(outcome, entries) {
  const parts = [...entries].filter(([name]) => name.startsWith("body ")).map(([, part]) => part);
  return { ...outcome, body: await new Blob(parts).arrayBuffer() };
}
