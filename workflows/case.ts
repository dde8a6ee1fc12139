/**
 * The case workflow: wires messages to the interpreter. What a case does is decided in `yawl/case`; what has to happen
 * outside is done by `CaseRun`; this file is the shape that Temporal sees.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { Instruction, Report } from "../yawl/case/instances/block.ts";
import type { CaseState } from "../yawl/case/state.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import type { CommandMessage } from "../yawl/work/command.ts";
import { CaseRun, type CaseSnapshot } from "./case-run.ts";
import {
  BLOCK_LOST,
  COMMAND,
  INSTRUCT,
  REPORT,
  STATE,
  WAS_DONE,
  type BlockLost,
  type BlockOutcome,
  type CaseOutcome,
  type CaseStart,
  type CommandAnswer,
} from "./messages.ts";

const commandUpdate = defineUpdate<CommandAnswer, [CommandMessage]>(COMMAND);
const commandSignal = defineSignal<[CommandMessage]>(COMMAND);
const reportSignal = defineSignal<[Report]>(REPORT);
const instructSignal = defineSignal<[Instruction]>(INSTRUCT);
const blockLostSignal = defineSignal<[BlockLost]>(BLOCK_LOST);
const wasDoneQuery = defineQuery<boolean, [CommandMessage]>(WAS_DONE);
const stateQuery = defineQuery<CaseState>(STATE);

/**
 * A server ends a run after 2,000 updates; a case goes on as new before that, and whenever the server finds its history
 * long.
 */
const MESSAGES_PER_RUN = 1_500;

/** Beyond these a run ends whatever is under way; the server itself ends one after 2,000 updates or 51,200 events. */
const MOST_UPDATES = 1_900;
const MOST_EVENTS = 40_000;

/**
 * One case from its launch to its end.
 * @param snapshot what an earlier run of the same case left; the first run has none
 * @throws ApplicationFailure of type `deadlocked` when nothing in the case can go on, of a fault's type when it cannot start
 *   or was given up
 */
export async function yawlCase(
  start: CaseStart,
  specification: CompiledSpecification,
  snapshot?: CaseSnapshot,
): Promise<CaseOutcome> {
  const run = await lived(start, specification, snapshot);
  const outcome = run.outcome();
  if (outcome.state === "deadlocked") {
    throw ApplicationFailure.nonRetryable(
      "The case is deadlocked: no task is enabled or busy.",
      "deadlocked",
      run.whereabouts(),
    );
  }
  if (outcome.state === "failed") {
    throw ApplicationFailure.nonRetryable(
      run.state.fault?.message ?? "The case failed.",
      run.state.fault?.type ?? "failed",
      run.state.fault,
    );
  }
  return outcome;
}

/**
 * A block: some of the instances of a task, on behalf of the execution that fired it. It takes the same commands as a case, and
 * tells how it stands by signals.
 * @returns how many of its instances ended how
 */
export async function yawlInstances(
  start: CaseStart,
  specification: CompiledSpecification,
  snapshot?: CaseSnapshot,
): Promise<BlockOutcome> {
  const run = await lived(start, specification, snapshot);
  const { completed, cancelled, failed } = run.state.block?.report ?? {
    completed: 0,
    cancelled: 0,
    failed: 0,
  };
  return { completed, cancelled, failed };
}

/** Runs an execution until it and its blocks have ended; goes on in a new run where this one becomes long. */
async function lived(
  start: CaseStart,
  specification: CompiledSpecification,
  snapshot: CaseSnapshot | undefined,
): Promise<CaseRun> {
  const run = new CaseRun(start, specification, snapshot);
  run.begin();
  // what came before this is taken now, when there is a state that can take it
  setHandler(commandUpdate, (message) => run.execute(message), {
    validator: (message) => run.check(message),
    description: "A command on a work item or the case; answered when the view shows its effect.",
  });
  setHandler(commandSignal, (message) => run.executeSignal(message), {
    description: "The same command, for senders who need no answer.",
  });
  setHandler(wasDoneQuery, (message) => run.wasDone(message), {
    description: "Whether the case has taken this command before.",
  });
  setHandler(stateQuery, () => run.state, { description: "The case as the interpreter holds it." });
  setHandler(reportSignal, (report) => run.tell({ type: "block-reported", report }), {
    description: "From a block: how it stands.",
  });
  setHandler(instructSignal, (instruction) => run.tell({ type: "instructed", instruction }), {
    description: "To a block, from the execution that made it: what is wanted of it now.",
  });
  setHandler(blockLostSignal, (lost) => run.tell({ type: "block-lost", ...lost }), {
    description: "The workflow of a block has ended without telling.",
  });
  try {
    await condition(() => run.isOver || mayEnd(run, start.messagesPerRun ?? MESSAGES_PER_RUN));
  } catch (error) {
    if (!isCancellation(error)) throw error;
    // somebody cancelled the workflow from Temporal's side: the case ends in order, then Temporal hears what it asked for
    await CancellationScope.nonCancellable(async () => {
      run.cancelFromOutside();
      await condition(() => run.isOver);
      await finished(run);
    });
    throw error;
  }
  await finished(run);
  if (!run.isOver) await continueAsNew<typeof yawlCase>(start, specification, run.snapshot());
  return run;
}

/**
 * Whether the run is long and may end now: connector calls under way belong to it, so that they are waited for, unless it
 * becomes so long that the server would end it. They are then made again by the next run, with the same idempotency key.
 */
function mayEnd(run: CaseRun, messages: number): boolean {
  if (run.updates + run.heard < messages && !workflowInfo().continueAsNewSuggested) return false;
  run.pauseCalls();
  return run.isQuiet || run.updates >= MOST_UPDATES || workflowInfo().historyLength >= MOST_EVENTS;
}

/** The view shows everything, and everybody who asked, until this very moment, has an answer. */
async function finished(run: CaseRun): Promise<void> {
  do {
    await run.shown();
    await condition(() => allHandlersFinished() && run.isTaken);
  } while (!run.isShown);
}
