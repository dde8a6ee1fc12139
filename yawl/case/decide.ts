/**
 * Commands: decides what happens, or says by a fault why nothing does. The state that comes in is never changed; after a
 * fault the caller still has it as it was.
 */
import type { LinkedSpecification } from "../net/linked.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import type { Actor, CaseCommand, CommandMessage } from "../work/command.ts";
import { readMessage } from "../work/message.ts";
import { takeOutcome, type CallOutcome } from "./calls.ts";
import { cancelNet } from "./cancel.ts";
import { decideItem } from "./item-commands.ts";
import { distributeItem } from "./items.ts";
import { settle } from "./settle.ts";
import { busyTasks, netInstance, runOf, type CaseState } from "./state.ts";
import { Step } from "./step.ts";

/**
 * One step of a case.
 * @param message checked here: what has not the shape of a command is an `invalid-data` fault, whatever it is
 * @param now epoch milliseconds
 * @returns the step with the new state, what happened and what the shell has to do; nothing happened when the command was
 *   a repetition of one that is already done
 */
export function decide(
  linked: LinkedSpecification,
  state: CaseState,
  message: CommandMessage,
  now: number,
): Result<Step> {
  const read = readMessage(message);
  if (!read.ok) return read;
  const step = new Step(linked, state, now);
  const decided =
    "item" in read.value ? decideItem(step, read.value) : decideCase(step, read.value.command, read.value.by);
  if (!decided.ok) return decided;
  if (step.state.status === "running") settle(step);
  return ok(step);
}

function decideCase(step: Step, command: CaseCommand, by: Actor): Result<undefined> {
  const { status } = step.state;
  if (!by.manager) return fault("not-eligible", "Only case managers may do this to a case.");
  switch (command.type) {
    case "suspend-case":
      if (status === "suspended") return ok(undefined);
      if (status !== "running") return ended(status);
      step.emit({ type: "case-suspended" });
      return ok(undefined);
    case "resume-case":
      if (status === "running") return ok(undefined);
      if (status !== "suspended") return ended(status);
      step.emit({ type: "case-resumed" });
      // calls that were answered in the meantime have moved tokens
      for (const [key, { marking }] of Object.entries(step.state.nets)) step.touch(key, Object.keys(marking));
      return ok(undefined);
    case "retry":
      if (status !== "running") return ended(status);
      return retry(step);
    case "cancel-case": {
      if (status === "cancelled") return ok(undefined);
      if (status !== "running" && status !== "suspended") return ended(status);
      const root = step.linked.specification.rootNet;
      const result = netInstance(step.state, root).data;
      cancelNet(step, root);
      step.emit({
        type: "case-cancelled",
        result,
        ...(command.reason === undefined ? {} : { reason: command.reason }),
      });
      return ok(undefined);
    }
  }
}

function ended(status: CaseState["status"]): Result<undefined> {
  return fault("wrong-state", `The case is ${status}.`);
}

/** Looks again at every task that failed to fire or to exit, e.g. after its data was mended. */
function retry(step: Step): Result<undefined> {
  for (const key of Object.keys(step.state.nets)) {
    for (const task of Object.keys(netInstance(step.state, key).tasks)) {
      const run = runOf(netInstance(step.state, key), task);
      if (run?.phase === "failed") {
        step.emit({ type: "task-retried", net: key, task });
        step.touch(key, step.netFor(key).tasks.get(task)?.task.from ?? []);
      } else if (run?.phase === "busy" && run.fault) {
        step.emit({ type: "task-retried", net: key, task });
        for (const child of run.running) if (Object.hasOwn(step.state.nets, child)) step.touch(child, []);
      }
    }
  }
  return ok(undefined);
}

/** Tasks that could not fire or exit, with the reason; what an operator has to look at. */
export function failedTasks(
  state: CaseState,
): readonly { readonly net: string; readonly task: string; readonly message: string }[] {
  const found: { net: string; task: string; message: string }[] = [];
  for (const [key, instance] of Object.entries(state.nets)) {
    for (const [task, run] of Object.entries(instance.tasks)) {
      if (run.phase !== "enabled" && run.fault) {
        found.push({ net: key, task, message: run.fault.message });
      }
    }
  }
  return found;
}

/** Where the tokens are and which tasks are enabled or busy, by net instance. */
export function whereabouts(state: CaseState): {
  readonly marking: Record<string, Readonly<Record<string, number>>>;
  readonly busy: Record<string, readonly string[]>;
} {
  const marking: Record<string, Readonly<Record<string, number>>> = {};
  const busy: Record<string, readonly string[]> = {};
  for (const [key, instance] of Object.entries(state.nets)) {
    marking[key] = instance.marking;
    busy[key] = busyTasks(instance);
  }
  return { marking, busy };
}

/**
 * The connector of an automated item has answered, failed for good, or sent its work outside.
 * @param now epoch milliseconds
 * @returns a step in which nothing happened when nobody waits for this call any more
 */
export function answerCall(
  linked: LinkedSpecification,
  state: CaseState,
  outcome: CallOutcome,
  now: number,
): Step {
  const step = new Step(linked, state, now);
  takeOutcome(step, outcome);
  if (step.state.status === "running") settle(step);
  return step;
}

/** Whom an item goes to, as the organisation answered. */
export interface Distribution {
  readonly item: string;
  readonly people: readonly string[];
  /** epoch milliseconds */
  readonly at: number;
}

/** The organisation answered whom items go to: all of them in one step, of which a task may have thousands. */
export function distribute(
  linked: LinkedSpecification,
  state: CaseState,
  found: readonly Distribution[],
): CaseState {
  const step = new Step(linked, state, found[0]?.at ?? 0);
  for (const { item, people, at } of found) distributeItem(step, item, people, at);
  return step.state;
}
