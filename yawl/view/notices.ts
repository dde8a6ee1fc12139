/**
 * What people are told of as it happens: which events are news, what kinds of notices an event makes, and whom each concerns.
 * Whether somebody gained or lost an offer is seen by comparing who had the item when it was last told of with who has it now.
 */
import type { ItemMove } from "../case/events.ts";
import type { WorkItem } from "../work/item.ts";
import type { CaseState, EventView } from "./views.ts";

/** Every kind of notice; `case` is for managers. */
export const NOTICE_TYPES = [
  "offered",
  "withdrawn",
  "allocated",
  "started",
  "suspended",
  "resumed",
  "ended",
  "case",
] as const;

/** Kind of a notice. */
export type NoticeType = (typeof NOTICE_TYPES)[number];

/** Who has an item offered, or owns it. */
export interface Holders {
  /** participants that it is offered to by name */
  readonly people?: readonly string[];
  /** roles that it is offered to */
  readonly roles?: readonly string[];
  /** those who have one of the roles and may not have it all the same */
  readonly except?: readonly string[];
  /** participant that it belongs, or belonged, to */
  readonly owner?: string;
}

/** The states in which a notice may show its item or case. */
export type NoticeState = WorkItem["status"] | CaseState;

type Change = "offers" | "owner" | "started" | "suspended" | "resumed" | "ended";

/** What each move of an item changes that people are told of, and its state after it. */
const MOVES: Readonly<Record<ItemMove, readonly [change: Change, state: NoticeState] | undefined>> = {
  created: undefined,
  offered: ["offers", "offered"],
  unoffered: ["offers", "unoffered"],
  rejected: ["offers", "offered"],
  deallocated: ["offers", "unoffered"],
  redistributed: ["offers", "unoffered"],
  claimed: ["owner", "allocated"],
  allocated: ["owner", "allocated"],
  delegated: ["owner", "allocated"],
  reallocated: ["owner", "allocated"],
  started: ["started", "started"],
  restarted: ["started", "started"],
  "not-started": undefined,
  saved: undefined,
  suspended: ["suspended", "suspended"],
  resumed: ["resumed", "started"],
  completed: ["ended", "completed"],
  "force-completed": ["ended", "completed"],
  skipped: ["ended", "skipped"],
  withdrawn: ["ended", "cancelled"],
  cancelled: ["ended", "cancelled"],
  failed: ["ended", "failed"],
  // of timers: the event stream and web-hooks do not tell of them
  reminded: undefined,
  overdue: undefined,
  "timer-paused": undefined,
  "timer-resumed": undefined,
  // of calls alone
  called: undefined,
  retried: undefined,
  waiting: undefined,
};

/** The same by the type of the event. */
const ITEM_NEWS: Readonly<Record<string, readonly [change: Change, state: NoticeState] | undefined>> =
  Object.fromEntries(Object.entries(MOVES).map(([move, news]) => [`item-${move}`, news]));

const CASE_NEWS: Readonly<Record<string, CaseState>> = {
  "case-started": "running",
  "case-suspended": "suspended",
  "case-resumed": "running",
  "case-completed": "completed",
  "case-cancelled": "cancelled",
  "case-failed": "failed",
  "case-deadlocked": "deadlocked",
  "case-ended-in-temporal": "failed",
};

/** Whether anybody is told of events of this type. */
export function isNews({ type }: Pick<EventView, "type">): boolean {
  return (Object.hasOwn(ITEM_NEWS, type) && ITEM_NEWS[type] !== undefined) || Object.hasOwn(CASE_NEWS, type);
}

/** Who has an item as it is now. */
export function holdersOf(
  item: Pick<WorkItem, "status" | "offeredTo" | "offeredToRoles" | "notOfferedTo" | "allocatedTo">,
): Holders {
  const { status, offeredTo, offeredToRoles, notOfferedTo, allocatedTo } = item;
  if (status !== "offered") return ownerOnly(allocatedTo);
  return {
    ...(offeredTo.length > 0 ? { people: offeredTo } : {}),
    ...(offeredToRoles && offeredToRoles.length > 0 ? { roles: offeredToRoles } : {}),
    ...(notOfferedTo && notOfferedTo.length > 0 ? { except: notOfferedTo } : {}),
  };
}

