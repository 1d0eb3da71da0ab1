// What is shorter to say in the browser's own language.

export const renderer = (url) => async (...given) => (await import(url)).render(...given);
export const warm_up = async (url) => (await import(url)).warm();

export const fetch_json = async (url, ms) => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ms) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
};

export const sound_at = (url, ms) =>
  new Promise((found, fail) => {
    const audio = new Audio();
    const timer = setTimeout(() => end(fail), ms);
    const end = (tell, seconds) => {
      clearTimeout(timer);
      tell(seconds);
      // Nothing more of it is loaded.
      audio.removeAttribute("src");
      audio.load();
    };
    audio.preload = "metadata";
    audio.onloadedmetadata = () => end(Number.isFinite(audio.duration) ? found : fail, audio.duration);
    audio.onerror = () => end(fail);
    audio.src = url;
  });

/** Where a browser does not say, it may. */
export const keeps_anything = async () => {
  try {
    return (await indexedDB.databases()).length > 0;
  } catch {
    return true;
  }
};

// Languages

const made = {};
const formatter = (kind, tag, options) => (made[kind + tag + JSON.stringify(options)] ??= new Intl[kind](tag, options));

export const number_in = (tag, value, least, most, options) =>
  formatter("NumberFormat", tag, { minimumFractionDigits: least, maximumFractionDigits: most, ...options }).format(value);
export const dollars_in = (tag, value) => number_in(tag, value, 2, 3, { style: "currency", currency: "USD" });
export const kind_of_number = (tag, value) => formatter("PluralRules", tag).select(value);

// Attention

export const may_notify = () => globalThis.Notification?.permission ?? "";
export const ask_to_notify = async () => (await globalThis.Notification?.requestPermission()) === "granted";

export const notify = async (title, body, icon) => {
  // Of one tag, so that a later one takes the place of an earlier one.
  const options = { body, icon, tag: "tutti" };
  try {
    const note = new Notification(title, options);
    note.onclick = () => {
      focus();
      note.close();
    };
  } catch {
    // Phones show them by a service worker only.
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.showNotification(title, options);
  }
};

export const badge = async (count, icon) => {
  document.querySelector("link[rel=icon]")?.setAttribute("href", icon);
  try {
    await (count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.());
  } catch {
    // A page that is not installed may have none.
  }
};

// The system's own player controls

const session = navigator.mediaSession;

export const media_acts = (act) => {
  for (const name of ["play", "pause", "stop", "seekto", "seekbackward", "seekforward", "previoustrack", "nexttrack"]) {
    try {
      session?.setActionHandler(name, ({ seekTime, seekOffset }) => act(name, seekTime ?? seekOffset ?? 0));
    } catch {
      // A browser knows some of them.
    }
  }
};

export const media_shows = (title, artist, bars) => {
  if (!session) return;
  const artwork = [{ src: picture(bars), sizes: "512x512", type: "image/png" }];
  session.metadata = title ? new MediaMetadata({ title, artist, artwork }) : null;
};

export const media_is = (state, duration, playbackRate, position) => {
  if (!session) return;
  session.playbackState = state;
  if (duration > 0) session.setPositionState({ duration, playbackRate, position: Math.min(position, duration) });
};

const picture = (bars) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 512, height: 512 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#1b1a17";
  pen.fillRect(0, 0, 512, 512);
  pen.fillStyle = "#f4b740";
  const pitch = 416 / bars.length;
  bars.forEach((bar, nth) => {
    const height = Math.max(8, bar * 320);
    pen.fillRect(48 + nth * pitch, 256 - height / 2, pitch * 0.6, height);
  });
  return canvas.toDataURL();
};
