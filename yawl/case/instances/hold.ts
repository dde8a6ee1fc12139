/**
 * What waits until somebody else has decided: a completion that may be one too many, and an instance that is to be added.
 * Commands are held before anything of them has happened, so that whoever gave them has no answer yet.
 */
import { fault, type Fault, type Result } from "../../model/fault.ts";
import type { CommandMessage } from "../../work/command.ts";
import type { CallOutcome } from "../outcome.ts";
import type { CaseState, Held } from "../state.ts";
import type { CaseStep } from "../tasks/kind.ts";

/** What waits, without the number that it gets. */
export type Waits = Held extends infer Entry ? (Entry extends Held ? Omit<Entry, "id"> : never) : never;

/** Keeps something until it can be decided. @returns its number */
export function hold(step: CaseStep, waits: Waits): number {
  const id = (step.state.held?.last ?? 0) + 1;
  step.emit({ type: "held", held: { ...waits, id } as Held });
  return id;
}

export function heldOf({ held }: CaseState): readonly Held[] {
  return held?.entries ?? [];
}

/** Whether the net of an instance waits for its end to be counted. */
export function isNetHeld(state: CaseState, net: string): boolean {
  return heldOf(state).some((each) => each.kind === "net" && each.net === net);
}

/** Whether what came of a call waits. */
export function isOutcomeHeld(state: CaseState, item: string): boolean {
  return heldOf(state).some((each) => each.kind === "outcome" && each.outcome.item === item);
}

/** Does again what is done with an input. */
export interface Redo {
  command(message: CommandMessage): Result<undefined>;
  outcome(outcome: CallOutcome): Result<undefined>;
}

/** Tries again what is held, the oldest first, until something has to wait on. */
export function redoHeld(step: CaseStep, redo: Redo): void {
  for (const entry of heldOf(step.state)) {
    switch (entry.kind) {
      case "add":
        takeAnswer(step, entry.id);
        break;
      case "net":
        // its end holds it again where it still may not be counted
        step.emit({ type: "unheld", id: entry.id });
        if (Object.hasOwn(step.state.nets, entry.net)) step.touch(entry.net, []);
        break;
      case "command":
      case "outcome": {
        const done = step.attempt(() => {
          step.emit({ type: "unheld", id: entry.id });
          return entry.kind === "command" ? redo.command(entry.message) : redo.outcome(entry.outcome);
        });
        if (!done.ok && done.fault.type === "needs-permit") return;
        if (!done.ok) step.emit({ type: "unheld", id: entry.id });
        if (entry.kind === "command")
          step.answers.push({ id: entry.id, ...(done.ok ? {} : { fault: done.fault }) });
      }
    }
  }
}

/** The parent has said what becomes of an instance that was asked for. */
function takeAnswer(step: CaseStep, id: number): void {
  const answer = step.state.block?.instruction.answers?.find((each) => each.id === id);
  if (!answer) return;
  step.emit({ type: "unheld", id });
  step.answers.push(answer);
}

/** Nothing that is held can be done any more: who waits is told so, and what they sent is kept in the log. */
export function refuseHeld(step: CaseStep, reason: string): void {
  for (const entry of heldOf(step.state)) {
    step.emit({ type: "unheld", id: entry.id });
    if (entry.kind !== "command" && entry.kind !== "add") continue;
    step.answers.push({ id: entry.id, fault: lateFault(reason) });
    noteLate(step, entry.message, reason);
  }
}

const TOO_LATE = "This comes too late.";

function lateFault(reason: string): Fault {
  return fault("wrong-state", `${TOO_LATE} ${reason} What was sent is in the case's log.`).fault;
}

/** Whether something was refused because it came too late, so that what was sent is in the log. */
export function isLate({ type, message }: Fault): boolean {
  return type === "wrong-state" && message.startsWith(TOO_LATE);
}

function noteLate(step: CaseStep, message: CommandMessage, reason: string): void {
  const { command, by } = message;
  if (!("data" in command) || command.data === undefined) return;
  step.emit({
    type: "came-late",
    command: command.type,
    data: command.data,
    by: by.participant,
    reason,
    ...("item" in message ? { item: message.item } : {}),
  });
}
