/**
 * What is outstanding: what a case waits for that is not a person's command. The state says it by id, and the shell starts
 * and stops the difference between two states. So a case that goes on elsewhere starts what is pending, and needs to know
 * nothing of how it came to be.
 */
import type { Demand } from "../work/distribution.ts";
import type { Report } from "./instances/block.ts";
import { hasEnded, type PersonItem, type WorkItem } from "../work/item.ts";

/** One outstanding thing; it is replaced as a whole, never changed. */
export type Pending =
  /** people are to be found for an item; the answer is the input `people-found` */
  | { readonly kind: "people"; readonly item: string; readonly demand: Demand; readonly since: number }
  /** the engine is to start an item for its owner, at once; the input `timer-due` says so */
  | { readonly kind: "start"; readonly item: string; readonly since: number }
  /** a connector is to be called; what becomes of it is the input `call-ended` */
  | { readonly kind: "call"; readonly item: string; readonly number: number }
  /** a callback has to come until then (epoch milliseconds); if it does not, the input `timer-due` says so */
  | { readonly kind: "callback"; readonly item: string; readonly number: number; readonly until: number }
  /** a timer of a task runs or stands; at its next instant the input `timer-due` says so */
  | PendingTimer
  /** a block is to begin, or has to know of this version of its instruction; `block-reported` says what becomes of it */
  | { readonly kind: "block"; readonly block: string; readonly version: number; readonly isBegun: boolean }
  /** the parent is to be told how this block stands; the input `report-sent` says that it was */
  | { readonly kind: "report"; readonly to: string; readonly report: Report };

/** A timer of a task. All instants are epoch milliseconds. */
export interface PendingTimer {
  readonly kind: "timer";
  /** what it guards: id of a work item, or key of the net instance of a composite task */
  readonly of: string;
  /** key of the net instance that its task is in, and the task */
  readonly net: string;
  readonly task: string;
  /** the next instant at which it does something: it reminds, or it expires */
  readonly due: number;
  /** none for a timer that only reminds */
  readonly expires?: number;
  /** when it still reminds, the next first */
  readonly reminders?: readonly number[];
  /** it stands while its case or item is suspended */
  readonly pauses?: true;
  /** since when it stands: nothing is due until it goes on */
  readonly pausedAt?: number;
}

/** What is pending of one kind. */
export type PendingOf<Kind extends Pending["kind"]> = Extract<Pending, { readonly kind: Kind }>;

/** By id; the ids are made by `pendingId`. */
export type Outstanding = Readonly<Record<string, Pending>>;

/** The same thing has the same id; another call of the same item has another one. */
export function pendingId(pending: Pending): string {
  switch (pending.kind) {
    case "people":
    case "start":
      return `${pending.kind}:${pending.item}`;
    case "call":
    case "callback":
      return `${pending.kind}:${pending.item}:${pending.number}`;
    case "timer":
      return timerId(pending.of);
    case "block":
      return `block:${pending.block}`;
    case "report":
      return "report";
  }
}

/** Id of the timer that guards a work item or a net instance: there is at most one. */
export function timerId(of: string): string {
  return `timer:${of}`;
}

/** The timer that guards a work item or a net instance. */
export function timerOf(outstanding: Outstanding, of: string): PendingTimer | undefined {
  const pending = pendingOf(outstanding, timerId(of));
  return pending?.kind === "timer" ? pending : undefined;
}

/** Looks an id up. */
export function pendingOf(outstanding: Outstanding, id: string): Pending | undefined {
  return Object.hasOwn(outstanding, id) ? outstanding[id] : undefined;
}

/**
 * What is pending for an item as it stands; an item that has ended or is suspended waits for nothing.
 * @param asks whom it looks for, since this moment
 */
export function pendingFor(
  item: WorkItem,
  asks?: { readonly demand: Demand; readonly since: number },
): Pending | undefined {
  if (hasEnded(item.status) || item.status === "suspended") return undefined;
  if (item.kind === "person") return asks && { kind: "people", item: item.id, ...asks };
  const { number, waitsUntil, delayedUntil } = item.call;
  // its timer is pending
  if (delayedUntil !== undefined) return undefined;
  if (waitsUntil === undefined) return { kind: "call", item: item.id, number };
  return { kind: "callback", item: item.id, number, until: waitsUntil };
}

/** What is pending for an item that the engine starts. */
export function beginning({ id, allocatedAt }: WorkItem): Pending {
  return { kind: "start", item: id, since: allocatedAt ?? 0 };
}

/** Ids of all that can be pending for an item as it stands. */
export function pendingIdsOf({ id, kind, call }: WorkItem): readonly string[] {
  return kind === "call"
    ? [`call:${id}:${call.number}`, `callback:${id}:${call.number}`]
    : [`people:${id}`, `start:${id}`];
}

/** The items of a case that look for people, with what they look for. */
export function lookingForPeople({
  pending,
  items,
}: {
  readonly pending: Outstanding;
  readonly items: Readonly<Record<string, WorkItem>>;
}): readonly { readonly pending: PendingOf<"people">; readonly item: PersonItem }[] {
  const found: { pending: PendingOf<"people">; item: PersonItem }[] = [];
  for (const each of Object.values(pending)) {
    const item = each.kind === "people" ? items[each.item] : undefined;
    if (each.kind === "people" && item?.kind === "person") found.push({ pending: each, item });
  }
  return found;
}
