/**
 * Tutti: one client for every hosted music model, in a page, a worker or Node.
 *
 * ```js
 * import { Tutti } from "tutti";
 *
 * const tutti = new Tutti({ keys: { segmind: "…" } });
 * const [track] = await tutti.create({ model: "segmind/lyria-2", prompt: "Melodious guitar with gentle rain." });
 * audio.src = track.url;
 * ```
 *
 * @packageDocumentation
 */

import type { KnownModels } from "./models.js";

export type { KnownModels };

/** A provider's id. `sketch` is the local synthesizer, which needs no key. */
export type ProviderId = "segmind" | "aimlapi" | "pixazo" | "producer" | "sketch" | (string & {});

/** A model's id: its provider's, a slash, its own. {@link Tutti.models} lists those that this version knows. */
export type ModelId = keyof KnownModels | (string & {});

/** What a model can be asked. */
export type Operation = "create" | "extend" | "replace" | "cover" | "upload" | "download";

/** Where a WebAssembly module is, its bytes, or the compiled module. */
export type ModuleSource = URL | BufferSource | WebAssembly.Module;

/** One client. It holds settings only; jobs go on whether or not it is still referred to. */
export class Tutti {
  /**
   * Makes a client. Nothing is loaded or sent; without options it can make sketches, which need no key.
   *
   * @throws {@link TuttiError} `invalid_order` for an unknown option or a wrong value; `field` names it, as in
   * `options.keys`.
   */
  constructor(options?: TuttiOptions);

  /**
   * Loads the WebAssembly module now, instead of on the first use. It is loaded once, whatever the number of clients
   * and calls, so the first call decides where from.
   *
   * That module does the vendors' jobs, from the order to the audio. A second one, which knows the rest as well, is loaded on
   * the first call that needs it: `check`, `credits`, a sketch, or an order that is refused, which is then put into words.
   *
   * @param source where the module is, its bytes, or the compiled module; `wasm/tutti_core_bg.wasm` of the package when
   * left out.
   * @param rest the same for the second module, `wasm/tutti_whole_bg.wasm`. It is not loaded now.
   * @throws {@link TuttiError} `network` when it cannot be reached, `bad_response` when it is something else,
   * `invalid_order` when `source` or `rest` is none of these. A failed load may be tried again.
   */
  static load(source?: ModuleSource, rest?: ModuleSource): Promise<void>;

  /** The models that this version knows, with their parameters, prices and usual times. Nothing is sent. */
  models(filter?: ModelFilter): Promise<ModelInfo[]>;

  /**
   * Checks an order against its model. Nothing is sent; an empty list means that it would go through as it is.
   *
   * It takes any order, also one that is wrong: saying so is what it is for.
   */
  check(order: Order | CreateOrder): Promise<Finding[]>;

  /**
   * Orders, and resolves once the provider took the job on.
   *
   * @throws {@link TuttiError} whatever {@link Tutti.create} rejects with before the job was taken on.
   */
  submit(order: Order, options?: RunOptions): Promise<Job>;
  /** Orders a new piece, and resolves once the provider took the job on. */
  submit(order: CreateOrder, options?: RunOptions): Promise<Job>;

  /**
   * Makes a new piece from words, and resolves with its tracks.
   *
   * @throws {@link TuttiError} `charge` says whether money may have been spent, `snapshot` is there when the job can
   * still be looked for, and `outcome_unknown` means that the answer to a paid order was lost: it is never sent again
   * by itself. An aborted call rejects with the signal's reason instead.
   */
  create<M extends ModelId>(order: OrderFor<"create", M>, options?: RunOptions): Promise<Track[]>;

  /**
   * Carries a clip on from a point.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  extend<M extends ModelId>(order: OrderFor<"extend", M>, options?: RunOptions): Promise<Track[]>;

  /**
   * Makes a part of a clip anew.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  replace<M extends ModelId>(order: OrderFor<"replace", M>, options?: RunOptions): Promise<Track[]>;

  /**
   * Makes the same song in another style.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  cover<M extends ModelId>(order: OrderFor<"cover", M>, options?: RunOptions): Promise<Track[]>;

  /**
   * Hands audio of one's own to the provider.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  upload<M extends ModelId>(order: OrderFor<"upload", M>, options?: RunOptions): Promise<Clip>;

  /**
   * Fetches the finished file of a clip.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  download<M extends ModelId>(order: OrderFor<"download", M>, options?: RunOptions): Promise<Track>;

  /**
   * Watches a job again, after a reload, a deadline or an abort. It costs nothing: a job that was taken on is only
   * asked for.
   *
   * @throws {@link TuttiError} `outcome_unknown` for a record whose order was sent and never answered;
   * `invalid_order` when it is no record, its job is over, or its provider is configured at another endpoint now.
   */
  resume(snapshot: JobSnapshot, options?: RunOptions): Promise<Job>;

