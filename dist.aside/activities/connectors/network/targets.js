import { bulkhead, BrokenCircuitError, BulkheadRejectedError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhenResult, } from "cockatiel";
import { ConnectorError } from "../contract.js";
export const DEFAULT_LIMITS = {
    concurrency: 50,
    waiting: 10,
    failures: 5,
    openFor: 30_000,
    busyFor: 2_000,
};
const MOST_TARGETS = 1_000;
const TARGET_FAULTS = new Set([
    "dns",
    "connection-refused",
    "connection-reset",
    "connection-failed",
    "unreachable",
    "time-limit",
]);
export class Targets {
    limits;
    known = new Map();
    constructor(limits = {}) {
        this.limits = { ...DEFAULT_LIMITS, ...limits };
    }
    async run(name, call, failed = () => false) {
        const target = this.target(name);
        if (target.circuit.state === CircuitState.HalfOpen)
            throw this.open(name, target);
        const outcome = await target.places
            .execute(() => target.circuit.execute(() => this.outcome(target, call, failed)))
            .catch((error) => {
            if (error instanceof BrokenCircuitError)
                throw this.open(name, target);
            if (error instanceof BulkheadRejectedError)
                throw this.busy(name);
            throw error;
        });
        if ("error" in outcome)
            throw outcome.error;
        return outcome.value;
    }
    async outcome(target, call, failed) {
        const isTrial = target.circuit.state !== CircuitState.Closed;
        try {
            const value = await call();
            return { failed: failed(value), value };
        }
        catch (error) {
            const isFault = error instanceof ConnectorError && TARGET_FAULTS.has(error.type);
            return { failed: isFault || (isTrial && !(error instanceof ConnectorError)), error };
        }
    }
    target(name) {
        const known = this.known.get(name);
        this.known.delete(name);
        const target = known ?? this.newTarget();
        this.known.set(name, target);
        for (const [oldest] of this.known) {
            if (this.known.size <= MOST_TARGETS)
                break;
            this.known.delete(oldest);
        }
        return target;
    }
    newTarget() {
        const { concurrency, waiting, failures, openFor } = this.limits;
        const policy = handleWhenResult((result) => result.failed);
        const circuit = circuitBreaker(policy, {
            halfOpenAfter: openFor,
            breaker: new ConsecutiveBreaker(failures),
        });
        const target = { places: bulkhead(concurrency, waiting), circuit, openedAt: 0 };
        circuit.onBreak(() => {
            target.openedAt = Date.now();
        });
        return target;
    }
    open(name, target) {
        const left = Math.max(target.openedAt + this.limits.openFor - Date.now(), this.limits.busyFor);
        return new ConnectorError("circuit-open", `${name} failed ${this.limits.failures} times in a row and is not called for the moment.`, { retryable: true, retryAfter: left, details: { target: name } });
    }
    busy(name) {
        return new ConnectorError("busy", `${name} is being called ${this.limits.concurrency} times at once by this worker; no more calls are made.`, { retryable: true, retryAfter: this.limits.busyFor, details: { target: name } });
    }
}
//# sourceMappingURL=targets.js.map