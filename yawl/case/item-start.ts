/** The start of a work item: it fires its task. */
import { ok, type Result } from "../model/fault.ts";
import type { Actor } from "../work/command.ts";
import type { ItemStatus, PersonItem } from "../work/item.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

/** Starts an item. One that was reallocated, or that is an instance of a multiple-instance task, has fired already. */
export function start(step: CaseStep, item: PersonItem, status: ItemStatus, by: Actor): Result<undefined> {
  const at = step.find(item);
  const isEnabled = runOf(netInstance(step.state, item.net), item.task)?.phase === "enabled";
  const begun = isEnabled ? at.kind.start(step, at, item) : ok(item);
  if (!begun.ok) return begun;
  step.emit(
    begun.value
      ? {
          type: "item",
          move: "started",
          item: { ...begun.value, status, startedAt: item.startedAt ?? step.now },
          by: by.participant,
        }
      : {
          type: "item",
          move: "withdrawn",
          item: { ...item, status: "cancelled", endedAt: step.now, reason: "There is nothing to do." },
          by: by.participant,
        },
  );
  return ok(undefined);
}
