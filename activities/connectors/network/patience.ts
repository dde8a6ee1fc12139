/** Waiting for the world: with an end in time, and an ear for cancellation. */
import { ConnectorError } from "../contract.ts";

/**
 * A signal that is aborted with the context's own and when the time is over, then with a `ConnectorError` as its reason.
 *
 * @param limit milliseconds
 * @param what for the sentence: what took too long
 */
export function deadline(
  signal: AbortSignal,
  limit: number,
  what: string,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const timer = new AbortController();
  const timeout = setTimeout(() => {
    const sentence = `${what} took longer than ${limit / 1000} seconds.`;
    timer.abort(
      new ConnectorError("time-limit", sentence, { retryable: true, details: { milliseconds: limit } }),
    );
  }, limit);
  return { signal: AbortSignal.any([signal, timer.signal]), end: () => clearTimeout(timeout) };
}

/** The work's result, or the signal's reason as soon as it is aborted, whatever the work does then. */
export function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((settle, fail) => {
    const stop = (): void => fail(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    work.then(settle, fail).finally(() => signal.removeEventListener("abort", stop));
  });
}