  /**
   * The records that the journal still holds, in the journal's order.
   *
   * @throws {@link TuttiError} `storage` when the journal cannot be read.
   */
  pending(): Promise<JobSnapshot[]>;

  /**
   * Removes a record from the journal. It does not end the job.
   *
   * @param id the {@link JobSnapshot.id}.
   * @throws {@link TuttiError} `storage` when the journal cannot be written.
   */
  forget(id: string): Promise<void>;

  /**
   * A provider's balance. It costs nothing, and shows whether the key is good.
   *
   * @throws {@link TuttiError} `unsupported` where there is no balance to ask for, `unauthorized` when the key is
   * missing or refused.
   */
  credits(provider: ProviderId): Promise<Credits>;
}

/** What a client is made with. */
export interface TuttiOptions {
  /**
   * A key for each provider, or a function that returns one; it is asked for every request. A key is sent to its
   * provider's endpoint and nowhere else, and is never stored.
   */
  keys?: Partial<Record<ProviderId, string | (() => string | Promise<string>) | undefined>> | undefined;
  /** Base addresses to use instead of the live ones: a relay, a sandbox, a sibling host. In a page, they may be relative to it. */
  endpoints?: Partial<Record<ProviderId, string | undefined>> | undefined;
  /**
   * A relay of one's own (`tutti-relay`), for hosts that do not answer pages: its address, or that and the token it asks
   * for. Every provider that `endpoints` does not name, and all audio unless `mediaRelay` is set, goes through it. It may hold
   * the keys, so none is needed here; and it carries out an order once, even when the browser sends it twice.
   */
  relay?: string | RelayOptions | undefined;
  /** What stands before the encoded address of an audio file, for hosts that do not let pages read them. */
  mediaRelay?: string | undefined;
  /** Used instead of the global `fetch`, for everything but the module itself. */
  fetch?: typeof fetch | undefined;
  /**
   * Where the records of jobs live until the jobs are over. An order is written down before it leaves, so that none
   * is lost or sent twice. `indexeddb` where there is one, `none` elsewhere.
   */
  journal?: "indexeddb" | "none" | Journal | undefined;
  /** How patient jobs are. */
  policy?: Partial<Policy> | undefined;
}

/** A relay that asks for a token. */
export interface RelayOptions {
  /** Its address, such as `https://tutti.example/relay`. In a page, it may be relative to it. */
  url: string;
  /** What it asks for; sent to the relay and nowhere else. */
  token?: string | undefined;
}

/** How patient a job is. All numbers are milliseconds, from 1 to 31,622,400,000 (366 days). */
export interface Policy {
  /** How long a job is watched, 900,000 by default. Its end ends the watching, not the job. */
  deadlineMs: number;
  /** How long an order may go without an answer; what its provider needs by default. */
  submitTimeoutMs: number;
  /** How long a question may go without an answer, 30,000 by default. */
  checkTimeoutMs: number;
  /** When to ask first; by how long such jobs took before by default, and by the vendor's figure until that is known. */
  firstCheckMs?: number | undefined;
  /** How often to ask; by how long such jobs took before by default, and by the vendor's figure until that is known. */
  intervalMs?: number | undefined;
}

/** A journal of one's own: a file, a database. A `put` that rejects keeps an order from being sent. */
export interface Journal {
  /** Makes a record durable, in place of one of the same `id`. */
  put(record: JobSnapshot): Promise<void>;
  /** Removes the record of this id, if there is one. */
  delete(id: string): Promise<void>;
  /** Every record. */
  list(): Promise<JobSnapshot[]>;
  /**
   * Keeps a note in place of one of the same `id`: how long jobs of one kind took, which decides when the next are
   * looked at. With {@link Journal.recall}; without the two, that is known for as long as the client lives.
   */
  remember?(note: JournalNote): Promise<void>;
  /** The note of this id, if there is one. It is no record of a job: {@link Journal.list} leaves it out. */
  recall?(id: string): Promise<JournalNote | undefined>;
}

/** What a journal keeps for the client beside the records of jobs: plain JSON, of less than a few kilobytes. */
export interface JournalNote {
  /** What it is kept and found by. */
  readonly id: string;
  readonly [member: string]: unknown;
}

