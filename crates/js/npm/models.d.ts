// Drawn from the catalogue: `TUTTI_WRITE=1 cargo test -p tutti-tests --test types` writes it anew.

import type { Webhook } from "./index.js";

/** What each known model takes, by its id and what it is asked. */
export interface KnownModels {
  /** Groove sketch by Sketch. A procedural composer on your own device: no key, no network, ready at once. It is not a neural model. */
  "sketch/groove": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be; genre, tempo, key, mood and instruments are read from it. At most 10000 characters. */
      prompt: string;
      /** Leave out: what should not be heard, as in "drums". At most 10000 characters. */
      negativePrompt?: string | undefined;
      /** Lyrics: read for its section marks only; the sketch does not sing. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Length: how long the piece is, its tail included. From 1 to 180 s. */
      seconds?: number | undefined;
      /** Tempo: beats a minute; it goes before a tempo in the prompt. From 40 to 220 bpm. */
      bpm?: number | undefined;
      /** Instrumental: always so here; taken for the sake of orders that go to several models. True or false. */
      instrumental?: boolean | undefined;
      /** Seed: the same seed and words give the same piece, bit for bit. A whole number from 0 to 9007199254740991. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "direct" | undefined;
    };
    /** What it takes to extend. */
    extend: {
      /** Clip: the id of a sketch; it holds all that is needed to make the sketch again. At most 100000 characters. */
      clip: string;
      /** From: where the new part begins, at the nearest bar; at the final chord when left out. From 0 to 360 s. */
      startsAt?: number | undefined;
      /** Length: how much is added, in whole bars; about 20 s when left out. From 2 to 180 s. */
      seconds?: number | undefined;
      /** Instruction: what to change, in plain words; read together with the prompt. At most 10000 characters. */
      instruction?: string | undefined;
      /** Prompt: what changes: instruments to add or leave out, calmer or wilder. At most 10000 characters. */
      prompt?: string | undefined;
      /** Lyrics: read for its section marks only; the sketch does not sing. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Seed: the same seed and words give the same piece, bit for bit. A whole number from 0 to 9007199254740991. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "direct" | undefined;
    };
    /** What it takes to replace. */
    replace: {
      /** Clip: the id of a sketch; it holds all that is needed to make the sketch again. At most 100000 characters. */
      clip: string;
      /** From: where the part to replace begins. From 0 to 360 s. */
      startsAt: number;
      /** To: where the part to replace ends, a quarter of a second after its start or later. From 0 to 360 s. */
      endsAt: number;
      /** Instruction: what to change, in plain words; read together with the prompt. At most 10000 characters. */
      instruction?: string | undefined;
      /** Prompt: what changes: instruments to add or leave out, calmer or wilder. At most 10000 characters. */
      prompt?: string | undefined;
      /** Lyrics: read for its section marks only; the sketch does not sing. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Seed: the same seed and words give the same piece, bit for bit. A whole number from 0 to 9007199254740991. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "direct" | undefined;
    };
    /** What it takes to cover. */
    cover: {
      /** Clip: the id of a sketch; it holds all that is needed to make the sketch again. At most 100000 characters. */
      clip: string;
      /** Strength: how far the cover goes: low changes the instruments, the middle the style, high the tempo too. From 0 to 1. */
      strength?: number | undefined;
      /** Uploaded: whether the clip came from an upload; the sketch sees that by itself. True or false. */
      uploaded?: boolean | undefined;
      /** Instruction: what to change, in plain words; read together with the prompt. At most 10000 characters. */
      instruction?: string | undefined;
      /** Prompt: the new style; tempo, key and instruments are read from it too. At most 10000 characters. */
      prompt?: string | undefined;
      /** Lyrics: read for its section marks only; the sketch does not sing. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Seed: the same seed and words give the same piece, bit for bit. A whole number from 0 to 9007199254740991. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "direct" | undefined;
    };
    /** What it takes to upload. */
    upload: {
      /** Audio address: the address of a WAV file, on the web or of a file in this page (blob:); it is read here and goes nowhere. At most 100000 characters. */
      audioUrl: string;
      /** The form of the call, the usual one first. */
      mode?: "direct" | undefined;
    };
    /** What it takes to download. */
    download: {
      /** Clip: the id of a sketch; it holds all that is needed to make the sketch again. At most 100000 characters. */
      clip: string;
      /** Format: the kind of file; the sketch makes WAV. One of these words. */
      format?: "wav" | undefined;
      /** The form of the call, the usual one first. */
      mode?: "direct" | undefined;
    };
  };
  /** Lyria 2 by Segmind. Google DeepMind's instrumental model: 48 kHz stereo from words. */
  "segmind/lyria-2": {
    /** What it takes to create. */
    create: {
      /** Prompt: directs the piece with a detailed theme; guides tone and mood. At most 10000 characters. */
      prompt: string;
      /** Leave out: what should not be heard. Left out, the vendor's own default may hold. At most 10000 characters. */
      negativePrompt?: string | undefined;
      /** Seed: the same seed repeats a generation; left out, each one is different. A whole number from 0 to 4294967295. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | "direct" | undefined;
    };
  };
  /** MusicGen Medium by Segmind. Meta's open model: short pieces of up to 30 seconds. */
  "segmind/meta-musicgen-medium": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Length: duration of the audio. From 1 to 30 s. */
      seconds?: number | undefined;
      /** Seed: left out, the vendor uses 42, so that each run is the same; -1 is said to be random. A whole number from -1 to 9999. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | "direct" | undefined;
    };
  };
  /** ACE-Step by Segmind. ACE Studio's open song model: genres and lyrics to up to four minutes. */
  "segmind/ace-step-music": {
    /** What it takes to create. */
    create: {
      /** Prompt: genres, instruments and tempo, as in "funk, soul, 105 BPM". At most 10000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung; left out, those of the vendor's example may be. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Length: length of the track. A whole number from 10 to 240. */
      seconds?: number | undefined;
      /** Seed: the same seed repeats a generation. A whole number from 0 to 4294967295. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Lyrics strength: how much the lyrics lead; the range is not known. From 0 to 100. */
        lyrics_strength?: number | undefined;
        /** Guidance: how closely the genres are kept to. From 1 to 15. */
        cfg?: number | undefined;
        /** Shift: shifts the schedule of the steps; the range is not known. From 0 to 100. */
        shift?: number | undefined;
        /** Steps: more steps take longer and may sound cleaner. A whole number from 1 to 1000. */
        steps?: number | undefined;
        /** As text: has the direct form answer with the file as text in JSON; the track is the same. True or false. */
        base64?: boolean | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | "direct" | undefined;
    };
  };
  /** MiniMax Music 01 by Segmind. MiniMax' older model: up to a minute, after a song, a voice or an instrumental. */
  "segmind/minimax-music-01": {
    /** What it takes to create. */
    create: {
      /** Lyrics: a line each; an empty line is a pause, ## on both ends adds accompaniment. At most 400 characters. */
      lyrics?: string | undefined;
      /** Reference: the address of a song to take after: WAV or MP3, over 15 s. An address. */
      audioUrl?: string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Instrumental: the address of an instrumental to take after; alone, nothing is sung. An address. */
        instrumental_file?: string | undefined;
        /** Voice: the address of a voice to take after. An address. */
        voice_file?: string | undefined;
        /** Instrumental's id: an instrumental used before. At most 10000 characters. */
        instrumental_id?: string | undefined;
        /** Voice's id: a voice used before. At most 10000 characters. */
        voice_id?: string | undefined;
        /** Sample rate: samples a second, in Hz. One of these numbers. */
        sample_rate?: 16000 | 24000 | 32000 | 44100 | undefined;
        /** Bit rate: bits a second. One of these numbers. */
        bitrate?: 32000 | 64000 | 128000 | 256000 | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | "direct" | undefined;
    };
  };
  /** Seed Audio 1.0 by Segmind. ByteDance's model for whole scenes: speech, music and effects from one text. */
  "segmind/seed-audio-1.0": {
    /** What it takes to create. */
    create: {
      /** Prompt: the scene, or the very words to be spoken. At most 2048 characters. */
      prompt: string;
      /** The form of the call, the usual one first. */
      mode?: "queued" | "direct" | undefined;
    };
  };
  /** Lyria 2 by AI/ML API. Google DeepMind's instrumental model: 48 kHz stereo from words. */
  "aimlapi/lyria2": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Leave out: what should not be heard. At most 10000 characters. */
      negativePrompt?: string | undefined;
      /** Seed: the same seed repeats a generation; left out, each one is different. A whole number from 0 to 4294967295. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** Stable Audio by AI/ML API. Stability AI's model for short pieces and loops. */
  "aimlapi/stable-audio": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Length: duration of the audio. A whole number from 1 to 47. */
      seconds?: number | undefined;
      /** What this model alone knows. */
      params?: {
        /** Start: the second at which the clip begins. A whole number from 1 to 47. */
        seconds_start?: number | undefined;
        /** Steps: more steps take longer and may sound cleaner. A whole number from 1 to 1000. */
        steps?: number | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** Eleven Music by AI/ML API. ElevenLabs' model for songs of up to five minutes. */
  "aimlapi/eleven-music": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 2000 characters. */
      prompt: string;
      /** What this model alone knows. */
      params?: {
        /** Length in ms: duration of the song in milliseconds; it may come out otherwise. A whole number from 10000 to 300000. */
        music_length_ms?: number | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** MiniMax Music 2.6 by AI/ML API. MiniMax' model for arranged songs: own lyrics, lyrics made from the prompt, or none. */
  "aimlapi/minimax-music-2.6": {
    /** What it takes to create. */
    create: {
      /** Prompt: style, mood and scenario. At most 2000 characters. */
      prompt?: string | undefined;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. At most 3000 characters. */
      lyrics?: string | undefined;
      /** Instrumental: asks for a piece without vocals. True or false. */
      instrumental?: boolean | undefined;
      /** Format: the kind of file. One of these words. */
      format?: "mp3" | "wav" | undefined;
      /** What this model alone knows. */
      params?: {
        /** Write lyrics: has lyrics made from the prompt where none are given. True or false. */
        lyrics_optimizer?: boolean | undefined;
        /** Sample rate: samples a second, in Hz. One of these numbers. */
        sample_rate?: 16000 | 24000 | 32000 | 44100 | undefined;
        /** Bit rate: bits a second. One of these numbers. */
        bitrate?: 32000 | 64000 | 128000 | 256000 | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** MiniMax Music 2.0 by AI/ML API. MiniMax' model for songs of up to four minutes from words and lyrics. */
  "aimlapi/minimax-music-2.0": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. 10 to 2000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. 10 to 3000 characters. */
      lyrics: string;
      /** Format: the kind of file. One of these words. */
      format?: "mp3" | "wav" | undefined;
      /** What this model alone knows. */
      params?: {
        /** Bit rate: bits a second. One of these numbers. */
        bitrate?: 32000 | 64000 | 128000 | 256000 | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** MiniMax Music 1.5 by AI/ML API. MiniMax' earlier model for songs of up to four minutes from words and lyrics. */
  "aimlapi/minimax-music-1.5": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. 10 to 300 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. 10 to 3000 characters. */
      lyrics: string;
      /** Format: the kind of file. One of these words. */
      format?: "mp3" | "wav" | undefined;
      /** What this model alone knows. */
      params?: {
        /** Sample rate: samples a second, in Hz. One of these numbers. */
        sample_rate?: 16000 | 24000 | 32000 | 44100 | undefined;
        /** Bit rate: bits a second. One of these numbers. */
        bitrate?: 32000 | 64000 | 128000 | 256000 | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** MiniMax Music Cover by AI/ML API. MiniMax' model for covers of a recording: a new arrangement, new lyrics, or both. */
  "aimlapi/minimax-music-cover": {
    /** What it takes to cover. */
    cover: {
      /** Reference: the address of the recording: 6 s to 6 min, at most 50 MB. An address. */
      audioUrl: string;
      /** Prompt: style, mood and scenario. 10 to 2000 characters. */
      prompt: string;
      /** Lyrics: other words to sing to the melody. 10 to 3000 characters. */
      lyrics?: string | undefined;
      /** Format: the kind of file. One of these words. */
      format?: "mp3" | "wav" | undefined;
      /** What this model alone knows. */
      params?: {
        /** Sample rate: samples a second, in Hz. One of these numbers. */
        sample_rate?: 16000 | 24000 | 32000 | 44100 | undefined;
        /** Bit rate: bits a second. One of these numbers. */
        bitrate?: 32000 | 64000 | 128000 | 256000 | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** MiniMax Music by AI/ML API. MiniMax' first model, kept for old programs: sings words in the manner of a recording. */
  "aimlapi/minimax-music": {
    /** What it takes to create. */
    create: {
      /** Prompt: the words to sing, between ## marks, with empty lines as pauses. At most 10000 characters. */
      prompt: string;
      /** Reference: the address of a song with vocals to take after: WAV or MP3, over 15 s. An address. */
      audioUrl: string;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
    };
  };
  /** Lyria 3 Pro by Pixazo. Google DeepMind's song model: vocals, sections and timing from one prompt, with pictures for a mood. */
  "pixazo/lyria-3-pro": {
    /** What it takes to create. */
    create: {
      /** Prompt: genre, instruments, mood, tempo, lyrics and sections, as in [Verse]; [0:00 - 0:30] sets their time. At most 10000 characters. */
      prompt: string;
      /** Pictures: addresses of pictures to inspire the music. At most 10 addresses. */
      images?: string[] | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** Lyria 3 by Pixazo. Google DeepMind's third model; Pixazo's page for it could not be read, so only the prompt is known. */
  "pixazo/lyria-3": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** Lyria 2 by Pixazo. Google DeepMind's instrumental model: 48 kHz stereo from words. */
  "pixazo/lyria-2": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Leave out: what should not be heard. At most 10000 characters. */
      negativePrompt?: string | undefined;
      /** Seed: the same seed repeats a generation; left out, each one is different. A whole number from 0 to 4294967295. */
      seed?: number | string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** Tracks by Pixazo. Pixazo's own model for songs and instrumentals. */
  "pixazo/tracks": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Instrumental: asks for a piece without vocals. True or false. */
      instrumental?: boolean | undefined;
      /** Length: duration of the music; the range is not known. From 1 to 600 s. */
      seconds?: number | undefined;
      /** Tempo: beats a minute. From 1 to 400 bpm. */
      bpm?: number | undefined;
      /** Seed: the same seed repeats a generation. A whole number from 0 to 4294967295. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Key: the musical key. At most 10000 characters. */
        key?: string | undefined;
        /** Time signature: the time signature. At most 10000 characters. */
        time_signature?: string | undefined;
        /** Steps: more steps take longer; 25 in the vendor's example, the range is not known. A whole number from 1 to 1000. */
        infer_steps?: number | undefined;
        /** Guidance: how closely the prompt is kept to; 7.5 in the vendor's example, the range is not known. From 0 to 100. */
        guidance_scale?: number | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** ACE-Step 1.5 by Pixazo. ACE Studio's open song model. */
  "pixazo/ace-step": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Instrumental: asks for a piece without vocals. True or false. */
      instrumental?: boolean | undefined;
      /** Length: duration of the music; the range is not known. From 1 to 600 s. */
      seconds?: number | undefined;
      /** Tempo: beats a minute. From 1 to 400 bpm. */
      bpm?: number | undefined;
      /** Seed: the same seed repeats a generation. A whole number from 0 to 4294967295. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Key: the musical key. At most 10000 characters. */
        key?: string | undefined;
        /** Time signature: the time signature. At most 10000 characters. */
        time_signature?: string | undefined;
        /** Steps: more steps take longer; 25 in the vendor's example, the range is not known. A whole number from 1 to 1000. */
        infer_steps?: number | undefined;
        /** Guidance: how closely the prompt is kept to; 7.5 in the vendor's example, the range is not known. From 0 to 100. */
        guidance_scale?: number | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** ACE-Step 1.5 XL by Pixazo. The larger of ACE Studio's open song models. */
  "pixazo/ace-step-xl": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Instrumental: asks for a piece without vocals. True or false. */
      instrumental?: boolean | undefined;
      /** Length: duration of the music; the range is not known. From 1 to 600 s. */
      seconds?: number | undefined;
      /** Tempo: beats a minute. From 1 to 400 bpm. */
      bpm?: number | undefined;
      /** Seed: the same seed repeats a generation. A whole number from 0 to 4294967295. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Key: the musical key. At most 10000 characters. */
        key?: string | undefined;
        /** Time signature: the time signature. At most 10000 characters. */
        time_signature?: string | undefined;
        /** Steps: more steps take longer; 25 in the vendor's example, the range is not known. A whole number from 1 to 1000. */
        infer_steps?: number | undefined;
        /** Guidance: how closely the prompt is kept to; 7.5 in the vendor's example, the range is not known. From 0 to 100. */
        guidance_scale?: number | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** Stable Audio 3 Small by Pixazo. The small form of Stability AI's third model. */
  "pixazo/stable-audio-3-small": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Leave out: what should not be heard. At most 10000 characters. */
      negativePrompt?: string | undefined;
      /** Length: duration of the music; the range is not known. From 1 to 600 s. */
      seconds?: number | undefined;
      /** Format: the kind of file. One of these words. */
      format?: "mp3" | "wav" | undefined;
      /** What this model alone knows. */
      params?: {
        /** Steps: more steps take longer; 8 in the vendor's example, the range is not known. A whole number from 1 to 1000. */
        num_inference_steps?: number | undefined;
        /** Guidance: how closely the prompt is kept to; 1 in the vendor's example, the range is not known. From 0 to 100. */
        guidance_scale?: number | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** MiniMax Music 3.0 by Pixazo. MiniMax' model for whole songs. */
  "pixazo/minimax-music-3.0": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** MiniMax Music 3.0 Fast by Pixazo. The quick form of MiniMax Music 3.0, which the vendor's list of models calls free. */
  "pixazo/minimax-music-3.0-fast": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** MiniMax Music 2.6 by Pixazo. MiniMax' model for arranged songs and instrumentals. */
  "pixazo/minimax-music-2.6": {
    /** What it takes to create. */
    create: {
      /** Prompt: what the music should be. At most 10000 characters. */
      prompt: string;
      /** Lyrics: the words that are sung, with [Verse] and [Chorus] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Instrumental: asks for a piece without vocals. True or false. */
      instrumental?: boolean | undefined;
      /** Format: the kind of file. One of these words. */
      format?: "mp3" | "wav" | undefined;
      /** What this model alone knows. */
      params?: {
        /** Sample rate: samples a second, in Hz. One of these numbers. */
        sample_rate?: 16000 | 24000 | 32000 | 44100 | undefined;
        /** Bit rate: bits a second. One of these numbers. */
        bitrate?: 32000 | 64000 | 128000 | 256000 | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
  /** Lyria 3 Pro by Producer. Google DeepMind's song model: create, extend, replace a part, cover, and work on uploads. */
  "producer/lyria-3-pro": {
    /** What it takes to create. */
    create: {
      /** Prompt: the style: genre, instruments, mood and tempo. At most 10000 characters. */
      prompt?: string | undefined;
      /** Lyrics: the words that are sung, with [Verse], [Chorus] and [Bridge] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Instrumental: asks for a piece without vocals, in the words that the vendor recommends. True or false. */
      instrumental?: boolean | undefined;
      /** Length: how many seconds are made; the vendor's own choice, 30 to 60, when left out. A whole number from 1 to 240. */
      seconds?: number | undefined;
      /** Tempo: beats a minute; the model may deviate slightly. From 1 to 400 bpm. */
      bpm?: number | undefined;
      /** Seed: any words or number; the same seed repeats a generation. At most 200 characters. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Model version: names of older versions are taken and mean Lyria 3 Pro. At most 80 characters. */
        mv?: string | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
    /** What it takes to extend. */
    extend: {
      /** Clip: the id of the clip to work on, from an earlier result. At most 500 characters. */
      clip: string;
      /** From: where in the clip the new part begins. From 0 to 3600 s. */
      startsAt?: number | undefined;
      /** Length: how many seconds are made; the vendor's own choice, 30 to 60, when left out. A whole number from 1 to 240. */
      seconds?: number | undefined;
      /** Instruction: what to do, in plain words; made from prompt and lyrics when left out. At most 10000 characters. */
      instruction?: string | undefined;
      /** Prompt: the style: genre, instruments, mood and tempo. At most 10000 characters. */
      prompt?: string | undefined;
      /** Lyrics: the words that are sung, with [Verse], [Chorus] and [Bridge] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Seed: any words or number; the same seed repeats a generation. At most 200 characters. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Model version: names of older versions are taken and mean Lyria 3 Pro. At most 80 characters. */
        mv?: string | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
    /** What it takes to replace. */
    replace: {
      /** Clip: the id of the clip to work on, from an earlier result. At most 500 characters. */
      clip: string;
      /** From: where the part to replace begins. From 0 to 3600 s. */
      startsAt: number;
      /** To: where the part to replace ends, after its start. From 0 to 3600 s. */
      endsAt: number;
      /** Instruction: what to do, in plain words; made from prompt and lyrics when left out. At most 10000 characters. */
      instruction?: string | undefined;
      /** Prompt: the style: genre, instruments, mood and tempo. At most 10000 characters. */
      prompt?: string | undefined;
      /** Lyrics: the words that are sung, with [Verse], [Chorus] and [Bridge] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Seed: any words or number; the same seed repeats a generation. At most 200 characters. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Model version: names of older versions are taken and mean Lyria 3 Pro. At most 80 characters. */
        mv?: string | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
    /** What it takes to cover. */
    cover: {
      /** Clip: the id of the clip to work on, from an earlier result. At most 500 characters. */
      clip: string;
      /** Strength: how far the cover goes from the original: 0 stays, 1 leaves. From 0 to 1. */
      strength?: number | undefined;
      /** Uploaded: whether the clip came from an upload. True or false. */
      uploaded?: boolean | undefined;
      /** Instruction: what to do, in plain words; made from prompt and lyrics when left out. At most 10000 characters. */
      instruction?: string | undefined;
      /** Prompt: the style: genre, instruments, mood and tempo. At most 10000 characters. */
      prompt?: string | undefined;
      /** Lyrics: the words that are sung, with [Verse], [Chorus] and [Bridge] marks. At most 10000 characters. */
      lyrics?: string | undefined;
      /** Seed: any words or number; the same seed repeats a generation. At most 200 characters. */
      seed?: number | string | undefined;
      /** What this model alone knows. */
      params?: {
        /** Model version: names of older versions are taken and mean Lyria 3 Pro. At most 80 characters. */
        mv?: string | undefined;
        /** Strength, old name: the name that older programs use for the strength. From 0 to 1. */
        cover_strength?: number | undefined;
      } | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
    /** What it takes to upload. */
    upload: {
      /** Audio address: a public address of the file to upload. An address. */
      audioUrl: string;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
    /** What it takes to download. */
    download: {
      /** Clip: the id of the clip to work on, from an earlier result. At most 500 characters. */
      clip: string;
      /** Format: the kind of file. One of these words. */
      format?: "mp3" | "wav" | undefined;
      /** The form of the call, the usual one first. */
      mode?: "queued" | undefined;
      /** Where it calls back. */
      webhook?: Webhook | undefined;
    };
  };
}
