/**
 * Looks at a command before it is sent: what cannot succeed is answered from the view, without troubling the case. The
 * case has the last word on what is sent.
 */
import type { ItemView } from "../../store/views.ts";
import { canonical } from "../../yawl/model/json.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import { hasEnded } from "../../yawl/work/item.ts";
import type { ItemStatus } from "../../yawl/work/item.ts";
import { mayGive, relations, ruleOf } from "../../yawl/work/lifecycle.ts";
import type { TaskPrivilege } from "../../yawl/work/lifecycle.ts";
import { Problem } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";
import { maySeeItem } from "./visibility.ts";

export interface Known {
  readonly item: ItemView;
  /** everybody to whom it ever was offered or allocated */
  readonly knownTo: readonly string[];
}

/** `send`: it may succeed; `done`: the same person did it before, and the item is the answer. */
export type Verdict = "send" | "done";

/** @throws Problem when the command cannot succeed */
export function judge(
  { item, knownTo }: Known,
  caller: Caller,
  command: ItemCommand,
  privileges: ReadonlySet<TaskPrivilege>,
): Verdict {
  const mayKnow = maySeeItem(item, caller);
  // Who had it offered once learns that it is too late; that is no secret to them.
  if (!mayKnow && !knownTo.includes(caller.id)) throw noSuchItem(item.id);
  if (isRepetition(item, caller, command)) return "done";
  const rule = ruleOf(command.type, item);
  if (!rule) throw new Problem("wrong-state", otherKind(item, command));
  if (!rule.from.includes(item.status)) {
    throw new Problem(
      "wrong-state",
      `${stateOf(item, caller, mayKnow)} To ${command.type} it, it has to be ${either(rule.from)}.`,
    );
  }
  if (!mayGive(rule, relations(item, caller.id, caller.manager), privileges)) {
    throw new Problem("not-eligible", refusal(item, caller, command));
  }
  return "send";
}

export function noSuchItem(id: string): Problem {
  return new Problem("not-found", `There is no work item "${id}".`);
}

function isRepetition(item: ItemView, caller: Caller, command: ItemCommand): boolean {
  if (command.type === "complete") return isResubmission(item, caller, command);
  if (command.type === "skip") return item.status === "skipped" && item.endedBy === caller.id;
  if (command.type === "fail") return item.status === "failed" && item.endedBy === caller.id;
  return item.allocatedTo === caller.id && (AFTER.get(command.type)?.includes(item.status) ?? false);
}

/** States in which the owner finds an item after a command that they have given before. */
const AFTER: ReadonlyMap<ItemCommand["type"], readonly ItemStatus[]> = new Map([
  ["claim", ["allocated", "started", "suspended"]],
  ["start", ["started"]],
  ["suspend", ["suspended"]],
  ["resume", ["started"]],
]);

/** @throws Problem when the submission id was used for other data */
function isResubmission(
  item: ItemView,
  caller: Caller,
  command: Extract<ItemCommand, { type: "complete" }>,
): boolean {
  if (item.status !== "completed" || item.endedBy !== caller.id) return false;
  if (command.submissionId === undefined || item.submissionId !== command.submissionId) return false;
  if (canonical(item.output) === canonical(command.data)) return true;
  throw new Problem(
    "submission-conflict",
    `The submission "${command.submissionId}" was made before with other data.`,
  );
}

function otherKind(item: ItemView, { type }: ItemCommand): string {
  return item.call
    ? `A connector performs the work item: it cannot be given the command ${type}.`
    : `People perform the work item: it cannot be given the command ${type}.`;
}

/** How the item stands, and who has it, as far as the caller may know. */
function stateOf(item: ItemView, caller: Caller, mayKnow: boolean): string {
  const holder = item.allocatedTo;
  if (holder === undefined || hasEnded(item.status)) return `The work item is ${item.status}.`;
  if (holder === caller.id) return `The work item is ${item.status}, and yours.`;
  return mayKnow
    ? `The work item is ${item.status}; ${holder} has it.`
    : `The work item is ${item.status}; someone else has it.`;
}

function refusal(item: ItemView, caller: Caller, command: ItemCommand): string {
  if (item.status === "offered") return "The work item is not offered to you.";
  if (item.allocatedTo === caller.id)
    return `Its task does not give you the privilege to ${command.type} it.`;
  return "The work item is not yours.";
}

function either(states: readonly string[]): string {
  return states.length < 2 ? (states[0] ?? "") : `${states.slice(0, -1).join(", ")} or ${states.at(-1)}`;
}
