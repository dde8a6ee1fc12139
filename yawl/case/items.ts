/** Work items come and go with their tasks: made when a task is enabled or fires, offered, withdrawn when nobody needs them. */
import type { JsonObject } from "../model/json.ts";
import { distribution, type Found } from "../work/distribution.ts";
import type { PersonItem, WorkItem } from "../work/item.ts";
import { endItem } from "./cancel.ts";
import { fillLabel, netScope } from "./dataflow.ts";
import { pendingOf } from "./pending.ts";
import { hasToBegin } from "./hand-over.ts";
import { itemOf, netInstance, runOf } from "./state.ts";
import type { CaseStep, TaskAt } from "./tasks/kind.ts";

/** What a new item has, whoever performs it. */
type NewItem<Kind> = { readonly kind: Kind } & Pick<
  PersonItem,
  "id" | "net" | "task" | "name" | "instance" | "offeredTo" | "data" | "dataVersion" | "enabledAt"
> & { readonly status: "unoffered" };

/** An item with the next number of the case; it is not part of the case until an event says so. */
export function newItem<Kind extends WorkItem["kind"]>(
  step: CaseStep,
  { key, net, linked }: TaskAt,
  kind: Kind,
  data: JsonObject,
  instance: number | undefined,
): NewItem<Kind> {
  const inside = netInstance(step.state, key);
  const { task } = linked;
  const item: NewItem<Kind> = {
    kind,
    id: `${step.state.id}.${step.state.lastItem + 1}`,
    net: key,
    task: task.id,
    name: task.label ? fillLabel(task.label, netScope(net.net, inside.data, step, key)) : task.name,
    status: "unoffered",
    offeredTo: [],
    data,
    dataVersion: inside.dataVersion,
    enabledAt: step.now,
  };
  return instance === undefined ? item : { ...item, instance };
}

/** The organisation has answered whom an item goes to. An item that does not look for people any more stays as it is. */
export function distributeItem(step: CaseStep, found: Found): void {
  const id = found.item;
  const item = itemOf(step.state, id);
  const pending = pendingOf(step.state.pending, `people:${id}`);
  if (item?.kind !== "person" || pending?.kind !== "people") return;
  const distributed = distribution(item, found, pending.since);
  const begins = hasToBegin(step, found, item) ? { begins: true as const } : {};
  step.emit({ type: "item", ...distributed, ...begins });
}

/** A task is no longer enabled: somebody else's start took its tokens, or they were removed. */
export function withdrawTask(step: CaseStep, key: string, task: string): void {
  const run = runOf(netInstance(step.state, key), task);
  if (run?.phase === "enabled") {
    endItem(step, run.item, "withdrawn", { reason: "The work is no longer needed." });
  }
  step.emit({ type: "task-withdrawn", net: key, task });
}
