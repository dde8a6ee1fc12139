/** A net ends: its output goes to the composite task that it ran for, or it is the case's result. */
import type { Json, JsonObject } from "../model/json.ts";
import { netOf } from "../net/linked.ts";
import { cancelNet } from "./cancel.ts";
import { valueOf, type DataScope } from "./dataflow.ts";
import { hold, isNetHeld } from "./instances/hold.ts";
import { review } from "./instances/review.ts";
import { netInstance } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

/** Values of a net's output parameters: what its composite task's completed mappings see, or the case's result. */
function netOutput(step: CaseStep, key: string): DataScope {
  const instance = netInstance(step.state, key);
  const { net } = netOf(step.linked, instance.net);
  const variables = net.variables.filter(({ output }) => output);
  const data: Record<string, Json> = {};
  for (const { name } of variables) {
    const value = valueOf(instance.data, name);
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
  const done = step.attempt(() => {
    cancelNet(step, key);
    const { instance } = parent;
    const performed = { id: key, ...(instance === undefined ? {} : { instance }) };
    const at = step.find(parent);
    return at.kind.ended(step, at, performed, output);
  });
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
