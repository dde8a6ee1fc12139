/** A net ends: its output goes to the composite task that it ran for, or it is the case's result. */
import { defaultValue } from "../data/types/defaults.ts";
import type { Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { netOf } from "../net/linked.ts";
import { cancelNet } from "./cancel.ts";
import { valueOf, type DataScope } from "./dataflow.ts";
import { hold, isNetHeld } from "./instances/hold.ts";
import { review } from "./instances/review.ts";
import { netInstance, type NetInstance } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";
import type { Why } from "./why.ts";

/**
 * Values of a net's output parameters: what its composite task's completed mappings see, or the case's result.
 * @param isCut the net ends before it is done: what has no value gets a default
 */
function netOutput(step: CaseStep, key: string, isCut = false): DataScope {
  const instance = netInstance(step.state, key);
  const { net } = netOf(step.linked, instance.net);
  const variables = net.variables.filter(({ output }) => output);
  const data: Record<string, Json> = {};
  for (const { name, initial, type } of variables) {
    const known = valueOf(instance.data, name);
    const value = known ?? (isCut ? (initial ?? defaultValue(type, step.linked.types)) : undefined);
    if (value !== undefined) data[name] = value;
  }
  return { root: net.root, variables, data, types: step.linked.types, now: step.now, work: step.work };
}

/** A net ends (SEMANTICS 8): what is left inside is removed, and its task goes on, or the case is complete. */
export function exitNet(step: CaseStep, key: string): void {
  const { parent } = netInstance(step.state, key);
  const output = netOutput(step, key);
  if (!parent) {
    const result: JsonObject = netInstance(step.state, key).data;
    cancelNet(step, key);
    step.emit({ type: "case-completed", result });
    return;
  }
  const done = step.attempt(() => endWith(step, key, parent, output));
  // the nested net's people have done their part; the fault stays with the composite task until it is retried
  if (!done.ok && done.fault.type === "needs-permit") {
    if (!isNetHeld(step.state, key)) {
      hold(step, { kind: "net", net: key });
      review(step, step.find(parent));
    }
    return;
  }
  if (!done.ok) {
    step.emit({ type: "task-failed", net: parent.net, task: parent.task, fault: done.fault });
  }
}

/**
 * The time for a composite task is over (T1): its net is cancelled where it stands, and what its output parameters are then is what
 * the task gives.
 */
export function expireNet(step: CaseStep, key: string): Result<undefined> {
  const { parent } = netInstance(step.state, key);
  if (!parent) throw new Error(`no task has the net ${key}`);
  return endWith(step, key, parent, netOutput(step, key, true), { reason: "Its time was over." });
}

function endWith(
  step: CaseStep,
  key: string,
  parent: NonNullable<NetInstance["parent"]>,
  output: DataScope,
  why?: Why,
): Result<undefined> {
  cancelNet(step, key, why);
  const { instance } = parent;
  const performed = { id: key, ...(instance === undefined ? {} : { instance }) };
  const at = step.find(parent);
  return at.kind.ended(step, at, performed, output);
}
