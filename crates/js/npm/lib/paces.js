// What one client has learnt of how long jobs take: in memory, and in the journal where that has room for it.

import { ask } from "./host.js";
import { isPlain } from "./packed.js";

export class Paces {
  #client;
  #kinds = new Map();

  constructor(client) {
    this.#client = client;
  }

  /** What is known of jobs of this kind. Other tabs write too: the journal is read anew each time. */
  async recall(id) {
    const kind = this.#kind(id);
    const { noted } = kind;
    try {
      const record = await this.#ask("recall", id);
      kind.told = true;
      // An older record does not undo a newer note.
      if (record && isPlain(record) && kind.noted === noted) kind.pace = record;
    } catch {
      // A journal that fails at that harms nothing.
    }
    return kind.pace;
  }

  /** Notes how long a job took. */
  async note(id, span) {
    const kind = this.#kind(id);
    kind.noted += 1;
    kind.pace = this.#client.tell(0, { is: "note", pace: kind.pace, ...span });
    // Until the journal has told what it knows, a note would put less in its place.
    if (kind.told) await this.#ask("remember", { ...kind.pace, id });
  }

  #kind(id) {
    if (!this.#kinds.has(id)) this.#kinds.set(id, { pace: undefined, noted: 0, told: false });
    return this.#kinds.get(id);
  }

  async #ask(method, argument) {
    return this.#client.journal && ask(this.#client.journal, method, false, argument);
  }
}
