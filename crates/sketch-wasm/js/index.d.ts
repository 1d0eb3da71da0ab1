/** What an order may change, and by what chance. */
interface Change {
  /** The id of a clip: what `plan.clip` said, or what stands in a WAV file of the sketch. */
  clip: string;
  /** What to change, in words; read together with the prompt. */
  instruction?: string | null;
  /** What changes: instruments, mood, and for a cover the style. */
  prompt?: string | null;
  /** Section markers such as `[Chorus]` shape the form; the words are not sung. */
  lyrics?: string | null;
  /** Chooses among all changes that answer the words: a whole number, 0 to 9007199254740991. */
  seed: number;
}

/** A new piece. */
export interface Create {
  operation?: "create";
  /** The music in words: style, tempo, key, mood, instruments. */
  prompt: string;
  /** What must not be in it, as words. */
  negativePrompt?: string | null;
  /** Section markers such as `[Chorus]` shape the form; the words are not sung. */
  lyrics?: string | null;
  /** Chooses among all pieces that answer the prompt: a whole number, 0 to 9007199254740991. */
  seed: number;
  /** Length in seconds, 1 to 180. About 20 when not given. */
  seconds?: number | null;
  /** Tempo in beats a minute, 40 to 220. */
  bpm?: number | null;
  /** True when no voice is wanted, which the sketch never has. */
  instrumental?: boolean | null;
}

/** A clip that goes on. What sounds before the join keeps every bit. */
export interface Extend extends Change {
  operation: "extend";
  /** Where the new part begins, in seconds, at the nearest bar; at the final chord when not given. */
  startsAt?: number | null;
  /** How much is added, in seconds, 2 to 180. About 20 when not given. */
  seconds?: number | null;
}

/** A window of a clip made anew. Every sample outside it stays. */
export interface Replace extends Change {
  operation: "replace";
  /** In seconds. */
  startsAt: number;
  /** In seconds. */
  endsAt: number;
}

/** A clip's harmony and melody in another style. */
export interface Cover extends Change {
  operation: "cover";
  /** How far it goes, 0 to 1. A half when not given. */
  strength?: number | null;
}

/** The file of a clip. */
export interface Download {
  operation: "download";
  clip: string;
}

/** A WAV file to cover; one that the sketch made is the clip it was. */
export interface Upload {
  operation: "upload";
  audio: Blob | ArrayBuffer | ArrayBufferView;
}

/** What was composed. */
export interface Plan {
  /** The clip's id, which holds all that is needed to make it again. */
  clip: string;
  /** Length of the audio in seconds. */
  seconds: number;
  /** Tempo in beats a minute. */
  bpm: number;
  /** Key and mode, as in "D minor". */
  key: string;
  /** The style's name, as in "lo-fi". */
  genre: string;
  /** Where the sound comes from. */
  provenance: "sketch";
  /** What the order asked for and the sketch could not honour, one sentence each. */
  warnings: string[];
  /** The whole plan, readable: form, chords, tracks. */
  text: string;
}

/** What was heard in a recording. */
export interface Heard extends Pick<Plan, "clip" | "seconds" | "bpm" | "key"> {}

/** Sound that is done before the whole is. */
export interface Audio {
  /** The first frame, at 48,000 a second. */
  frame: number;
  /** Interleaved stereo, 16 bits. */
  samples: Int16Array;
}

/** How to render. */
export interface RenderOptions {
  /** Called with 0 to 1, about twenty times. */
  onProgress?: (progress: number) => void;
  /** Called with the sound as it is made, in order and without gaps, the first tenth of a second at once. */
  onAudio?: (audio: Audio) => void;
  /** Ends the rendering; the promise rejects with the signal's reason. */
  signal?: AbortSignal | null;
  /** True to render in slices on this thread even where there are workers. */
  inline?: boolean;
}

/** A finished piece. */
export interface Rendered {
  /** A 48 kHz stereo 16-bit WAV file, with its recipe in it. */
  wav: ArrayBuffer;
  plan: Plan;
}

/**
 * Starts a worker and loads the module, so that the next rendering need not wait for either; where there are no workers it does
 * nothing. A worker that nobody gives an order for a minute is let go.
 */
export function warm(): void;

/**
 * Renders an order to a WAV file, the same bytes for the same order everywhere.
 *
 * @throws {TypeError} naming a field of the order that has a wrong type
 * @throws {Error} with `kind` and `field` when the clip is none, or what is asked cannot be done to it
 */
export function render(order: Create | Extend | Replace | Cover | Download, options?: RenderOptions): Promise<Rendered>;
/**
 * Listens to a recording.
 *
 * @throws {Error} with `kind` and `field` when it is no WAV file that can be read
 */
export function render(order: Upload, options?: RenderOptions): Promise<{ plan: Heard }>;
