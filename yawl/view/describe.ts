/** How an item or an event of the interpreter looks in the view. */
import type { DataChange, EventView, ItemView } from "./views.ts";
import type { CaseEvent, DataChanger, ItemMove } from "../case/events.ts";
import type { LinkedSpecification } from "../net/linked.ts";
import { placeOf } from "../net/place.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { WorkItem } from "../work/item.ts";

/**
 * An item as the view shows it.
 * @param revision of the case that shows it
 */
export function itemView(
  item: WorkItem,
  linked: LinkedSpecification,
  { caseId, partOf }: Pick<ItemView, "caseId" | "partOf">,
  revision: number,
): ItemView {
  const { specification } = linked;
  const netId = placeOf(specification, item.net).net;
  return {
    ...item,
    caseId,
    ...(partOf === undefined ? {} : { partOf }),
    specificationId: specification.id,
    specificationVersion: specification.version,
    netId,
    decomposition: linked.nets.get(netId)?.tasks.get(item.task)?.task.decomposition ?? item.task,
    revision,
  };
}

/** Why an item ended, or why its call failed. */
function detailsOf({ reason, failure }: WorkItem, move: ItemMove): { readonly details?: JsonObject } {
  if (reason !== undefined) return { details: { reason } };
  if (!failure || move === "retried") return {};
  const { type, message, attempts, details } = failure;
  return {
    details: {
      failure: type,
      message,
      ...(attempts === undefined ? {} : { attempts }),
      ...(details ? { details } : {}),
    },
  };
}

/** How many of the people to whom an item is offered stand in an event. */
const MOST_NAMED = 100;

/** To whom it went. */
function outcomeOf({
  offeredTo,
  offeredToRoles,
  notOfferedTo,
  allocatedTo,
  actingFor,
}: WorkItem): JsonObject {
  return {
    ...(allocatedTo === undefined ? { offeredTo: offeredTo.slice(0, MOST_NAMED) } : { allocatedTo }),
    ...(offeredToRoles ? { offeredToRoles } : {}),
    ...(notOfferedTo ? { notOfferedTo } : {}),
    ...(actingFor ? { actingFor } : {}),
  };
}

/** What was decided of whom the item goes to, and why; why it is not started; for whom its owner has it. */
function withWhy(
  { why, reason, item }: Extract<CaseEvent, { type: "item" }>,
  { details }: { readonly details?: JsonObject },
): { readonly details?: JsonObject } {
  const { actsFor } = item;
  if (!why && reason === undefined && actsFor === undefined) return details ? { details } : {};
  const more: JsonObject = {
    ...(reason === undefined ? {} : { reason }),
    ...(actsFor === undefined ? {} : { actsFor }),
    // plain JSON, as it came from the history
    ...(why ? { why: why as unknown as Json, ...outcomeOf(item) } : {}),
  };
  return { details: { ...details, ...more } };
}

