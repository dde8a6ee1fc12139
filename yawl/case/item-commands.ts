/**
 * Commands on a work item: who may give them, when, and where they lead says the life-cycle table, what else follows says
 * this file; how an item starts and how it ends have files of their own.
 */
import { fault, ok, type Result } from "../model/fault.ts";
import type { CompiledTask } from "../net/compiled.ts";
import { placeOf } from "../net/place.ts";
import type { JsonObject } from "../model/json.ts";
import type { CaseStatus } from "../work/case-lifecycle.ts";
import type { Actor, CommandMessage, ItemCommand } from "../work/command.ts";
import type { CallItem, ItemStatus, PersonItem, WorkItem } from "../work/item.ts";
import { statusAfter, type Rule } from "../work/lifecycle.ts";
import { privilegesOf } from "../work/privileges.ts";
import { judgeItem, remembering, type Refusal } from "../work/verdict.ts";
import { answered, failCall, retryCall } from "./calls.ts";
import type { ItemMove } from "./events.ts";
import { addInstance, checkAdded, dynamicAround } from "./instances/add.ts";
import { hold } from "./instances/hold.ts";
import { isOwnOfBlock } from "./instances/review.ts";
import {
  claim,
  claimAndStart,
  deallocate,
  give,
  offer,
  reallocate,
  redistribute,
  reject,
  startOwn,
} from "./hand-over.ts";
import { complete, forceComplete, skip } from "./item-end.ts";
import { itemOf } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

type ItemMessage = Extract<CommandMessage, { item: string }>;

/** Cases from before instances were added from inside see only the item's own task. */
function tasksAround(step: CaseStep, { net }: WorkItem): readonly CompiledTask[] {
  return step.has("instances-in-blocks") ? placeOf(step.linked.specification, net).around : [];
}

/**
 * Does what a command asks of a work item, or answers the fault that says why not; nothing when it was done before.
 * @param caseStatus the state that the case was in when the command was given
 */
export function decideItem(step: CaseStep, message: ItemMessage, caseStatus: CaseStatus): Result<undefined> {
  const { item: id, by, command, key } = message;
  const item = itemOf(step.state, id);
  const isNew = step.has("three-phase-distribution");
  const verdict = judgeItem(
    item ?? step.state.ended.findLast((each) => each.id === id),
    { by, command, key },
    {
      privileges: privilegesOf(
        item && step.find(item).linked.task,
        item && tasksAround(step, item),
        isNew ? by : undefined,
      ),
      caseStatus,
      ended: step.state.ended,
    },
  );
  switch (verdict.kind) {
    case "repeated":
      return ok(undefined);
    case "refused":
      return refusalOf(verdict.refusal, id, command);
    case "allowed":
      if (!item) throw new Error(`something is allowed with the item ${id}, which has ended`);
      if (!isNew && isOnlyOfNew(item, command)) {
        return fault(
          "wrong-state",
          `The work item is ${item.status}: its case began before that could be done.`,
        );
      }
      if (command.type === "add-instance") return addBeside(step, item, message, command.data);
      return item.kind === "call"
        ? performOnCall(step, item, verdict.rule, by, command)
        : performOnPersons(step, remembering(item, { by, command }), verdict.rule, by, command);
  }
}

function refusalOf(refusal: Refusal, item: string, { type }: ItemCommand): Result<undefined> {
  switch (refusal.type) {
    case "not-found":
      return fault("not-found", `There is no work item "${item}" that the case remembers.`);
    case "submission-conflict":
      return fault(
        "submission-conflict",
        `The submission "${refusal.submission}" was made before with other content.`,
      );
    case "not-eligible":
      return fault(
        "not-eligible",
        refusal.because === "not-offered"
          ? `The work item "${item}" is not offered to you.`
          : `You may not ${type} the work item "${item}".`,
      );
    case "wrong-state":
      return fault("wrong-state", stateOf(refusal, type));
  }
}

function stateOf(refusal: Extract<Refusal, { type: "wrong-state" }>, command: ItemCommand["type"]): string {
  switch (refusal.because) {
    case "case":
      return `The case is ${refusal.status}.`;
    case "kind": {
      const who = refusal.performer === "call" ? "a connector performs" : "people perform";
      return `"${command}" is no command for an item that ${who}.`;
    }
    case "call":
      return "The callback answers a call that is over: another was made.";
    case "status":
      return `"${command}" needs the work item to be ${refusal.from.join(" or ")}; it is ${refusal.status}.`;
  }
}

