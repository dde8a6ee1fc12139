/**
 * One dead or slow system must not fill a worker: calls are counted by target (scheme, host and port). A circuit breaker stops calls
 * to a target that fails again and again, a bulkhead limits how many run at once. Both answer at once, so that the
 * activity's place is free; Temporal tries again later. Library: cockatiel.
 */
import {
  bulkhead,
  BrokenCircuitError,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhenResult,
  type BulkheadPolicy,
  type CircuitBreakerPolicy,
} from "cockatiel";
import { LRUCache } from "lru-cache";
import { ConnectorError } from "../contract.ts";

/** Limits for each target. */
export interface TargetLimits {
  /** calls at once */
  readonly concurrency: number;
  /** calls that wait for their turn inside the worker; more are answered `busy` */
  readonly waiting: number;
  /** failures in a row after which the circuit opens */
  readonly failures: number;
  /** milliseconds that the circuit stays open before one call tries again */
  readonly openFor: number;
  /** milliseconds that a call answered `busy` is asked to wait */
  readonly busyFor: number;
}

export const DEFAULT_LIMITS: TargetLimits = {
  concurrency: 50,
  waiting: 10,
  failures: 5,
  openFor: 30_000,
  busyFor: 2_000,
};

/** Targets that are remembered; the one that was not called for the longest time is forgotten first. */
const MOST_TARGETS = 1_000;

/** Errors that say that the target, not the request, is at fault. */
const TARGET_FAULTS: ReadonlySet<string> = new Set([
  "dns",
  "connection-refused",
  "connection-reset",
  "connection-failed",
  "unreachable",
  "time-limit",
]);

type Outcome<T> =
  | { readonly failed: boolean; readonly value: T }
  | { readonly failed: boolean; readonly error: unknown };

interface Target {
  readonly places: BulkheadPolicy;
  readonly circuit: CircuitBreakerPolicy;
  openedAt: number;
}

export class Targets {
  private readonly limits: TargetLimits;
  private readonly known = new LRUCache<string, Target>({ max: MOST_TARGETS });

  constructor(limits: Partial<TargetLimits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * Runs a call to a target.
   *
   * @param failed whether an answer shows that the target is at fault (a 503, say); errors are judged here
   * @throws ConnectorError `circuit-open` or `busy` without having called; else what the call throws
   */
  async run<T>(
    name: string,
    call: () => Promise<T>,
    failed: (answer: T) => boolean = () => false,
  ): Promise<T> {
    const target = this.target(name);
    // While one call tries whether the target is back, cockatiel lets the others wait; they are better off elsewhere.
    if (target.circuit.state === CircuitState.HalfOpen) throw this.open(name, target);
    const outcome = await target.places
      .execute(() => target.circuit.execute(() => this.outcome(target, call, failed)))
      .catch((error: unknown) => {
        if (error instanceof BrokenCircuitError) throw this.open(name, target);
        if (error instanceof BulkheadRejectedError) throw this.busy(name);
        throw error;
      });
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  private async outcome<T>(
    target: Target,
    call: () => Promise<T>,
    failed: (answer: T) => boolean,
  ): Promise<Outcome<T>> {
    // cockatiel calls a trial while the circuit is open, and says so only then.
    const isTrial = target.circuit.state !== CircuitState.Closed;
    try {
      const value = await call();
      return { failed: failed(value), value };
    } catch (error) {
      // A trial that was cancelled has shown nothing: the circuit stays open.
      const isFault = error instanceof ConnectorError && TARGET_FAULTS.has(error.type);
      return { failed: isFault || (isTrial && !(error instanceof ConnectorError)), error };
    }
  }

  private target(name: string): Target {
    const known = this.known.get(name);
    if (known) return known;
    const target = this.newTarget();
    this.known.set(name, target);
    return target;
  }

  private newTarget(): Target {
    const { concurrency, waiting, failures, openFor } = this.limits;
    const policy = handleWhenResult((result) => (result as Outcome<unknown>).failed);
    const circuit = circuitBreaker(policy, {
      halfOpenAfter: openFor,
      breaker: new ConsecutiveBreaker(failures),
    });
    const target: Target = { places: bulkhead(concurrency, waiting), circuit, openedAt: 0 };
    circuit.onBreak(() => {
      target.openedAt = Date.now();
    });
    return target;
  }

  private open(name: string, target: Target): ConnectorError {
    const left = Math.max(target.openedAt + this.limits.openFor - Date.now(), this.limits.busyFor);
    return new ConnectorError(
      "circuit-open",
      `${name} failed ${this.limits.failures} times in a row and is not called for the moment.`,
      { retryable: true, retryAfter: left, details: { target: name } },
    );
  }

  private busy(name: string): ConnectorError {
    return new ConnectorError(
      "busy",
      `${name} is being called ${this.limits.concurrency} times at once by this worker; no more calls are made.`,
      { retryable: true, retryAfter: this.limits.busyFor, details: { target: name } },
    );
  }
}