/** What people want to read of an event; moves of tokens are no events of the view. */
export function describeEvent(event: CaseEvent): Omit<EventView, "caseId" | "number" | "at"> | undefined {
  switch (event.type) {
    case "item": {
      const { item, move, by } = event;
      const reason = withWhy(event, detailsOf(item, move));
      const who = by === undefined ? {} : { by };
      return { type: `item-${move}`, item: item.id, task: item.task, net: item.net, ...who, ...reason };
    }
    case "case-suspended":
    case "case-resumed":
    case "case-completed":
    case "case-deadlocked":
      return { type: event.type };
    case "case-failed":
      return { type: event.type, details: { fault: event.fault.type, message: event.fault.message } };
    case "case-cancelled":
      return {
        type: event.type,
        ...(event.reason === undefined ? {} : { details: { reason: event.reason } }),
      };
    case "net-entered":
      return event.instance.parent
        ? { type: event.type, net: event.instance.key, task: event.instance.parent.task }
        : { type: "case-started", net: event.instance.key };
    case "net-exited":
      return { type: event.type, net: event.net };
    case "task-failed": {
      const details: JsonObject = { fault: event.fault.type, message: event.fault.message };
      return { type: event.type, net: event.net, task: event.task, details };
    }
    case "task-exited":
    case "task-cancelled":
      return { type: event.type, net: event.net, task: event.task };
    case "timer-expired": {
      const { net, task, of } = event.timer;
      return { type: event.type, net, task, ...(of.includes("/") ? {} : { item: of }) };
    }
    case "timer-failed": {
      const { net, task, fault } = event;
      return { type: event.type, net, task, details: { fault: fault.type, message: fault.message } };
    }
    case "data-changed":
      return {
        type: event.type,
        net: event.net,
        ...(event.changedBy
          ? byCommand(event, event.changedBy)
          : { details: { variables: variablesOf(event) } }),
      };
    case "block-made": {
      const { id, from, to, net, task } = event.block;
      return { type: "instances-begun", net, task, details: { execution: id, from, to } };
    }
    case "block-closed": {
      const { id, net, task, report } = event.block;
      const { completed, cancelled, failed } = report;
      const lost = event.lost === undefined ? {} : { lost: event.lost };
      const details = { execution: id, completed, cancelled, failed, ...lost };
      return { type: "instances-ended", net, task, details };
    }
    case "came-late": {
      const { command, item, by, data, reason } = event;
      return {
        type: event.type,
        by,
        details: { command, reason, data },
        ...(item === undefined ? {} : { item }),
      };
    }
    case "block-failed":
      return { type: "case-to-fail", details: { fault: event.fault.type, message: event.fault.message } };
    case "chained":
      return { type: event.ends ? "chain-ended" : "chain-begun", by: event.participant };
    case "instances-changed":
    case "block-changed":
    case "performed":
    case "instructed":
    case "reported":
    case "report-sent":
    case "held":
    case "unheld":
    case "tokens-taken":
    case "tokens-put":
    case "tokens-cleared":
    case "task-enabled":
    case "task-withdrawn":
    case "task-fired":
    case "task-retried":
    case "instance-started":
    case "instance-ended":
    case "keyed":
    case "timer-set":
    case "timer-done":
    case "drawn":
      return undefined;
  }
}

/** How many characters of JSON a value may have to stand in an event; a longer one is looked up in the case. */
const LONGEST_VALUE = 2_000;

function variablesOf({ values, emptied }: DataChange): readonly string[] {
  return [...Object.keys(values), ...emptied];
}

/** A change of data that somebody made by a command: why, and each value before and after. */
function byCommand(
  change: DataChange,
  { by, reason, before }: DataChanger,
): Pick<EventView, "by" | "details"> {
  const variables = variablesOf(change);
  const changes = variables.map((variable): JsonObject => ({
    variable,
    ...valueAs("before", before, variable),
    ...valueAs("after", change.values, variable),
  }));
  return { by, details: { variables, reason, changes } };
}

/** A value under a name; nothing when there is none, and that it is too long when it is. */
function valueAs(as: "before" | "after", data: JsonObject, variable: string): JsonObject {
  if (!Object.hasOwn(data, variable)) return {};
  const value = data[variable] ?? null;
  return JSON.stringify(value).length > LONGEST_VALUE ? { [`${as}TooLong`]: true } : { [as]: value };
}

/** The variables in which some data differs from what it was: values never change in place, so their identity says it. */
export function changedVariables(before: JsonObject, after: JsonObject): DataChange {
  const changed = Object.entries(after).filter(
    ([name, value]) => !Object.hasOwn(before, name) || before[name] !== value,
  );
  return {
    values: Object.fromEntries(changed),
    emptied: Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
  };
}

/** One change of data after another. */
export function together(first: DataChange | undefined, second: DataChange): DataChange {
  if (!first) return second;
  const values: Record<string, Json> = { ...first.values, ...second.values };
  for (const name of second.emptied) delete values[name];
  const emptied = [...first.emptied, ...second.emptied].filter((name) => !Object.hasOwn(values, name));
  return { values, emptied: [...new Set(emptied)] };
}
