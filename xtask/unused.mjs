// Blanks the data of a linked module that nothing refers to which can run, in place, once panics are bare traps: tables that only
// showed what a panic says. What refers to what is the linker's own word (`--emit-relocs`), so data that is read from an address
// before its beginning counts as used. Runs before wasm-bindgen, and takes the linker's sections out.
//
// node xtask/unused.mjs <module.wasm>
import { readFileSync, writeFileSync } from "node:fs";

import { panics } from "./panics.mjs";

const [CUSTOM, IMPORT, EXPORT, START, CODE, DATA] = [0, 2, 7, 8, 10, 11];
const FUNCTION = 0;
/** Kinds of relocations: to a function, to data, and those that are neither. */
const TO_FUNCTION = new Set([0, 1, 2, 12]);
const TO_DATA = new Set([3, 4, 5, 11]);
const TO_OTHER = new Set([6, 7, 20]);

const [file] = process.argv.slice(2);
const bytes = readFileSync(file);
let at = 8;

const sections = [];
while (at < bytes.length) {
  const from = at;
  const kind = bytes[at++];
  const end = number() + at;
  sections.push({ kind, from, begin: at, end, name: kind === CUSTOM ? text() : undefined, rest: at });
  at = end;
}
const named = (name) => sections.find((section) => section.name === name) ?? fail(`no section "${name}": link with --emit-relocs`);
const section = (kind) => sections.find((it) => it.kind === kind) ?? { begin: 0, rest: 0, end: 0 };

const imported = inSection(section(IMPORT), () => list(importKind)).filter((kind) => kind === FUNCTION).length;
const bodies = inSection(section(CODE), () => list(range));
const segments = inSection(section(DATA), () => list(segment));
const functions = allFunctions();
const symbols = symbolTable();
const code = relocations("reloc.CODE", section(CODE).begin);
const data = relocations("reloc.DATA", section(DATA).begin);

const live = new Set();
const open = exported();
while (open.length > 0) {
  const item = open.pop();
  if (item === undefined || live.has(item)) continue;
  live.add(item);
  open.push(...(item.kind === "data" ? within(data, item) : item.panics ? [] : within(code, item)));
}

let blanked = 0;
const kept = new Uint8Array(bytes.length);
for (const item of live) if (item.kind === "data") kept.fill(1, item.begin, item.end);
for (const item of symbols) {
  if (item?.kind !== "data") continue;
  for (let place = item.begin; place < item.end; place += 1) {
    if (kept[place] || bytes[place] === 0) continue;
    bytes[place] = 0;
    blanked += 1;
  }
}
// Another linker must be noticed: there is always what only panics say.
if (blanked < 500) fail(`${blanked} bytes are unused, which is less than panics alone leave`);
const shipped = sections.filter(({ name }) => name !== "linking" && !name?.startsWith("reloc."));
writeFileSync(file, Buffer.concat([bytes.subarray(0, 8), ...shipped.map(({ from, end }) => bytes.subarray(from, end))]));

function fail(why) {
  throw new Error(`${file}: ${why}`);
}

function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

function text() {
  const length = number();
  at += length;
  return bytes.toString("utf8", at - length, at);
}

function list(read) {
  return Array.from({ length: number() }, read);
}

/** What `read` finds in a section. */
function inSection({ rest, end }, read) {
  if (rest === end) return [];
  at = rest;
  return read();
}

function limits() {
  if (number() & 1) number();
  number();
}

function importKind() {
  text();
  text();
  const kind = bytes[at++];
  if (kind === FUNCTION) number();
  else fail(`an import of kind ${kind}`);
  return kind;
}

/** Where a function's body is. */
function range() {
  const length = number();
  at += length;
  return { begin: at - length, end: at };
}

/** Where the bytes of an active segment are, at a constant in memory 0. */
function segment() {
  if (number() !== 0 || bytes[at++] !== 0x41) fail("a data segment of another kind");
  number();
  at += 1;
  return range();
}

/** All functions by their index: where their bodies are, and whether they panic. */
function allFunctions() {
  const { rest, end } = named("name");
  const found = [];
  at = rest;
  while (at < end) {
    const kind = bytes[at++];
    const next = number() + at;
    if (kind === 1) {
      list(() => {
        const index = number();
        found[index] = { kind: "function", panics: panics(text()), ...bodies[index - imported] };
      });
    }
    at = next;
  }
  return found;
}

/** The linker's symbols: functions and data; undefined for all others. */
function symbolTable() {
  const { rest, end } = named("linking");
  at = rest;
  if (number() !== 2) fail("the linker's section is of another version");
  while (at < end) {
    const kind = bytes[at++];
    const next = number() + at;
    if (kind === 8) return list(symbol);
    at = next;
  }
  return fail("no table of symbols");
}

function symbol() {
  const kind = bytes[at++];
  const flags = number();
  const isUndefined = (flags & 0x10) !== 0;
  if (kind === 1) {
    text();
    if (isUndefined) return undefined;
    const [{ begin }, offset, size] = [segments[number()], number(), number()];
    return { kind: "data", begin: begin + offset, end: begin + offset + size };
  }
  const index = number();
  if (kind !== 3 && (!isUndefined || flags & 0x40)) text();
  if (kind !== FUNCTION) return undefined;
  return functions[index];
}

/** Where a section refers to functions and data, in order. */
function relocations(name, base) {
  at = named(name).rest;
  number();
  return list(() => {
    const kind = bytes[at++];
    const place = base + number();
    const index = number();
    if (TO_DATA.has(kind)) number(); // what is added
    else if (!TO_FUNCTION.has(kind) && !TO_OTHER.has(kind)) fail(`a relocation of kind ${kind}`);
    return { place, to: TO_OTHER.has(kind) ? undefined : symbols[index] };
  }).sort((one, other) => one.place - other.place);
}

/** What is referred to between two places. */
function within(all, { begin, end }) {
  return all.filter(({ place }) => place >= begin && place < end).map(({ to }) => to);
}

/** The functions that can be called from outside. */
function exported() {
  const read = () => {
    text();
    return [bytes[at++], number()];
  };
  const found = inSection(section(EXPORT), () => list(read)).filter(([kind]) => kind === FUNCTION);
  const start = section(START);
  if (start.end > start.rest) found.push([FUNCTION, inSection(start, number)]);
  return found.map(([, index]) => functions[index]);
}
