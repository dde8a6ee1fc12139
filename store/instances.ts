/** The instances of a task: how they stand, by what the executions show and by their work items. */
import type { InstancesView } from "../yawl/view/instances.ts";
import { OPEN_STATES } from "../yawl/view/views.ts";
import type { ItemStatus } from "../yawl/work/item.ts";
import { itemView } from "./documents.ts";
import { fromText, toText } from "./json-text.ts";
import { ofCase } from "./items.ts";
import { Cases, Items } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { ItemView } from "./views.ts";

const NONE = toText<never[]>([]);

/** A task with several instances, and the execution that fired it: the case, or a block of one. */
export interface Fired {
  readonly execution: string;
  readonly entry: InstancesView;
}

/** Tasks of a case that have, or had, several instances; those in its blocks last. */
export async function firedTasks(caseId: string): Promise<readonly Fired[]> {
  const [own, blocks] = await Promise.all([
    Cases.find({ _id: caseId, partOf: null }, { instances: 1 }).lean(),
    Cases.find({ "partOf.case": caseId, instances: { $exists: true, $ne: NONE } }, { instances: 1 }).lean(),
  ]);
  return [...own, ...blocks].flatMap(({ _id: execution, instances }) =>
    instances === undefined ? [] : fromText(instances).map((entry) => ({ execution, entry })),
  );
}

/** The block that has a net instance of a case: it is inside an instance of the block's task. */
export async function blockWithNet(caseId: string, net: string): Promise<string | undefined> {
  return (await openNets(caseId)).find(({ key, execution }) => key === net && execution !== caseId)
    ?.execution;
}

/** A net instance that runs, and the execution that has it. */
interface OpenNet {
  readonly key: string;
  readonly execution: string;
}

async function openNets(caseId: string): Promise<readonly OpenNet[]> {
  const found = await Cases.find(
    { $or: [{ _id: caseId }, { "partOf.case": caseId }], state: { $in: OPEN_STATES } },
    { marking: 1, partOf: 1 },
  ).lean();
  // a block's copy of the net around its task is none that runs there
  return found.flatMap(({ _id: execution, marking, partOf }) =>
    Object.keys(fromText(marking))
      .filter((key) => key !== partOf?.net)
      .map((key) => ({ key, execution })),
  );
}

/** Where the instances of a task are looked for. */
export interface InstancesOf {
  readonly caseId: string;
  readonly net: string;
  readonly task: string;
  /** work items of an earlier time are of an earlier run of the task; epoch milliseconds */
  readonly since: number;
}

function itemsOf({ caseId, net, task, since }: InstancesOf): Record<string, unknown> {
  return { ...ofCase(caseId), net, task, enabledAt: { $gte: since }, instance: { $exists: true } };
}

/** How many instances have a work item in which state; of one that was done again only the last item counts. */
export async function countByStatus(of: InstancesOf): Promise<ReadonlyMap<ItemStatus, number>> {
  const found = await Items.aggregate<{ _id: ItemStatus; count: number }>([
    { $match: itemsOf(of) },
    { $sort: { instance: 1, enabledAt: 1 } },
    { $group: { _id: "$instance", status: { $last: "$status" } } },
    { $group: { _id: "$status", count: { $sum: 1 } } },
  ]);
  return new Map(found.map(({ _id, count }) => [_id, count]));
}

/** The work items of instances, by the number of the instance; of one that was done again only the last item. */
export async function listInstanceItems(
  of: InstancesOf,
  statuses: readonly ItemStatus[] | undefined,
  page: PageRequest,
): Promise<Page<ItemView>> {
  const conditions = { ...itemsOf(of), ...(statuses ? { status: { $in: statuses } } : {}) };
  const order = { field: "instance", direction: 1 } as const;
  const { documents, nextCursor } = await pageOf(Items, conditions, order, page);
  const items = documents.map(itemView);
  // only what failed is done again
  const perhaps = items.filter(({ status }) => status === "failed").flatMap(({ instance }) => instance ?? []);
  if (perhaps.length === 0) return { items, nextCursor };
  const others = await Items.find(
    { ...itemsOf(of), instance: { $in: perhaps } },
    { instance: 1, enabledAt: 1 },
  ).lean();
  const isLast = ({ instance, enabledAt }: ItemView): boolean =>
    !others.some((other) => other.instance === instance && other.enabledAt > enabledAt);
  return { items: items.filter(isLast), nextCursor };
}

/** An instance that is a net of its own, while it runs. */
export interface NetInstanceView {
  readonly instance: number;
  readonly net: string;
  readonly execution: string;
  /** the open work items inside it */
  readonly items: readonly ItemView[];
}

/** Net instances that run for a composite task, by number. */
export async function openNetInstances({
  caseId,
  net,
  task,
}: InstancesOf): Promise<readonly Omit<NetInstanceView, "items">[]> {
  const prefix = `${net}/${task}.`;
  const found = (await openNets(caseId)).flatMap(({ key, execution }) => {
    const number = key.startsWith(prefix) ? key.slice(prefix.length) : "";
    return /^\d+$/.test(number) ? [{ instance: Number(number), net: key, execution }] : [];
  });
  return found.toSorted((a, b) => a.instance - b.instance);
}

/** The same with the open work items inside them. */
export async function withItems(
  caseId: string,
  nets: readonly Omit<NetInstanceView, "items">[],
): Promise<readonly NetInstanceView[]> {
  if (nets.length === 0) return [];
  const inside = nets.map(({ net }) => new RegExp(`^${escaped(net)}(/|$)`));
  const found = await Items.find({
    ...ofCase(caseId),
    status: { $in: ["unoffered", "offered", "allocated", "started", "suspended"] },
    net: { $in: inside },
  })
    .sort({ enabledAt: 1, _id: 1 })
    .lean();
  const items = found.map(itemView);
  return nets.map((each) => ({
    ...each,
    items: items.filter(({ net }) => net === each.net || net.startsWith(`${each.net}/`)),
  }));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
