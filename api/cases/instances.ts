/** The instances of a task as the API shows them: how many stand how, and each of them by page. */
import { Buffer } from "node:buffer";
import { z } from "zod";
import {
  countByStatus,
  firedTasks,
  listInstanceItems,
  openNetInstances,
  withItems,
  type Fired,
  type InstancesOf,
  type NetInstanceView,
} from "../../store/instances.ts";
import { BadCursor, type PageRequest } from "../../store/page.ts";
import type { CaseView, ItemView } from "../../store/views.ts";
import type { CompiledSpecification, CompiledTask } from "../../yawl/net/compiled.ts";
import { placeOf } from "../../yawl/net/place.ts";
import type { InstancesView } from "../../yawl/view/instances.ts";
import type { ItemStatus } from "../../yawl/work/item.ts";
import { iso, isoOrNothing, listOf, TIME } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { ITEM_STATE } from "../items/represent.ts";

const STATES = ["running", "waiting", "completed", "cancelled", "failed"] as const;
export const INSTANCE_STATE = z.enum(STATES);
type InstanceState = z.infer<typeof INSTANCE_STATE>;

const COUNT = z.number();

export const STANDING = z.object({
  net: z.string().meta({ description: "net instance that the task is in" }),
  taskId: z.string(),
  total: COUNT.meta({ description: "instances that there ever were" }),
  running: COUNT,
  waiting: COUNT.meta({ description: "have not begun" }),
  completed: COUNT,
  cancelled: COUNT,
  failed: COUNT,
  threshold: COUNT.nullable().meta({ description: "null: all have to be done" }),
  max: COUNT.nullable().meta({ description: "null: any number may be made" }),
  atOnce: COUNT.optional().meta({ description: "how many may be open at once, where that is limited" }),
  tolerated: z
    .union([COUNT, z.string()])
    .optional()
    .meta({ description: "how many may fail: a number, or a share such as 10%" }),
  endedAt: TIME.optional().meta({ description: "the task is done with, or was cancelled" }),
});

const INSTANCE = z.object({
  instance: COUNT.meta({ description: "its number, from 1" }),
  state: INSTANCE_STATE,
  execution: z.string().meta({ description: "workflow that has it: the case, or a block of its instances" }),
  id: z.string().optional().meta({ description: "the work item that it is" }),
  workItemState: ITEM_STATE.optional(),
  allocatedTo: z.string().optional(),
  enabledAt: TIME.optional(),
  startedAt: TIME.optional(),
  endedAt: TIME.optional(),
  endedBy: z.string().optional(),
  reason: z.string().optional(),
  net: z.string().optional().meta({ description: "of a composite task: the net instance that it is" }),
  workItems: z
    .array(z.object({ id: z.string(), taskId: z.string(), name: z.string(), state: ITEM_STATE }))
    .optional()
    .meta({ description: "of a composite task: the open work items inside it" }),
});

export const INSTANCES = STANDING.extend(listOf(INSTANCE).shape);

/** A task with several instances in a case, by the names of its caller. */
export interface Wanted {
  readonly task?: string | undefined;
  readonly net?: string | undefined;
}

interface Found {
  readonly of: InstancesOf;
  /** none: its instances have not begun */
  readonly fired: Fired | undefined;
  readonly isComposite: boolean;
}

/** How the instances of a task stand. @throws Problem when the names do not say which task */
export async function standingOf(
  view: CaseView,
  compiled: CompiledSpecification | undefined,
  wanted: Wanted,
): Promise<Record<string, unknown>> {
  return await standing(await find(view, compiled, wanted));
}

/** The same with a page of the instances. */
export async function instancesOf(
  view: CaseView,
  compiled: CompiledSpecification | undefined,
  wanted: Wanted & { readonly state?: InstanceState | undefined },
  page: PageRequest,
): Promise<Record<string, unknown>> {
  const found = await find(view, compiled, wanted);
  const list = found.isComposite ? nets(found, wanted.state, page) : work(found, wanted.state, page);
  const [counts, shown] = await Promise.all([standing(found), list]);
  return { ...counts, ...shown };
}

async function find(
  view: CaseView,
  compiled: CompiledSpecification | undefined,
  { task, net }: Wanted,
): Promise<Found> {
  const all = (await firedTasks(view.id)).filter(
    ({ entry }) => (task === undefined || entry.task === task) && (net === undefined || entry.net === net),
  );
  const root = compiled?.rootNet ?? "";
  const inRoot =
    task !== undefined && net === undefined ? all.find(({ entry }) => entry.net === root) : undefined;
  const one = inRoot ?? (all.length === 1 ? all[0] : undefined);
  if (!one && all.length > 1) throw severalTasks(all, task);
  if (!one && task === undefined)
    throw new Problem("not-found", `No task of the case "${view.id}" has had several instances so far.`);
  const place = { net: one?.entry.net ?? net ?? root, task: one?.entry.task ?? task ?? "" };
  const known = compiled && taskAt(compiled, place.net, place.task);
  if (!one && !known?.instances) throw noSuchTask(view, place);
  return {
    of: { caseId: view.id, ...place, since: one?.entry.since ?? 0 },
    fired: one,
    isComposite: Object.hasOwn(compiled?.nets ?? {}, known?.decomposition ?? ""),
  };
}

function taskAt(compiled: CompiledSpecification, net: string, task: string): CompiledTask | undefined {
  const tasks = compiled.nets[placeOf(compiled, net).net]?.tasks;
  return tasks && Object.hasOwn(tasks, task) ? tasks[task] : undefined;
}

const MOST_NAMED = 10;

