import { ActivityCancellationType, ActivityFailure, ApplicationFailure, isCancellation, proxyActivities, rootCause, TimeoutFailure, } from "@temporalio/workflow";
import { pendingId } from "../../yawl/case/pending.js";
const MOST_IN_FLIGHT = 500;
const HEARTBEAT = "20 seconds";
export class Calls {
    #running = new Map();
    #queue = new Map();
    #owner;
    #work;
    #scope;
    #isPaused = false;
    constructor(owner, work, scope) {
        this.#owner = owner;
        this.#work = work;
        this.#scope = scope;
    }
    get isQuiet() {
        return this.#running.size === 0;
    }
    pause() {
        this.#isPaused = true;
    }
    start(pending) {
        this.#queue.set(pendingId(pending), pending);
        this.#fill();
    }
    stop(pending) {
        const id = pendingId(pending);
        this.#queue.delete(id);
        this.#running.get(id)?.cancel();
    }
    #fill() {
        if (this.#isPaused)
            return;
        for (const [id, { item }] of this.#queue) {
            if (this.#running.size >= MOST_IN_FLIGHT)
                return;
            this.#queue.delete(id);
            const request = this.#owner.callOf(item);
            if (request)
                this.#call(id, request);
        }
    }
    #call(id, { item, call, input, how }) {
        const { callConnector } = proxyActivities({
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
        const answer = scope.run(() => callConnector({
            connector: how.connector,
            version: how.version,
            configuration: how.configuration,
            input,
            key: call.key,
            work: { ...this.#work, itemId: item.id, taskId: item.task },
        }));
        const ended = (outcome) => {
            this.#running.delete(id);
            if (outcome)
                this.#owner.take({ item: item.id, number: call.number, ...outcome });
            this.#fill();
        };
        void answer.then((given) => ended(outcomeOf(given)), (error) => ended(failedOutcome(error)));
    }
}
function outcomeOf(answer) {
    return answer.kind === "waiting" ? { kind: "waiting", until: Date.now() + answer.limit } : answer;
}
function failedOutcome(error) {
    return isCancellation(error) ? undefined : { kind: "failure", failure: failureOf(error) };
}
function failureOf(error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    if (cause instanceof ApplicationFailure) {
        const [told] = (cause.details ?? []);
        return { type: cause.type ?? "failure", message: cause.message, ...told };
    }
    if (cause instanceof TimeoutFailure) {
        const message = cause.timeoutType === "HEARTBEAT"
            ? "The worker that made the call was lost."
            : "The call took longer than it may.";
        return { type: "time-limit", message };
    }
    return { type: "failure", message: rootCause(error) ?? "The call failed." };
}
//# sourceMappingURL=calls.js.map