/** What one job is run with. */
export interface RunOptions {
  /**
   * Ends the watching and rejects the call with the signal's reason. A job that was taken on goes on at its provider:
   * resume it. An order whose answer is owed is heard out in the background.
   */
  signal?: AbortSignal | undefined;
  /** Hears of every step. What it throws breaks nothing. */
  onUpdate?: ((update: JobUpdate) => void) | undefined;
  /**
   * Hears a sketch while it is made, from its beginning to its end and without gaps: whoever plays this need not wait for the
   * track. Jobs of vendors have nothing to hear before they are done. What it throws breaks nothing.
   */
  onAudio?: ((sound: Sound) => void) | undefined;
  /**
   * Hears of the job as soon as there is something to resume, also when the call was aborted while the order was on
   * its way. What it throws breaks nothing.
   */
  onJob?: ((job: Job) => void) | undefined;
  /** `bytes` (default): the audio is fetched and verified before the job counts as done. `url`: its address is enough. */
  keep?: "bytes" | "url" | undefined;
  /** Changes to the client's policy. */
  policy?: Partial<Policy> | undefined;
}

/** A piece of a sketch that is not finished. */
export interface Sound {
  /** Its first frame, at 48,000 a second. */
  readonly frame: number;
  /** Interleaved stereo, left first: 16 bits a sample, exactly those of the track's file. */
  readonly samples: Int16Array;
}

/** One job. */
export interface Job {
  /** Our id, made before anything is sent. */
  readonly id: string;
  /** The provider's id. */
  readonly requestId?: string | undefined;
  /** What makes it. */
  readonly model: ModelId;
  /** What was asked. */
  readonly operation: Operation;
  /**
   * What happens, from the start, for any number of readers. It ends when the job does, or when its watching was
   * aborted (then without a last `done` or `failed`).
   */
  updates(): AsyncIterable<JobUpdate>;
  /**
   * The tracks, once they are there. May be asked any number of times.
   *
   * @param options a signal to stop waiting with; the job goes on.
   * @throws {@link TuttiError} as {@link Tutti.create}.
   */
  result(options?: { signal?: AbortSignal | undefined }): Promise<Track[]>;
  /**
   * Calls the job off, as far as its provider can. `free`: it is off and costs nothing. `billed`: it is off and paid
   * for. `too_late`: it is over. `unsupported`: the provider cannot, and the job goes on. `unknown`: it did not say.
   * After `free` and `billed`, {@link Job.result} rejects with an `AbortError`.
   */
  cancel(): Promise<"free" | "billed" | "too_late" | "unsupported" | "unknown">;
  /** What to store so that the job can be resumed: plain JSON, no key in it. */
  toJSON(): JobSnapshot;
}

/** What happens to a job; `state` says which of these it is. */
export type JobUpdate = SubmittingUpdate | StandingUpdate | RenderingUpdate | RetryingUpdate | FetchingUpdate | DoneUpdate | FailedUpdate;

/** The order is on its way. */
export interface SubmittingUpdate {
  /** Which update this is. */
  readonly state: "submitting";
}

/** How the job stands at its provider. */
export interface StandingUpdate {
  /** Which update this is. */
  readonly state: "queued" | "running";
  /** The provider's id for the job. */
  readonly requestId: string;
  /** The provider's own word. */
  readonly status: string;
  /** From 0 to 1, where the provider says. */
  readonly progress?: number;
  /** How much longer it usually takes, in milliseconds. */
  readonly etaMs?: number;
}

/** It is made on this device. */
export interface RenderingUpdate {
  /** Which update this is. */
  readonly state: "rendering";
  /** From 0 to 1. */
  readonly progress: number;
}

/** A passing fault: it is tried again. */
export interface RetryingUpdate {
  /** Which update this is. */
  readonly state: "retrying";
  /** In how many milliseconds. */
  readonly inMs: number;
  /** What went wrong. */
  readonly reason: ErrorKind;
}

/** The audio is being fetched. */
export interface FetchingUpdate {
  /** Which update this is. */
  readonly state: "fetching";
  /** Bytes that are here. */
  readonly receivedBytes: number;
  /** Bytes of the whole file, where its host says. */
  readonly totalBytes?: number;
}

/** The last update of a job that went well. */
export interface DoneUpdate {
  /** Which update this is. */
  readonly state: "done";
  /** What was made. */
  readonly tracks: Track[];
}

/** The last update of a job that did not. */
export interface FailedUpdate {
  /** Which update this is. */
  readonly state: "failed";
  /** What went wrong. */
  readonly error: TuttiError;
}

