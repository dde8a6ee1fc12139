/** The end of a work item: it is completed with data, or skipped, and its task goes on. */
import { defaultValue } from "../data/types/defaults.ts";
import { taskOf, workOf } from "../net/linked.ts";
import { fault, type Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { Actor, ItemCommand } from "../work/command.ts";
import type { ItemStatus, WorkItem } from "../work/item.ts";
import { checkOutputs } from "./completion.ts";
import { valueOf } from "./dataflow.ts";
import { instanceDone } from "./exit.ts";
import { inputOf, take } from "./fire.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep } from "./case-step.ts";

/** Completes an item; data that does not fit leaves it as it is (SEMANTICS 12). */
export function complete(
  step: CaseStep,
  item: WorkItem,
  status: ItemStatus,
  by: Actor,
  { data, submissionId }: Extract<ItemCommand, { type: "complete" }>,
): Result<undefined> {
  const { task } = taskOf(step.netFor(item.net), item.task);
  const work = workOf(step.linked, task);
  const problems = checkOutputs(work?.outputs ?? [], data, step.linked.types);
  if (problems.length > 0) {
    return fault(
      "invalid-data",
      `The data does not fit what "${item.name}" asks for: ${problems[0]?.message ?? ""}`,
      problems,
    );
  }
  const done = submissionId === undefined ? item : { ...item, submissionId };
  return finish(step, done, status, by.participant, data);
}

/**
 * The item has ended with this output; its task goes on.
 * @param by who ended it; nobody when its connector answered
 */
export function finish(
  step: CaseStep,
  item: WorkItem,
  status: ItemStatus,
  by: string | undefined,
  output: JsonObject,
): Result<undefined> {
  const { task } = taskOf(step.netFor(item.net), item.task);
  const work = workOf(step.linked, task);
  const ended: { -readonly [Key in keyof WorkItem]: WorkItem[Key] } = {
    ...item,
    status,
    offeredTo: [],
    output,
    endedAt: step.now,
  };
  delete ended.draft;
  delete ended.suspended;
  if (by !== undefined) ended.endedBy = by;
  const move = status === "skipped" ? "skipped" : "completed";
  step.emit({ type: "item", move, item: ended, ...(by === undefined ? {} : { by }) });
  const { id, instance } = item;
  return instanceDone(step, item.net, item.task, instance === undefined ? { id } : { id, instance }, {
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
  { participant }: Actor,
  given: JsonObject | undefined,
): Result<undefined> {
  const linked = taskOf(step.netFor(item.net), item.task);
  const problems = given
    ? checkOutputs(workOf(step.linked, linked.task)?.outputs ?? [], given, step.linked.types)
    : [];
  if (problems.length > 0) {
    return fault(
      "invalid-data",
      `The data is no output of "${item.name}": ${problems[0]?.message ?? ""}`,
      problems,
    );
  }
  const run = runOf(netInstance(step.state, item.net), item.task);
  if (run?.phase !== "enabled") {
    return finish(step, item, status, participant, given ?? skippedOutput(step, item, item.data));
  }
  if (linked.task.instances) return fault("wrong-state", "Its instances have not been started.");
  const input = inputOf(step, item.net, item.task);
  if (!input.ok) return input;
  take(step, item.net, linked, [item.id]);
  return finish(step, item, status, participant, given ?? skippedOutput(step, item, input.value));
}

function skippedOutput(step: CaseStep, item: WorkItem, input: JsonObject): JsonObject {
  const { task } = taskOf(step.netFor(item.net), item.task);
  const output: Record<string, Json> = {};
  for (const { name, type, initial } of workOf(step.linked, task)?.outputs ?? []) {
    const value = valueOf(input, name) ?? initial ?? defaultValue(type, step.linked.types);
    if (value !== undefined) output[name] = value;
  }
  return output;
}
