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

/** A provider's id. `sketch` is the local synthesizer, which needs no key. */
export type ProviderId = "segmind" | "aimlapi" | "pixazo" | "producer" | "sketch" | (string & {});

/** A model's id: its provider's, a slash, its own. {@link Tutti.models} lists those that this version knows. */
export type ModelId =
  | "segmind/lyria-2"
  | "segmind/meta-musicgen-medium"
  | "aimlapi/lyria2"
  | "pixazo/lyria-2"
  | "pixazo/lyria-3"
  | "pixazo/lyria-3-pro"
  | "producer/lyria-3-pro"
  | "sketch/groove"
  | (string & {});

/** What a model can be asked. */
export type Operation = "create" | "extend" | "replace" | "cover" | "upload" | "download";

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
   * @param source where the module is, its bytes, or the compiled module; the file in the package when left out.
   * @throws {@link TuttiError} `network` when it cannot be reached, `bad_response` when it is something else,
   * `invalid_order` when `source` is none of these. A failed load may be tried again.
   */
  static load(source?: URL | BufferSource | WebAssembly.Module): Promise<void>;

  /** The models that this version knows, with their parameters, prices and usual times. Nothing is sent. */
  models(filter?: ModelFilter): Promise<ModelInfo[]>;

  /** Checks an order against its model. Nothing is sent; an empty list means that it would go through as it is. */
  check(order: Order): Promise<Finding[]>;
  /** Checks an order for a new piece. */
  check(order: CreateOrder): Promise<Finding[]>;

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
  create(order: CreateOrder, options?: RunOptions): Promise<Track[]>;

  /**
   * Carries a clip on from a point.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  extend(order: ExtendOrder, options?: RunOptions): Promise<Track[]>;

  /**
   * Makes a part of a clip anew.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  replace(order: ReplaceOrder, options?: RunOptions): Promise<Track[]>;

  /**
   * Makes the same song in another style.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  cover(order: CoverOrder, options?: RunOptions): Promise<Track[]>;

  /**
   * Hands audio of one's own to the provider.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  upload(order: UploadOrder, options?: RunOptions): Promise<Clip>;

  /**
   * Fetches the finished file of a clip.
   *
   * @throws {@link TuttiError} as {@link Tutti.create}; `unsupported` when the model cannot.
   */
  download(order: DownloadOrder, options?: RunOptions): Promise<Track>;

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
  /** When to ask first; by the model's usual time by default. */
  firstCheckMs?: number | undefined;
  /** How often to ask; by the model's usual time by default. */
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
   * Hears of the job as soon as there is something to resume, also when the call was aborted while the order was on
   * its way. What it throws breaks nothing.
   */
  onJob?: ((job: Job) => void) | undefined;
  /** `bytes` (default): the audio is fetched and verified before the job counts as done. `url`: its address is enough. */
  keep?: "bytes" | "url" | undefined;
  /** Changes to the client's policy. */
  policy?: Partial<Policy> | undefined;
}