/** What every order may hold. */
export interface OrderBase {
  /** Who makes it. */
  model: ModelId;
  /** A title of one's own for the tracks, of at most 200 characters. It is not sent. */
  title?: string | undefined;
  /** The same seed repeats a generation, where the model can. As text, for seeds wider than a double. */
  seed?: number | string | undefined;
  /** Where the provider calls back, for those that do. */
  webhook?: Webhook | undefined;
  /** Parameters that this model alone knows, by the names of its row in {@link Tutti.models}; an unknown name is `invalid_order`. */
  params?: Record<string, unknown> | undefined;
  /** Sent as given, last, unchecked. */
  extra?: Record<string, unknown> | undefined;
  /** A field that the model lacks is refused (`unsupported`); with `lenient` it is left out, with a warning. */
  lenient?: boolean | undefined;
  /** `direct`: the vendor's one-call form, where it has one. */
  mode?: "queued" | "direct" | undefined;
}

/**
 * An order of one operation for one model. For a model that this version knows, it has the fields and `params` of the
 * model's row and no others, unless it is `lenient`. For any other model it is the operation's whole order.
 *
 * @typeParam O what is asked.
 * @typeParam M the model's id.
 */
export type OrderFor<O extends Operation, M extends ModelId> = OfModel<M> & (M extends keyof KnownModels
  ? O extends keyof KnownModels[M]
    ? KnownOrder<O, KnownModels[M][O]> | (Orders[O] & Lenient)
    : never
  : Orders[O]);

/** The order of each operation. */
export interface Orders {
  /** A new piece from words. */
  create: CreateOrder;
  /** A clip carried on. */
  extend: ExtendOrder;
  /** A part of a clip made anew. */
  replace: ReplaceOrder;
  /** The same song in another style. */
  cover: CoverOrder;
  /** Audio of one's own. */
  upload: UploadOrder;
  /** The finished file of a clip. */
  download: DownloadOrder;
}

/**
 * What a known model takes, with all else of its operation's order left out.
 *
 * @typeParam O what is asked.
 * @typeParam Row the model's row for it.
 */
export type KnownOrder<O extends Operation, Row> = Row & CommonOrder<O> & {
  [Field in Exclude<keyof Orders[O], keyof Row | keyof CommonOrder<O> | "model">]?: undefined;
};

/** Who makes it. */
export interface OfModel<M extends ModelId> {
  /** The model's id. */
  model: M;
}

/** An order of which fields that the model lacks are left out, with a warning. */
export interface Lenient {
  /** As in {@link OrderBase.lenient}. */
  lenient: true;
}

/** What an order for any model may hold. */
export interface CommonOrder<O extends Operation> {
  /** What is asked; it may be left out. */
  operation?: O | undefined;
  /** As in {@link OrderBase.title}. */
  title?: string | undefined;
  /** As in {@link OrderBase.extra}. */
  extra?: Record<string, unknown> | undefined;
  /** As in {@link OrderBase.lenient}. */
  lenient?: false | undefined;
}

/** Where a provider calls back when a job is over. */
export interface Webhook {
  /** An https address. */
  url: string;
  /** What the provider signs its call with. It is in no record: a job that is resumed does not know it. */
  secret?: string | undefined;
  /** The events to call for; the provider's own choice when left out. */
  events?: string[] | undefined;
}

/** A new piece from words. */
export interface CreateOrder extends OrderBase {
  /** What is asked; it may be left out. */
  operation?: "create" | undefined;
  /** What the music should be. Most models need one. */
  prompt?: string | undefined;
  /** What should not be heard. */
  negativePrompt?: string | undefined;
  /** The words that are sung, with marks such as `[Chorus]`. */
  lyrics?: string | undefined;
  /** How long the piece should be, in seconds. */
  seconds?: number | undefined;
  /** Beats a minute. */
  bpm?: number | undefined;
  /** Addresses of pictures, or pictures as `data:` addresses. */
  images?: string[] | undefined;
  /** Whether nobody should sing. */
  instrumental?: boolean | undefined;
  /** The address of a recording to take after, for models that can. */
  audioUrl?: string | undefined;
  /** The kind of file, where there is a choice. */
  format?: "mp3" | "wav" | undefined;
}

/** A clip carried on. */
export interface ExtendOrder extends OrderBase {
  /** What is asked; it may be left out. */
  operation?: "extend" | undefined;
  /** The {@link Track.clip} to carry on. */
  clip: string;
  /** From where, in seconds. */
  startsAt?: number | undefined;
  /** By how much, in seconds. */
  seconds?: number | undefined;
  /** What to do, in plain words. */
  instruction?: string | undefined;
  /** What the new part should be. */
  prompt?: string | undefined;
  /** The words that are sung, with marks such as `[Chorus]`. */
  lyrics?: string | undefined;
}

