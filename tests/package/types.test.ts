// The types as a stranger uses them: what is right compiles, what is wrong does not.

import { Tutti, TuttiError, parseWebhook, verifyWebhook } from "tutti";
import type {
  Clip, CreateOrder, Credits, ErrorKind, Finding, Job, JobSnapshot, JobUpdate, Journal, ModelId, ModelInfo, Order, ParamInfo, Track,
  WebhookEvent,
} from "tutti";

declare const anyOrder: Order;
declare const chosen: ModelId;
declare const snapshot: JobSnapshot;

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => {};

export async function good(): Promise<void> {
  new Tutti();
  new Tutti({ keys: { segmind: "k", producer: () => "k", pixazo: async () => "k", "of-tomorrow": "k", aimlapi: undefined } });
  new Tutti({ endpoints: { segmind: "http://127.0.0.1:8787/segmind" }, mediaRelay: "https://relay.example/?url=", fetch: globalThis.fetch });
  new Tutti({ relay: "https://tutti.example/relay" });
  new Tutti({ relay: { url: "/relay", token: "x" } });
  new Tutti({ journal: "none", policy: { deadlineMs: 60_000, intervalMs: 500 } });
  const journal: Journal = { put: async (record) => void record.id, delete: async () => {}, list: async () => [snapshot] };
  const tutti = new Tutti({ journal });

  await Tutti.load();
  await Tutti.load(new URL("https://example.com/x.wasm"));
  await Tutti.load(new Uint8Array(8));

  const order: CreateOrder = { model: "segmind/lyria-2", prompt: "rain", seed: "12345678901234567890", extra: { anything: [1, null] } };
  const tracks = await tutti.create(order, { signal: AbortSignal.timeout(5), onJob: (job) => void JSON.stringify(job), keep: "url" });
  holds<Same<typeof tracks, Track[]>>();
  await tutti.create({ model: "someone/new-model", prompt: "rain", bpm: 90, params: { anything: [1] } });
  await tutti.create({ model: "segmind/meta-musicgen-medium", prompt: "rain", seconds: 10, mode: "direct" });
  await tutti.create({ model: "aimlapi/stable-audio", prompt: "rain", params: { steps: 50 } });
  await tutti.create({ model: "segmind/lyria-2", prompt: "rain", bpm: 90, lenient: true });
  await tutti.create({ model: chosen, prompt: "rain", bpm: 90 });
  const [track] = tracks;
  if (track) {
    const blob: Blob = await track.blob({ signal: AbortSignal.timeout(5) });
    const seconds: number | undefined = track.seconds;
    void [blob, seconds, track.cost?.usd, track.warnings?.[0]?.message];
  }

  const job: Job = await tutti.submit({ ...order, operation: "create" });
  await tutti.submit(order);
  await tutti.submit(anyOrder);
  for await (const update of job.updates()) show(update);
  const cancelled = await job.cancel();
  holds<Same<typeof cancelled, "free" | "billed" | "too_late" | "unsupported" | "unknown">>();
  const stored: JobSnapshot = JSON.parse(JSON.stringify(job.toJSON()));
  await (await tutti.resume(stored)).result({ signal: AbortSignal.timeout(5) });
  await tutti.forget((await tutti.pending())[0]?.id ?? "");

  const clip: Clip = await tutti.upload({ model: "producer/lyria-3-pro", audioUrl: "https://example.com/a.wav" });
  await tutti.cover({ model: clip.model, clip: clip.clip, strength: 0.5, uploaded: true });
  await tutti.replace({ model: clip.model, clip: clip.clip, startsAt: 1, endsAt: 2 });
  await tutti.extend({ model: clip.model, clip: clip.clip, startsAt: 10 });
  const file: Track = await tutti.download({ model: clip.model, clip: clip.clip, format: "wav" });
  void file;

  const findings: Finding[] = [...(await tutti.check(order)), ...(await tutti.check(anyOrder))];
  const credits: Credits = await tutti.credits("segmind");
  const models: ModelInfo[] = await tutti.models({ provider: "segmind", operation: "create" });
  void [findings, credits.usd, models.flatMap((model) => model.operations).flatMap((it) => it.params).map(range)];
}

function show(update: JobUpdate): string {
  switch (update.state) {
    case "submitting":
      return "on its way";
    case "queued":
    case "running":
      return `${update.requestId} ${update.status} ${update.etaMs ?? ""} ${update.progress ?? ""}`;
    case "rendering":
      return `${update.progress * 100} %`;
    case "retrying":
      return `${update.reason} in ${update.inMs} ms`;
    case "fetching":
      return `${update.receivedBytes} of ${update.totalBytes ?? "?"}`;
    case "done":
      return update.tracks.map((track) => track.url).join();
    case "failed":
      return explain(update.error);
    default:
      return update satisfies never;
  }
}

function range(param: ParamInfo): string {
  switch (param.kind) {
    case "text":
      return `${param.maxChars} characters`;
    case "number":
      return `${param.min} to ${param.max} ${param.unit ?? ""}`;
    case "integer":
      return `${param.min} to ${param.max}`;
    case "choice":
      return param.choices.join();
    case "flag":
      return "yes or no";
    case "url":
      return "an address";
    case "urls":
      return `up to ${param.max} addresses`;
    default:
      return param satisfies never;
  }
}

