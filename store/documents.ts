/** From views to documents and back. */
import type { Json, JsonObject } from "../yawl/model/json.ts";
import { decode, encode, fromField, fromText, toField, toText } from "./json-text.ts";
import type { JsonText } from "./json-text.ts";
import type {
  CaseDocument,
  CaseText,
  EventDocument,
  EventText,
  ItemDocument,
  ItemText,
  ParticipantDocument,
  SpecificationDocument,
  SpecificationText,
} from "./models.ts";
import type { News } from "./view/news.ts";
import type {
  CaseView,
  DataChange,
  EventView,
  ItemView,
  ParticipantView,
  SpecificationView,
  ViewChange,
} from "./views.ts";

/** Names of fields that hold objects: the compiler sees to it that each of a view is stored as text, and nothing else is. */
type ObjectFields<View> = Exclude<
  {
    [Key in keyof View]-?: NonNullable<View[Key]> extends string | number | boolean ? never : Key;
  }[keyof View],
  undefined
>;
type TextFields<View, Text extends ObjectFields<View>, Kept = never> = Readonly<
  Record<Text | Exclude<ObjectFields<View>, Kept>, true>
>;

const CASE_TEXT = namesOf<CaseText>({
  data: true,
  marking: true,
  busy: true,
  failures: true,
  instances: true,
  timers: true,
  fault: true,
} satisfies TextFields<CaseView, CaseText, "partOf">);
const ITEM_TEXT = namesOf<ItemText>({
  data: true,
  draft: true,
  output: true,
  call: true,
  failure: true,
  suspended: true,
  lately: true,
  actingFor: true,
} satisfies TextFields<ItemView, ItemText, "offeredTo" | "offeredToRoles" | "notOfferedTo">);
const EVENT_TEXT = namesOf<EventText>({ details: true } satisfies TextFields<EventView, EventText>);
const SPECIFICATION_TEXT = namesOf<SpecificationText>({
  compiled: true,
  checks: true,
} satisfies TextFields<SpecificationView, SpecificationText>);

function namesOf<Name extends string>(names: Readonly<Record<Name, true>>): readonly Name[] {
  return Object.keys(names) as Name[];
}

/**
 * The update that brings a stored case to a change's revision. Variables are stored one by one, so that a large one is not
 * written again when another one changes; all of the data at once replaces them.
 * @param position where the write leaves the view: its mark and the like
 * @param gone fields that it has no longer
 */
export function caseUpdate(
  { case: fields, data, revision }: ViewChange,
  position: Position,
  gone: readonly string[] = [],
): CaseUpdate {
  const unset = fields.data === undefined ? gone : [...gone, "variables"];
  return {
    $set: { ...encode(fields, CASE_TEXT), ...(data ? variableFields(data) : {}), revision, ...position },
    ...(unset.length === 0 ? {} : { $unset: unsetting(unset) }),
  };
}

/** Fields of a case's document that tell of its writes. */
type Position = Partial<Pick<CaseDocument, "mark" | "runId" | "writtenAt" | "told" | "doubt">>;

type Unset = Readonly<Record<string, "">>;

/** What is written of a case. One variable at a time is a field within a field. */
export interface CaseUpdate {
  readonly $set: Partial<CaseDocument> & Readonly<Record<`variables.${string}`, JsonText>>;
  readonly $unset?: Unset;
}

