/**
 * What waits until somebody else has decided: a completion that may be one too many, and an instance that is to be added.
 * Commands are held before anything of them has happened, so that whoever gave them has no answer yet. A completion is held
 * when its parent or its blocks may have counted what was needed; it is tried again whenever something was heard.
 */
import { fault, type Fault, type Result } from "../../model/fault.ts";
import type { CommandMessage } from "../../work/command.ts";
import type { CallOutcome } from "../outcome.ts";
import { hasKeyOf, keyedOf } from "../keyed.ts";
import { itemOf, type CaseState, type Held, type KeyedCommand } from "../state.ts";
import type { CaseStep } from "../tasks/kind.ts";

/** What waits, without the number that it gets. */
export type Waits = Held extends infer Entry ? (Entry extends Held ? Omit<Entry, "id"> : never) : never;

/** Keeps something until it can be decided. @returns its number */
export function hold(step: CaseStep, waits: Waits): number {
  const id = (step.state.held?.last ?? 0) + 1;
  step.emit({ type: "held", held: { ...waits, id } as Held });
  return id;
}

/** All that waits in a state, in the order in which it came. */
export function heldOf({ held }: CaseState): readonly Held[] {
  return held?.entries ?? [];
}

/**
 * What waits under the key of a command, to be added: it was asked for before, and whether it is done is not known yet.
 * @returns its number, and the command that asked for it
 */
export function heldUnder(
  state: CaseState,
  command: KeyedCommand,
): { readonly id: number; readonly command: KeyedCommand } | undefined {
  for (const held of heldOf(state)) {
    const known = held.kind === "add" ? keyedOf(held.message) : undefined;
    if (known && hasKeyOf(known, command)) return { id: held.id, command: known };
  }
  return undefined;
}

/** Whether the net of an instance waits for its end to be counted. */
export function isNetHeld(state: CaseState, net: string): boolean {
  return heldOf(state).some((each) => each.kind === "net" && each.net === net);
}

/** Whether what came of a call waits. */
export function isOutcomeHeld(state: CaseState, item: string): boolean {
  return heldOf(state).some((each) => each.kind === "outcome" && each.outcome.item === item);
}

/** Whether the callback that an item waits for has come, and waits itself. */
export function isCallbackHeld(state: CaseState, item: string): boolean {
  return heldOf(state).some(
    (each) =>
      each.kind === "command" && isFor(each.message, item) && each.message.command.type === "callback",
  );
}

function isFor(message: CommandMessage, item: string): boolean {
  return "item" in message && message.item === item;
}

/** What would end, and the task that counts it; none when it is not there any more. */
function endOf(
  state: CaseState,
  held: Held,
): { readonly id: string; readonly net: string; readonly task: string } | undefined {
  if (held.kind === "net") return endOfNet(state, held.net);
  if (held.kind === "expiry") return itemOf(state, held.of) ?? endOfNet(state, held.of);
  const id = held.kind === "outcome" ? held.outcome.item : "item" in held.message ? held.message.item : "";
  return itemOf(state, id);
}

function endOfNet(state: CaseState, key: string): ReturnType<typeof endOf> {
  const { parent } = (Object.hasOwn(state.nets, key) ? state.nets[key] : undefined) ?? {};
  return parent && { id: key, net: parent.net, task: parent.task };
}

/** How many instances of a task wait to be counted. Who sent twice what completes one waits once. */
export function waitingFor(state: CaseState, net: string, task: string): number {
  const found = new Set<string>();
  for (const held of heldOf(state)) {
    const end = held.kind === "add" ? undefined : endOf(state, held);
    if (end?.net === net && end.task === task) found.add(end.id);
  }
  return found.size;
}

/** Does again what is done with an input. */
export interface Redo {
  command(message: CommandMessage): Result<undefined>;
  outcome(outcome: CallOutcome): Result<undefined>;
  /** the time of an item or of a net instance is over */
  expiry(of: string): Result<undefined>;
}

/**
 * Tries again what is held, the oldest first. Of a task the completions of which still have to wait nothing more is tried.
 * What a case holds that is suspended was given before: it is done, but a net does not end.
 */
