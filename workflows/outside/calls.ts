/**
 * The connector calls of a case: an activity for each that is pending, some at a time, stopped when it is pending no more.
 * What becomes of an answer is decided by the interpreter.
 */
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  type CancellationScope,
  isCancellation,
  proxyActivities,
  rootCause,
  TimeoutFailure,
} from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { CallFailureDetails, ConnectorCallAnswer } from "../../activities/call-connector.ts";
import type { CallRequest } from "../../yawl/case/calls.ts";
import type { CallOutcome, Outcome } from "../../yawl/case/outcome.ts";
import { pendingId, type PendingOf } from "../../yawl/case/pending.ts";
import type { ItemFailure } from "../../yawl/work/item.ts";

/** Activities of one case under way at the same time; more calls wait their turn. */
const MOST_IN_FLIGHT = 500;

/** A worker that says nothing for so long is taken to be dead, and its call is made again with the same key. */
const HEARTBEAT = "20 seconds";

type PendingCall = PendingOf<"call">;

/** What the calls need of the case. */
export interface CallOwner {
  /** the call that an item stands for now */
  callOf(item: string): CallRequest | undefined;
  take(outcome: CallOutcome): void;
}

export class Calls {
  /** activities under way, by the id of what is pending */
  readonly #running = new Map<string, CancellationScope>();
  /** calls that wait for room, in order */
  readonly #queue = new Map<string, PendingCall>();
  readonly #owner: CallOwner;
  readonly #work: { readonly caseId: string; readonly specificationId: string };
  readonly #scope: () => CancellationScope;
  #isPaused = false;

  /** @param scope gives scopes for activities: they can be cancelled, but not with the workflow */
  constructor(
    owner: CallOwner,
    work: { readonly caseId: string; readonly specificationId: string },
    scope: () => CancellationScope,
  ) {
    this.#owner = owner;
    this.#work = work;
    this.#scope = scope;
  }

  /** No activity is under way: the run may end, and what waits goes on in the next. */
  get isQuiet(): boolean {
    return this.#running.size === 0;
  }

  /** Starts no more calls: this run is to end. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Calls the connector as soon as there is room. */
  start(pending: PendingCall): void {
    this.#queue.set(pendingId(pending), pending);
    this.#fill();
  }

  /** Nobody waits for the call any more. */
  stop(pending: PendingCall): void {
    const id = pendingId(pending);
    this.#queue.delete(id);
    this.#running.get(id)?.cancel();
  }

  #fill(): void {
    if (this.#isPaused) return;
    for (const [id, { item }] of this.#queue) {
      if (this.#running.size >= MOST_IN_FLIGHT) return;
      this.#queue.delete(id);
      const request = this.#owner.callOf(item);
      if (request) this.#call(id, request);
    }
  }

  #call(id: string, { item, call, input, how }: CallRequest): void {
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
    const scope = this.#scope();
    this.#running.set(id, scope);
    // few promises: the SDK takes the stack of each one that is made
    const answer = scope.run(() =>
      callConnector({
        connector: how.connector,
        version: how.version,
        configuration: how.configuration,
        input,
        key: call.key,
        number: call.number,
        work: { ...this.#work, itemId: item.id, taskId: item.task },
      }),
    );
    const ended = (outcome: Outcome | undefined): void => {
      // there is room before the answer makes more calls
      this.#running.delete(id);
      if (outcome) this.#owner.take({ item: item.id, number: call.number, ...outcome });
      this.#fill();
    };
    void answer.then(
      (given) => ended(outcomeOf(given)),
      (error: unknown) => ended(failedOutcome(error)),
    );
  }
}

function outcomeOf(answer: ConnectorCallAnswer): Outcome {
  return answer.kind === "waiting" ? { kind: "waiting", until: Date.now() + answer.limit } : answer;
}

/** @returns none when the call was cancelled: nobody waits for it */
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
