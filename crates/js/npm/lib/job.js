// One job, as its caller holds it.

import { tell } from "./callers.js";
import { TuttiError, call } from "./error.js";
import { Feed } from "./feed.js";
import { waitSignal } from "./options.js";
import { abortable } from "./signal.js";
import { makeTrack } from "./track.js";

/** Where a job that ended with an error can still be looked for. */
const RESUMABLE = new Set(["submitting", "taken", "unknown"]);

export class Job {
  #running;
  #run;
  #client;
  #feed = new Feed();
  #inbox = [];
  #onJob;
  /** Undefined while it goes on; then "done", "failed" or "stopped". */
  #end;
  #stopReason;
  #outcome;

  /** What `fetch` threw at the last request, if it did. */
  #thrown;

  /** `begin` starts the job in the module, with a listener for its updates and a `fetch` of its own. */
  constructor(begin, run, client) {
    this.#run = run;
    this.#client = client;
    this.#onJob = run.onJob;
    const onUpdate = (update) => this.#hear(update);
    const onAudio = run.onAudio && ((sound) => this.#stopReason || tell(run.onAudio, sound));
    this.#running = call(() => begin({ onUpdate, onAudio, fetch: this.#fetch }), client.causeOf);
    const { id, model, operation } = this.toJSON();
    Object.assign(this, { id, model, operation });
    run.signal?.addEventListener("abort", this.#abort, { once: true });
    this.#outcome = this.#watch();
    // Whoever wants it asks result(); nobody has to.
    this.#outcome.catch(() => {});
  }

  get requestId() {
    return call(() => this.#running.requestId);
  }

  updates() {
    return this.#feed.read();
  }

  async result(options) {
    const signal = waitSignal(options);
    const tracks = await abortable(this.#outcome, signal, this.#end ? undefined : this.#run.signal);
    return [...tracks];
  }

  async cancel() {
    const local = call(() => this.#running.local);
    if (local && !this.#end) {
      this.#stop(new DOMException("The job was cancelled.", "AbortError"));
      await this.#outcome.catch(() => {});
    }
    if (this.#end === "done" || this.#end === "failed") return "too_late";
    return local ? "free" : "unsupported";
  }

  toJSON() {
    return call(() => this.#running.snapshot());
  }

  /** Resolves to this job once there is something to resume; rejects as the job does when it ends before. */
  async taken() {
    return abortable(this.#untilTaken(), this.#run.signal);
  }

  async #untilTaken() {
    const taken = await call(() => this.#running.taken()).catch(() => false);
    // Not taken on: the outcome says why.
    if (!taken) await this.#outcome;
    this.#introduce();
    return this;
  }

  async #watch() {
    try {
      const pieces = await call(() => this.#running.finished(), this.#causeOf);
      this.#deliver();
      if (pieces) return this.#finish(pieces);
    } catch (thrown) {
      this.#deliver();
      throw this.#fail(thrown);
    } finally {
      this.#run.signal?.removeEventListener("abort", this.#abort);
      this.#feed.end();
    }
    throw this.#stopped();
  }

  #finish(pieces) {
    const tracks = Object.freeze(pieces.map((piece) => makeTrack(piece, this.#client.reach)));
    this.#end = "done";
    this.#introduce();
    this.#tell({ state: "done", tracks });
    return tracks;
  }

  #fail(thrown) {
    this.#end = "failed";
    if (!(thrown instanceof TuttiError)) return thrown;
    const snapshot = this.toJSON();
    if (RESUMABLE.has(snapshot.phase)) thrown.snapshot = snapshot;
    this.#tell({ state: "failed", error: thrown });
    return thrown;
  }

  /** An order that was on its way when the watching was stopped may have been taken on all the same. */
  #stopped() {
    if (!this.#stopReason) return this.#fail(over(this.toJSON()));
    this.#end = "stopped";
    if (this.toJSON().phase === "taken") this.#introduce();
    return this.#stopReason.reason;
  }

  /** The client's `fetch`; what it throws is remembered, unless it was called off. */
  #fetch = async (url, init) => {
    try {
      const response = await (this.#client.reach.fetch ?? fetch)(url, init);
      this.#thrown = undefined;
      return response;
    } catch (thrown) {
      if (!init.signal.aborted) this.#thrown = thrown;
      throw thrown;
    }
  };

  /** What a function of the caller's threw, or else what `fetch` did. */
  #causeOf = (facts) => this.#client.causeOf(facts) ?? this.#thrown;

  /** Called by the module, which must not be called back meanwhile: the caller hears of it a moment later. */
  #hear(update) {
    this.#inbox.push(update);
    if (this.#inbox.length === 1) queueMicrotask(() => this.#deliver());
  }

  #deliver() {
    for (const update of this.#inbox.splice(0)) this.#tell(update);
  }

  #tell(update) {
    Object.freeze(update);
    this.#feed.tell(update);
    if (!this.#stopReason) tell(this.#run.onUpdate, update);
  }

  #introduce() {
    const onJob = this.#onJob;
    this.#onJob = undefined;
    tell(onJob, this);
  }

  #abort = () => this.#stop(this.#run.signal.reason);

  #stop(reason) {
    if (this.#end || this.#stopReason) return;
    this.#stopReason = { reason };
    call(() => this.#running.stop());
  }
}

/** What the journal no longer has when it is this watcher's turn was watched to its end by another client or tab. */
function over({ id, model, operation, requestId }) {
  const message = "This job is over: another client or tab watched it to its end, and has its audio.";
  return new TuttiError({ kind: "invalid_order", field: "snapshot", message, model, operation, jobId: id, requestId });
}
