/** One more instance of a multiple-instance task whose instances are created dynamically (SEMANTICS 7). */
import { valuesOf } from "../data/types/given.ts";
import { checkObject, faultTypeOf } from "../data/types/validate.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { WorkItem } from "../work/item.ts";
import { inputOf } from "./firing.ts";
import { MAX_INSTANCES } from "./limits.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

/**
 * Adds an instance beside one that is not done yet. Completed instances count towards the maximum.
 * @param data input of the new instance; what it leaves out comes from the task's starting mappings
 */
export function addInstance(step: CaseStep, item: WorkItem, data: JsonObject): Result<undefined> {
  const at = step.find(item);
  const { linked } = at;
  const run = runOf(netInstance(step.state, item.net), item.task);
  if (run?.phase !== "busy" || !run.multi) {
    return fault("wrong-state", `The instances of "${item.task}" have not been started.`);
  }
  const { spawned, maximum } = run.multi;
  if (spawned >= Math.min(maximum, MAX_INSTANCES)) {
    return fault(
      "wrong-state",
      `The task "${item.task}" has had its ${spawned} instances; no more are allowed.`,
    );
  }
  const problems = checkObject(data, linked.takes, step.linked.types);
  if (problems.length > 0) {
    return fault(faultTypeOf(problems), "The data does not fit the input of an instance.", problems);
  }
  const common = inputOf(step, at);
  if (!common.ok) return common;
  const number = spawned + 1;
  const { index } = linked.task.instances ?? {};
  const given = valuesOf(linked.takes, { ...common.value, ...data }, step.linked.types);
  const input = { ...given, ...(index === undefined ? {} : { [index]: number }) };
  const id = at.kind.begin(step, at, input, number);
  step.emit({
    type: "instance-started",
    net: item.net,
    task: item.task,
    id,
    multi: { ...run.multi, spawned: number },
  });
  return ok(undefined);
}