export function redoHeld(step: CaseStep, redo: Redo): void {
  const waiting = new Set<string>();
  for (const entry of heldOf(step.state)) {
    if (entry.kind === "add") {
      takeAnswer(step, entry);
      continue;
    }
    const end = endOf(step.state, entry);
    const place = end && `${end.net} ${end.task}`;
    if (place !== undefined && waiting.has(place)) continue;
    if (!redoOne(step, entry, redo) && place !== undefined) waiting.add(place);
  }
}

/** @returns whether it was decided */
function redoOne(step: CaseStep, entry: Exclude<Held, { kind: "add" }>, redo: Redo): boolean {
  if (entry.kind === "net") {
    if (step.state.status !== "running") return false;
    // its end holds it again where it still may not be counted
    step.emit({ type: "unheld", id: entry.id });
    step.touch(entry.net, []);
    return true;
  }
  const done = step.attempt(() => {
    step.emit({ type: "unheld", id: entry.id });
    if (entry.kind === "expiry") return redo.expiry(entry.of);
    return entry.kind === "command" ? redo.command(entry.message) : redo.outcome(entry.outcome);
  });
  if (!done.ok && done.fault.type === "needs-permit") return false;
  if (!done.ok && !endOf(step.state, entry)) {
    refuse(step, entry, reasonOf(step, entry));
    return true;
  }
  if (!done.ok) step.emit({ type: "unheld", id: entry.id });
  if (entry.kind === "command")
    step.answers.push({ id: entry.id, ...(done.ok ? {} : { fault: done.fault }) });
  return true;
}

/** The parent has said what becomes of an instance that was asked for. What was refused leaves its key to another try. */
function takeAnswer(step: CaseStep, { id, message }: Extract<Held, { kind: "add" }>): void {
  const answer = step.state.block?.instruction.answers?.find((each) => each.id === id);
  if (!answer) return;
  step.emit({ type: "unheld", id });
  step.answers.push(answer);
  const command = keyedOf(message);
  if (command && !answer.fault) step.emit({ type: "keyed", command });
}

/** What is held for something that is not there any more can not be done: who waits is told so. */
export function refuseEnded(step: CaseStep): void {
  const { status } = step.state;
  const isOver = status !== "running" && status !== "suspended";
  for (const entry of heldOf(step.state)) {
    if (isOver || (entry.kind !== "add" && !endOf(step.state, entry)))
      refuse(step, entry, reasonOf(step, entry));
  }
}

/** Nothing that is held can be done any more. What was asked for and is answered already has its answer. */
export function refuseHeld(step: CaseStep, reason: string): void {
  for (const entry of heldOf(step.state)) {
    if (entry.kind === "add") takeAnswer(step, entry);
  }
  for (const entry of heldOf(step.state)) refuse(step, entry, reason);
}

/** Why an item ended in this step. */
function reasonOf(step: CaseStep, entry: Held): string {
  const id = entry.kind === "command" && "item" in entry.message ? entry.message.item : undefined;
  const last = step.events.findLast((event) => event.type === "item" && event.item.id === id);
  return (last?.type === "item" ? last.item.reason : undefined) ?? "The work is no longer needed.";
}

/** It comes too late: what was sent is kept in the log. */
function refuse(step: CaseStep, entry: Held, reason: string): void {
  step.emit({ type: "unheld", id: entry.id });
  if (entry.kind !== "command" && entry.kind !== "add") return;
  step.answers.push({ id: entry.id, fault: lateFault(reason) });
  noteLate(step, entry.message, reason);
}

/** The finding of a fault that says that something came too late. */
const CAME_LATE = "came-late";

function lateFault(reason: string): Fault {
  const message = `This comes too late. ${reason} What was sent is in the case's log.`;
  return fault("wrong-state", message, [{ code: CAME_LATE, message: reason }]).fault;
}

/** Whether something was refused because it came too late, so that what was sent is in the log. */
export function isLate({ details = [] }: Fault): boolean {
  return details.some(({ code }) => code === CAME_LATE);
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
