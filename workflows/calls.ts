/**
 * The connector calls of a case: starts an activity for each, watches the callbacks that are waited for, and stops what its
 * item no longer needs. What becomes of an answer is decided by the interpreter.
 */
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  rootCause,
  sleep,
  TimeoutFailure,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { CallFailureDetails } from "../activities/call-connector.ts";
import type { CallOutcome, CallRequest } from "../yawl/case/calls.ts";
import { hasEnded, type ItemFailure, type WorkItem } from "../yawl/work/item.ts";

/** Activities of one case under way at the same time; more calls wait their turn. */
const MOST_IN_FLIGHT = 500;

/** A worker that says nothing for so long is taken to be dead, and its call is made again with the same key. */
const HEARTBEAT = "20 seconds";

interface Running {
  readonly number: number;
  readonly scope: CancellationScope;
}

/** What the calls need of the case. */
export interface CallOwner {
  /** the call that an item stands for now */
  callOf(item: string): CallRequest | undefined;
  itemOf(item: string): WorkItem | undefined;
  take(outcome: CallOutcome): void;
}

export class Calls {
  /** activities under way, by item */
  readonly #calls = new Map<string, Running>();
  /** timers of callbacks, by item */
  readonly #timers = new Map<string, Running>();
  readonly #queue: string[] = [];
  readonly #owner: CallOwner;
  readonly #work: { readonly caseId: string; readonly specificationId: string };
  #isPaused = false;

  constructor(owner: CallOwner, work: { readonly caseId: string; readonly specificationId: string }) {
    this.#owner = owner;
    this.#work = work;
  }

  /** No activity is under way: the run may end, and what waits goes on in the next. */
  get isQuiet(): boolean {
    return this.#calls.size === 0;
  }

  /** Starts no more calls: this run is to end. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Calls an item's connector, or watches for its callback; as soon as there is room. */
  begin(item: string): void {
    const known = this.#owner.itemOf(item);
    if (known?.call?.waitsUntil !== undefined) this.#watch(item, known.call.number, known.call.waitsUntil);
    else {
      this.#queue.push(item);
      this.#fill();
    }
  }

  /** Stops what an item no longer needs: it has ended, or is suspended, or called anew. */
  look(item: WorkItem): void {
    const isOver = hasEnded(item.status) || item.status === "suspended";
    for (const running of [this.#calls.get(item.id), this.#timers.get(item.id)]) {
      if (running && (isOver || item.call?.number !== running.number)) running.scope.cancel();
    }
  }

  #fill(): void {
    while (!this.#isPaused && this.#calls.size < MOST_IN_FLIGHT) {
      const item = this.#queue.shift();
      if (item === undefined) return;
      const request = this.#owner.callOf(item);
      if (request) this.#start(request);
    }
  }

  #start(request: CallRequest): void {
    const { item, call } = request;
    this.#inScope(this.#calls, item.id, call.number, async () => {
      const outcome = await this.#call(request);
      // there is room before the answer makes more calls
      this.#calls.delete(item.id);
      if (outcome) this.#owner.take({ item: item.id, number: call.number, ...outcome });
      this.#fill();
    });
  }

  /** @returns `undefined` when the call was cancelled: nobody waits for it */
  async #call({ item, call, input, how }: CallRequest) {
    const { callConnector } = proxyActivities<Activities>({
      activityId: `${item.id}/${call.number}`,
      summary: item.name,
      startToCloseTimeout: how.timeout,
      ...(how.retry.deadline === undefined ? {} : { scheduleToCloseTimeout: how.retry.deadline }),
      heartbeatTimeout: HEARTBEAT,
      cancellationType: ActivityCancellationType.TRY_CANCEL,
      retry: {
        maximumAttempts: how.retry.attempts,
        initialInterval: how.retry.initialInterval,
        backoffCoefficient: how.retry.coefficient,
        maximumInterval: how.retry.maximumInterval,
      },
    });
    try {
      const answer = await callConnector({
        connector: how.connector,
        version: how.version,
        configuration: how.configuration,
        input,
        key: call.key,
        work: { ...this.#work, itemId: item.id, taskId: item.task },
      });
      return answer.kind === "waiting"
        ? ({ kind: "waiting", until: Date.now() + answer.limit } as const)
        : answer;
    } catch (error) {
      if (isCancellation(error)) return undefined;
      return { kind: "failure", failure: failureOf(error) } as const;
    }
  }

  /** A callback that does not come in time is a failure like any other. */
  #watch(item: string, number: number, until: number): void {
    this.#inScope(this.#timers, item, number, async () => {
      await sleep(Math.max(1, until - Date.now()));
      this.#timers.delete(item);
      this.#owner.take({
        item,
        number,
        kind: "failure",
        failure: { type: "callback-timeout", message: "The callback did not come in time." },
      });
    });
  }

  /** Runs apart from the workflow's own cancellation: the case ends in order, and stops its calls itself. */
  #inScope(running: Map<string, Running>, item: string, number: number, work: () => Promise<void>): void {
    void CancellationScope.nonCancellable(async () => {
      const scope = new CancellationScope({ cancellable: true });
      running.set(item, { number, scope });
      try {
        await scope.run(work);
      } catch (error) {
        if (!isCancellation(error)) throw error;
      } finally {
        if (running.get(item)?.scope === scope) running.delete(item);
      }
    });
  }
}

/** The cause of a failed activity, as the interpreter keeps it. */
function failureOf(error: unknown): Omit<ItemFailure, "at"> {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) {
    const [told] = (cause.details ?? []) as [CallFailureDetails?];
    return { type: cause.type ?? "failure", message: cause.message, ...told };
  }
  if (cause instanceof TimeoutFailure) {
    const message =
      cause.timeoutType === "HEARTBEAT"
        ? "The worker that made the call was lost."
        : "The call took longer than it may.";
    return { type: "time-limit", message };
  }
  return { type: "failure", message: rootCause(error) ?? "The call failed." };
}
