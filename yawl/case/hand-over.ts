/**
 * How people's work changes hands: offered, claimed, given to somebody, given back. Whoever must not have it because of what
 * they did in the case does not get it, whoever gives it to them (R7 in docs/semantics.md).
 */
import { fault, ok, type Result } from "../model/fault.ts";
import type { Actor, ItemCommand } from "../work/command.ts";
import { offered, ownedBy, unoffered, type Found } from "../work/distribution.ts";
import type { ItemStatus, PersonItem } from "../work/item.ts";
import { statusAfter, type Rule } from "../work/lifecycle.ts";
import type { ItemMove } from "./events.ts";
import { start } from "./item-start.ts";
import { demandIn, separatedFrom } from "./people.ts";
import { itemOf } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

/** The item is somebody's now. @param move how it came to them */
export function give(
  step: CaseStep,
  item: PersonItem,
  by: Actor,
  to: string,
  move: ItemMove,
): Result<undefined> {
  const next = ownedBy(item, to, step.now);
  const separate = separatedFrom(step, item, to, next.actsFor);
  if (separate !== undefined) return refused(to, by, separate);
  step.emit({ type: "item", move, item: isBegun(item) ? begunAnew(next) : next, by: by.participant });
  return ok(undefined);
}

function refused(to: string, by: Actor, task: string): Result<undefined> {
  const who = to === by.participant ? "You" : `"${to}"`;
  return fault(
    "separation-of-duties",
    `${who} may not do this work: whoever did, or has in hand, the task "${task}" of this case may not.`,
  );
}

function isBegun({ status }: PersonItem): boolean {
  return status === "started" || status === "suspended";
}

/** Whoever gets started work finds nothing of what was saved. */
function begunAnew(item: PersonItem): PersonItem {
  if (!item.draft && !item.suspended) return item;
  const { draft: _draft, suspended: _suspended, ...rest } = item;
  return rest;
}

/** Started work gets another owner, who finds what was saved or begins anew. */
export function reallocate(
  step: CaseStep,
  item: PersonItem,
  by: Actor,
  { to, keepData }: Extract<ItemCommand, { type: "reallocate" }>,
): Result<undefined> {
  const next = begunAnew(ownedBy(item, to, step.now));
  const separate = separatedFrom(step, item, to, next.actsFor);
  if (separate !== undefined) return refused(to, by, separate);
  const { draft } = item;
  step.emit({
    type: "item",
    move: "reallocated",
    item: keepData && draft ? { ...next, draft } : next,
    by: by.participant,
  });
  return ok(undefined);
}

/** Somebody offers it to these people, and to those members of roles who may have it. */
export function offer(
  step: CaseStep,
  item: PersonItem,
  rule: Rule,
  by: Actor,
  { to: named, members = [] }: Extract<ItemCommand, { type: "offer" }>,
): Result<undefined> {
  const asMembers = new Set(members);
  const to: string[] = [];
  let first: Result<undefined> | undefined;
  for (const participant of named) {
    const separate = separatedFrom(step, item, participant);
    if (separate === undefined) to.push(participant);
    else if (!asMembers.has(participant)) return refused(participant, by, separate);
    else first ??= refused(participant, by, separate);
  }
  if (first && to.length === 0) return first;
  const next = offered(isBegun(item) ? begunAnew(item) : item, { people: to }, step.now);
  const status = statusAfter(rule, item, to.length === 0);
  step.emit({ type: "item", move: "offered", item: { ...next, status }, by: by.participant });
  return ok(undefined);
}

/** The others still have it; with nobody left it waits for an administrator. */
export function reject(step: CaseStep, item: PersonItem, rule: Rule, by: Actor): Result<undefined> {
  const { participant } = by;
  if (item.offeredToRoles) return rejectAsOneOfMany(step, item, participant);
  const others = item.offeredTo.filter((id) => id !== participant);
  const { actingFor } = item;
  const next = offered(
    item,
    { people: others, ...(actingFor ? { actingFor } : {}) },
    item.offeredAt ?? step.now,
  );
  const status = statusAfter(rule, item, others.length === 0);
  step.emit({ type: "item", move: "rejected", item: { ...next, status }, by: participant });
  return ok(undefined);
}

