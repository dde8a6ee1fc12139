/** Bounds that keep a wrong model from blocking a worker. Each gives a clear fault when it is reached. */

/** Firings of tasks without work in one step (SEMANTICS 10): beyond it a loop is taken to be endless. */
export const MAX_SILENT_FIRINGS = 10_000;

/** How deep composite tasks may nest; a net that contains itself without end reaches it. */
export const MAX_DEPTH = 50;

/** Instances of one multiple-instance task. */
export const MAX_INSTANCES = 10_000;

/** Instances that all multiple-instance tasks together may make in one step: nets in nets multiply. */
export const MAX_INSTANCES_IN_STEP = 20_000;
