// What a job has told, for any number of readers, each from the start.

/** Readings of a meter: of several in a row that nobody has read yet, the newest is enough. */
const READINGS = new Set(["fetching", "rendering"]);

export class Feed {
  #told = [];
  #readers = new Set();
  #ended = false;

  tell(update) {
    append(this.#told, update);
    for (const reader of this.#readers) {
      append(reader.unread, update);
      reader.wake();
    }
  }

  end() {
    this.#ended = true;
    for (const reader of this.#readers) reader.wake();
  }

  async *read() {
    const reader = { unread: [...this.#told], wake() {} };
    this.#readers.add(reader);
    try {
      for (;;) {
        while (reader.unread.length > 0) yield reader.unread.shift();
        if (this.#ended) return;
        await new Promise((resolve) => (reader.wake = resolve));
      }
    } finally {
      this.#readers.delete(reader);
    }
  }
}

function append(list, update) {
  const last = list.at(-1);
  if (last && last.state === update.state && READINGS.has(update.state)) list[list.length - 1] = update;
  else list.push(update);
}
