/** The end of a work item: it is completed with data, or skipped, and its task goes on. */
import { defaultValue } from "../data/types/defaults.ts";
import { valuesOf } from "../data/types/given.ts";
import { faultTypeOf } from "../data/types/validate.ts";
import { fault, type Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { revised } from "../model/revised.ts";
import type { Actor, ItemCommand } from "../work/command.ts";
import type { ItemStatus, PersonItem, WorkItem } from "../work/item.ts";
import { offeredToNobody } from "../work/distribution.ts";
import { checkOutputs } from "./completion.ts";
import type { ItemMove } from "./events.ts";
import { valueOf } from "./dataflow.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep, TaskAt } from "./tasks/kind.ts";

/** Completes an item; data that does not fit leaves it as it is (SEMANTICS 12). */
export function complete(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: Actor,
  { data, submissionId }: Extract<ItemCommand, { type: "complete" }>,
): Result<undefined> {
  const { work } = step.find(item).linked;
  const problems = checkOutputs(work?.outputs ?? [], data, step.linked.types);
  if (problems.length > 0) {
    return fault(
      faultTypeOf(problems),
      `The data does not fit what "${item.name}" asks for: ${problems[0]?.message ?? ""}`,
      problems,
    );
  }
  const done = submissionId === undefined ? item : revised(item, { submissionId });
  return finish(step, done, status, by.participant, valuesOf(work?.outputs ?? [], data, step.linked.types));
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The item has ended with this output; its task goes on.
 * @param by who ended it; nobody when its connector answered
 * @param as how it came to its end, where its status does not say it
 */
export function finish(
  step: CaseStep,
  item: WorkItem,
  status: ItemStatus,
  by: string | undefined,
  output: JsonObject,
  as?: ItemMove,
): Result<undefined> {
  const at = step.find(item);
  const { work } = at.linked;
  const ended: Writable<WorkItem> = revised(offeredToNobody(item), {
    status,
    offeredTo: [],
    output,
    endedAt: step.now,
  });
  if (ended.draft) delete ended.draft;
  if (ended.suspended) delete ended.suspended;
  if (ended.kind === "person" && ended.failure) delete ended.failure;
  if (by !== undefined) ended.endedBy = by;
  const move = as ?? (status === "skipped" ? "skipped" : "completed");
  step.emit({ type: "item", move, item: ended, ...(by === undefined ? {} : { by }) });
  const { id, instance } = item;
  return at.kind.ended(step, at, instance === undefined ? { id } : { id, instance }, {
    root: work?.root ?? item.task,
    variables: work?.outputs ?? [],
    data: output,
    types: step.linked.types,
    now: step.now,
    work: step.work,
  });
}

/**
 * Skipping takes the tokens and completes with the output that is given, or with what rule 13 gives: input of the same name,
 * defaults, type defaults.
 */
export function skip(
  step: CaseStep,
  item: WorkItem,
  status: ItemStatus,
  by: Actor,
  given: JsonObject | undefined,
): Result<undefined> {
  return endWithout(step, item, status, by.participant, given);
}

/**
 * A manager completes it in place of whoever has it: with the output that is given, with what was saved where that is one, or
 * with what skipping gives. Nobody is recorded as having done it (R6 in docs/semantics.md).
 */
export function forceComplete(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: Actor,
  given: JsonObject | undefined,
): Result<undefined> {
  const outputs = step.find(item).linked.work?.outputs ?? [];
  const isSavedDone = item.draft && checkOutputs(outputs, item.draft, step.linked.types).length === 0;
  return endWithout(
    step,
    item,
    status,
    by.participant,
    given ?? (isSavedDone ? item.draft : undefined),
    "force-completed",
  );
}

/**
 * The time for an item is over (T1 in docs/semantics.md): one that nobody has begun is skipped, another one is completed with what
 * was saved of its output, and with what skipping gives for the rest. Nobody is recorded as having done it.
 */
export function expireItem(step: CaseStep, item: PersonItem): Result<undefined> {
  const over = revised(item, { reason: TIME_OVER, cause: "expired" as const });
  if (item.status !== "started" && item.status !== "suspended")
    return endWithout(step, over, "skipped", undefined, undefined);
  const saved = item.draft && { ...skippedOutput(step, step.find(item), item.data), ...item.draft };
  return endWithout(step, over, "completed", undefined, saved, "force-completed");
}

const TIME_OVER = "Its time was over.";

/**
 * The item ends without being done; its task fires first where it has not.
 * @param by who ended it; nobody when a timer did
 */
function endWithout(
  step: CaseStep,
  item: WorkItem,
  status: ItemStatus,
  by: string | undefined,
  given: JsonObject | undefined,
  as?: ItemMove,
): Result<undefined> {
  const at = step.find(item);
  const problems = given ? checkOutputs(at.linked.work?.outputs ?? [], given, step.linked.types) : [];
  if (problems.length > 0) {
    return fault(
      faultTypeOf(problems),
      `The data is no output of "${item.name}": ${problems[0]?.message ?? ""}`,
      problems,
    );
  }
  const run = runOf(netInstance(step.state, item.net), item.task);
  const output = given && valuesOf(at.linked.work?.outputs ?? [], given, step.linked.types);
  if (run?.phase !== "enabled") {
    return finish(step, item, status, by, output ?? skippedOutput(step, at, item.data), as);
  }
  const input = at.kind.skip(step, at, item);
  if (!input.ok) return input;
  return finish(step, item, status, by, output ?? skippedOutput(step, at, input.value), as);
}

function skippedOutput(step: CaseStep, { linked }: TaskAt, input: JsonObject): JsonObject {
  const output: Record<string, Json> = {};
  for (const { name, type, initial } of linked.work?.outputs ?? []) {
    const value = valueOf(input, name) ?? initial ?? defaultValue(type, step.linked.types);
    if (value !== undefined) output[name] = value;
  }
  return output;
}
