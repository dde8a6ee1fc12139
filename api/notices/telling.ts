/** From events that nobody was told of to notices: a function of what was read, so that it can be done again after a crash. */
import {
  changesOffers,
  holdersOf,
  noticesOf,
  ownerOnly,
  stateAfter,
  type Holders,
} from "../../yawl/view/notices.ts";
import type { EventDocument } from "../../store/models.ts";
import type { LastTold, Notice, ToldCase, ToldItem } from "../../store/notices.ts";

export interface Read {
  /** in the order in which they are to be told */
  readonly events: readonly EventDocument[];
  readonly items: ReadonlyMap<string, ToldItem>;
  readonly cases: ReadonlyMap<string, ToldCase>;
  /** what was told last of each item */
  readonly told: ReadonlyMap<string, LastTold>;
  /** when it was read; epoch milliseconds */
  readonly now: number;
  /** milliseconds for which notices are kept */
  readonly kept: number;
}

/** Notices without their numbers. */
export type Draft = Omit<Notice, "sequence" | "expires">;

export interface Telling {
  readonly drafts: readonly Draft[];
  /** events that are told of with these, and those of which nobody is told */
  readonly done: readonly EventDocument[];
  /** of each item that is told of, what was told of it last when all this is */
  readonly told: ReadonlyMap<string, LastTold>;
}

/** How long an event waits for its item or case to be shown. Then there is none: the write was never finished. */
const PATIENCE_MILLIS = 10_000;

/** Events whose item or case is not there yet are left for the next time, with all later ones of the same. */
export function tell(read: Read): Telling {
  const drafts: Draft[] = [];
  const done: EventDocument[] = [];
  const told = new Map<string, LastTold>();
  const waiting = new Set<string>();
  for (const event of read.events) {
    const about = event.item ?? event.caseId;
    if (waiting.has(about)) continue;
    if (!isShown(event, read) && read.now - (event.news?.at ?? 0) < PATIENCE_MILLIS) {
      waiting.add(about);
      continue;
    }
    done.push(event);
    if (event.item === undefined) {
      const shown = read.cases.get(event.caseId);
      if (shown && !shown.partOf) drafts.push(...ofCase(event, shown));
      continue;
    }
    const item = read.items.get(event.item);
    const last = told.get(event.item) ?? read.told.get(event.item);
    if (item?.kind !== "person" || wasTold(event, last)) continue;
    const has = holdersAfter(event, item);
    const had = last?.has ?? formerly(item, read);
    const made = ofItem(event, item, had, has);
    drafts.push(...made);
    if (made.length > 0) told.set(event.item, { at: event.at, number: event.number, has });
  }
  return { drafts, done, told };
}

function isShown(event: EventDocument, { items, cases }: Read): boolean {
  if (event.item === undefined) return cases.has(event.caseId);
  const item = items.get(event.item);
  return item !== undefined && item.revision >= (event.news?.revision ?? 0);
}

/**
 * Something later was told of the item. An event with a smaller number that is younger is none of those that were told: these
 * never happened, and the case has gone another way since.
 */
function wasTold(event: EventDocument, last: LastTold | undefined): boolean {
  return last !== undefined && event.number < last.number && event.at <= last.at;
}

function holdersAfter(event: EventDocument, item: ToldItem): Holders {
  if (event.news?.has) return event.news.has;
  return changesOffers(event) ? holdersOf(item) : ownerOnly(item.allocatedTo);
}

/** Who may have had an item of which nothing that was told is kept any more: everybody who ever had it. */
function formerly({ enabledAt, knownTo, knownToRoles }: ToldItem, { now, kept }: Read): Holders {
  if (now - enabledAt < kept) return {};
  return { ...(knownTo && { people: knownTo }), ...(knownToRoles && { roles: knownToRoles }) };
}

function ofItem(event: EventDocument, item: ToldItem, had: Holders, has: Holders): readonly Draft[] {
  const state = stateOf(event, item, has);
  return noticesOf(event, had, has).map((type) => ({
    ...common(event, type),
    type,
    caseId: item.partOf ?? item.caseId,
    specificationId: item.specificationId,
    specificationVersion: item.specificationVersion,
    name: item.name,
    state,
    item: item._id,
    task: item.task,
    has,
    // the others are for the owner alone
    ...(type === "offered" || type === "withdrawn" ? { had } : {}),
  }));
}

function stateOf(
  event: EventDocument,
  { status }: ToldItem,
  { people, roles, owner }: Holders,
): Notice["state"] {
  if (!changesOffers(event)) return stateAfter(event) ?? status;
  if (people ?? roles) return "offered";
  return owner === undefined ? "unoffered" : status;
}

function ofCase(event: EventDocument, shown: ToldCase): readonly Draft[] {
  const { specificationId, specificationVersion, title } = shown;
  const state = stateAfter(event);
  if (state === undefined) return [];
  const about = { caseId: event.caseId, specificationId, specificationVersion, name: title, state };
  return [{ ...common(event, "case"), type: "case", ...about }];
}

function common({ _id, at, number, by }: EventDocument, type: string) {
  return { _id: `${_id}/${at}/${type}`, at, number, ...(by === undefined ? {} : { by }) };
}
