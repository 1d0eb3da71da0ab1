// The worker with a way in for the tests: what an order's object stores, what ends it, what keeps an arrival from it once, and
// what lets its hour pass.

import { WorkerEntrypoint } from "cloudflare:workers";

import worker, { Order } from "./worker.js";

/** How many requests of a client's are let in. */
const ENOUGH = 2;
const counts = new Map();
/** Whose count fails: who comes from no address. */
const NOBODY = "0";
/** Orders whose next arrival does not come through. */
const tripped = new Set();

export class Watched extends Order {
  arrive(order) {
    if (tripped.delete(this.ctx.id.name)) throw new Error("lost on the way");
    return super.arrive(order);
  }

  trip() {
    tripped.add(this.ctx.id.name);
  }

  async look() {
    const entries = [...(await this.ctx.storage.list())];
    const text = (value) => (value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : JSON.stringify(value));
    return { entries: entries.map(([name, value]) => [name, text(value)]), alarm: await this.ctx.storage.getAlarm() };
  }

  ring() {
    return this.ctx.storage.setAlarm(Date.now());
  }

  end() {
    this.ctx.abort("ended by a test");
  }
}

/** In place of the platform's count. */
export class Limiter extends WorkerEntrypoint {
  limit({ key }) {
    if (key === NOBODY) throw new Error("no count is to be had");
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return { success: counts.get(key) <= ENOUGH };
  }
}

export default {
  async fetch(request, env) {
    const [, verb, id] = /^\/watched\/(look|ring|trip|end)\/(.+)$/.exec(new URL(request.url).pathname) ?? [];
    if (verb === undefined) return worker.fetch(request, env);
    const object = env.ORDERS.get(env.ORDERS.idFromName(id));
    return Response.json((await object[verb]().catch(String)) ?? null);
  },
};