/** Whether somebody is left who has one of the roles only the organisation knows. */
function rejectAsOneOfMany(step: CaseStep, item: PersonItem, participant: string): Result<undefined> {
  const without = [...new Set([...(item.notOfferedTo ?? []), participant])].toSorted();
  const next: PersonItem = {
    ...item,
    offeredTo: item.offeredTo.filter((id) => id !== participant),
    notOfferedTo: without,
  };
  const demand = demandIn(step, step.find(item), { except: without, byPeople: true, item: item.id });
  step.emit({
    type: "item",
    move: "rejected",
    item: next,
    by: participant,
    ...(demand ? { asks: { demand, since: step.now } } : {}),
  });
  return ok(undefined);
}

/** Back to the people whom its task asks for, but not to whoever gives it back. */
export function deallocate(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: Actor,
): Result<undefined> {
  const { allocatedTo: owner } = item;
  lookAgain(step, item, status, "deallocated", by, {
    except: owner === undefined ? [] : [owner],
    byPeople: true,
  });
  return ok(undefined);
}

/** The organisation is not what it was. */
export function redistribute(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: Actor,
): Result<undefined> {
  lookAgain(step, item, status, "redistributed", by, { except: item.notOfferedTo ?? [] });
  return ok(undefined);
}

function lookAgain(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  move: ItemMove,
  by: Actor | undefined,
  asked: { readonly except?: readonly string[]; readonly byPeople?: boolean },
): void {
  const demand = demandIn(step, step.find(item), { ...asked, item: item.id });
  step.emit({
    type: "item",
    move,
    item: { ...unoffered(item), status },
    ...(by ? { by: by.participant } : {}),
    ...(demand ? { asks: { demand, since: step.now } } : {}),
  });
}

/** Claims what is offered; where the task leaves the start to the system, it is started, and stays theirs if that fails (R12). */
export function claim(step: CaseStep, item: PersonItem, by: Actor): Result<undefined> {
  const given = give(step, item, by, by.participant, "claimed");
  if (!given.ok || !step.has("three-phase-distribution")) return given;
  if (step.find(item).linked.task.resourcing?.start.initiator !== "system") return given;
  const claimed = itemOf(step.state, item.id);
  if (claimed?.kind === "person") startBySystem(step, claimed);
  return given;
}

/** What cannot be started stays its owner's, and the log says why. */
function startBySystem(step: CaseStep, item: PersonItem): void {
  const begun = step.attempt(() => start(step, item, "started", undefined));
  if (!begun.ok) step.emit({ type: "item", move: "not-started", item, reason: begun.fault.message });
}

/** Claims what is offered, and starts it. */
export function claimAndStart(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: Actor,
): Result<undefined> {
  if (item.status === "offered") {
    const given = give(step, item, by, by.participant, "claimed");
    if (!given.ok) return given;
  }
  const claimed = itemOf(step.state, item.id);
  if (claimed?.kind !== "person") throw new Error(`the item ${item.id} was claimed and is gone`);
  return startOwn(step, claimed, status, by.participant);
}

/** Its owner starts it: what they began or did since it became theirs may keep them from it. */
export function startOwn(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: string | undefined,
): Result<undefined> {
  const owner = item.allocatedTo;
  const separate = owner === undefined ? undefined : separatedFrom(step, item, owner, item.actsFor);
  if (owner !== undefined && separate !== undefined) {
    return refused(owner, { participant: by ?? "", manager: false }, separate);
  }
  return start(step, item, status, by);
}

/**
 * The engine gave an item to somebody: it is started for them where the task says so. What cannot be started stays theirs (R12);
 * what they must not have any more goes to somebody else.
 */
export function beginForOwner(step: CaseStep, { item: id }: { readonly item: string }): void {
  const item = itemOf(step.state, id);
  if (item?.kind !== "person" || item.status !== "allocated" || item.allocatedTo === undefined) return;
  const separate = separatedFrom(step, item, item.allocatedTo, item.actsFor);
  if (separate !== undefined) {
    lookAgain(step, item, "unoffered", "redistributed", undefined, {});
    return;
  }
  startBySystem(step, item);
}

/** Whether the engine still has something to do with an item that was given to somebody. */
export function hasToBegin(step: CaseStep, found: Found, item: PersonItem): boolean {
  if (!("decision" in found) || found.decision.kind !== "allocated") return false;
  const { to, actsFor, start: isStarted } = found.decision;
  return isStarted === true || separatedFrom(step, item, to, actsFor) !== undefined;
}
