import { allHandlersFinished, ApplicationFailure, CancellationScope, condition, continueAsNew, defineQuery, defineSignal, defineUpdate, isCancellation, setHandler, workflowInfo, } from "@temporalio/workflow";
import { CaseRun } from "./case-run.js";
import { COMMAND, STATE } from "./messages.js";
const commandUpdate = defineUpdate(COMMAND);
const commandSignal = defineSignal(COMMAND);
const stateQuery = defineQuery(STATE);
const UPDATES_PER_RUN = 1_500;
const MOST_UPDATES = 1_900;
const MOST_EVENTS = 40_000;
export async function yawlCase(start, specification, snapshot) {
    const run = new CaseRun(start, specification, snapshot);
    setHandler(commandUpdate, (message) => run.execute(message), {
        validator: (message) => run.check(message),
        description: "A command on a work item or the case; answered when the view shows its effect.",
    });
    setHandler(commandSignal, (message) => run.executeSignal(message), {
        description: "The same command, for senders who need no answer.",
    });
    setHandler(stateQuery, () => run.state, { description: "The case as the interpreter holds it." });
    run.begin();
    try {
        await condition(() => run.ended || mayEnd(run));
    }
    catch (error) {
        if (!isCancellation(error))
            throw error;
        await CancellationScope.nonCancellable(async () => {
            run.cancelFromOutside();
            await finished(run);
        });
        throw error;
    }
    await finished(run);
    if (!run.ended) {
        await continueAsNew(start, specification, run.snapshot());
    }
    const outcome = run.outcome();
    if (outcome.state === "deadlocked") {
        throw ApplicationFailure.nonRetryable("The case is deadlocked: no task is enabled or busy.", "deadlocked", run.whereabouts());
    }
    if (outcome.state === "failed") {
        throw ApplicationFailure.nonRetryable(run.state.fault?.message ?? "The case failed.", run.state.fault?.type ?? "failed", run.state.fault);
    }
    return outcome;
}
function mayEnd(run) {
    if (run.updates < UPDATES_PER_RUN && !workflowInfo().continueAsNewSuggested)
        return false;
    run.pauseCalls();
    return run.isQuiet || run.updates >= MOST_UPDATES || workflowInfo().historyLength >= MOST_EVENTS;
}
async function finished(run) {
    do {
        await run.shown();
        await condition(() => allHandlersFinished() && run.isTaken);
    } while (!run.isShown);
}
//# sourceMappingURL=case.js.map