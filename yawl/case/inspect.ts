/** What an operator wants to know of a case. */
import { busyTasks, type CaseState } from "./state.ts";

/** Tasks that could not fire or exit, with the reason; what an operator has to look at. */
export function failedTasks(
  state: CaseState,
): readonly { readonly net: string; readonly task: string; readonly message: string }[] {
  const found: { net: string; task: string; message: string }[] = [];
  for (const [key, instance] of Object.entries(state.nets)) {
    for (const [task, run] of Object.entries(instance.tasks)) {
      if (run.phase !== "enabled" && run.fault) {
        found.push({ net: key, task, message: run.fault.message });
      }
    }
  }
  return found;
}

/** Where the tokens are and which tasks are enabled or busy, by net instance. */
export function whereabouts(state: CaseState): {
  readonly marking: Record<string, Readonly<Record<string, number>>>;
  readonly busy: Record<string, readonly string[]>;
} {
  const marking: Record<string, Readonly<Record<string, number>>> = {};
  const busy: Record<string, readonly string[]> = {};
  for (const [key, instance] of Object.entries(state.nets)) {
    marking[key] = instance.marking;
    busy[key] = busyTasks(instance);
  }
  return { marking, busy };
}