function unsetting(names: readonly string[]): Unset {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

/** A variable without a value: what was stored as one text before may still have one. */
const EMPTIED = "" as JsonText;

function variableFields({ values, emptied }: DataChange): Record<`variables.${string}`, JsonText> {
  const fields: Record<`variables.${string}`, JsonText> = {};
  for (const [name, value] of Object.entries(values)) fields[`variables.${toField(name)}`] = toText(value);
  for (const name of emptied) fields[`variables.${toField(name)}`] = EMPTIED;
  return fields;
}

export function caseView(stored: CaseDocument): CaseView {
  const {
    _id: id,
    variables,
    mark: _,
    writtenAt: __,
    runId: ___,
    told: ____,
    doubt: _____,
    ...document
  } = stored;
  const { data = {}, ...fields } = decode(document, CASE_TEXT);
  return { id, data: variables === undefined ? data : changedBy(variables, data), ...fields };
}

function changedBy(variables: Readonly<Record<string, JsonText>>, before: JsonObject): JsonObject {
  const data = new Map<string, Json>(Object.entries(before));
  for (const [field, text] of Object.entries(variables)) {
    if (text === EMPTIED) data.delete(fromField(field));
    else data.set(fromField(field), fromText(text));
  }
  return Object.fromEntries(data);
}

/** Fields that a work item may lose again; the compiler sees to it that none is missing here. */
const OPTIONAL_ITEM_FIELDS = namesOf<OptionalKeys<ItemView>>({
  partOf: true,
  instance: true,
  offeredToRoles: true,
  notOfferedTo: true,
  actingFor: true,
  allocatedTo: true,
  actsFor: true,
  suspended: true,
  lately: true,
  draft: true,
  output: true,
  offeredAt: true,
  allocatedAt: true,
  deadline: true,
  startedAt: true,
  endedAt: true,
  endedBy: true,
  reason: true,
  cause: true,
  submissionId: true,
  call: true,
  failure: true,
});

type OptionalKeys<T> = Exclude<
  { [Key in keyof T]: undefined extends T[Key] ? Key : never }[keyof T],
  undefined
>;

/**
 * The update that makes a stored work item what it is now. Who ever had it offered or allocated is remembered beside
 * it: they are told that they come too late, everybody else that there is no such item.
 */
export function itemUpdate(item: ItemView, mark: string): ItemUpdate {
  const { id: _id, ...fields } = item;
  const absent = OPTIONAL_ITEM_FIELDS.filter((name) => fields[name] === undefined);
  const known = knowing(item);
  return {
    $set: { ...encode(fields, ITEM_TEXT), mark },
    ...(absent.length === 0 ? {} : { $unset: unsetting(absent) }),
    ...(known.length === 0 ? {} : { $addToSet: adding(known) }),
  };
}

type Known = Pick<ItemDocument, "knownTo" | "knownToRoles">;

/** Who finds the item in an inbox as it is now. */
function knowing(item: ItemView): readonly (readonly [keyof Known, readonly string[]])[] {
  const people = item.allocatedTo === undefined ? item.offeredTo : [...item.offeredTo, item.allocatedTo];
  return [["knownTo", people] as const, ["knownToRoles", item.offeredToRoles ?? []] as const].filter(
    ([, ids]) => ids.length > 0,
  );
}

function adding(known: ReturnType<typeof knowing>): NonNullable<ItemUpdate["$addToSet"]> {
  return Object.fromEntries(known.map(([name, ids]) => [name, { $each: ids }]));
}

/** A work item that nobody has written before, as it is stored. */
export function itemDocument(item: ItemView, mark: string): ItemDocument {
  const { id: _id, ...fields } = item;
  return { _id, ...encode(fields, ITEM_TEXT), mark, ...Object.fromEntries(knowing(item)) };
}

export interface ItemUpdate {
  readonly $set: Partial<ItemDocument>;
  readonly $unset?: Unset;
  readonly $addToSet?: { readonly [Name in keyof Known]?: { readonly $each: readonly string[] } };
}

export function itemView(document: ItemDocument): ItemView {
  const { _id: id, knownTo: _knownTo, knownToRoles: _knownToRoles, mark: _mark, ...item } = document;
  return { id, ...decode(item, ITEM_TEXT) };
}

/** @param news what is noted until somebody is told of the event */
export function eventDocument(event: EventView, mark: string, news?: News): EventDocument {
  const document = { _id: `${event.caseId}/${event.number}`, ...encode(event, EVENT_TEXT), mark };
  return news ? { ...document, news } : document;
}

export function eventView({ _id, mark: _mark, news: _news, ...document }: EventDocument): EventView {
  return decode(document, EVENT_TEXT);
}

/** What lists show: everything but the source and the compiled form. */
export type SpecificationSummary = Omit<SpecificationView, "source" | "compiled">;

export function specificationDocument(
  view: Omit<SpecificationView, "compiled">,
  compiled: SpecificationDocument["compiled"],
): SpecificationDocument {
  return { _id: `${view.id}@${view.version}`, ...encode(view, SPECIFICATION_TEXT), compiled };
}

export function specificationSummary(
  document: Omit<SpecificationDocument, "source" | "compiled">,
): SpecificationSummary {
  const { _id, ...fields } = document;
  return decode(fields, SPECIFICATION_TEXT);
}

export function participantView(document: ParticipantDocument): ParticipantView {
  // documents of before lack the last fields
  const { _id: id, locked = false, specifications = [], ...fields } = document;
  return { id, ...fields, locked, specifications };
}

/** What is stored as it is, under its id. */
export function entryView<Stored extends { readonly _id: string }>({
  _id: id,
  ...fields
}: Stored): Omit<Stored, "_id"> & { id: string } {
  return { id, ...fields };
}
