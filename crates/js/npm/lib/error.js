// The one error of the package, and what becomes of everything else that is thrown below it.

const FACTS = [
  "provider",
  "model",
  "operation",
  "status",
  "requestId",
  "jobId",
  "field",
  "retryAfterMs",
  "detail",
  "hint",
  "snapshot",
];

export class TuttiError extends Error {
  constructor(facts, options) {
    super(facts.message, options);
    this.kind = facts.kind;
    this.charge = facts.charge ?? "no";
    this.retryable = facts.retryable ?? false;
    for (const name of FACTS) {
      if (facts[name] !== undefined && facts[name] !== null) this[name] = facts[name];
    }
  }

  toJSON() {
    const { name, kind, message, charge, retryable } = this;
    const json = { name, kind, message, charge, retryable };
    for (const fact of FACTS) {
      if (this[fact] !== undefined) json[fact] = this[fact];
    }
    return json;
  }
}

Object.defineProperty(TuttiError.prototype, "name", { value: "TuttiError", configurable: true, writable: true });

/** The error for something a caller handed over that is not what it should be. */
export function invalid(field, message, cause) {
  return new TuttiError({ kind: "invalid_order", field, message }, cause === undefined ? undefined : { cause });
}

/** Runs what reads a caller's objects: whatever their getters and proxies throw becomes a TuttiError. */
export function reading(field, read) {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof TuttiError) throw thrown;
    throw invalid(field, `What was given as "${field}" cannot be read.`, thrown);
  }
}

let fault;

/** Calls into the module: what it throws as data becomes a TuttiError; its own faults stay visible as what they are. */
export function call(run, causeOf) {
  try {
    if (fault) throw fault;
    const result = run();
    return result instanceof Promise ? result.catch((thrown) => rethrow(thrown, causeOf)) : result;
  } catch (thrown) {
    return rethrow(thrown, causeOf);
  }
}

function rethrow(thrown, causeOf) {
  if (thrown instanceof WebAssembly.RuntimeError) {
    fault = new Error(
      `Tutti stopped on a fault of its own (${thrown.message}) and cannot go on here. Please report it; ` +
        "jobs that were taken on can be resumed after a restart.",
      { cause: thrown },
    );
    throw fault;
  }
  if (thrown instanceof Error || typeof thrown?.kind !== "string") throw thrown;
  const cause = causeOf?.(thrown);
  throw new TuttiError(thrown, cause === undefined ? undefined : { cause });
}
