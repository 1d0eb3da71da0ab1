// Functions of the caller's: never called from inside the module, and what they throw is remembered as the cause.

/** Tells the caller; what a callback throws is shown on the console and breaks nothing. */
export function tell(callback, argument) {
  if (!callback) return;
  try {
    const result = callback(argument);
    if (typeof result?.then === "function") result.then(undefined, report);
  } catch (thrown) {
    report(thrown);
  }
}

export class Callers {
  #thrown = new Map();

  /** The function, called a moment later, so that it may call Tutti itself. */
  wrap(name, run) {
    return async (...given) => {
      await null;
      try {
        const result = await run(...given);
        this.#thrown.delete(name);
        return result;
      } catch (thrown) {
        this.#thrown.set(name, thrown);
        throw thrown;
      }
    };
  }

  /** What a function of the caller's threw, if that is behind this error of the module's. */
  causeOf(facts) {
    if (facts.kind === "unauthorized" && facts.status == null) return this.#thrown.get(`key of ${facts.provider}`);
    if (facts.kind === "storage") return this.#thrown.get("journal");
    return undefined;
  }
}

function report(thrown) {
  console.error("A callback given to Tutti failed:", thrown);
}
