/** What the shell has to begin and to stop: the difference between what was outstanding and what is. */
import type { Outstanding, Pending } from "../../yawl/case/pending.ts";

/** What has to be begun and what has to be stopped on the way from one state to a later one. */
export interface Difference {
  readonly stopped: readonly Pending[];
  readonly started: readonly Pending[];
}

const NOTHING: Difference = { stopped: [], started: [] };

/** What began and what ended between two states; something that was replaced did both. */
export function difference(before: Outstanding, after: Outstanding): Difference {
  if (before === after) return NOTHING;
  const stopped: Pending[] = [];
  const started: Pending[] = [];
  for (const id of Object.keys(before)) {
    const pending = before[id];
    if (pending && pending !== after[id]) stopped.push(pending);
  }
  for (const id of Object.keys(after)) {
    const pending = after[id];
    if (pending && pending !== before[id]) started.push(pending);
  }
  return { stopped, started };
}
