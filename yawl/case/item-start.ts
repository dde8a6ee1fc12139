/** The start of a work item: it fires its task. */
import { ok, type Result } from "../model/fault.ts";
import { revised } from "../model/revised.ts";
import type { ItemStatus, PersonItem } from "../work/item.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep, StartedAs } from "./tasks/kind.ts";

/**
 * Starts an item. One that was reallocated, or that is an instance of a multiple-instance task, has fired already.
 * @param by who starts it; nobody when the engine does
 */
export function start(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: string | undefined,
): Result<undefined> {
  const at = step.find(item);
  const isEnabled = runOf(netInstance(step.state, item.net), item.task)?.phase === "enabled";
  if (!isEnabled) return started(step, item, status, by);
  const begun = at.kind.start(step, at, item);
  if (!begun.ok) return begun;
  if (begun.value) return started(step, item, status, by, begun.value);
  step.emit({
    type: "item",
    move: "withdrawn",
    item: { ...item, status: "cancelled", endedAt: step.now, reason: "There is nothing to do." },
    ...(by === undefined ? {} : { by }),
  });
  return ok(undefined);
}

function started(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: string | undefined,
  as?: StartedAs,
): Result<undefined> {
  const next: { -readonly [Key in keyof PersonItem]: PersonItem[Key] } = revised(item, {
    status,
    startedAt: item.startedAt ?? step.now,
  });
  if (as) next.data = as.data;
  if (as?.instance !== undefined) next.instance = as.instance;
  step.emit({ type: "item", move: "started", item: next, ...(by === undefined ? {} : { by }) });
  return ok(undefined);
}
