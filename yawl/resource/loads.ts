/** What people have to do now and have done before: what filters and allocators look at beside the organisation. */

/** Open work items of a person. */
export interface Queues {
  readonly allocated: number;
  readonly started: number;
  readonly suspended: number;
}

/** What a person did of a task, over all cases of its specification, whatever the version. Times in epoch milliseconds. */
export interface History {
  /** items that they completed */
  readonly completed: number;
  /** items that were ever theirs */
  readonly allocated: number;
  /** items of the task that are theirs now; allocators that go by turn count them as done */
  readonly inHand?: number;
  readonly lastAllocatedAt?: number;
  readonly lastCompletedAt?: number;
  /** means in milliseconds: from the offer to the allocation, from there to the start, from there to the completion */
  readonly meanToAllocate?: number;
  readonly meanToStart?: number;
  readonly meanToComplete?: number;
}

/** By participant; somebody without an entry has nothing to do, or has done nothing of the task. */
export interface Loads {
  readonly queues: Readonly<Record<string, Queues>>;
  readonly history: Readonly<Record<string, History>>;
}

/** What has to be read before it can be decided. */
export type Needs = readonly ("queues" | "history")[];

/** Nothing to do, nothing done. */
export const NO_LOADS: Loads = { queues: {}, history: {} };

const EMPTY: Queues = { allocated: 0, started: 0, suspended: 0 };
const NEVER: History = { completed: 0, allocated: 0 };

/** What somebody has to do now. */
export function queueOf({ queues }: Loads, id: string): Queues {
  return (Object.hasOwn(queues, id) ? queues[id] : undefined) ?? EMPTY;
}

/** What somebody did of the task. */
export function historyOf({ history }: Loads, id: string): History {
  return (Object.hasOwn(history, id) ? history[id] : undefined) ?? NEVER;
}

/** How many open work items somebody has: allocated, started and suspended. */
export function openItems(loads: Loads, id: string): number {
  const { allocated, started, suspended } = queueOf(loads, id);
  return allocated + started + suspended;
}