/** An item that is nobody's but its owner's. */
export function ownerOnly(owner: string | undefined): Holders {
  return owner === undefined ? {} : { owner };
}

/** Whether the holders after an event have to be read from the item: the event changes whom it is offered to. */
export function changesOffers({ type }: Pick<EventView, "type">): boolean {
  return ITEM_NEWS[type]?.[0] === "offers";
}

/** State of the item or case after an event that is news. */
export function stateAfter({ type }: Pick<EventView, "type">): NoticeState | undefined {
  return ITEM_NEWS[type]?.[1] ?? CASE_NEWS[type];
}

/**
 * Kinds of the notices that an event makes, in order.
 * @param had who had the item when it was last told of
 * @param has who has it after the event
 */
export function noticesOf(event: Pick<EventView, "type">, had: Holders, has: Holders): readonly NoticeType[] {
  if (Object.hasOwn(CASE_NEWS, event.type)) return ["case"];
  const news = ITEM_NEWS[event.type];
  if (!news) return [];
  const lost: readonly NoticeType[] = mayLose(had, has) ? ["withdrawn"] : [];
  switch (news[0]) {
    case "offers":
      return mayGain(had, has) ? [...lost, "offered"] : lost;
    case "owner":
      return [...lost, "allocated"];
    case "started":
    case "suspended":
    case "resumed":
    case "ended":
      return [...lost, news[0]];
  }
}

/** Somebody may have had the item before and not now; who it is, `reachOf` says. */
function mayLose(had: Holders, has: Holders): boolean {
  const { owner } = has;
  const kept = [...(has.people ?? []), ...(owner === undefined ? [] : [owner])];
  const before = [...(had.people ?? []), ...(had.owner === undefined ? [] : [had.owner])];
  return !covers(kept, before) || !covers(has.roles, had.roles) || leavesOutMore(had, has);
}

/** Somebody may be offered the item now to whom it was not. */
function mayGain(had: Holders, has: Holders): boolean {
  return !covers(had.people, has.people) || !covers(had.roles, has.roles) || leavesOutMore(has, had);
}

function leavesOutMore(before: Holders, after: Holders): boolean {
  return before.roles !== undefined && after.roles !== undefined && !covers(before.except, after.except);
}

function covers(all: readonly string[] = [], some: readonly string[] = []): boolean {
  if (some.length === 0) return true;
  const known = new Set(all);
  return some.every((one) => known.has(one));
}

/** A person as notices see them. */
export interface Listener {
  readonly id: string;
  /** all of their roles, with those above them; by id and by name, as specifications use either */
  readonly roles: ReadonlySet<string>;
}

/** Whether a notice concerns somebody; made once for a notice, asked for many. */
export function reachOf(notice: {
  readonly type: NoticeType;
  readonly had?: Holders;
  readonly has?: Holders;
}): (person: Listener) => boolean {
  const { type, had = {}, has = {} } = notice;
  switch (type) {
    case "case":
      return () => false;
    case "offered": {
      const [before, after] = [offerOf(had), offerOf(has)];
      return (person) => after(person) && !before(person);
    }
    case "withdrawn": {
      const [before, after] = [offerOf(had), offerOf(has)];
      return (person) =>
        (before(person) || had.owner === person.id) && has.owner !== person.id && !after(person);
    }
    case "allocated":
    case "started":
    case "suspended":
    case "resumed":
    case "ended":
      return ({ id }) => has.owner === id;
  }
}

function offerOf({ people, roles = [], except }: Holders): (person: Listener) => boolean {
  const [named, excepted] = [new Set(people), new Set(except)];
  return (person) =>
    named.has(person.id) ||
    (roles.length > 0 && !excepted.has(person.id) && roles.some((role) => person.roles.has(role)));
}
