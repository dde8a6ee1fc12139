/**
 * Commands on a work item: who may give them and when says the life-cycle table, what follows says this file; how an item
 * starts and how it ends have files of their own.
 */
import { taskOf } from "../net/linked.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { Actor, CommandMessage, ItemCommand } from "../work/command.ts";
import { distributed, type Demand } from "../work/distribution.ts";
import type { WorkItem } from "../work/item.ts";
import { mayGive, privilegesFor, relations, ruleOf } from "../work/lifecycle.ts";
import { privilegesOf } from "../work/privileges.ts";
import { calledBack, failCall, retryCall } from "./calls.ts";
import { digestOf } from "./digest.ts";
import type { ItemMove } from "./events.ts";
import { addInstance } from "./item-add.ts";
import { complete, skip } from "./item-end.ts";
import { start } from "./item-start.ts";
import { demandOf } from "./items.ts";
import { itemOf, netInstance } from "./state.ts";
import type { CaseStep } from "./case-step.ts";

type ItemMessage = Extract<CommandMessage, { item: string }>;

/** Does what a command asks of a work item, or answers the fault that says why not. */
export function decideItem(step: CaseStep, { item: id, by, command }: ItemMessage): Result<undefined> {
  if (command.type === "complete" && command.submissionId !== undefined) {
    const earlier = step.state.submissions.find((known) => known.id === command.submissionId);
    if (earlier) return repeatedSubmission(earlier, id, command.data);
  }
  const item = itemOf(step.state, id);
  if (!item) return fault("not-found", `There is no open work item "${id}".`);
  if (isRepetition(item, by, command)) return ok(undefined);
  const allowed = check(step, item, by, command);
  if (!allowed.ok) return allowed;
  return perform(step, item, by, command);
}

function repeatedSubmission(
  earlier: { readonly id: string; readonly item: string; readonly digest: string },
  item: string,
  data: JsonObject,
): Result<undefined> {
  if (earlier.item === item && earlier.digest === digestOf(data)) return ok(undefined);
  return fault("submission-conflict", `The submission "${earlier.id}" was made before with other content.`);
}

/** The same person asks again for what is already done: a retry, answered by the item as it is. */
function isRepetition(item: WorkItem, by: Actor, command: ItemCommand): boolean {
  if (item.allocatedTo !== by.participant) return false;
  return (
    (command.type === "claim" && (item.status === "allocated" || item.status === "started")) ||
    (command.type === "start" && item.status === "started") ||
    (command.type === "suspend" && item.status === "suspended") ||
    (command.type === "resume" && item.status === "started")
  );
}

function check(step: CaseStep, item: WorkItem, by: Actor, command: ItemCommand): Result<undefined> {
  if (step.state.status !== "running") {
    return fault("wrong-state", `The case is ${step.state.status}.`);
  }
  const rule = ruleOf(command.type, item);
  if (!rule) return otherKind(item, command);
  const held = relations(item, by.participant, by.manager);
  if (!rule.from.includes(item.status)) {
    // someone without any part in the item learns that it is not theirs, not how it stands
    if (held.length === 0 && rule.who.length > 0 && item.status === "offered") return notTheirs(item);
    return fault(
      "wrong-state",
      `"${command.type}" needs the work item to be ${rule.from.join(" or ")}; it is ${item.status}.`,
    );
  }
  const { task } = taskOf(step.netFor(item.net), item.task);
  return mayGive(rule, held, privilegesOf(task), privilegesFor(command, rule))
    ? ok(undefined)
    : notTheirs(item, command);
}

function otherKind(item: WorkItem, { type }: ItemCommand): Result<undefined> {
  const who = item.call ? "a connector performs" : "people perform";
  return fault("wrong-state", `"${type}" is no command for an item that ${who}.`);
}

