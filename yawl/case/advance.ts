/**
 * The one door into the interpreter: an input comes in, a step comes out. The state that comes in is never changed; after a
 * fault the caller still has it as it was. The rules that comments here cite as SEMANTICS 4 or I5 are in docs/semantics.md.
 */
import { fault, ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { LinkedSpecification } from "../net/linked.ts";
import type { CaseStatus } from "../work/case-lifecycle.ts";
import type { CommandMessage } from "../work/command.ts";
import type { Found } from "../work/distribution.ts";
import { readMessage } from "../work/message.ts";
import { callExpired, takeOutcome } from "./calls.ts";
import { decideCase, retry } from "./case-commands.ts";
import { failCase } from "./fail-case.ts";
import type { Flag } from "./flags.ts";
import { decideItem } from "./item-commands.ts";
import type { BlockStart, Instruction, Report } from "./instances/block.ts";
import { tellSuspension } from "./instances/blocks.ts";
import { beginForOwner } from "./hand-over.ts";
import { heldOf, heldUnder, hold, redoHeld, refuseEnded } from "./instances/hold.ts";
import { concludeBlock, emptyBlock, enterBlock, takeInstruction } from "./instances/part.ts";
import { loseBlock, noteBegun, takeReport } from "./instances/reports.ts";
import { review } from "./instances/review.ts";
import { distributeItem } from "./items.ts";
import { hasKeyOf, keyedOf } from "./keyed.ts";
import { emptyCase, enterRoot } from "./launch.ts";
import type { CallOutcome } from "./outcome.ts";
import { pendingOf } from "./pending.ts";
import { settle } from "./settle.ts";
import { itemOf, type CaseState } from "./state.ts";
import type { Step } from "./step.ts";
import { CaseStep } from "./tasks/kind.ts";
import { kindOf } from "./tasks/kinds.ts";
import { endExpired, timerDue } from "./timers/expire.ts";
import { followSuspensions } from "./timers/set.ts";

/** All that can happen to a case from outside. */
export type Input =
  | Launch
  /** somebody's command; it is checked here, whatever it is */
  | { readonly type: "command"; readonly message: CommandMessage }
  /** what became of a pending call: an answer, work that goes on outside until its callback, a failure for good */
  | { readonly type: "call-ended"; readonly outcome: CallOutcome }
  /** the instant of something pending has come; `at`: which of a timer's, in epoch milliseconds */
  | { readonly type: "timer-due"; readonly pending: string; readonly at?: number }
  /** whom the organisation found for the items that looked for people; a task may have thousands */
  | { readonly type: "people-found"; readonly found: readonly Found[] }
  | Between;

/** What parent and blocks have to do with each other. */
export type Between =
  /** the workflow of a block has begun */
  | { readonly type: "block-begun"; readonly block: string }
  /** a block tells how it stands */
  | { readonly type: "block-reported"; readonly report: Report }
  /** the workflow of a block was ended in Temporal */
  | { readonly type: "block-lost"; readonly block: string; readonly message: string }
  /** the parent of this block wants something else of it */
  | { readonly type: "instructed"; readonly instruction: Instruction }
  /** the parent has the report of this version */
  | { readonly type: "report-sent"; readonly version: number };

/** The beginning: there is no state yet. */
export type Launch = CaseLaunch | BlockLaunch;

interface Beginning {
  /** of the case's random numbers, 32 bits */
  readonly seed: number;
  /** behaviour that the case keeps until its end; see `flags.ts` */
  readonly flags: readonly Flag[];
}

/** The beginning of a case. */
export interface CaseLaunch extends Beginning {
  readonly type: "launch";
  /** the case's id */
  readonly id: string;
  /** launch data that `checkLaunch` accepts */
  readonly data: JsonObject;
  /** up to how many instances of a task stay in the case; without it all of them */
  readonly inside?: number;
  /** how many instances a block gets; by their number where this is not given */
  readonly perBlock?: number;
}

/** The beginning of a block. */
export interface BlockLaunch extends Beginning {
  readonly type: "launch-block";
  readonly start: BlockStart;
}

/**
 * One step of a case.
 * @param state of the case; none for a launch
 * @param now epoch milliseconds
 * @returns the new state and what happened. Nothing happened when a command repeats what is done already, or when nobody
 *   waits for the outcome any more. Faults: `invalid-data` for launch data or a message of the wrong shape, and what the
 *   command asks that cannot be done (`wrong-state`, `not-eligible`, `not-found`, `submission-conflict`, a fault in data)
 */
export function advance(
  linked: LinkedSpecification,
  state: CaseState | undefined,
  input: Input,
  now: number,
): Result<Step> {
  if (input.type === "launch" || input.type === "launch-block") {
    if (state) throw new Error(`the case ${state.id} was launched before`);
    return launch(linked, input, now);
  }
  if (!state) throw new Error("there is no case yet");
  const step = new CaseStep(linked, state, now, kindOf);
  const mayHold = state.block !== undefined || state.blocks !== undefined || heldOf(state).length > 0;
  return settled(step, mayHold ? takeOrHold(step, input) : take(step, input));
}

function launch(linked: LinkedSpecification, input: Launch, now: number): Result<Step> {
  if (input.type === "launch") {
    const step = new CaseStep(linked, emptyCase(input), now, kindOf);
    return settled(step, enterRoot(step, input.data));
  }
  const { start, seed, flags } = input;
  const step = new CaseStep(linked, emptyBlock(start, seed, flags), now, kindOf);
  enterBlock(step, start);
  return settled(step, ok(undefined));
}

/** A completion that others have to decide first is kept, and taken again when they have. */
function takeOrHold(step: CaseStep, input: Exclude<Input, Launch>): Result<undefined> {
  const taken = step.attempt(() => take(step, input));
  if (!taken.ok) {
    if (taken.fault.type !== "needs-permit") return taken;
    keep(step, input);
    return ok(undefined);
  }
  if (heldOf(step.state).length > 0) {
    redoHeld(step, {
      command: (message) => takeCommand(step, message, "running"),
      outcome: (outcome) => takeOutcome(step, outcome),
      expiry: (of) => endExpired(step, of),
    });
  }
  return taken;
}

/** It waits, and its task asks for what others were granted. */
function keep(step: CaseStep, input: Exclude<Input, Launch>): void {
  let id: string | undefined;
  if (input.type === "command") {
    if ("item" in input.message) id = input.message.item;
    step.heldAs = hold(step, { kind: "command", message: input.message });
  } else if (input.type === "call-ended") {
    id = input.outcome.item;
    hold(step, { kind: "outcome", outcome: input.outcome });
  }
  const item = id === undefined ? undefined : itemOf(step.state, id);
  if (!item) throw new Error(`${input.type} cannot be held`);
  review(step, step.find(item));
}

function take(step: CaseStep, input: Exclude<Input, Launch>): Result<undefined> {
  switch (input.type) {
    case "command":
      return takeCommand(step, input.message);
    case "call-ended":
      return takeOutcome(step, input.outcome);
    case "timer-due":
      takeTimer(step, input);
      return ok(undefined);
    case "people-found":
      for (const found of input.found) distributeItem(step, found);
      return ok(undefined);
    case "block-reported": {
      const fault = takeReport(step, input.report);
      if (fault) failCase(step, fault);
      return ok(undefined);
    }
    case "block-begun":
      noteBegun(step, input.block);
      return ok(undefined);
    case "block-lost":
      loseBlock(step, input.block, input.message);
      return ok(undefined);
    case "instructed":
      if (takeInstruction(step, input.instruction)) retry(step);
      return ok(undefined);
    case "report-sent":
      step.emit({ type: "report-sent", version: input.version });
      return ok(undefined);
  }
}

/** @param status of the case, as far as the command is concerned: one that was held was given while it ran */
function takeCommand(
  step: CaseStep,
  message: CommandMessage,
  status: CaseStatus = step.state.status,
): Result<undefined> {
  const read = readMessage(message);
  if (!read.ok) return read;
  const command = keyedOf(read.value);
  if (!command) return decide(step, read.value, status);
  const waiting = heldUnder(step.state, command);
  const known = step.state.keyed?.find((each) => hasKeyOf(each, command)) ?? waiting?.command;
  if (known && known.digest !== command.digest)
    return fault("submission-conflict", `The key "${command.key}" came before with another command.`);
  // who repeats what is not decided yet waits with whoever sent it first
  if (waiting) step.heldAs = waiting.id;
  if (known) return ok(undefined);
  const decided = decide(step, read.value, status);
  // what repeats something without a key is no command of its own; what is held is one when it was done
  if (decided.ok && step.events.length > 0 && step.heldAs === undefined)
    step.emit({ type: "keyed", command });
  return decided;
}

function decide(step: CaseStep, message: CommandMessage, status: CaseStatus): Result<undefined> {
  return "item" in message
    ? decideItem(step, message, status)
    : decideCase(step, message.command, message.by);
}

function takeTimer(step: CaseStep, { pending: id, at }: Extract<Input, { type: "timer-due" }>): void {
  const pending = pendingOf(step.state.pending, id);
  switch (pending?.kind) {
    case "callback":
      callExpired(step, pending);
      return;
    case "start":
      beginForOwner(step, pending);
      return;
    case "timer":
      timerDue(step, pending, at);
      return;
    case "people":
    case "call":
    case "block":
    case "report":
    case undefined:
  }
}

/** Whoever has tokens now goes on, unless the case is suspended or has ended. */
function settled(step: CaseStep, taken: Result<undefined>): Result<Step> {
  if (!taken.ok) return taken;
  if (step.state.status === "running") settle(step);
  followSuspensions(step);
  if (heldOf(step.state).length > 0) refuseEnded(step);
  if (step.state.blocks) tellSuspension(step);
  if (step.state.block) concludeBlock(step);
  return ok(step);
}