/** Where the item goes says the rule; what else becomes of it says this. */
function performOnPersons(
  step: CaseStep,
  item: PersonItem,
  rule: Rule,
  by: Actor,
  command: ItemCommand,
): Result<undefined> {
  const status = statusAfter(rule, item);
  switch (command.type) {
    case "offer":
      return offer(step, item, rule, by, command);
    case "claim":
      return claim(step, item, by);
    case "claim-and-start":
      return claimAndStart(step, item, status, by);
    case "chain":
      return chain(step, item, status, by);
    case "allocate":
      return give(step, item, by, command.to, "allocated");
    case "delegate":
      return give(step, item, by, command.to, "delegated");
    case "reject":
      return reject(step, item, rule, by);
    case "deallocate":
      return deallocate(step, item, status, by);
    case "redistribute":
      return redistribute(step, item, status, by);
    case "reallocate":
      return reallocate(step, item, by, command);
    case "start":
      return startOwn(step, item, status, by.participant);
    case "restart":
      return restart(step, item, status, by);
    case "save":
      return move(step, by, "saved", { ...item, status, draft: command.data });
    case "suspend":
      return move(step, by, "suspended", {
        ...item,
        status,
        suspended: { from: "started", by: by.participant },
      });
    case "resume": {
      const { suspended: _, ...rest } = item;
      return move(step, by, "resumed", { ...rest, status });
    }
    case "complete":
      return complete(step, item, status, by, command);
    case "skip":
      return skip(step, item, status, by, command.data);
    case "force-complete":
      return forceComplete(step, item, status, by, command.data);
    case "add-instance":
    case "retry":
    case "fail":
    case "callback":
      throw new Error(`${command.type} is not done by whoever performs people's work`);
  }
}

function performOnCall(
  step: CaseStep,
  item: CallItem,
  rule: Rule,
  by: Actor,
  command: ItemCommand,
): Result<undefined> {
  const status = statusAfter(rule, item);
  switch (command.type) {
    case "skip":
      return skip(step, item, status, by, command.data);
    case "retry":
      return retryCall(step, item, status, by, command.data);
    case "fail":
      return failCall(step, item, status, by, command.reason);
    case "callback":
      return answered(step, item, status, command.data);
    default:
      throw new Error(`the life cycle allows ${command.type} of a connector's work`);
  }
}

/** One more instance beside an item's own, or beside the one whose net the item is in. In a block its parent adds it. */
function addBeside(
  step: CaseStep,
  item: WorkItem,
  message: ItemMessage,
  data: JsonObject,
): Result<undefined> {
  const at = dynamicAround(step, item);
  if (!at) return fault("wrong-state", `"${item.name}" is no instance of a task to which some can be added.`);
  if (!isOwnOfBlock(step.state, at)) return addInstance(step, at, data);
  const checked = checkAdded(step, at, data);
  if (!checked.ok) return checked;
  step.heldAs = hold(step, { kind: "add", message });
  return ok(undefined);
}

function move(step: CaseStep, by: Actor, name: ItemMove, item: PersonItem): Result<undefined> {
  step.emit({ type: "item", move: name, item, by: by.participant });
  return ok(undefined);
}

/** The work is theirs, and what comes later, too. */
function chain(step: CaseStep, item: PersonItem, status: ItemStatus, by: Actor): Result<undefined> {
  const begun = claimAndStart(step, item, status, by);
  if (begun.ok && !step.state.chained?.includes(by.participant))
    step.emit({ type: "chained", participant: by.participant });
  return begun;
}

/** With the input that it had, and without what was saved. */
function restart(step: CaseStep, item: PersonItem, status: ItemStatus, by: Actor): Result<undefined> {
  const { draft: _draft, suspended: _suspended, ...rest } = item;
  return move(step, by, "restarted", { ...rest, status, startedAt: step.now });
}

/** What cases from before take no other way than they did then, whatever their histories say. */
function isOnlyOfNew({ status }: WorkItem, { type }: ItemCommand): boolean {
  const isBegun = status === "started" || status === "suspended";
  if (type === "offer") return isBegun || status === "allocated";
  return type === "allocate" && isBegun;
}
