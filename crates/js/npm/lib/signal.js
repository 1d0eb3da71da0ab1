// Abort as fetch does it: whoever waits is told the signal's reason at once.

/** The promise, unless one of the signals is aborted first. */
export function abortable(promise, ...signals) {
  const heard = signals.filter(Boolean);
  if (heard.length === 0) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => {
      leave();
      reject(heard.find((signal) => signal.aborted)?.reason);
    };
    const leave = () => heard.forEach((signal) => signal.removeEventListener("abort", abort));
    promise.then(resolve, reject).finally(leave);
    heard.forEach((signal) => signal.addEventListener("abort", abort, { once: true }));
    if (heard.some((signal) => signal.aborted)) abort();
  });
}
