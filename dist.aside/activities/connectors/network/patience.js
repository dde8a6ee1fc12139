import { ConnectorError } from "../contract.js";
export function deadline(signal, limit, what) {
    const timer = new AbortController();
    const timeout = setTimeout(() => {
        const sentence = `${what} took longer than ${limit / 1000} seconds.`;
        timer.abort(new ConnectorError("time-limit", sentence, { retryable: true, details: { milliseconds: limit } }));
    }, limit);
    return { signal: AbortSignal.any([signal, timer.signal]), end: () => clearTimeout(timeout) };
}
export function orAborted(signal, work) {
    return new Promise((settle, fail) => {
        const stop = () => fail(signal.reason);
        if (signal.aborted)
            stop();
        else
            signal.addEventListener("abort", stop, { once: true });
        work.then(settle, fail).finally(() => signal.removeEventListener("abort", stop));
    });
}
//# sourceMappingURL=patience.js.map