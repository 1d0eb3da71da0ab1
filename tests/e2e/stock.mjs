// A library of many tracks, put straight into the page's databases: nobody wants to wait for ten thousand jobs.

const MODELS = ["sketch/groove", "segmind/lyria-2", "segmind/ace-step-music", "producer/lyria-3-pro"];
const WORDS = ["quiet", "loud", "slow", "bright", "dusty", "wide", "warm", "cold"];
const THINGS = ["piano", "brass", "strings", "drums", "organ", "guitar", "choir", "harp"];

/**
 * Fills the library of a studio that was opened, and loads the page anew. The tracks are `quiet piano 0` and so on, the
 * last one newest; each has an outline, and the first few have sound.
 */
export async function stock(studio, count, { sounding = 3 } = {}) {
  await studio.page.evaluate(fill, { count, sounding, models: MODELS, words: WORDS, things: THINGS });
  await studio.reload();
}

async function fill({ count, sounding, models, words, things }) {
  const open = (name, store) =>
    new Promise((done, failed) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: "id" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  const write = async (name, store, records) => {
    const database = await open(name, store);
    const transaction = database.transaction(store, "readwrite");
    for (const record of records) transaction.objectStore(store).put(record);
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    database.close();
  };
  const outline = Uint8Array.from({ length: 720 }, (_, at) => 40 + 200 * Math.abs(Math.sin(at / 9)));
  const newest = Date.now();
  const takes = [];
  for (let nth = 0; nth < count; nth++) {
    const prompt = `${words[nth % 8]} ${things[(nth >> 3) % 8]} ${nth}`;
    const model = models[nth % models.length];
    takes.push({
      id: `stock-${nth}.0`,
      job: `stock-${nth}`,
      model,
      order: { model, prompt, seed: nth },
      madeAt: newest - (count - nth) * 60_000,
      seconds: 10 + (nth % 170),
      bytes: 480_044,
      mimeType: "audio/wav",
      clip: null,
      endpoint: "",
      sourceUrl: null,
      usd: null,
      lufs: -14,
      favourite: nth % 10 === 0,
      rating: nth % 6,
      tags: nth % 7 ? [] : ["seventh"],
      deletedAt: null,
    });
  }
  await write("tutti-takes", "takes", takes);
  await write("tutti-peaks", "peaks", takes.map(({ id }) => ({ id, buffer: outline })));
  await write("tutti-bytes", "bytes", takes.slice(0, sounding).map(({ id }) => ({ id, buffer: tone() })));

  /** Five seconds of a quiet tone as a WAV file. */
  function tone() {
    const frames = 5 * 48_000;
    const file = new DataView(new ArrayBuffer(44 + 2 * frames));
    const text = (at, letters) => [...letters].forEach((it, nth) => file.setUint8(at + nth, it.charCodeAt(0)));
    text(0, "RIFF");
    file.setUint32(4, 36 + 2 * frames, true);
    text(8, "WAVEfmt ");
    file.setUint32(16, 16, true);
    file.setUint16(20, 1, true);
    file.setUint16(22, 1, true);
    file.setUint32(24, 48_000, true);
    file.setUint32(28, 96_000, true);
    file.setUint16(32, 2, true);
    file.setUint16(34, 16, true);
    text(36, "data");
    file.setUint32(40, 2 * frames, true);
    for (let at = 0; at < frames; at++) file.setInt16(44 + 2 * at, 8_000 * Math.sin(at / 20), true);
    return file.buffer;
  }
}
