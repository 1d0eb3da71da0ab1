// Does what a job in the module says, and tells it what happened. What decides about money and keys is decided in there: an
// order comes out of it once, after its record was said to be durable.

import { LOCK, fetched, keyed, sent, storage, told, word } from "./ask.js";
import { ask, hold, render, sleep } from "./host.js";
import { isPlain } from "./packed.js";

/** The longest single sleep: timers count in 31 bits, and clocks are set. */
const LONGEST_SLEEP_MS = 3_600_000;
/** The pause between two words on how far a file is. */
const PACE_MS = 100;

const NEXT = { is: "next" };

/** Those that sleep, to be woken when the page is visible again or the network is back. */
const sleepers = new Set();
let listens = false;

/** A job being driven. */
export class Drive {
  #client;
  #core;
  #run;
  #number;
  #pace;
  #id;
  #resumed;
  #written;
  #blobs = [];
  /** Its state when it was over. */
  #last;
  #drop;
  #dropped = new Promise((resolve) => (this.#drop = resolve));
  #setTaken;
  #taken = new Promise((resolve) => (this.#setTaken = resolve));
  #finished;

  /** Takes the job up that the `event` begins; throws an error's facts when nothing is sent. */
  constructor(client, event, { keep, policy, core, onUpdate, onAudio, fetch }) {
    const begun = {
      ...event,
      settings: client.settings,
      run: { keep, policy },
      reached: client.reached(),
      entropy: Math.floor(Math.random() * 2 ** 53),
    };
    const said = client.tell(0, begun, undefined, core);
    if (said.error) throw said.error;
    this.#client = client;
    this.#core = core;
    this.#run = { onUpdate, onAudio, fetch };
    this.#number = said.number;
    this.#pace = said.pace;
    this.#id = said.snapshot.id;
    this.#resumed = this.#written = event.is === "resume";
    this.local = said.local;
    this.#finished = this.#live();
    // Whoever is told that it was taken on, when it is done already, can be told the end as well.
    this.#finished.then((pieces) => this.#setTaken(pieces !== undefined), () => this.#setTaken(false));
  }

  /** The provider's id for it, once it was taken on. */
  get requestId() {
    return this.snapshot().requestId;
  }

  /** What to store so that it can be resumed. */
  snapshot() {
    return this.#state().snapshot;
  }

  /** Resolves to true once the provider took it on, a render began or it is done, and to false when it ended before that. */
  taken() {
    return this.#taken;
  }

  /** Resolves to its pieces as `{ track, source, blob }`, or to nothing when it was stopped; rejects with an error's facts. */
  finished() {
    return this.#finished;
  }

