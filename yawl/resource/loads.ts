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