function notTheirs(item: WorkItem, command?: ItemCommand): Result<undefined> {
  if (item.status === "offered") {
    return fault("not-eligible", `The work item "${item.id}" is not offered to you.`);
  }
  return fault("not-eligible", `You may not ${command?.type ?? "do this to"} the work item "${item.id}".`);
}

function perform(step: CaseStep, item: WorkItem, by: Actor, command: ItemCommand): Result<undefined> {
  switch (command.type) {
    case "offer":
      return move(step, by, "offered", distributed(item, command.to, step.now));
    case "claim":
      return move(step, by, "claimed", ownedBy(by.participant, item, step.now));
    case "allocate":
      return move(step, by, "allocated", ownedBy(command.to, item, step.now));
    case "delegate":
      return move(step, by, "delegated", ownedBy(command.to, item, step.now));
    case "reject":
      return reject(step, item, by);
    case "deallocate":
      return deallocate(step, item, by);
    case "reallocate":
      return reallocate(step, item, by, command);
    case "start":
      return start(step, item, by);
    case "save":
      return move(step, by, "saved", { ...item, draft: command.data });
    case "suspend":
      return move(step, by, "suspended", { ...item, status: "suspended", suspendedFrom: "started" });
    case "resume": {
      const { suspendedFrom, ...rest } = item;
      return move(step, by, "resumed", { ...rest, status: suspendedFrom ?? "started" });
    }
    case "complete":
      return complete(step, item, by, command);
    case "skip":
      return skip(step, item, by, command.data);
    case "retry":
      return retryCall(step, item, by, command.data);
    case "fail":
      return failCall(step, item, by, command.reason);
    case "callback":
      return calledBack(step, item, command.data);
    case "add-instance":
      return addInstance(step, item, command.data);
  }
}

function move(step: CaseStep, by: Actor, name: ItemMove, item: WorkItem): Result<undefined> {
  step.emit({ type: "item", move: name, item, by: by.participant });
  return ok(undefined);
}

function ownedBy(participant: string, item: WorkItem, now: number): WorkItem {
  return { ...item, status: "allocated", offeredTo: [], allocatedTo: participant, allocatedAt: now };
}

/** The others still have it; with nobody left it waits for an administrator. */
function reject(step: CaseStep, item: WorkItem, by: Actor): Result<undefined> {
  const others = item.offeredTo.filter((participant) => participant !== by.participant);
  const next = distributed(item, others, step.now);
  const isOffered = next.status === "offered" && item.offeredAt !== undefined;
  return move(step, by, "rejected", isOffered ? { ...next, offeredAt: item.offeredAt } : next);
}

/** Started work gets another owner, who finds what was saved or begins anew. */
function reallocate(
  step: CaseStep,
  item: WorkItem,
  by: Actor,
  { to, keepData }: Extract<ItemCommand, { type: "reallocate" }>,
): Result<undefined> {
  const { draft, suspendedFrom: _, ...rest } = ownedBy(to, item, step.now);
  return move(step, by, "reallocated", keepData && draft ? { ...rest, draft } : rest);
}

/** Back to the people it was offered to; the one who gives it back is asked again only if nobody else is. */
function deallocate(step: CaseStep, item: WorkItem, by: Actor): Result<undefined> {
  const { allocatedTo: owner, allocatedAt: _, ...rest } = item;
  const { task } = taskOf(step.netFor(item.net), item.task);
  const demand = demandOf(task, netInstance(step.state, item.net).data);
  step.emit({
    type: "item",
    move: "deallocated",
    item: { ...rest, status: "unoffered", offeredTo: [] },
    by: by.participant,
    ...(demand ? { asks: { demand: askedAgain(demand, owner), since: step.now } } : {}),
  });
  return ok(undefined);
}

/** People choose now: the engine's choice was given back. */
function askedAgain(demand: Demand, owner: string | undefined): Demand {
  const { allocator: _, start: __, ...asked } = demand;
  return owner === undefined ? asked : { ...asked, except: [owner] };
}
