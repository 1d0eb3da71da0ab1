/** What to render. */
export interface Brief {
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

/** What was composed. */
export interface Plan {
  /** Length of the audio in seconds. */
  seconds: number;
  /** Tempo in beats a minute. */
  bpm: number;
  /** Key and mode, as in "D minor". */
  key: string;
  /** The style's name, as in "lo-fi". */
  genre: string;
  /** What the brief asked for and the sketch could not honour, one sentence each. */
  warnings: string[];
  /** The whole plan, readable: form, chords, tracks. */
  text: string;
}

/** How to render. */
export interface RenderOptions {
  /** Called with 0 to 1, about twenty times. */
  onProgress?: (progress: number) => void;
  /** Ends the rendering; the promise rejects with the signal's reason. */
  signal?: AbortSignal | null;
  /** True to render in slices on this thread even where there are workers. */
  inline?: boolean;
}

/** A finished piece. */
export interface Rendered {
  /** A 48 kHz stereo 16-bit WAV file. */
  wav: ArrayBuffer;
  plan: Plan;
}

/**
 * Renders a brief to a WAV file, the same bytes for the same brief everywhere.
 *
 * @throws {TypeError} naming a field of the brief that has a wrong type
 */
export function render(brief: Brief, options?: RenderOptions): Promise<Rendered>;
