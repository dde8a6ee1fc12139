/**
 * How the instances of a task stand, as the view shows it while the task runs and afterwards: what the state that fired it
 * knows. Its blocks tell it from time to time, so that its numbers may be a little behind those of the work items.
 */
import { isUnbounded } from "../case/instances/bounds.ts";
import { multiRunOf, tallyOf } from "../case/instances/review.ts";
import type { CaseEvent } from "../case/events.ts";
import { runOf, type CaseState, type MultipleInstances, type Tolerance } from "../case/state.ts";
import type { Step } from "../case/step.ts";

/** How the instances of one task stand: numbers of instances, those in blocks included as far as these have told. */
export interface InstancesView {
  /** key of the net instance, and id of the task */
  readonly net: string;
  readonly task: string;
  /** its work items were made from then on; epoch milliseconds */
  readonly since: number;
  /** epoch milliseconds; absent while it runs */
  readonly endedAt?: number;
  /** instances that there ever were */
  readonly spawned: number;
  readonly completed: number;
  readonly cancelled: number;
  readonly failed: number;
  /** have begun and not ended */
  readonly open: number;
  /** have not begun */
  readonly waiting: number;
  /** absent: all have to be done, or any number may be made */
  readonly threshold?: number;
  readonly maximum?: number;
  readonly atOnce?: number;
  readonly tolerated?: Tolerance;
}

/** Tasks whose end is remembered, of one execution: nets with loops may have any number. */
const MOST_ENDED = 50;

/**
 * What is known after a step.
 * @param known before it
 * @returns the same where nothing changed
 */
export function instancesAfter(
  known: readonly InstancesView[],
  before: CaseState | undefined,
  step: Step,
): readonly InstancesView[] {
  const { state, events, now } = step;
  if (before?.nets === state.nets && before.blocks === state.blocks) return known;
  if (known.length === 0 && !events.some(isOfInstances)) return known;
  const next = new Map(known.map((entry) => [keyOf(entry), entry]));
  const last = new Map<string, MultipleInstances>();
  for (const event of events) note(next, last, before, state, event, now);
  for (const entry of next.values()) {
    if (entry.endedAt !== undefined) continue;
    const run = multiRunOf(state, entry.net, entry.task);
    if (!run) {
      next.set(keyOf(entry), ended(entry, last.get(keyOf(entry)), now));
      continue;
    }
    const { open, waiting, completed, cancelled, failed } = tallyOf(state, entry.net, entry.task, run);
    const counts = { open, waiting, completed, cancelled, failed };
    next.set(keyOf(entry), { ...begun(entry, run.multi), ...counts });
  }
  const all = limited([...next.values()]);
  return JSON.stringify(all) === JSON.stringify(known) ? known : all;
}

function keyOf({ net, task }: { readonly net: string; readonly task: string }): string {
  return `${net}\n${task}`;
}

function isOfInstances(event: CaseEvent): boolean {
  return "multi" in event || (event.type === "task-fired" && event.run.multi !== undefined);
}

function note(
  next: Map<string, InstancesView>,
  last: Map<string, MultipleInstances>,
  before: CaseState | undefined,
  after: CaseState,
  event: CaseEvent,
  now: number,
): void {
  switch (event.type) {
    case "task-fired": {
      const key = keyOf(event);
      const { multi } = event.run;
      if (!multi || isOwn(after, event)) return;
      // again in the same step: what was is over
      next.delete(key);
      last.set(key, multi);
      next.set(key, begun({ net: event.net, task: event.task, since: sinceOf(before, event, now) }, multi));
      return;
    }
    case "instance-started":
    case "instance-ended":
    case "instances-changed": {
      const key = keyOf(event);
      if (!event.multi || isOwn(after, event)) return;
      last.set(key, event.multi);
      // it began before such was shown
      if (!next.has(key)) next.set(key, begun({ net: event.net, task: event.task, since: 0 }, event.multi));
      return;
    }
    default:
  }
}

/** The task whose instances a block has is shown where it was fired. */
function isOwn(
  { block }: CaseState,
  { net, task }: { readonly net: string; readonly task: string },
): boolean {
  return block?.net === net && block.task === task;
}

/** Somebody may have started the item that offered the task: it is then its first instance. */
function sinceOf(
  before: CaseState | undefined,
  { net, task }: { readonly net: string; readonly task: string },
  now: number,
): number {
  const instance = before && Object.hasOwn(before.nets, net) ? before.nets[net] : undefined;
  const run = instance && runOf(instance, task);
  const item = run?.phase === "enabled" ? before?.items[run.item] : undefined;
  return item?.enabledAt ?? now;
}

function begun(
  entry: Pick<InstancesView, "net" | "task" | "since"> & Partial<InstancesView>,
  multi: MultipleInstances,
): InstancesView {
  const { net, task, since, completed = 0, cancelled = 0, failed = 0, open = 0, waiting = 0 } = entry;
  const { spawned, threshold, maximum, atOnce, tolerated } = multi;
  return {
    net,
    task,
    since,
    spawned,
    completed,
    cancelled,
    failed,
    open,
    waiting,
    ...(isUnbounded(threshold) ? {} : { threshold }),
    ...(isUnbounded(maximum) ? {} : { maximum }),
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(tolerated === undefined ? {} : { tolerated }),
  };
}

/** Whatever was not completed and had not failed was cancelled. @param multi the last that was known of it in this step */
function ended(entry: InstancesView, multi: MultipleInstances | undefined, at: number): InstancesView {
  const last = multi ? begun(entry, multi) : entry;
  const completed = Math.max(last.completed, multi?.completed ?? 0);
  const failed = multi?.failures?.length ?? last.failed;
  const cancelled = Math.max(0, last.spawned - completed - failed);
  return { ...last, completed, failed, cancelled, open: 0, waiting: 0, endedAt: at };
}

/** Those that run, and of the others those that ended last. */
function limited(all: readonly InstancesView[]): readonly InstancesView[] {
  const endings = all.flatMap(({ endedAt }) => (endedAt === undefined ? [] : [endedAt]));
  if (endings.length <= MOST_ENDED) return all;
  const from = endings.toSorted((a, b) => b - a)[MOST_ENDED - 1] ?? 0;
  return all.filter(({ endedAt }) => endedAt === undefined || endedAt >= from);
}
