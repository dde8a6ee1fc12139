/**
 * Changes of behaviour that must not reach cases that run. A case gets all flags of the day on which it starts, and keeps
 * them until its end: replayed with newer code it does what it did, and a mended rule counts for new cases only. Whoever
 * starts a case says which flags those are, so that they stand in its history. A flag is never removed while a case that
 * began without it may be running, and its name is never used again.
 */
interface Entry {
  /** day from which on new cases have it */
  readonly since: string;
  /** what it changes, and why */
  readonly reason: string;
}

const FLAGS = {
  "whole-instance-counts": {
    since: "2026-11-25",
    reason:
      "A multiple-instance task whose number of instances is no whole number has a fault in its data: rounding it down made two instances of 2.9 and told nobody.",
  },
  "instances-in-blocks": {
    since: "2026-11-25",
    reason:
      "Instances of a task may run in child workflows; bounds are looked at when they count; results that cannot be joined are a fault of the task, no longer of whoever completed last; an instance that fails counts by the task's tolerance.",
  },
  "three-phase-distribution": {
    since: "2026-11-25",
    reason:
      "Filters, constraints, familiar participants, allocation and start by the system are executed; offers to roles name the roles; what one person must not do together is checked whenever work changes hands; privileges may be some people's.",
  },
  "separations-in-one-workflow": {
    since: "2026-11-25",
    reason:
      "Instances of work that is separated from other work run in their case, however many: in blocks, which know nothing of each other, one person could do all of them.",
  },
  "causes-of-cancelling": {
    since: "2026-11-25",
    reason:
      "Work in the net of an instance that was not needed any more said only that its task was cancelled, so that a completion that came too late was refused and not kept. It says why the instance ended, and cancelled items have the cause as a code beside the sentence.",
  },
  timers: {
    since: "2026-11-25",
    reason:
      "Timers of tasks run: they end work whose time is over, delay calls and remind; predicates see their states. Cases that began before go on without them, as their histories say.",
  },
  "launched-when-started": {
    since: "2026-11-25",
    reason:
      "Times of a launch are those of the workflow's start. The clock of the first workflow task is not the same in a replay when writing the view took long: a view that was made again showed other times than the case knew.",
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** Name of a behaviour that a case has from its start to its end, or has not. */
export type Flag = keyof typeof FLAGS;

/** What a case gets that starts now. */
export const CURRENT_FLAGS = Object.keys(FLAGS) as readonly Flag[];

/**
 * The flags that a case starts with.
 * @throws Error for a flag that this code does not know: a case of newer code must not begin with older one
 */
export function knownFlags(flags: readonly string[]): readonly Flag[] {
  for (const flag of flags) {
    if (!Object.hasOwn(FLAGS, flag)) throw new Error(`this version does not know the behaviour "${flag}"`);
  }
  return flags as readonly Flag[];
}