/** A part of a clip made anew. */
export interface ReplaceOrder extends OrderBase {
  /** What is asked; it may be left out. */
  operation?: "replace" | undefined;
  /** The {@link Track.clip} to change. */
  clip: string;
  /** From where, in seconds. */
  startsAt: number;
  /** To where, in seconds. */
  endsAt: number;
  /** What to do, in plain words. */
  instruction?: string | undefined;
  /** What the new part should be. */
  prompt?: string | undefined;
  /** The words that are sung, with marks such as `[Chorus]`. */
  lyrics?: string | undefined;
}

/** The same song in another style. */
export interface CoverOrder extends OrderBase {
  /** What is asked; it may be left out. */
  operation?: "cover" | undefined;
  /** The {@link Track.clip}, or the {@link Clip.clip} of an upload, for models that cover what they know. */
  clip?: string | undefined;
  /** The address of the recording, for models that cover any. */
  audioUrl?: string | undefined;
  /** How far from the original, from 0 to 1. */
  strength?: number | undefined;
  /** What to do, in plain words. */
  instruction?: string | undefined;
  /** What the cover should be. */
  prompt?: string | undefined;
  /** The words that are sung, with marks such as `[Chorus]`. */
  lyrics?: string | undefined;
  /** Whether the clip is of an upload. */
  uploaded?: boolean | undefined;
  /** The kind of file, where there is a choice. */
  format?: "mp3" | "wav" | undefined;
}

/** Audio of one's own. */
export interface UploadOrder extends OrderBase {
  /** What is asked; it may be left out. */
  operation?: "upload" | undefined;
  /** Where the provider can fetch it. */
  audioUrl: string;
}

/** The finished file of a clip. */
export interface DownloadOrder extends OrderBase {
  /** What is asked; it may be left out. */
  operation?: "download" | undefined;
  /** The {@link Track.clip} to fetch. */
  clip: string;
  /** The kind of file; the provider's own choice when left out. */
  format?: "mp3" | "wav" | undefined;
}

/** Any order, with its operation named. */
export type Order = { [O in Operation]: Orders[O] & Named<O> }[Operation];

/** Names its operation. */
export interface Named<O extends Operation> {
  /** What is asked. */
  operation: O;
}

/** Something that a check before sending found, or that could not be honoured. */
export interface Finding {
  /** An error stops the order; a warning does not. */
  readonly level: "error" | "warning";
  /** What to branch on. */
  readonly kind: ErrorKind;
  /** The field it is about, as in `seconds` or `params.steps`. */
  readonly field?: string;
  /** One sentence. */
  readonly message: string;
}

/** A balance. */
export interface Credits {
  /** In the provider's own unit. */
  readonly credits?: number;
  /** In US dollars. */
  readonly usd?: number;
  /** As the provider said it. */
  readonly raw: unknown;
}

/** Audio that a provider holds. */
export interface Clip {
  /** The provider's id for it. */
  readonly clip: string;
  /** Where the audio is, if the provider says. */
  readonly url?: string;
  /** The words that are sung in it, if the provider heard them. */
  readonly lyrics?: string;
  /** Who holds it. */
  readonly model: ModelId;
}

/** What is stored of a job so that it can be resumed: plain JSON, without a key or a webhook's secret. */
export interface JobSnapshot {
  /** Of the form of the record. */
  readonly version: 1;
  /** Our id for the job. */
  readonly id: string;
  /** Who makes it. */
  readonly model: ModelId;
  /** What was asked. */
  readonly operation: Operation;
  /**
   * `ordered`: nothing was taken on yet. `submitting`, `unknown`: the order was sent and its answer is not known; it is
   * never sent again by itself. `taken`: the provider has it. `done`, `failed`: it is over.
   */
  readonly phase: "ordered" | "submitting" | "taken" | "done" | "failed" | "unknown";
  /** The provider's id for it. */
  readonly requestId?: string;
  /** What was ordered, without the webhook's secret. */
  readonly order: Order;
  /** When it was ordered, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When it was taken on, in milliseconds since 1970. */
  readonly takenAt?: number;
  /** The base address it was sent to; it is resumed at the same one only. */
  readonly endpoint?: string;
  /** What its provider asks by. */
  readonly ticket?: unknown;
  /** What came out, once that is known. */
  readonly results?: readonly unknown[];
}

