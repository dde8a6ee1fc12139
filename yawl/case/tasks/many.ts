/**
 * Several instances of a task (SEMANTICS 7), of whichever kind one of them is. It fires as soon as it is enabled, and
 * everybody sees one item each; only where it competes with other tasks it is offered as one item, and the first start
 * decides (deferred choice).
 */
import { fault, ok, type Result } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import { exitTask, exitWith, prepareExit } from "../exit.ts";
import { run, take } from "../firing.ts";
import { finishInstance, instanceInputs, joinResults } from "../instances.ts";
import { MAX_INSTANCES_IN_STEP } from "../limits.ts";
import type { CaseStep, TaskAt, TaskKind } from "./kind.ts";

/** @param one the kind of one instance */
export function many(one: TaskKind): TaskKind {
  return {
    firesByItself: (task) => one.firesByItself(task) || !task.contested,

    offer(step, at) {
      const item = one.begin(step, at, {});
      step.emit({ type: "task-enabled", net: at.key, task: at.linked.id, item });
    },

    fire(step, at) {
      const begun = beginAll(step, at, one);
      return begun.ok ? ok(undefined) : begun;
    },

    /** The item becomes the first instance, and the others are made beside it. */
    start(step, at, item) {
      const begun = beginAll(step, at, one, item.id);
      if (!begun.ok) return begun;
      return ok(begun.value && { instance: 1, data: begun.value });
    },

    skip: () => fault("wrong-state", "Its instances have not been started."),
    mayBegin: (step, at) => one.mayBegin(step, at),
    begin: (step, at, input, instance) => one.begin(step, at, input, instance),

    /** The last one that is needed makes the task complete: the others are removed, and the results are joined. */
    ended(step, at, performed, output) {
      const finished = finishInstance(step, at, performed, output);
      if (!finished.ok) return finished;
      return finished.value === "more" ? ok(undefined) : exitWith(step, at, finished.value);
    },

    cancel: (step, at, id, reason) => one.cancel(step, at, id, reason),
  };
}

/**
 * Takes the tokens and begins every instance; without any the task is done at once.
 * @param first id of an item that is there already and becomes the first instance
 * @returns the input of the first instance, if there is one
 */
function beginAll(step: CaseStep, at: TaskAt, one: TaskKind, first?: string): Result<JsonObject | undefined> {
  const { key, linked } = at;
  const prepared = instanceInputs(step, at);
  if (!prepared.ok) return prepared;
  const { inputs, bounds } = prepared.value;
  if (step.instancesMade + inputs.length > MAX_INSTANCES_IN_STEP) {
    return fault(
      "too-large",
      `Task "${linked.id}" would make more than ${MAX_INSTANCES_IN_STEP} instances in one step.`,
    );
  }
  const multi = { ...bounds, spawned: inputs.length, completed: 0, results: [] };
  if (inputs.length === 0) {
    const joined = joinResults(step, at, multi);
    const exit = joined.ok ? prepareExit(step, at, joined.value) : joined;
    if (!exit.ok) return exit;
    take(step, at);
    exitTask(step, at, exit.value);
    return ok(undefined);
  }
  const may = one.mayBegin(step, at);
  if (!may.ok) return may;
  take(step, at);
  step.emit({ type: "task-fired", net: key, task: linked.id, run: { phase: "busy", running: [], multi } });
  step.instancesMade += inputs.length;
  for (const [index, input] of inputs.entries()) {
    const isThere = index === 0 && first !== undefined;
    run(step, at, isThere ? first : one.begin(step, at, input, index + 1));
  }
  return ok(inputs[0]);
}
