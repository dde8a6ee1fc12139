/** What of a case's view is not what the case says. */
import { isDeepStrictEqual } from "node:util";
import type { ItemView } from "../../yawl/view/views.ts";
import type { WholeView } from "../../yawl/view/whole.ts";
import type { CaseHistory } from "./history.ts";
import { checkDeeds, checkEvents, isOpen, stateByEvents } from "./life.ts";
import type { Asked, Truth } from "./truth.ts";
import type { View } from "./view.ts";

/** @returns a sentence for each difference */
export function differences(
  view: View,
  truth: Truth,
  history: CaseHistory,
  isExecution: (id: string) => boolean = () => false,
): readonly string[] {
  if (!view.case) return ["the view does not know the case"];
  return [
    ...compareWhole(view, truth.whole),
    ...(truth.asked ? compareCase(view, truth.asked, history) : []),
    ...(truth.asked ? compareItems(view, truth.asked, history.caseId, isExecution) : []),
    ...compareCompleted(view, history),
    ...checkEvents(history.caseId, view),
    ...checkDeeds(view, history),
  ];
}

function compareCase(
  { case: shown, ...view }: View,
  truth: Asked,
  { start }: CaseHistory,
): readonly string[] {
  if (!shown) return [];
  const { state, data, marking, busy, failures, fault, reason } = shown;
  const list = failures && failures.length > 0 ? { failures } : {};
  const fields = { state, data, marking, busy, ...list, fault, reason };
  const hasEnded = truth.case.state !== "running" && truth.case.state !== "suspended";
  return [
    ...compareFields("the case", fields, truth.case),
    ...(shown.startedBy === start.startedBy ? [] : [`the case was started by ${shown.startedBy}`]),
    ...((shown.endedAt !== undefined) === hasEnded ? [] : [`the case ended at ${shown.endedAt}`]),
    ...(stateByEvents(view) === truth.case.state
      ? []
      : [`the case is ${truth.case.state}, and its events leave it ${stateByEvents(view)}`]),
  ];
}

/** @param isExecution whether an id is that of a block: it has a number of its own among the items */
function compareItems(
  { items }: View,
  truth: Asked,
  caseId: string,
  isExecution: (id: string) => boolean,
): readonly string[] {
  const shown = new Map(items.map((item) => [item.id, item]));
  const found: string[] = [];
  for (let number = 1; number <= truth.lastItem; number += 1) {
    const id = `${caseId}.${number}`;
    const item = shown.get(id);
    const true_ = truth.open.get(id);
    shown.delete(id);
    if (!item && isExecution(id)) continue;
    if (!item) found.push(`${id} is missing`);
    else if (true_) found.push(...compareFields(id, ofCase(item), true_));
    else if (isOpen(item.status)) found.push(`${id} is ${item.status}, and the case has ended it`);
  }
  for (const { id, status } of shown.values()) found.push(`${id} is ${status}, and the case never had it`);
  return found;
}

/** Completed work shows what was handed in, by whom: the command that its case took. */
function compareCompleted({ items }: View, { taken }: CaseHistory): readonly string[] {
  return items.flatMap((item) => {
    if (item.status !== "completed" || item.call) return [];
    const command = taken.find(
      ({ message, result }) =>
        result === "done" &&
        "item" in message &&
        message.item === item.id &&
        message.command.type === "complete",
    );
    if (command?.message.command.type !== "complete")
      return [`${item.id} is completed, and nobody completed it`];
    const { data, submissionId } = command.message.command;
    const { output, endedBy, submissionId: shown } = item;
    return compareFields(
      item.id,
      { output, endedBy, submissionId: shown },
      { output: data, endedBy: command.message.by.participant, submissionId },
    );
  });
}

/** An item without what the view adds to it. */
function ofCase(item: ItemView): object {
  const { caseId: _, specificationId: __, specificationVersion: ___, netId: ____, ...rest } = item;
  const { decomposition: _____, revision: ______, partOf: _______, ...own } = rest;
  return own;
}

function compareFields(of: string, shown: object, truth: object): readonly string[] {
  const [left, right] = [plain(shown), plain(truth)];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].flatMap((name) =>
    isDeepStrictEqual(left[name], right[name])
      ? []
      : [`${of}: ${name} is shown as ${text(left[name])}, and is ${text(right[name])}`],
  );
}

/** Document by document: nothing is missing, nothing is there that never was. */
function compareWhole(view: View, whole: WholeView): readonly string[] {
  const { caseId, fields, revision } = whole;
  const shown = new Map<string, object>([
    ["the case", view.case ?? {}],
    ...view.items.map((item) => [item.id, { ...item, ...view.known.get(item.id) }] as const),
    ...view.events.map((event) => [`event ${event.number}`, event] as const),
  ]);
  const truth = new Map<string, object>([
    ["the case", { id: caseId, revision, ...fields }],
    ...[...whole.items].map(([id, { item, ...known }]) => [id, { ...item, ...known }] as const),
    ...[...whole.events].map(([number, event]) => [`event ${number}`, event] as const),
  ]);
  return [...new Set([...shown.keys(), ...truth.keys()])].flatMap((id) => {
    const [one, other] = [shown.get(id), truth.get(id)];
    if (!one) return [`${id} is missing`];
    return other ? compareFields(id, one, other) : [`${id} is there, and never was`];
  });
}

function plain(value: object): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

const LONGEST_TEXT = 300;

function text(value: unknown): string {
  const written = JSON.stringify(value) ?? "nothing";
  return written.length > LONGEST_TEXT ? `${written.slice(0, LONGEST_TEXT)}...` : written;
}