/** A finished piece: frozen data that can be cloned and stored, and its audio. */
export interface Track {
  /** Its id, ours: no other track has it. */
  readonly id: string;
  /** Who made it. */
  readonly model: ModelId;
  /** The provider's id to extend, replace or cover it by. */
  readonly clip?: string;
  /** As the order or the provider calls it. */
  readonly title?: string;
  /** The words that are sung. */
  readonly lyrics?: string;
  /**
   * Playable now: an object URL over the bytes, made when it is first read, or the provider's address where the bytes
   * are not at hand. Free an object URL with `URL.revokeObjectURL` when it is no longer played.
   */
  readonly url: string;
  /** The provider's own address. */
  readonly sourceUrl?: string;
  /** Where the uncompressed audio is. */
  readonly wavUrl?: string;
  /** Where a picture is. */
  readonly imageUrl?: string;
  /** Read from the bytes when they are at hand, else what the vendor names. */
  readonly mimeType: string;
  /** Length in seconds. */
  readonly seconds?: number;
  /** Samples a second of each channel, in Hz. */
  readonly sampleRateHz?: number;
  /** 1 for mono, 2 for stereo. */
  readonly channels?: number;
  /** Size of the file. */
  readonly bytes?: number;
  /** When the provider deletes it, in milliseconds since 1970, where that is known. */
  readonly expiresAt?: number;
  /** What was left out, ignored or could not be done. */
  readonly warnings?: readonly Finding[];
  /** What it cost, where the provider says: in US dollars, or in its own credits. */
  readonly cost?: Cost;
  /** What else the provider said. */
  readonly meta: Readonly<Record<string, unknown>>;
  /**
   * The audio. At hand when the job was run with `keep: "bytes"`, else fetched now.
   *
   * @throws {@link TuttiError} `network` when the host does not let it be read, `expired` when it is gone,
   * `provider_unavailable` when the host fails, `bad_audio` when it is none.
   */
  blob(options?: { signal?: AbortSignal | undefined }): Promise<Blob>;
}

/** What a piece cost. */
export interface Cost {
  /** In US dollars. */
  readonly usd?: number;
  /** In the provider's own credits. */
  readonly credits?: number;
}

/** What {@link Tutti.models} lists. */
export interface ModelFilter {
  /** Only models of this provider. */
  provider?: ProviderId | undefined;
  /** Only models that can be asked this. */
  operation?: Operation | undefined;
}

/** One model, as its row of the catalogue. */
export interface ModelInfo {
  /** What an order calls it. */
  readonly id: ModelId;
  /** Its name for people. */
  readonly name: string;
  /** One sentence on what it is good for. */
  readonly summary: string;
  /** Who runs it. */
  readonly provider: ProviderId;
  /** That provider's name for people. */
  readonly providerName: string;
  /** Whether it is made on this device. */
  readonly local: boolean;
  /** Whether its provider asks for a key. */
  readonly needsKey: boolean;
  /** Where a person gets a key. */
  readonly keysPage?: string;
  /** What it can be asked, each with its parameters. */
  readonly operations: readonly OperationInfo[];
  /** The forms of its call, the usual one first. */
  readonly modes: ReadonlyArray<"queued" | "direct">;
  /** What comes out. */
  readonly output: OutputInfo;
  /** What one run costs, about, in US dollars, and where that was read. */
  readonly price?: PriceInfo;
  /** How long one run usually takes, in milliseconds, and where that was read. */
  readonly latency?: LatencyInfo;
  /** How long the record and the file are kept, in milliseconds, where the provider says. */
  readonly retention: RetentionInfo;
  /** What the provider offers beside making music. */
  readonly supports: SupportsInfo;
  /** How well the vendor documents it. */
  readonly standing: "documented" | "local" | "partial";
  /** The document it was read from. */
  readonly source: string;
}

/** One operation of a model. */
export interface OperationInfo {
  /** What can be asked. */
  readonly operation: Operation;
  /** What it takes. */
  readonly params: readonly ParamInfo[];
  /** Fields of which an order must have at least one, where none alone is required. */
  readonly oneOf?: readonly string[];
}

/** What comes out of a model. */
export interface OutputInfo {
  /** The media type that the vendor names, if it does. */
  readonly mimeType?: string;
  /** Samples a second of each channel, in Hz, where the vendor says. */
  readonly sampleRateHz?: number;
  /** Channels, where the vendor says. */
  readonly channels?: number;
  /** The usual length in seconds, where it is fixed. */
  readonly seconds?: number;
}

/** What one run costs, about. */
export interface PriceInfo {
  /** In US dollars. */
  readonly usd: number;
  /** Where that was read. */
  readonly source: string;
}

/** How long one run usually takes. */
export interface LatencyInfo {
  /** In milliseconds. */
  readonly usualMs: number;
  /** Where that was read. */
  readonly source: string;
}

