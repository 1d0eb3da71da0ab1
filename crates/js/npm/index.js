// Tutti: one client for every hosted music model. Types and documentation are in index.d.ts.

import { Callers } from "./lib/callers.js";
import { Client } from "./lib/client.js";
import { TuttiError, call, invalid, reading } from "./lib/error.js";
import { Job } from "./lib/job.js";
import { checkSource, load, modules, whole } from "./lib/load.js";
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

  static load(source, rest) {
    const loaded = (async () => {
      reading("source", () => checkSource(source, "source"));
      reading("rest", () => checkSource(rest, "rest"));
      if (rest !== undefined) modules.whole = () => rest;
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
      const client = await this.#open(true);
      return await client.check(asked);
    } catch (error) {
      if (!(error instanceof TuttiError) || error.kind !== "invalid_order") throw error;
      const { kind, field, message } = error;
      return [{ level: "error", kind, field, message }];
    }
  }

  async submit(order, options) {
    const asked = copied(order, "order");
    return this.#start("start", asked, options);
  }

  async resume(snapshot, options) {
    const stored = copied(snapshot, "snapshot");
    return this.#start("resume", stored, options);
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
    const client = await this.#open(true);
    return this.#call(() => client.credits(provider));
  }

  async #make(operation, order, options) {
    const asked = copied(order, "order");
    const named = asked.operation ?? operation;
    if (named !== operation) {
      throw invalid("operation", `This order says "${operation}" by its method and something else by its operation.`);
    }
    asked.operation = operation;
    const job = await this.#start("start", asked, options);
    return job.result();
  }

  async #start(how, given, options) {
    const run = runOptions(options);
    const client = await abortable(this.#open(isLocal(given)), run.signal);
    const { keep, policy } = run;
    const about = { reach: this.#reach, causeOf: this.#causeOf };
    const begin = (core) => new Job((heard) => client[how](given, { keep, policy, core, ...heard }), run, about);
    let job;
    try {
      job = begin();
    } catch (refusal) {
      // The first module refuses without a word.
      if (!(refusal instanceof TuttiError) || refusal.message) throw refusal;
      job = begin(await abortable(whole(), run.signal));
    }
    return job.taken();
  }

  /** The client, with the module that knows everything when it is to begin with that. */
  async #open(all) {
    const core = await (all ? whole() : load());
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

/** The first module knows nothing of sketches. */
function isLocal({ model }) {
  return typeof model === "string" && model.startsWith("sketch/");
}

function copied(value, name) {
  return reading(name, () => plain(value, name));
}

/** Renders a sketch in the synthesizer's own module, which is loaded for the first of them. */
async function render(order, options) {
  const sketch = await modules.sketch();
  return sketch(order, options);
}
