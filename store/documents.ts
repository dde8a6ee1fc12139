/** From views to documents and back. */
import type { JsonObject } from "../yawl/model/json.ts";
import { decode, encode, fromField, fromText, toField, toText } from "./json-text.ts";
import type {
  CaseDocument,
  EventDocument,
  ItemDocument,
  NamedDocument,
  ParticipantDocument,
  SpecificationDocument,
} from "./models.ts";
import type {
  CaseView,
  DataChange,
  EventView,
  ItemView,
  ParticipantView,
  RoleView,
  SpecificationView,
  ViewChange,
} from "./views.ts";

/** Names of fields that hold objects: the compiler sees to it that none of a view is missing below. */
type ObjectFields<View> = Exclude<
  {
    [Key in keyof View]-?: NonNullable<View[Key]> extends string | number | boolean ? never : Key;
  }[keyof View],
  undefined
>;
type TextFields<View, Kept extends keyof View = never> = Readonly<
  Record<Exclude<ObjectFields<View>, Kept>, true>
>;

const CASE_TEXT = Object.keys({
  data: true,
  marking: true,
  busy: true,
  failures: true,
  instances: true,
  fault: true,
} satisfies TextFields<CaseView, "partOf">);
const ITEM_TEXT = Object.keys({
  data: true,
  draft: true,
  output: true,
  call: true,
  failure: true,
  suspended: true,
  lately: true,
} satisfies TextFields<ItemView, "offeredTo">);
const EVENT_TEXT = Object.keys({ details: true } satisfies TextFields<EventView>);
const SPECIFICATION_TEXT = Object.keys({
  compiled: true,
  checks: true,
} satisfies TextFields<SpecificationView>);

/**
 * The update that brings a stored case to a change's revision. Variables are stored one by one, so that a large one is not
 * written again when another one changes; all of the data at once replaces them.
 * @param position where the write leaves the view: its mark and the like
 * @param gone fields that it has no longer
 */
export function caseUpdate(
  { case: fields, data, revision }: ViewChange,
  position: Readonly<Record<string, unknown>>,
  gone: readonly string[] = [],
): Record<string, unknown> {
  const unset = fields.data === undefined ? gone : [...gone, "variables"];
  return {
    $set: { ...encode(fields, CASE_TEXT), ...(data ? variableFields(data) : {}), revision, ...position },
    ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((name) => [name, ""])) }),
  };
}

/** A variable without a value: what was stored as one text before may still have one. */
const EMPTIED = "";

function variableFields({ values, emptied }: DataChange): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) fields[`variables.${toField(name)}`] = toText(value);
  for (const name of emptied) fields[`variables.${toField(name)}`] = EMPTIED;
  return fields;
}

export function caseView(stored: CaseDocument): CaseView {
  const { variables, mark: _, writtenAt: __, runId: ___, told: ____, doubt: _____, ...document } = stored;
  const fields: Record<string, unknown> = { data: {}, ...decode(document, CASE_TEXT) };
  if (variables !== undefined) {
    const data = new Map(Object.entries(fields["data"] as JsonObject));
    for (const [field, text] of Object.entries(variables)) {
      if (text === EMPTIED) data.delete(fromField(field));
      else data.set(fromField(field), fromText(text));
    }
    fields["data"] = Object.fromEntries(data);
  }
  return { id: document._id, ...fields } as unknown as CaseView;
}

/** Fields that a work item may lose again; the compiler sees to it that none is missing here. */
const OPTIONAL_ITEM_FIELDS: Readonly<Record<OptionalKeys<ItemView>, true>> = {
  partOf: true,
  instance: true,
  allocatedTo: true,
  suspended: true,
  lately: true,
  draft: true,
  output: true,
  offeredAt: true,
  allocatedAt: true,
  startedAt: true,
  endedAt: true,
  endedBy: true,
  reason: true,
  submissionId: true,
  call: true,
  failure: true,
};

type OptionalKeys<T> = Exclude<
  { [Key in keyof T]: undefined extends T[Key] ? Key : never }[keyof T],
  undefined
>;

/**
 * The update that makes a stored work item what it is now. Who ever had it offered or allocated is remembered beside
 * it: they are told that they come too late, everybody else that there is no such item.
 */
export function itemUpdate(item: ItemView, mark: string): Record<string, unknown> {
  const { id: _id, ...fields } = item;
  const absent = Object.keys(OPTIONAL_ITEM_FIELDS).filter(
    (name) => fields[name as keyof typeof fields] === undefined,
  );
  const knowing = [...item.offeredTo, ...(item.allocatedTo === undefined ? [] : [item.allocatedTo])];
  return {
    $set: { ...encode(fields, ITEM_TEXT), mark },
    ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((name) => [name, ""])) }),
    ...(knowing.length === 0 ? {} : { $addToSet: { knownTo: { $each: knowing } } }),
  };
}

/** A work item that nobody has written before, as it is stored. */
export function itemDocument(
  item: ItemView,
  mark: string,
): Record<string, unknown> & { readonly _id: string } {
  const { id: _id, ...fields } = item;
  const knownTo = [...item.offeredTo, ...(item.allocatedTo === undefined ? [] : [item.allocatedTo])];
  return { _id, ...encode(fields, ITEM_TEXT), mark, ...(knownTo.length === 0 ? {} : { knownTo }) };
}

export function itemView(document: ItemDocument): ItemView {
  const { knownTo: _knownTo, mark: _mark, ...item } = document;
  return { id: document._id, ...decode(item, ITEM_TEXT) } as unknown as ItemView;
}

export function eventDocument(
  event: EventView,
  mark: string,
): Record<string, unknown> & { readonly _id: string } {
  return { _id: `${event.caseId}/${event.number}`, ...encode(event, EVENT_TEXT), mark };
}

export function eventView({ mark: _mark, ...document }: EventDocument): EventView {
  return decode(document, EVENT_TEXT) as unknown as EventView;
}

/** What lists show: everything but the source and the compiled form. */
export type SpecificationSummary = Omit<SpecificationView, "source" | "compiled">;

export function specificationDocument(
  view: Omit<SpecificationView, "compiled"> & Partial<Pick<SpecificationView, "compiled">>,
): Record<string, unknown> & { _id: string } {
  return { _id: `${view.id}@${view.version}`, ...encode(view, SPECIFICATION_TEXT) };
}

export function specificationSummary(document: SpecificationDocument): SpecificationSummary {
  return decode(document, SPECIFICATION_TEXT) as unknown as SpecificationSummary;
}

export function participantView(document: ParticipantDocument): ParticipantView {
  const { _id: id, name, roles, positions, groups, capabilities, privileges, available, access } = document;
  const { locked = false, specifications = [] } = document;
  return {
    id,
    name,
    roles,
    positions,
    groups,
    capabilities,
    privileges,
    available,
    locked,
    specifications,
    access,
  };
}

export function namedView(document: NamedDocument): RoleView {
  const { _id: id, name, description } = document;
  return { id, name, ...(description === undefined ? {} : { description }) };
}