/** How long results are kept, where the provider says. */
export interface RetentionInfo {
  /** The record that is asked for, in milliseconds. */
  readonly recordMs?: number;
  /** The audio file, in milliseconds. */
  readonly fileMs?: number;
}

/** What a provider offers beside making music. */
export interface SupportsInfo {
  /** A running job can be called off. */
  readonly cancel: boolean;
  /** The balance can be asked for. */
  readonly credits: boolean;
  /** Past jobs can be listed. */
  readonly history: boolean;
  /** A repeated order with the same token is taken on once. */
  readonly idempotency: boolean;
  /** It calls back when a job is done. */
  readonly webhook: boolean;
}

/** One parameter of a model; `kind` says which of these it is. */
export type ParamInfo = TextParam | NumberParam | IntegerParam | ChoiceParam | FlagParam | UrlParam | UrlsParam;

/** Text. */
export interface TextParam extends ParamBase {
  /** What values it takes. */
  readonly kind: "text";
  /** The fewest characters; none when left out. */
  readonly minChars?: number;
  /** The most characters. */
  readonly maxChars: number;
}

/** A number. */
export interface NumberParam extends ParamBase {
  /** What values it takes. */
  readonly kind: "number";
  /** The least. */
  readonly min: number;
  /** The most. */
  readonly max: number;
  /** What it counts, as in `s`. */
  readonly unit?: string;
}

/** A whole number. */
export interface IntegerParam extends ParamBase {
  /** What values it takes. */
  readonly kind: "integer";
  /** The least. */
  readonly min: number;
  /** The most. */
  readonly max: number;
}

/** One of some words or numbers. */
export interface ChoiceParam extends ParamBase {
  /** What values it takes. */
  readonly kind: "choice";
  /** The words, or the numbers. */
  readonly choices: readonly string[] | readonly number[];
}

/** True or false. */
export interface FlagParam extends ParamBase {
  /** What values it takes. */
  readonly kind: "flag";
}

/** A web address. */
export interface UrlParam extends ParamBase {
  /** What values it takes. */
  readonly kind: "url";
}

/** A list of web addresses. */
export interface UrlsParam extends ParamBase {
  /** What values it takes. */
  readonly kind: "urls";
  /** The most of them. */
  readonly max: number;
}

/** What every parameter has. */
export interface ParamBase {
  /** What an order calls it. */
  readonly name: string;
  /** Its name for people. */
  readonly label: string;
  /** Whether it stands at the top of an order or under `params`. */
  readonly layer: "field" | "params";
  /** Whether an order must have it. */
  readonly required: boolean;
  /** What holds when it is left out, as far as the vendor says; `"random"` for a different one each time. */
  readonly default?: number | string;
  /** One sentence on what it does. */
  readonly doc: string;
}

/** What went wrong, in the words to branch on. */
export type ErrorKind =
  | "invalid_order"
  | "unsupported"
  | "unauthorized"
  | "forbidden"
  | "insufficient_credits"
  | "not_found"
  | "expired"
  | "removed"
  | "rate_limited"
  | "content_blocked"
  | "job_failed"
  | "provider_unavailable"
  | "timeout"
  | "offline"
  | "network"
  | "outcome_unknown"
  | "bad_response"
  | "bad_audio"
  | "storage"
  | "unsafe_url";

/** The facts of a {@link TuttiError}. */
export interface TuttiErrorFacts {
  /** What to branch on. */
  kind: ErrorKind;
  /** What to show, in one sentence. */
  message: string;
  /** Whether money may have been spent; `no` when left out. */
  charge?: "no" | "maybe" | "yes" | undefined;
  /** Whether the same call may be made again; false when left out. */
  retryable?: boolean | undefined;
  /** Whose job it was. */
  provider?: ProviderId | undefined;
  /** Whose order it was. */
  model?: ModelId | undefined;
  /** What was asked. */
  operation?: Operation | undefined;
  /** The HTTP status. */
  status?: number | undefined;
  /** The provider's id for the job. */
  requestId?: string | undefined;
  /** Our id for the job. */
  jobId?: string | undefined;
  /** What is wrong in the order or the options. */
  field?: string | undefined;
  /** How long the provider asked to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** The provider's own words. */
  detail?: string | undefined;
  /** What to do about it. */
  hint?: string | undefined;
  /** Where the job can be resumed. */
  snapshot?: JobSnapshot | undefined;
}

/** A {@link TuttiError} as plain data. */
export interface TuttiErrorJson extends TuttiErrorFacts {
  /** The class's name. */
  name: "TuttiError";
  /** Whether money may have been spent. */
  charge: "no" | "maybe" | "yes";
  /** Whether the same call may be made again. */
  retryable: boolean;
}