/** One job. */
export interface Job {
  /** Our id, made before anything is sent. */
  readonly id: string;
  /** The provider's id. */
  readonly requestId?: string | undefined;
  readonly model: ModelId;
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

/** What happens to a job. */
export type JobUpdate =
  | { readonly state: "submitting" }
  | {
      readonly state: "queued" | "running";
      readonly requestId: string;
      /** The provider's own word. */
      readonly status: string;
      /** From 0 to 1, where the provider says. */
      readonly progress?: number;
      /** How much longer it usually takes, in milliseconds. */
      readonly etaMs?: number;
    }
  /** A local render; `progress` is from 0 to 1. */
  | { readonly state: "rendering"; readonly progress: number }
  /** A passing fault: it is tried again in `inMs` milliseconds. */
  | { readonly state: "retrying"; readonly inMs: number; readonly reason: ErrorKind }
  | { readonly state: "fetching"; readonly receivedBytes: number; readonly totalBytes?: number }
  | { readonly state: "done"; readonly tracks: Track[] }
  | { readonly state: "failed"; readonly error: TuttiError };

/** What every order may hold. */
export interface OrderBase {
  model: ModelId;
  /** A title of one's own for the tracks, of at most 200 characters. It is not sent. */
  title?: string | undefined;
  /** The same seed repeats a generation, where the model can. As text, for seeds wider than a double. */
  seed?: number | string | undefined;
  /** Where the provider calls back, for those that do. */
  webhook?: { url: string; secret?: string | undefined; events?: string[] | undefined } | undefined;
  /** Parameters that this model alone knows, by the names of its row in {@link Tutti.models}; an unknown name is `invalid_order`. */
  params?: Record<string, unknown> | undefined;
  /** Sent as given, last, unchecked. */
  extra?: Record<string, unknown> | undefined;
  /** A field that the model lacks is refused (`unsupported`); with `lenient` it is left out, with a warning. */
  lenient?: boolean | undefined;
  /** `direct`: the vendor's one-call form, where it has one. */
  mode?: "queued" | "direct" | undefined;
}

/** A new piece from words. */
export interface CreateOrder extends OrderBase {
  operation?: "create" | undefined;
  /** What the music should be. Most models need one. */
  prompt?: string | undefined;
  /** What should not be heard. */
  negativePrompt?: string | undefined;
  lyrics?: string | undefined;
  /** How long the piece should be, in seconds. */
  seconds?: number | undefined;
  /** Beats a minute. */
  bpm?: number | undefined;
  /** Addresses of pictures, or pictures as `data:` addresses. */
  images?: string[] | undefined;
  instrumental?: boolean | undefined;
  /** The address of a recording to take after, for models that can. */
  audioUrl?: string | undefined;
  /** The kind of file, where there is a choice. */
  format?: "mp3" | "wav" | undefined;
}

/** A clip carried on. */
export interface ExtendOrder extends OrderBase {
  operation?: "extend" | undefined;
  /** The {@link Track.clip} to carry on. */
  clip: string;
  /** From where, in seconds. */
  startsAt?: number | undefined;
  /** By how much, in seconds. */
  seconds?: number | undefined;
  instruction?: string | undefined;
  prompt?: string | undefined;
  lyrics?: string | undefined;
}

/** A part of a clip made anew. */
export interface ReplaceOrder extends OrderBase {
  operation?: "replace" | undefined;
  /** The {@link Track.clip} to change. */
  clip: string;
  /** From where, in seconds. */
  startsAt: number;
  /** To where, in seconds. */
  endsAt: number;
  instruction?: string | undefined;
  prompt?: string | undefined;
  lyrics?: string | undefined;
}

/** The same song in another style. */
export interface CoverOrder extends OrderBase {
  operation?: "cover" | undefined;
  /** The {@link Track.clip}, or the {@link Clip.clip} of an upload, for models that cover what they know. */
  clip?: string | undefined;
  /** The address of the recording, for models that cover any. */
  audioUrl?: string | undefined;
  /** How far from the original, from 0 to 1. */
  strength?: number | undefined;
  instruction?: string | undefined;
  prompt?: string | undefined;
  lyrics?: string | undefined;
  /** Whether the clip is of an upload. */
  uploaded?: boolean | undefined;
  /** The kind of file, where there is a choice. */
  format?: "mp3" | "wav" | undefined;
}

/** Audio of one's own. */
export interface UploadOrder extends OrderBase {
  operation?: "upload" | undefined;
  /** Where the provider can fetch it. */
  audioUrl: string;
}

/** The finished file of a clip. */
export interface DownloadOrder extends OrderBase {
  operation?: "download" | undefined;
  /** The {@link Track.clip} to fetch. */
  clip: string;
  format?: "mp3" | "wav" | undefined;
}

/** Any order, with its operation named. */
export type Order =
  | (CreateOrder & { operation: "create" })
  | (ExtendOrder & { operation: "extend" })
  | (ReplaceOrder & { operation: "replace" })
  | (CoverOrder & { operation: "cover" })
  | (UploadOrder & { operation: "upload" })
  | (DownloadOrder & { operation: "download" });

/** Something that a check before sending found, or that could not be honoured. */
export interface Finding {
  /** An error stops the order; a warning does not. */
  readonly level: "error" | "warning";
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
  readonly url?: string;
  readonly lyrics?: string;
  readonly model: ModelId;
}

/** What is stored of a job so that it can be resumed: plain JSON, without a key or a webhook's secret. */
export interface JobSnapshot {
  readonly version: 1;
  /** Our id for the job. */
  readonly id: string;
  readonly model: ModelId;
  readonly operation: Operation;
  /**
   * `ordered`: nothing was taken on yet. `submitting`, `unknown`: the order was sent and its answer is not known; it is
   * never sent again by itself. `taken`: the provider has it. `done`, `failed`: it is over.
   */
  readonly phase: "ordered" | "submitting" | "taken" | "done" | "failed" | "unknown";
  /** The provider's id for it. */
  readonly requestId?: string;
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
  readonly id: string;
  readonly model: ModelId;
  /** The provider's id to extend, replace or cover it by. */
  readonly clip?: string;
  readonly title?: string;
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
  readonly channels?: number;
  /** Size of the file. */
  readonly bytes?: number;
  /** When the provider deletes it, in milliseconds since 1970, where that is known. */
  readonly expiresAt?: number;
  /** What was left out, ignored or could not be done. */
  readonly warnings?: readonly Finding[];
  /** What it cost, where the provider says: in US dollars, or in its own credits. */
  readonly cost?: { readonly usd?: number; readonly credits?: number };
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

/** What {@link Tutti.models} lists. */
export interface ModelFilter {
  provider?: ProviderId | undefined;
  operation?: Operation | undefined;
}

/** One model, as its row of the catalogue. */
export interface ModelInfo {
  readonly id: ModelId;
  readonly name: string;
  /** One sentence on what it is good for. */
  readonly summary: string;
  readonly provider: ProviderId;
  readonly providerName: string;
  /** Whether it is made on this device. */
  readonly local: boolean;
  readonly needsKey: boolean;
  /** Where a person gets a key. */
  readonly keysPage?: string;
  readonly operations: ReadonlyArray<{ readonly operation: Operation; readonly params: readonly ParamInfo[] }>;
  /** The forms of its call, the usual one first. */
  readonly modes: ReadonlyArray<"queued" | "direct">;
  readonly output: {
    readonly mimeType?: string;
    readonly sampleRateHz?: number;
    readonly channels?: number;
    /** The usual length in seconds, where it is fixed. */
    readonly seconds?: number;
  };
  /** What one run costs, about, in US dollars, and where that was read. */
  readonly price?: { readonly usd: number; readonly source: string };
  /** How long one run usually takes, in milliseconds, and where that was read. */
  readonly latency?: { readonly usualMs: number; readonly source: string };
  /** How long the record and the file are kept, in milliseconds, where the provider says. */
  readonly retention: { readonly recordMs?: number; readonly fileMs?: number };
  /** What the provider offers beside making music. */
  readonly supports: {
    readonly cancel: boolean;
    readonly credits: boolean;
    readonly history: boolean;
    readonly idempotency: boolean;
    readonly webhook: boolean;
  };
  /** How well the vendor documents it. */
  readonly standing: "documented" | "local" | "partial";
  /** The document it was read from. */
  readonly source: string;
}

/** One parameter of a model. */
export type ParamInfo = ParamBase &
  (
    | { readonly kind: "text"; readonly minChars?: number; readonly maxChars: number }
    | { readonly kind: "number"; readonly min: number; readonly max: number; readonly unit?: string }
    | { readonly kind: "integer"; readonly min: number; readonly max: number }
    | { readonly kind: "choice"; readonly choices: readonly string[] | readonly number[] }
    | { readonly kind: "flag" }
    | { readonly kind: "url" }
    | { readonly kind: "urls"; readonly max: number }
  );

/** What every parameter has. */
export interface ParamBase {
  readonly name: string;
  readonly label: string;
  /** Whether it stands at the top of an order or under `params`. */
  readonly layer: "field" | "params";
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
  kind: ErrorKind;
  message: string;
  charge?: "no" | "maybe" | "yes" | undefined;
  retryable?: boolean | undefined;
  provider?: ProviderId | undefined;
  model?: ModelId | undefined;
  operation?: Operation | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
  jobId?: string | undefined;
  field?: string | undefined;
  retryAfterMs?: number | undefined;
  detail?: string | undefined;
  hint?: string | undefined;
  snapshot?: JobSnapshot | undefined;
}

/** The error that calls reject with. It never holds a key. */
export class TuttiError extends Error {
  constructor(facts: TuttiErrorFacts, options?: { cause?: unknown });
  readonly name: "TuttiError";
  /** What to branch on. */
  readonly kind: ErrorKind;
  readonly provider?: ProviderId;
  readonly model?: ModelId;
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
  toJSON(): TuttiErrorFacts & { name: "TuttiError"; charge: "no" | "maybe" | "yes"; retryable: boolean };
}
