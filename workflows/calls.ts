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
import type { CallFailureDetails, ConnectorCallAnswer } from "../activities/call-connector.ts";
import type { CallOutcome, CallRequest, Outcome } from "../yawl/case/calls.ts";
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
  /** what shields all calls from the workflow's own cancellation */
  #shield: CancellationScope | undefined;

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

  #start({ item, call, input, how }: CallRequest): void {
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
    const answer = this.#inScope(this.#calls, item.id, call.number, () =>
      callConnector({
        connector: how.connector,
        version: how.version,
        configuration: how.configuration,
        input,
        key: call.key,
        work: { ...this.#work, itemId: item.id, taskId: item.task },
      }),
    );
    void answer.then(
      (given) => this.#ended(item.id, call.number, outcomeOf(given)),
      (error: unknown) => this.#ended(item.id, call.number, failedOutcome(error)),
    );
  }

  /** @param outcome none when the call was cancelled: nobody waits for it */
  #ended(item: string, number: number, outcome: Outcome | undefined): void {
    // there is room before the answer makes more calls
    if (this.#calls.get(item)?.number === number) this.#calls.delete(item);
    if (outcome) this.#owner.take({ item, number, ...outcome });
    this.#fill();
  }

  /** A callback that does not come in time is a failure like any other. */
  #watch(item: string, number: number, until: number): void {
    const timer = this.#inScope(this.#timers, item, number, () => sleep(Math.max(1, until - Date.now())));
    const over = (isInTime: boolean): void => {
      if (this.#timers.get(item)?.number === number) this.#timers.delete(item);
      if (isInTime) return;
      const failure = { type: "callback-timeout", message: "The callback did not come in time." };
      this.#owner.take({ item, number, kind: "failure", failure });
    };
    void timer.then(
      () => over(false),
      () => over(true),
    );
  }

  /**
   * Runs apart from the workflow's own cancellation: the case ends in order, and stops its calls itself. Few promises: the
   * SDK takes the stack of each one that is made.
   */
  #inScope<T>(
    running: Map<string, Running>,
    item: string,
    number: number,
    work: () => Promise<T>,
  ): Promise<T> {
    this.#shield ??= new CancellationScope({ cancellable: false });
    const scope = new CancellationScope({ cancellable: true, parent: this.#shield });
    running.set(item, { number, scope });
    return scope.run(work);
  }
}

function outcomeOf(answer: ConnectorCallAnswer): Outcome {
  return answer.kind === "waiting" ? { kind: "waiting", until: Date.now() + answer.limit } : answer;
}

function failedOutcome(error: unknown): Outcome | undefined {
  return isCancellation(error) ? undefined : { kind: "failure", failure: failureOf(error) };
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
