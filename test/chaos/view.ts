/** The view of a case as it stands in MongoDB, document by document. */
import { caseView, eventView, itemView } from "../../store/documents.ts";
import { Cases, Events, Items } from "../../store/models.ts";
import type { CaseView, EventView, ItemView } from "../../yawl/view/views.ts";

export interface View {
  /** absent: the view does not know the case */
  readonly case?: CaseView;
  readonly items: readonly ItemView[];
  /** everybody to whom an item ever was offered or allocated, and every role, sorted, by item */
  readonly known: ReadonlyMap<
    string,
    { readonly knownTo: readonly string[]; readonly knownToRoles: readonly string[] }
  >;
  /** by number */
  readonly events: readonly EventView[];
  /** the ids of the events' documents, in the same order */
  readonly eventIds: readonly string[];
}

export async function viewOf(caseId: string): Promise<View> {
  const [document, items, events] = await Promise.all([
    Cases.findById(caseId).lean(),
    Items.find({ caseId }).lean(),
    Events.find({ caseId }).sort({ number: 1 }).lean(),
  ]);
  return {
    ...(document ? { case: caseView(document) } : {}),
    items: items.map(itemView),
    known: new Map(
      items.map(({ _id, knownTo = [], knownToRoles = [] }) => [
        _id,
        { knownTo: knownTo.toSorted(), knownToRoles: knownToRoles.toSorted() },
      ]),
    ),
    events: events.map(eventView),
    eventIds: events.map(({ _id }) => _id),
  };
}

/** Ids of all cases that the view has anything of. */
export async function casesInView(): Promise<readonly string[]> {
  const found = await Promise.all([
    Cases.distinct("_id"),
    Items.distinct("caseId"),
    Events.distinct("caseId"),
  ]);
  return [...new Set(found.flat().map(String))];
}