/**
 * The error that calls reject with. It never holds a key. Its `cause` is what was thrown below it, if anything was: by `fetch` at the last
 * request, by a key function, by a journal.
 */
export class TuttiError extends Error {
  /**
   * Makes one, for journals and tests of one's own.
   *
   * @param facts what it says.
   * @param options the cause, as of any `Error`.
   */
  constructor(facts: TuttiErrorFacts, options?: { cause?: unknown });
  /** The class's name, also across realms. */
  readonly name: "TuttiError";
  /** What to branch on. */
  readonly kind: ErrorKind;
  /** Whose job it was. */
  readonly provider?: ProviderId;
  /** Whose order it was. */
  readonly model?: ModelId;
  /** What was asked. */
  readonly operation?: Operation;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The provider's id for the job. */
  readonly requestId?: string;
  /** Our id for the job. */
  readonly jobId?: string;
  /** What is wrong in the order or the options, as in `seconds`, `params.steps` or `options.keys`. */
  readonly field?: string;
  /** Whether money may have been spent. */
  readonly charge: "no" | "maybe" | "yes";
  /** Whether the same call can be made again without spending twice, and may go better. */
  readonly retryable: boolean;
  /** How long the provider asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The provider's own words, cut to 500 characters, with keys struck out. */
  readonly detail?: string;
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /** Where the job can be resumed, or its fate be looked for. */
  readonly snapshot?: JobSnapshot;
  /** The facts as plain data, without stack and cause. */
  toJSON(): TuttiErrorJson;
}

/**
 * Whether a webhook of the Producer's was sent by who knows the secret that its order named. Give it the body as it
 * came: a body that a framework has parsed and written again has another signature.
 *
 * Both ways to sign are known: the current one, which signs a time as well and is refused when that is too far from
 * now, and the older one, which signs the body alone. A call is made more than once now and then, and one in the older way can be
 * repeated by who overheard it: heed the `x-webhook-id` header, or a token of your own in the webhook's address.
 *
 * @returns a promise; await it, since a promise itself is always truthy.
 * @throws {@link TuttiError} `invalid_order` for a wrong argument; `unsupported` where there is no WebCrypto.
 */
export function verifyWebhook(options: WebhookCall): Promise<boolean>;

/** A call to a webhook's receiver. */
export interface WebhookCall {
  /** The text or the bytes that came. */
  body: string | ArrayBuffer | ArrayBufferView;
  /** The headers that came: of a `Request`, of Node's `IncomingMessage`, or pairs. */
  headers: Iterable<readonly [string, string]> | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The secret that the order named. */
  secret: string;
  /** How far from now a signed time may be, in seconds; 300 by default. */
  toleranceSeconds?: number | undefined;
}

/**
 * Reads a webhook. The Producer's should have been verified before. Pixazo's are not signed: keep a token of your own in the webhook's
 * address, or take the call as a hint and {@link Tutti.resume} the job, which asks the provider.
 *
 * @param provider `producer` or `pixazo`.
 * @param body the text or the bytes that came.
 * @throws {@link TuttiError} `bad_response` when it is no webhook of this provider's; `unsupported` for a provider that
 * has none; `invalid_order` for a wrong argument.
 */
export function parseWebhook(provider: ProviderId, body: string | ArrayBuffer | ArrayBufferView): Promise<WebhookEvent>;

/** What a webhook says. */
export interface WebhookEvent {
  /** Whose webhook it is. */
  readonly provider: ProviderId;
  /** How the job stands. A call is not always the last one: `running` is followed by others. */
  readonly state: "running" | "done" | "failed";
  /** The provider's id of the job, where it says so; the Producer's calls need not. */
  readonly requestId?: string;
  /** The provider's own word for how the job stands. */
  readonly status: string;
  /** The provider's own words on a failure, cut to 500 characters. */
  readonly detail?: string;
  /** What was made, when `done`. Fetch it soon: providers delete files. */
  readonly tracks: readonly WebhookTrack[];
  /** All of it, as it came. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A track as a webhook names it; nobody has looked at its bytes yet. */
export interface WebhookTrack {
  /** Where its audio is: the WAV file's address where there is one. */
  readonly url: string;
  /** The provider's id for going on with it. */
  readonly clip?: string;
  /** Its title. */
  readonly title?: string;
  /** The words that are sung. */
  readonly lyrics?: string;
  /** Where it is as a WAV file. */
  readonly wavUrl?: string;
  /** Where its picture is. */
  readonly imageUrl?: string;
  /** The provider's word for its container, where it names one. */
  readonly mimeType?: string;
  /** How long it is, in seconds. */
  readonly seconds?: number;
}
