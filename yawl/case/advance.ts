/**
 * The one door into the interpreter: an input comes in, a step comes out. The state that comes in is never changed; after a
 * fault the caller still has it as it was. The rules that comments here cite as SEMANTICS 4 or I5 are in docs/semantics.md.
 */
import { fault, ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { LinkedSpecification } from "../net/linked.ts";
import type { CommandMessage } from "../work/command.ts";
import { digestOf } from "../work/digest.ts";
import type { Found } from "../work/distribution.ts";
import { readMessage } from "../work/message.ts";
import { callExpired, takeOutcome, type CallOutcome } from "./calls.ts";
import { decideCase } from "./case-commands.ts";
import type { Flag } from "./flags.ts";
import { decideItem } from "./item-commands.ts";
import { distributeItem } from "./items.ts";
import { emptyCase, enterRoot } from "./launch.ts";
import { pendingOf } from "./pending.ts";
import { settle } from "./settle.ts";
import type { CaseState, KeyedCommand } from "./state.ts";
import type { Step } from "./step.ts";
import { CaseStep } from "./tasks/kind.ts";
import { kindOf } from "./tasks/kinds.ts";

/** All that can happen to a case from outside. */
export type Input =
  | Launch
  /** somebody's command; it is checked here, whatever it is */
  | { readonly type: "command"; readonly message: CommandMessage }
  /** what became of a pending call: an answer, work that goes on outside until its callback, a failure for good */
  | { readonly type: "call-ended"; readonly outcome: CallOutcome }
  /** the instant of something pending has come */
  | { readonly type: "timer-due"; readonly pending: string }
  /** whom the organisation found for the items that looked for people; a task may have thousands */
  | { readonly type: "people-found"; readonly found: readonly Found[] };

/** The beginning of a case: there is no state yet. */
export interface Launch {
  readonly type: "launch";
  /** the case's id */
  readonly id: string;
  /** launch data that `checkLaunch` accepts */
  readonly data: JsonObject;
  /** of the case's random numbers, 32 bits */
  readonly seed: number;
  /** behaviour that the case keeps until its end; see `flags.ts` */
  readonly flags: readonly Flag[];
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
  if (input.type === "launch") {
    if (state) throw new Error(`the case ${state.id} was launched before`);
    const step = new CaseStep(linked, emptyCase(input), now, kindOf);
    return settled(step, enterRoot(step, input.data));
  }
  if (!state) throw new Error("there is no case yet");
  const step = new CaseStep(linked, state, now, kindOf);
  return settled(step, take(step, input));
}

function take(step: CaseStep, input: Exclude<Input, Launch>): Result<undefined> {
  switch (input.type) {
    case "command":
      return takeCommand(step, input.message);
    case "call-ended":
      takeOutcome(step, input.outcome);
      return ok(undefined);
    case "timer-due":
      takeTimer(step, input.pending);
      return ok(undefined);
    case "people-found":
      for (const found of input.found) distributeItem(step, found);
      return ok(undefined);
  }
}

function takeCommand(step: CaseStep, message: CommandMessage): Result<undefined> {
  const read = readMessage(message);
  if (!read.ok) return read;
  const { key, by } = read.value;
  if (key === undefined) return decide(step, read.value);
  const command: KeyedCommand = { key, by: by.participant, digest: digestOfCommand(read.value) };
  const known = step.state.keyed?.find((each) => each.key === key && each.by === command.by);
  if (known?.digest === command.digest) return ok(undefined);
  if (known) return fault("submission-conflict", `The key "${key}" came before with another command.`);
  const decided = decide(step, read.value);
  // what repeats something without a key is no command of its own
  if (decided.ok && step.events.length > 0) step.emit({ type: "keyed", command });
  return decided;
}

function decide(step: CaseStep, message: CommandMessage): Result<undefined> {
  return "item" in message ? decideItem(step, message) : decideCase(step, message.command, message.by);
}

function digestOfCommand(message: CommandMessage): string {
  const { command } = message;
  return digestOf({ item: "item" in message ? message.item : null, command: { ...command } });
}

function takeTimer(step: CaseStep, id: string): void {
  const pending = pendingOf(step.state.pending, id);
  switch (pending?.kind) {
    case "callback":
      callExpired(step, pending);
      return;
    case "people":
    case "call":
    case undefined:
  }
}

/** Whoever has tokens now goes on, unless the case is suspended or has ended. */
function settled(step: CaseStep, taken: Result<undefined>): Result<Step> {
  if (!taken.ok) return taken;
  if (step.state.status === "running") settle(step);
  return ok(step);
}
