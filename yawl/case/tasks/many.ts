/**
 * Several instances of a task (SEMANTICS 7), of whichever kind one of them is. It fires as soon as it is enabled, and
 * everybody sees one item each; only where it competes with other tasks it is offered as one item, and the first start
 * decides (deferred choice).
 */
import { fault, ok, type Result } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import { exitTask, prepareExit } from "../exit.ts";
import { run, take } from "../firing.ts";
import type { InstanceInput } from "../instances/block.ts";
import { makeBlocks } from "../instances/blocks.ts";
import { mostInside } from "../instances/inside.ts";
import { joinResults } from "../instances/results.ts";
import { instanceEnded } from "../instances/review.ts";
import { instanceInputs, type Instantiation } from "../instances/split.ts";
import { MAX_INSTANCES_IN_STEP } from "../limits.ts";
import type { MultipleInstances } from "../state.ts";
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
    ended: instanceEnded,

    cancel: (step, at, id, why) => one.cancel(step, at, id, why),
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
  const { common, instances, bounds } = prepared.value;
  if (step.instancesMade + instances.length > MAX_INSTANCES_IN_STEP) {
    return fault(
      "too-large",
      `Task "${linked.id}" would make more than ${MAX_INSTANCES_IN_STEP} instances in one step.`,
    );
  }
  if (instances.length === 0) return doneAtOnce(step, at);
  const may = one.mayBegin(step, at);
  if (!may.ok) return may;
  take(step, at);
  step.instancesMade += instances.length;
  const multi: MultipleInstances = { ...bounds, spawned: instances.length, completed: 0, results: [] };
  const { here, waiting, elsewhere } = divided(mostInside(step, at), prepared.value, first !== undefined);
  step.emit({
    type: "task-fired",
    net: key,
    task: linked.id,
    run: {
      phase: "busy",
      running: [],
      multi: waiting.length === 0 ? multi : { ...multi, waiting: waiting.map((each) => whole(common, each)) },
    },
  });
  for (const each of here) {
    const isThere = each.instance === 1 && first !== undefined;
    const { instance, input } = whole(common, each);
    run(step, at, isThere ? first : one.begin(step, at, input, instance));
  }
  if (elsewhere.length > 0) makeBlocks(step, at, common, elsewhere, multi, here.length);
  return ok(instances[0] && whole(common, instances[0]).input);
}

/** Nothing is to be done: it exits with no result. */
function doneAtOnce(step: CaseStep, at: TaskAt): Result<undefined> {
  const joined = joinResults(step, at, []);
  const exit = joined.ok ? prepareExit(step, at, joined.value) : joined;
  if (!exit.ok) return exit;
  take(step, at);
  exitTask(step, at, exit.value);
  return ok(undefined);
}

function whole(common: JsonObject, { instance, input }: InstanceInput): InstanceInput {
  return { instance, input: { ...common, ...input } };
}

/**
 * Which instances begin in this state, which wait in it, and which go to blocks.
 * @param inside the most that may begin here
 * @param isFirstThere somebody has started the first one here
 */
function divided(
  inside: number,
  { instances, bounds }: Instantiation,
  isFirstThere: boolean,
): Readonly<Record<"here" | "waiting" | "elsewhere", readonly InstanceInput[]>> {
  if (instances.length <= inside) {
    const { atOnce = Infinity } = bounds;
    return { here: instances.slice(0, atOnce), waiting: instances.slice(atOnce), elsewhere: [] };
  }
  const own = isFirstThere ? 1 : 0;
  return { here: instances.slice(0, own), waiting: [], elsewhere: instances.slice(own) };
}
