// One client: what it was made with, what it has seen, and what can be asked of it.

import { Drive } from "./drive.js";
import { call } from "./error.js";
import { held, ask } from "./host.js";
import { whole } from "./load.js";
import { LOCK, keyed, sent, storage } from "./ask.js";
import { isPlain, pack, unpack } from "./packed.js";
import { Paces } from "./paces.js";

/** How long an answer shows that a host answers, in milliseconds. */
const LATELY_MS = 300_000;

export class Client {
  #core;
  /** Base addresses that answered, and when. */
  #answered = new Map();

  constructor(core, settings) {
    const { keys, endpoints, relay, relayToken, mediaRelay, policy } = settings;
    this.#core = core;
    this.keys = new Map(keys);
    this.journal = settings.journal;
    this.render = settings.render;
    this.fetch = settings.fetch ?? globalThis.fetch;
    this.paces = new Paces(this);
    /** What of it the module is told with every piece of work. */
    this.settings = { endpoints: Object.fromEntries(endpoints), relay, relayToken, mediaRelay, policy };
  }

  /** Tells a module what happened to the work of this number, and returns what it says; `body` is what it may read. */
  tell(number, event, body, core = this.#core) {
    const about = { now: Date.now(), offline: globalThis.navigator?.onLine === false, ...event };
    const said = unpack(call(() => core.step(number, pack(about), body)));
    if (said?.reached) this.#answered.set(said.reached, about.now);
    return said;
  }

  /** Whether so many bytes with this beginning are more than any answer should have. */
  isTooLarge(received, head) {
    return call(() => this.#core.isTooLarge(received, head));
  }

  /** The base addresses that answered lately. */
  reached() {
    const since = Date.now() - LATELY_MS;
    return [...this.#answered].filter(([, at]) => at > since).map(([base]) => base);
  }

  async check(order) {
    return this.tell(0, { is: "check", order }, undefined, await whole());
  }

  /** Begins a job; `run` may name another module than this client's for it. */
  start(order, run) {
    return new Drive(this, { is: "start", order, id: uniqueId() }, run);
  }

  resume(snapshot, run) {
    return new Drive(this, { is: "resume", snapshot }, run);
  }

  /** The records that the journal still holds. An order that a tab is sending right now is not among them: its outcome is
   * not unknown yet. */
  async pending() {
    const found = await this.#asked("list");
    const records = this.tell(0, { is: "records", records: found.filter(isPlain) });
    const locks = await held();
    return records.filter(({ phase, id }) => phase !== "submitting" || !locks.includes(LOCK + id));
  }

  async forget(id) {
    await this.#asked("delete", id);
  }

  async #asked(method, argument) {
    try {
      const said = this.journal ? await ask(this.journal, method, true, argument) : [];
      if (method === "list" && !Array.isArray(said)) throw new Error("The journal's list is no list.");
      return said;
    } catch (thrown) {
      throw storage(thrown);
    }
  }

  async credits(provider) {
    const core = await whole();
    const { number, error } = this.tell(0, { is: "credits", provider, settings: this.settings }, undefined, core);
    if (error) throw error;
    const tell = (event, body) => this.tell(number, event, body, core);
    try {
      let said = tell({ is: "next" });
      while (!said.credits) {
        if (said.error) throw said.error;
        if (said.do === "key") said = tell(await keyed(this, said.provider));
        else {
          const { body, ...came } = await sent(this, said, this.fetch).promise;
          said = tell({ is: "came", ...came }, body);
        }
      }
      return said.credits;
    } finally {
      tell({ is: "over" });
    }
  }
}

function uniqueId() {
  const part = () => Math.random().toString(16).slice(2);
  // Pages on plain http have no randomUUID.
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now().toString(16)}-${part()}-${part()}`;
}
