// Makes Rust's panics of a module bare traps, in place: nothing prints what they would say, and what puts it together is dead
// weight. So are the places in the source that they would name, which are blanked. Runs before wasm-opt, while functions still
// have their names.
//
// node xtask/snip.mjs <module.wasm> [<part.wasm> …]: the parts share the memory of the module.
import { readFileSync, writeFileSync } from "node:fs";

import binaryen from "binaryen";

import { panics } from "./panics.mjs";

const files = process.argv.slice(2);
const modules = files.map((file) => readFileSync(file));
const blanked = blankPlaces(modules.flatMap(segments));
const snipped = modules.map(snip).reduce((sum, count) => sum + count);
// Other names in a new toolchain must be noticed.
if (snipped < 8) throw new Error(`${files[0]} has ${snipped} functions that panic by their names: the list in xtask/panics.mjs is out of date`);
if (blanked < 8) throw new Error(`${files[0]} has ${blanked} places in the source: the pattern in xtask/snip.mjs is out of date`);

/** Makes what panics a bare trap, writes the module, and returns how many functions that were. */
function snip(bytes, nth) {
  const module = binaryen.readBinary(bytes);
  let snipped = 0;
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const reference = module.getFunctionByIndex(index);
    const { name, module: imported } = binaryen.getFunctionInfo(reference);
    if (imported || !panics(name)) continue;
    binaryen.Function(reference).body = module.unreachable();
    snipped += 1;
  }
  writeFileSync(files[nth], module.emitBinary());
  return snipped;
}

/** Blanks paths of source files in the data, and the places (path, length, line, column) that hold them. */
function blankPlaces(segments) {
  let count = 0;
  for (const { data, address } of segments) {
    for (const { index, 0: path } of data.toString("latin1").matchAll(/(?:crates|tutti|\/rustc|\/)[\w\/.-]*?\/[\w\/.-]*?\.rs/g)) {
      const holders = segments.reduce((sum, { data }) => sum + blankHolders(data, address + index, path.length), 0);
      if (holders > 0) data.fill(0, index, index + path.length);
      count += holders;
    }
  }
  return count;
}

function blankHolders(data, address, length) {
  const holder = Buffer.alloc(8);
  holder.writeUInt32LE(address);
  holder.writeUInt32LE(length, 4);
  let count = 0;
  for (let at = data.indexOf(holder); at >= 0; at = data.indexOf(holder, at + 1)) {
    data.fill(0, at, at + 16);
    count += 1;
  }
  return count;
}

/** The module's data segments with the addresses they are copied to. */
function segments(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const found = [];
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    for (let left = section === 11 ? number() : 0; left > 0; left -= 1) {
      // Active, in memory 0, at a constant.
      if (number() !== 0 || bytes[at++] !== 0x41) throw new Error("a data segment of another kind");
      const address = number();
      at += 1;
      const length = number();
      found.push({ address, data: bytes.subarray(at, at + length) });
      at += length;
    }
    at = end;
  }
  return found;
}
