// Tutti: one client for every hosted music model. Types and documentation are in index.d.ts.

import { Callers } from "./lib/callers.js";
import { Client } from "./lib/client.js";
import { TuttiError, call, invalid, reading } from "./lib/error.js";
import { Job } from "./lib/job.js";
import { checkSource, load, modules } from "./lib/load.js";
import { clientOptions, modelFilter, runOptions } from "./lib/options.js";
import { plain } from "./lib/plain.js";
import { abortable } from "./lib/signal.js";
import { makeClip, mediaReach } from "./lib/track.js";

export { TuttiError };

export class Tutti {
  #callers = new Callers();
  #settings;
  #reach;
  #client;

  constructor(options) {
    this.#settings = { ...clientOptions(options, this.#callers), render: this.#callers.wrap("render", render) };
    this.#reach = mediaReach(this.#settings);
  }

  static load(source) {
    const loaded = (async () => {
      reading("source", () => checkSource(source));
      await load(source);
    })();
    // A load that nobody waits for is a warm-up; the first use tries again and says what is wrong.
    loaded.catch(() => {});
    return loaded;
  }

  async models(filter) {
    const { provider, operation } = modelFilter(filter);
    const { MODELS } = await import("./lib/models.js");
    const fits = (model) =>
      (provider === undefined || model.provider === provider) &&
      (operation === undefined || model.operations.some((it) => it.operation === operation));
    return structuredClone(MODELS.filter(fits));
  }

  async check(order) {
    try {
      const asked = copied(order, "order");
      const client = await this.#open();
      return call(() => client.check(asked));
    } catch (error) {
      if (!(error instanceof TuttiError) || error.kind !== "invalid_order") throw error;
      const { kind, field, message } = error;
      return [{ level: "error", kind, field, message }];
    }
  }

  async submit(order, options) {
    const asked = copied(order, "order");
    return this.#start((client, run) => client.start(asked, run), options);
  }

  async resume(snapshot, options) {
    const stored = copied(snapshot, "snapshot");
    return this.#start((client, run) => client.resume(stored, run), options);
  }

  async create(order, options) {
    return this.#make("create", order, options);
  }

  async extend(order, options) {
    return this.#make("extend", order, options);
  }

  async replace(order, options) {
    return this.#make("replace", order, options);
  }

  async cover(order, options) {
    return this.#make("cover", order, options);
  }

  async upload(order, options) {
    const [made] = await this.#make("upload", order, options);
    return makeClip(made);
  }

  async download(order, options) {
    const [track] = await this.#make("download", order, options);
    return track;
  }

  async pending() {
    const client = await this.#open();
    return this.#call(() => client.pending());
  }

  async forget(id) {
    if (typeof id !== "string") throw invalid("id", "A job's id is text.");
    const client = await this.#open();
    return this.#call(() => client.forget(id));
  }

  async credits(provider) {
    if (typeof provider !== "string") throw invalid("provider", "A provider's id is text.");
    const client = await this.#open();
    return this.#call(() => client.credits(provider));
  }

  async #make(operation, order, options) {
    const asked = copied(order, "order");
    const named = asked.operation ?? operation;
    if (named !== operation) {
      throw invalid("operation", `This order says "${operation}" by its method and something else by its operation.`);
    }
    asked.operation = operation;
    const job = await this.#start((client, run) => client.start(asked, run), options);
    return job.result();
  }

  async #start(begin, options) {
    const run = runOptions(options);
    const client = await abortable(this.#open(), run.signal);
    const { keep, policy } = run;
    const job = new Job((heard) => begin(client, { keep, policy, ...heard }), run, {
      reach: this.#reach,
      causeOf: this.#causeOf,
    });
    return job.taken();
  }

  async #open() {
    const core = await load();
    return (this.#client ??= call(() => new Client(core, this.#settings)));
  }

  #call(run) {
    return call(run, this.#causeOf);
  }

  #causeOf = (facts) => this.#callers.causeOf(facts);
}

/** For receivers only: loaded when one of them is first called. */
async function receiver() {
  const webhook = await import("./lib/webhook.js");
  webhook.withErrors({ TuttiError, invalid, reading });
  return webhook;
}

export async function verifyWebhook(options) {
  return (await receiver()).verifyWebhook(options);
}

export async function parseWebhook(provider, body) {
  return (await receiver()).parseWebhook(provider, body);
}

function copied(value, name) {
  return reading(name, () => plain(value, name));
}

/** Renders a sketch in the synthesizer's own module, which is loaded for the first of them. */
async function render(order, options) {
  const sketch = await modules.sketch();
  return sketch(order, options);
}