function severalTasks(all: readonly Fired[], task: string | undefined): Problem {
  const names = all.slice(0, MOST_NAMED).map(({ entry }) => `"${entry.task}" in "${entry.net}"`);
  const more = all.length > MOST_NAMED ? `, and ${all.length - MOST_NAMED} more` : "";
  const parameter = task === undefined ? "task" : "net";
  return new Problem("bad-request", `Several tasks have several instances: ${names.join(", ")}${more}.`, {
    errors: [{ parameter, message: "has to say which is meant" }],
  });
}

function noSuchTask(
  { id }: CaseView,
  { net, task }: { readonly net: string; readonly task: string },
): Problem {
  return new Problem(
    "not-found",
    `The case "${id}" has no task "${task}" with several instances in the net "${net}".`,
  );
}

async function standing(found: Found): Promise<Record<string, unknown>> {
  const { of, fired } = found;
  const { threshold = null, maximum = null, atOnce, tolerated, endedAt } = fired?.entry ?? {};
  const counts = fired ? await counted(found, fired.entry) : { total: 0, ...noneIn() };
  return {
    net: of.net,
    taskId: of.task,
    ...counts,
    threshold,
    max: maximum,
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(tolerated === undefined
      ? {}
      : { tolerated: typeof tolerated === "number" ? tolerated : `${tolerated.percent}%` }),
    ...isoOrNothing("endedAt", endedAt),
  };
}

type Counts = Readonly<Record<InstanceState, number>>;

function noneIn(): Counts {
  return { running: 0, waiting: 0, completed: 0, cancelled: 0, failed: 0 };
}

/**
 * Work items are shown at once, so they say best how the instances stand; what has none has not begun, or was cancelled before.
 * Of composite instances only those that run can be counted; the rest is as the case has heard it from its blocks.
 */
async function counted(
  { of, isComposite }: Found,
  { spawned, completed, cancelled, failed, endedAt }: InstancesView,
): Promise<Counts & { readonly total: number }> {
  if (isComposite) {
    const running = endedAt === undefined ? (await openNetInstances(of)).length : 0;
    const waiting =
      endedAt === undefined ? Math.max(0, spawned - running - completed - cancelled - failed) : 0;
    return { total: spawned, running, waiting, completed, cancelled, failed };
  }
  const statuses = await countByStatus(of);
  const counts: Record<InstanceState, number> = noneIn();
  for (const [status, count] of statuses) counts[stateOf(status)] += count;
  const items = counts.running + counts.completed + counts.cancelled + counts.failed;
  // the case may be a little late to say that some were added
  const total = Math.max(spawned, items);
  const without = total - items;
  const unbegun =
    endedAt === undefined ? Math.max(0, Math.min(without, cancelled - counts.cancelled)) : without;
  return { total, ...counts, waiting: without - unbegun, cancelled: counts.cancelled + unbegun };
}

function stateOf(status: ItemStatus): InstanceState {
  switch (status) {
    case "unoffered":
    case "offered":
    case "allocated":
    case "started":
    case "suspended":
      return "running";
    case "completed":
    case "skipped":
      return "completed";
    case "cancelled":
      return "cancelled";
    case "failed":
      return "failed";
  }
}

/** Work items of instances in that state; an instance that waits has none. */
const STATUSES: Readonly<Record<InstanceState, readonly ItemStatus[]>> = {
  running: ["unoffered", "offered", "allocated", "started", "suspended"],
  waiting: [],
  completed: ["completed", "skipped"],
  cancelled: ["cancelled"],
  failed: ["failed"],
};

interface Shown {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

const NOTHING: Shown = { items: [], nextCursor: null };

async function work(
  { of, fired }: Found,
  state: InstanceState | undefined,
  page: PageRequest,
): Promise<Shown> {
  if (!fired) return NOTHING;
  const { items, nextCursor } = await listInstanceItems(of, state && STATUSES[state], page);
  return { items: items.map(representWork), nextCursor };
}

function representWork(item: ItemView): Record<string, unknown> {
  const { allocatedTo, endedBy, reason } = item;
  return {
    instance: item.instance,
    state: stateOf(item.status),
    execution: item.caseId,
    id: item.id,
    workItemState: item.status,
    ...(allocatedTo === undefined ? {} : { allocatedTo }),
    enabledAt: iso(item.enabledAt),
    ...isoOrNothing("startedAt", item.startedAt),
    ...isoOrNothing("endedAt", item.endedAt),
    ...(endedBy === undefined ? {} : { endedBy }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Instances of a composite task are listed while they run; nothing is kept of each that has ended but its work items. */
async function nets(
  { of, fired }: Found,
  state: InstanceState | undefined,
  page: PageRequest,
): Promise<Shown> {
  if (!fired || (state !== undefined && state !== "running")) return NOTHING;
  const after = page.cursor === undefined ? 0 : readCursor(page.cursor);
  const left = (await openNetInstances(of)).filter(({ instance }) => instance > after);
  const shown = await withItems(of.caseId, left.slice(0, page.limit));
  const last = shown.at(-1);
  return {
    items: shown.map(representNet),
    nextCursor: left.length > page.limit && last ? cursorAt(last.instance) : null,
  };
}

function representNet({ instance, net, execution, items }: NetInstanceView): Record<string, unknown> {
  const workItems = items.map(({ id, task, name, status }) => ({ id, taskId: task, name, state: status }));
  return { instance, state: "running", execution, net, workItems };
}

function cursorAt(instance: number): string {
  return Buffer.from(JSON.stringify(["", instance])).toString("base64url");
}

function readCursor(cursor: string): number {
  try {
    const [, instance] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as readonly unknown[];
    if (typeof instance === "number") return instance;
  } catch {
    // said below
  }
  throw new BadCursor("unreadable cursor");
}
