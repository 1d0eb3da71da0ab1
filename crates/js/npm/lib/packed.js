// Plain data as bytes, for the module: a tag, and what belongs to it. crates/core/src/packed.rs is the other side.

const [NULL, FALSE, TRUE, NUMBER, TEXT, LIST, MAP] = [0, 1, 2, 3, 4, 5, 6];
/** The deepest that anything is nested which is handed over, with what is put around it. */
const DEEPEST = 66;
const ROOM = 6;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Whether it is plain data that can be handed over. */
export function isPlain(data) {
  try {
    return pack(data, DEEPEST - ROOM).length > 0;
  } catch {
    return false;
  }
}

/** Data as bytes; a member that is null or undefined is left out. Throws for what is not plain data, or nested too deep. */
export function pack(data, deepest = DEEPEST) {
  let bytes = new Uint8Array(512);
  let view = new DataView(bytes.buffer);
  let end = 0;

  /** Makes room, which may put other bytes in place of these, and says where it is. */
  const room = (count) => {
    if (end + count > bytes.length) {
      const larger = new Uint8Array(2 * (end + count));
      larger.set(bytes);
      bytes = larger;
      view = new DataView(bytes.buffer);
    }
    end += count;
    return end - count;
  };
  const tag = (number) => {
    const at = room(1);
    bytes[at] = number;
  };
  const count = (number) => {
    const at = room(4);
    view.setUint32(at, number, true);
  };
  const text = (words) => {
    const encoded = encoder.encode(words);
    count(encoded.length);
    const at = room(encoded.length);
    bytes.set(encoded, at);
  };
  const put = (value, depth) => {
    if (value === null || value === undefined) tag(NULL);
    else if (typeof value === "boolean") tag(value ? TRUE : FALSE);
    else if (typeof value === "number") {
      tag(NUMBER);
      const at = room(8);
      view.setFloat64(at, value, true);
    } else if (typeof value === "string") {
      tag(TEXT);
      text(value);
    } else if (typeof value !== "object" || depth === 0) {
      throw new TypeError("It is no plain data, or nested too deep.");
    } else if (Array.isArray(value)) {
      tag(LIST);
      count(value.length);
      for (const item of value) put(item, depth - 1);
    } else {
      const members = Object.keys(value).flatMap((name) => {
        const member = value[name];
        return member === null || member === undefined ? [] : [[name, member]];
      });
      tag(MAP);
      count(members.length);
      for (const [name, member] of members) {
        text(name);
        put(member, depth - 1);
      }
    }
  };
  put(data, deepest);
  return bytes.subarray(0, end);
}

/** What the module's bytes say. */
export function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 0;

  const count = () => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const text = () => {
    const length = count();
    at += length;
    return decoder.decode(bytes.subarray(at - length, at));
  };
  const take = () => {
    const tag = bytes[at++];
    if (tag === TEXT) return text();
    if (tag === LIST) return Array.from({ length: count() }, take);
    if (tag === NUMBER) {
      at += 8;
      return view.getFloat64(at - 8, true);
    }
    if (tag !== MAP) return tag === NULL ? null : tag === TRUE;
    const map = {};
    for (let left = count(); left > 0; left -= 1) {
      const name = text();
      const value = take();
      // That would change the prototype, and no field has the name.
      if (name !== "__proto__") map[name] = value;
    }
    return map;
  };
  return take();
}