export async function receive(request: Request, node: { headers: Record<string, string | string[] | undefined> }): Promise<string[]> {
  const body = await request.arrayBuffer();
  const secret = "your-secret-key";
  const good: boolean = await verifyWebhook({ body, headers: request.headers, secret, toleranceSeconds: 60 });
  await verifyWebhook({ body: new Uint8Array(body), headers: node.headers, secret });
  await verifyWebhook({ body: "{}", headers: [["x-signature", "00"]], secret });
  const event: WebhookEvent = await parseWebhook("producer", body);
  holds<Same<typeof event.state, "running" | "done" | "failed">>();
  // @ts-expect-error a parsed body can no longer be checked
  await verifyWebhook({ body: { code: 200 }, headers: node.headers, secret });
  // @ts-expect-error nothing can be checked without the secret
  await verifyWebhook({ body, headers: node.headers });
  // @ts-expect-error a promise, not an event
  parseWebhook("pixazo", "{}").state;
  return good ? event.tracks.map(({ url }) => url) : [];
}

export function explain(error: unknown): string {
  if (!(error instanceof TuttiError)) return String(error);
  const kind: ErrorKind = error.kind;
  holds<Same<typeof error.charge, "no" | "maybe" | "yes">>();
  holds<Same<typeof error.name, "TuttiError">>();
  return `${kind} ${error.message} ${error.snapshot?.id ?? ""} ${error.toJSON().charge}`;
}

export async function bad(tutti: Tutti, job: Job, track: Track, error: TuttiError): Promise<void> {
  // @ts-expect-error an option that is not there
  new Tutti({ apiKey: "k" });
  // @ts-expect-error a key is text or a function
  new Tutti({ keys: { segmind: 5 } });
  // @ts-expect-error a journal has three functions
  new Tutti({ journal: { put: async () => {} } });
  // @ts-expect-error no such journal
  new Tutti({ journal: "file" });
  // @ts-expect-error milliseconds are a number
  new Tutti({ policy: { deadlineMs: "5" } });
  // @ts-expect-error an order names its model
  await tutti.create({ prompt: "rain" });
  // @ts-expect-error a misspelt field
  await tutti.create({ model: "segmind/lyria-2", prompt: "rain", promt: "rain" });
  // @ts-expect-error a length is a number of seconds
  await tutti.create({ model: "segmind/meta-musicgen-medium", prompt: "rain", seconds: "10" });
  // @ts-expect-error another operation's method
  await tutti.create({ model: "segmind/lyria-2", prompt: "rain", operation: "extend" });
  // @ts-expect-error this model needs a prompt
  await tutti.create({ model: "segmind/lyria-2" });
  // @ts-expect-error this model knows no tempo
  await tutti.create({ model: "segmind/lyria-2", prompt: "rain", bpm: 90 });
  // @ts-expect-error nor parameters of its own
  await tutti.create({ model: "segmind/lyria-2", prompt: "rain", params: { steps: 5 } });
  // @ts-expect-error this one has some, and not that
  await tutti.create({ model: "aimlapi/stable-audio", prompt: "rain", params: { stepps: 5 } });
  // @ts-expect-error it has no one-call form
  await tutti.create({ model: "aimlapi/lyria2", prompt: "rain", mode: "direct" });
  // @ts-expect-error it does not call back
  await tutti.create({ model: "sketch/groove", prompt: "rain", webhook: { url: "https://example.com" } });
  // @ts-expect-error it makes new pieces only
  await tutti.cover({ model: "segmind/lyria-2", clip: "c" });
  // @ts-expect-error no such kind of file
  await tutti.download({ model: "producer/lyria-3-pro", clip: "c", format: "flac" });
  // @ts-expect-error a new piece is not made of a clip
  await tutti.submit({ model: "segmind/lyria-2", clip: "c" });
  // @ts-expect-error a clip is named by text
  await tutti.cover({ model: "producer/lyria-3-pro", clip: 1 });
  // @ts-expect-error a replacement has two ends
  await tutti.replace({ model: "producer/lyria-3-pro", clip: "c", startsAt: 1 });
  // @ts-expect-error an order that is not a new piece names its operation
  await tutti.submit({ model: "producer/lyria-3-pro", clip: "c", startsAt: 1, endsAt: 2 });
  // @ts-expect-error no such way of keeping
  await tutti.create({ model: "segmind/lyria-2", prompt: "rain" }, { keep: "all" });
  // @ts-expect-error a signal, not its controller
  await tutti.create({ model: "segmind/lyria-2", prompt: "rain" }, { signal: new AbortController() });
  // @ts-expect-error not one track but a list
  (await tutti.create({ model: "segmind/lyria-2", prompt: "rain" })).url;
  // @ts-expect-error a track cannot be changed
  track.title = "mine";
  // @ts-expect-error neither can its facts
  track.meta["seed"] = 5;
  // @ts-expect-error it may be missing
  track.seconds.toFixed();
  // @ts-expect-error an id cannot be changed
  job.id = "x";
  // @ts-expect-error a result is waited for
  job.result().length;
  // @ts-expect-error no such kind
  if (error.kind === "oops") return;
  // @ts-expect-error what it says is fixed
  error.charge = "no";
  // @ts-expect-error an id is text
  await tutti.forget(5);
  // @ts-expect-error no such operation
  await tutti.models({ operation: "dance" });
}
