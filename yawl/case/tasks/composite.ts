/** Composite tasks: a net is unfolded and runs for them (SEMANTICS 8). */
import { fault, ok } from "../../model/fault.ts";
import { netOf, type LinkedNet } from "../../net/linked.ts";
import { cancelNet } from "../cancel.ts";
import { withInitials } from "../dataflow.ts";
import { endOnly } from "../exit.ts";
import { inputOf, run, take } from "../firing.ts";
import { MAX_DEPTH } from "../limits.ts";
import { netInstance } from "../state.ts";
import { begin, mayTime } from "../timers/set.ts";
import { causeOf } from "../why.ts";
import type { TaskKind } from "./kind.ts";

/** A task with a net of its own: it fires by itself, and is done when its net is (SEMANTICS 8 in docs/semantics.md). */
export const COMPOSITE: TaskKind = {
  firesByItself: () => true,
  offer: neverWaits,

  fire(step, at) {
    const deep = COMPOSITE.mayBegin(step, at);
    if (!deep.ok) return deep;
    const input = inputOf(step, at);
    if (!input.ok) return input;
    take(step, at);
    run(step, at, COMPOSITE.begin(step, at, input.value));
    return ok(undefined);
  },

  start: neverWaits,
  skip: neverWaits,

  mayBegin(step, at) {
    if (netInstance(step.state, at.key).depth < MAX_DEPTH) return mayTime(step, at);
    return fault("too-deep", `Nets nest deeper than ${MAX_DEPTH} levels at task "${at.linked.id}".`);
  },

  /** Unfolds the net, with one token in its input condition. */
  begin(step, at, input, instance) {
    const { key, net, linked } = at;
    const { depth } = netInstance(step.state, key);
    const nested = netOf(step.linked, linked.task.decomposition ?? "");
    const child = `${key}/${instance === undefined ? linked.id : instanceName(net, linked.id, instance)}`;
    step.emit({
      type: "net-entered",
      instance: {
        key: child,
        net: nested.id,
        parent: { net: key, task: linked.id, ...(instance === undefined ? {} : { instance }) },
        depth: depth + 1,
        marking: { [nested.net.input]: 1 },
        tasks: {},
        data: withInitials(nested.net.variables, input),
        dataVersion: 0,
      },
    });
    const timer = begin(step, at, child);
    if (timer) step.emit({ type: "timer-set", timer });
    step.touch(child, [nested.net.input]);
    return child;
  },

  ended: endOnly,

  // what is inside says why the instance ended, not only that its own task was cancelled
  cancel: (step, _at, id, why) => cancelNet(step, id, causeOf(step, why).cause && why),
};

/** `Task.2`; with zeros before the number when another task of the net has that very id: ids may have dots. */
function instanceName(net: LinkedNet, task: string, number: number): string {
  let name = `${task}.${number}`;
  for (let zeros = "0"; net.tasks.has(name); zeros += "0") name = `${task}.${zeros}${number}`;
  return name;
}

function neverWaits(): never {
  throw new Error("a composite task waits for nobody");
}
