/**
 * A case as the view shows it, put together from its changes in order: what the view is made again from when a history is
 * replayed. Where the earliest changes are not there any more, it says from which event on it knows.
 */
import type { JsonObject } from "../model/json.ts";
import { offeredToNobody } from "../work/distribution.ts";
import { hasEnded } from "../work/item.ts";
import type { DataChange, CaseView, EventView, ItemView, ViewChange } from "./views.ts";

/** An item, and everybody to whom it ever was offered or allocated, sorted. */
export interface KnownItem {
  readonly item: ItemView;
  readonly knownTo: readonly string[];
  /** every role to which it ever was offered, sorted */
  readonly knownToRoles: readonly string[];
}

/** An end that Temporal gave a case without asking it. */
export interface OutsideEnd {
  readonly how: "terminated" | "timed-out" | "deleted" | "workflow-failed";
  /** a sentence for people */
  readonly message: string;
  /** epoch milliseconds */
  readonly at: number;
}

/** The view of one case. Changes that come again, or say again what an earlier one said, alter nothing. */
export class WholeView {
  readonly caseId: string;
  /** what came before this event, from 1, is not known: its history is gone */
  readonly firstEvent: number;
  /** items up to this number that had ended before `firstEvent` are not known either */
  readonly itemsBefore: number;
  revision = 0;
  /** fields that were shown so far; all of them once the first change is in */
  fields: Partial<Omit<CaseView, "id" | "revision">> = {};
  readonly items = new Map<string, KnownItem>();
  /** by number */
  readonly events = new Map<number, EventView>();

  constructor(caseId: string, firstEvent = 1, itemsBefore = 0) {
    this.caseId = caseId;
    this.firstEvent = firstEvent;
    this.itemsBefore = itemsBefore;
  }

  /** Number of the last event that is known; the one before `firstEvent` when there is none. */
  get lastEvent(): number {
    let last = this.firstEvent - 1;
    for (const number of this.events.keys()) last = Math.max(last, number);
    return last;
  }

  get isOpen(): boolean {
    const { state } = this.fields;
    return state === undefined || state === "running" || state === "suspended";
  }

  add(change: ViewChange): void {
    this.revision = Math.max(this.revision, change.revision);
    const { data, ...fields } = { ...this.fields, ...change.case };
    const next = change.data ? changedData(data ?? {}, change.data) : data;
    this.fields = next === undefined ? fields : { ...fields, data: next };
    for (const item of change.items) this.#addItem(item);
    for (const event of change.events) this.events.set(event.number, event);
  }

  /** The workflow has ended without the case: it has failed, and nobody can work on its items any more. */
  endOutside({ how, message, at }: OutsideEnd): void {
    if (!this.isOpen) return;
    for (const [id, { item, ...known }] of this.items) {
      if (hasEnded(item.status)) continue;
      const ended: ItemView = {
        ...offeredToNobody(item),
        status: "cancelled",
        offeredTo: [],
        endedAt: at,
        reason: message,
      };
      this.items.set(id, { item: ended, ...known });
    }
    const { caseId } = this;
    const number = this.lastEvent + 1;
    this.events.set(number, {
      caseId,
      number,
      type: "case-ended-in-temporal",
      at,
      details: { how, message },
    });
    this.fields = {
      ...this.fields,
      state: "failed",
      endedAt: at,
      fault: { type: "ended-in-temporal", message },
    };
  }

  #addItem(item: ItemView): void {
    const earlier = this.items.get(item.id);
    if (earlier && earlier.item.revision > item.revision) return;
    const people = new Set(earlier?.knownTo);
    for (const participant of item.offeredTo) people.add(participant);
    if (item.allocatedTo !== undefined) people.add(item.allocatedTo);
    const roles = new Set(earlier?.knownToRoles);
    for (const role of item.offeredToRoles ?? []) roles.add(role);
    this.items.set(item.id, {
      item,
      knownTo: [...people].toSorted(),
      knownToRoles: [...roles].toSorted(),
    });
  }
}

function changedData(data: JsonObject, { values, emptied }: DataChange): JsonObject {
  const next = { ...data, ...values };
  for (const name of emptied) delete next[name];
  return next;
}
