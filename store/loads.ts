/**
 * What people have in hand and have done: what filters and allocators look at beside the organisation. Read from the view, which may
 * be some moments behind the cases; what a decision looked at is kept with it.
 */
import type { CaseFacts } from "../yawl/work/distribution.ts";
import type { History, Loads, Needs, Queues } from "../yawl/resource/loads.ts";
import { OWNED } from "./items.ts";
import { Items } from "./models.ts";
import type { ItemView } from "./views.ts";

type Owned = (typeof OWNED)[number];

/** The work whose history is asked for: a task of a specification, whatever its version. */
export type WorkOf = Pick<CaseFacts, "specification" | "net" | "task">;

/**
 * The loads of these people.
 * @param unwritten items as they are about to be written: they count as they will be
 */
export async function readLoads(
  people: readonly string[],
  needs: Needs,
  work: WorkOf,
  unwritten: readonly ItemView[] = [],
): Promise<Loads> {
  const [queues, history] = await Promise.all([
    needs.includes("queues") ? readQueues(people, unwritten) : {},
    needs.includes("history") ? readHistory(people, work) : {},
  ]);
  return { queues, history };
}

interface QueueGroup {
  readonly _id: { readonly participant: string; readonly status: Owned };
  readonly count: number;
}

const EMPTY: Queues = { allocated: 0, started: 0, suspended: 0 };

async function readQueues(
  people: readonly string[],
  unwritten: readonly ItemView[],
): Promise<Readonly<Record<string, Queues>>> {
  const groups = await Items.aggregate<QueueGroup>([
    {
      $match: {
        allocatedTo: { $in: people },
        status: { $in: OWNED },
        _id: { $nin: unwritten.map(({ id }) => id) },
      },
    },
    { $group: { _id: { participant: "$allocatedTo", status: "$status" }, count: { $sum: 1 } } },
  ]);
  const queues = new Map<string, Queues>();
  const count = (participant: string, status: Owned, more: number): void => {
    const before = queues.get(participant) ?? EMPTY;
    queues.set(participant, { ...before, [status]: before[status] + more });
  };
  for (const { _id, count: items } of groups) count(_id.participant, _id.status, items);
  const asked = new Set(people);
  for (const { allocatedTo, status } of unwritten) {
    if (allocatedTo !== undefined && asked.has(allocatedTo) && isOwned(status)) count(allocatedTo, status, 1);
  }
  return Object.fromEntries(queues);
}

function isOwned(status: string): status is Owned {
  return OWNED.some((owned) => owned === status);
}

type HistoryGroup = { readonly [Name in keyof History]: History[Name] | null } & { readonly _id: string };

/** When it became so, of items that were completed. */
const completed = (value: unknown): unknown => ({
  $cond: [{ $eq: ["$status", "completed"] }, value, null],
});

async function readHistory(
  people: readonly string[],
  { specification, net, task }: WorkOf,
): Promise<Readonly<Record<string, History>>> {
  const groups = await Items.aggregate<HistoryGroup>([
    { $match: { specificationId: specification, netId: net, task, allocatedTo: { $in: people } } },
    {
      $group: {
        _id: "$allocatedTo",
        allocated: { $sum: 1 },
        completed: { $sum: { $cond: [{ $eq: ["$status", "completed"] }, 1, 0] } },
        inHand: { $sum: { $cond: [{ $in: ["$status", [...OWNED]] }, 1, 0] } },
        lastAllocatedAt: { $max: "$allocatedAt" },
        lastCompletedAt: { $max: completed("$endedAt") },
        meanToAllocate: { $avg: { $subtract: ["$allocatedAt", "$offeredAt"] } },
        meanToStart: { $avg: { $subtract: ["$startedAt", "$allocatedAt"] } },
        meanToComplete: { $avg: completed({ $subtract: ["$endedAt", "$startedAt"] }) },
      },
    },
  ]);
  return Object.fromEntries(groups.map(({ _id: participant, ...group }) => [participant, historyOf(group)]));
}

function historyOf(group: Omit<HistoryGroup, "_id">): History {
  const known = Object.entries(group).filter(([, value]) => value !== null);
  return { completed: 0, allocated: 0, ...Object.fromEntries(known) };
}
