/**
 * Looks at a command before it is sent: what cannot succeed is answered from the view, without troubling the case. The
 * case has the last word on what is sent.
 */
import type { ItemView } from "../../store/views.ts";
import type { Actor, ItemCommand } from "../../yawl/work/command.ts";
import { hasEnded } from "../../yawl/work/item.ts";
import type { TaskPrivilege } from "../../yawl/work/lifecycle.ts";
import { judgeItem, type Refusal } from "../../yawl/work/verdict.ts";
import { Problem } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";
import { maySeeItem } from "./visibility.ts";

export interface Known {
  readonly item: ItemView;
  /** everybody to whom it ever was offered or allocated */
  readonly knownTo: readonly string[];
  /** every role to which it ever was offered */
  readonly knownToRoles: readonly string[];
}

/** `send`: it may succeed; `done`: the same person did it before, and the item is the answer. */
export type Verdict = "send" | "done";

/**
 * What the case will say of a command, as far as the view knows.
 * @throws Problem when the command cannot succeed
 */
export function judge(
  { item, knownTo, knownToRoles }: Known,
  caller: Caller,
  by: Actor,
  command: ItemCommand,
  privileges: ReadonlySet<TaskPrivilege>,
  key?: string,
): Verdict {
  const mayKnow = maySeeItem(item, caller);
  // Who had it offered once learns that it is too late; that is no secret to them.
  const knew = knownTo.includes(caller.id) || knownToRoles.some((role) => caller.roles.includes(role));
  if (!mayKnow && !knew) throw noSuchItem(item.id);
  const verdict = judgeItem(item, { by, command, key }, { privileges });
  switch (verdict.kind) {
    case "repeated":
      return "done";
    case "allowed":
      return "send";
    case "refused":
      throw problemOf(verdict.refusal, item, caller, command, mayKnow);
  }
}

export function noSuchItem(id: string): Problem {
  return new Problem("not-found", `There is no work item "${id}".`);
}

function problemOf(
  refusal: Refusal,
  item: ItemView,
  caller: Caller,
  command: ItemCommand,
  mayKnow: boolean,
): Problem {
  switch (refusal.type) {
    case "not-found":
      return noSuchItem(item.id);
    case "submission-conflict":
      return new Problem(
        "submission-conflict",
        `The submission "${refusal.submission}" was made before with other data.`,
      );
    case "not-eligible":
      return new Problem("not-eligible", refusalOf(refusal.because, command));
    case "wrong-state":
      return new Problem("wrong-state", wrongState(refusal, item, caller, command, mayKnow));
  }
}

function wrongState(
  refusal: Extract<Refusal, { type: "wrong-state" }>,
  item: ItemView,
  caller: Caller,
  command: ItemCommand,
  mayKnow: boolean,
): string {
  switch (refusal.because) {
    case "case":
      return `The case is ${refusal.status}.`;
    case "kind":
      return otherKind(item, command);
    case "call":
      return OVER;
    case "status":
      return `${stateOf(item, caller, mayKnow)} To ${verbOf(command)} it, it has to be ${either(refusal.from)}.`;
  }
}

/** What is done to an item, in words that a sentence can have. */
function verbOf({ type }: Pick<ItemCommand, "type">): string {
  switch (type) {
    case "add-instance":
      return "add an instance beside";
    case "claim-and-start":
      return "claim and start";
    case "force-complete":
      return "complete by force";
    case "callback":
      return "call back";
    default:
      return type;
  }
}

const OVER = "The call that is answered is over: another was made.";

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

function refusalOf(
  because: Extract<Refusal, { type: "not-eligible" }>["because"],
  { type }: ItemCommand,
): string {
  switch (because) {
    case "not-offered":
      return "The work item is not offered to you.";
    case "no-privilege":
      if (type === "add-instance")
        return "The instances of its task are made once, when it begins: none is added.";
      return `Its task does not give you the privilege to ${verbOf({ type })} it.`;
    case "not-theirs":
    case "no-manager":
      return "The work item is not yours.";
  }
}

function either(states: readonly string[]): string {
  return states.length < 2 ? (states[0] ?? "") : `${states.slice(0, -1).join(", ")} or ${states.at(-1)}`;
}
