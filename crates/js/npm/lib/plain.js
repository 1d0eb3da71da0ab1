// Orders and records are copied when they are handed over: what is sent is what was asked at that moment, and nothing
// but plain data of a bounded size reaches the module.

import { invalid } from "./error.js";

const DEEPEST = 60;
const MOST_VALUES = 100_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** A copy of plain data; `name` says what it is in errors. */
export function plain(value, name) {
  const budget = { values: MOST_VALUES, characters: MOST_CHARACTERS };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(name, `The ${name} is an object.`);
  }
  return copy(value, name, "", DEEPEST, budget);
}

function copy(value, name, path, depth, budget) {
  const spend = (values, characters) => {
    budget.values -= values;
    budget.characters -= characters;
    if (budget.values < 0 || budget.characters < 0 || depth < 0) {
      throw invalid(path || name, `The ${name} is larger than any provider takes, or contains itself.`);
    }
  };
  switch (typeof value) {
    case "string":
      spend(1, value.length);
      return value;
    case "number":
    case "boolean":
    case "undefined":
      spend(1, 0);
      return value;
    case "object":
      if (value === null) return null;
      return copyObject(value, name, path, depth, budget, spend);
    default:
      throw invalid(path, `"${path}" is a ${typeof value}, which is no plain data.`);
  }
}

function copyObject(value, name, path, depth, budget, spend) {
  if (Array.isArray(value)) {
    spend(1 + value.length, 0);
    return Array.from(value, (item, index) => copy(item, name, `${path}[${index}]`, depth - 1, budget));
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    throw invalid(path || name, `"${path || name}" is no plain object.`);
  }
  const copied = Object.create(null);
  for (const key of Object.keys(value)) {
    spend(1, key.length);
    copied[key] = copy(value[key], name, path ? `${path}.${key}` : key, depth - 1, budget);
  }
  return copied;
}