  /** Ends the watching. An order whose answer is owed is heard out first, so that its ticket is kept. */
  stop() {
    if (!this.#last && this.#tell({ is: "stop" }).drop) this.#drop();
  }

  async #live() {
    await null;
    if (this.#pace) this.#learn().catch(() => {});
    try {
      const lock = await this.#claim();
      // The record is another watcher's: it stays.
      if (!lock) return undefined;
      try {
        return await this.#work();
      } finally {
        // Whatever becomes of the record: another tab may have its turn.
        await this.#clear().finally(() => lock.end());
      }
    } finally {
      this.#last = this.#state();
      this.#tell({ is: "over" });
    }
  }

  /** Nothing waits for it: a journal that does not answer holds up no job. */
  async #learn() {
    const pace = await this.#client.paces.recall(this.#pace);
    if (!this.#last) this.#tell({ is: "learn", pace });
  }

  /** Waits for its turn, where another tab may watch the same job, and then goes on from where that tab left it: what was known
   * before the wait may be old, and an order that was sent meanwhile must not be sent again. */
  async #claim() {
    if (!this.#client.journal?.shared) return { end() {} };
    const wasThere = this.#resumed && (await this.#record().then(Boolean, () => true));
    const lock = hold(LOCK + this.#id);
    const stopped = await Promise.race([lock.promise, this.#dropped.then(() => true)]);
    try {
      if (stopped) throw undefined;
      if (this.#resumed) {
        const { error } = this.#tell({ is: "turn", wasThere, record: await this.#record() });
        if (error) throw error;
      }
      return lock;
    } catch (thrown) {
      lock.end();
      if (thrown === undefined) return undefined;
      throw thrown;
    }
  }

  /** The journal's record of it, if there is one. */
  async #record() {
    try {
      const found = await ask(this.#client.journal, "get", true, this.#id);
      if (typeof found !== "object" || found === null) return undefined;
      if (!isPlain(found)) throw new Error("The record is no plain data.");
      return found;
    } catch (thrown) {
      throw storage(thrown);
    }
  }

  async #work() {
    let event = NEXT;
    for (;;) {
      const said = this.#told(event);
      switch (said.do) {
        case "done":
          return said.pieces.map(({ track, source, kept }, index) => ({ track, source, blob: kept ? this.#blobs[index] : undefined }));
        case "fail":
          throw said.error;
        case "fetch":
          event = await this.#fetch(said, { is: "fetched", index: said.index });
          break;
        case "key":
          event = (await this.#unlessStopped({ promise: keyed(this.#client, said.provider) })) ?? NEXT;
          break;
        case "persist":
          event = await this.#persist(said.record);
          break;
        case "record":
          event = await this.#fetch(said, { is: "recorded" });
          break;
        case "render":
          event = await this.#render(said, event);
          break;
        case "send":
          event = await this.#came(sent(this.#client, said, this.#run.fetch), { is: "came" });
          break;
        case "stopped":
          return undefined;
        default:
          event = await this.#sleep(said.ms);
      }
    }
  }

  /** What the module says to an event, with all that stands beside the command done. */
  #told(event) {
    const { body, ...about } = event;
    const said = this.#tell(about, body);
    if (said.kept && said.do !== "render") this.#blobs[event.index ?? 0] = blob(body, said.kept);
    if (said.span) this.#client.paces.note(this.#pace, said.span).catch(() => {});
    said.reports?.forEach((update) => this.#run.onUpdate(update));
    if (said.taken && said.do !== "done") this.#setTaken(true);
    return said;
  }

  async #came(task, event) {
    const came = await this.#unlessStopped(task);
    return came ? { ...event, ...came } : NEXT;
  }

  #fetch(said, event) {
    let last = 0;
    const onBytes = (receivedBytes, totalBytes) => {
      const now = Date.now();
      if (now - last < PACE_MS) return;
      last = now;
      this.#run.onUpdate({ state: "fetching", receivedBytes, ...(totalBytes !== undefined && { totalBytes }) });
    };
    return this.#came(fetched(this.#client, said, this.#run.fetch, onBytes), event);
  }

  async #persist(record) {
    try {
      if (this.#client.journal) await ask(this.#client.journal, "put", true, record);
      this.#written = true;
      return { is: "stored" };
    } catch (thrown) {
      return { is: "stored", why: told(thrown) };
    }
  }

  /** Renders an order here, with the recording that it names. */
  async #render({ order, kept }, { body }) {
    const onProgress = (progress) => {
      if (progress >= 0 && progress <= 1) this.#run.onUpdate({ state: "rendering", progress });
    };
    if (kept) order.audio = blob(body, kept);
    try {
      const made = await this.#unlessStopped(render(this.#client.render, order, onProgress, this.#run.onAudio));
      if (!made) return NEXT;
      const { wav, plan } = made;
      const bytes = wav instanceof ArrayBuffer ? [new Uint8Array(wav)] : [];
      return { is: "rendered", wav: wav !== undefined, plan: isPlain(plan) ? plan : undefined, body: bytes };
    } catch (thrown) {
      return { is: "rendered", why: told(thrown), kind: word(thrown, "kind"), field: word(thrown, "field") };
    }
  }

  /** Sleeps so long, or until the job is stopped or woken. */
  async #sleep(ms) {
    listen();
    const timer = sleep(Math.min(ms, LONGEST_SLEEP_MS));
    let wake;
    const woken = new Promise((resolve) => (wake = () => resolve(true)));
    sleepers.add(wake);
    const early = await Promise.race([timer.promise, this.#dropped, woken]);
    sleepers.delete(wake);
    timer.end();
    return { is: early ? "woken" : "next" };
  }

  /** What the task comes to; nothing when the job was stopped and what is under way may be dropped. */
  async #unlessStopped({ promise, end }) {
    try {
      return await Promise.race([promise, this.#dropped]);
    } finally {
      end?.();
    }
  }

  /** Removes the record of a job that nothing is left to resume of. */
  async #clear() {
    if (!this.#written || this.#state().useful || !this.#client.journal) return;
    // A record left behind is looked at again later and then found to be over.
    await ask(this.#client.journal, "delete", true, this.#id).catch(() => {});
  }

  #state() {
    return this.#last ?? this.#tell({ is: "snapshot" });
  }

  #tell(event, body) {
    return this.#client.tell(this.#number, event, body, this.#core);
  }
}

function blob(chunks, type) {
  try {
    return new Blob(chunks, { type });
  } catch {
    // No room: what has an address still has that.
    return undefined;
  }
}

/** Where the host has these events, they tell that timers may have been slow or the network away. */
function listen() {
  if (listens) return;
  listens = true;
  const wakeAll = () => sleepers.forEach((wake) => wake());
  try {
    for (const event of ["visibilitychange", "online", "pageshow"]) globalThis.addEventListener?.(event, wakeAll);
  } catch {
    // A host that refuses the listener is one without these events.
  }
}
