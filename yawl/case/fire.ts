/** Firing: a task takes its tokens and becomes busy, with a nested net, with work items, or for no time at all. */
import { tokensToTake } from "../net/enabling.ts";
import { netOf, taskOf, workOf, type LinkedNet, type LinkedTask } from "../net/linked.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { Variable } from "../model/specification.ts";
import { netScope, NO_CHANGE, runMappings, withInitials } from "./dataflow.ts";
import { exitTask, prepareExit } from "./exit.ts";
import { instanceInputs, joinResults } from "./instances.ts";
import { createItem } from "./items.ts";
import { MAX_DEPTH, MAX_INSTANCES_IN_STEP } from "./limits.ts";
import { netInstance } from "./state.ts";
import type { CaseStep } from "./case-step.ts";

/**
 * Whether a task fires as soon as it is enabled: routing, composite and automated tasks do. So does a multiple-instance task, whose
 * people should see one item each, unless it competes with other tasks: then the first start decides (deferred choice).
 */
export function firesByItself(task: LinkedTask): boolean {
  return task.kind !== "work" || (task.task.instances !== undefined && !task.contested);
}

/** Fires a task that waits for nobody. What can fail is done first: after a fault nothing has happened. */
export function fire(step: CaseStep, key: string, linked: LinkedTask): Result<undefined> {
  if (linked.kind === "empty") {
    const exit = prepareExit(step, key, linked.id, NO_CHANGE);
    if (!exit.ok) return exit;
    take(step, key, linked);
    exitTask(step, key, linked.id, exit.value);
    return ok(undefined);
  }
  if (linked.task.instances) {
    const made = startInstances(step, key, linked);
    return made.ok ? ok(undefined) : made;
  }
  if (linked.kind === "call") {
    const input = inputOf(step, key, linked.id);
    if (!input.ok) return input;
    take(step, key, linked);
    const id = createItem(step, key, linked, input.value);
    step.emit({ type: "instance-started", net: key, task: linked.id, id });
    return ok(undefined);
  }
  const deep = checkDepth(step, key, linked.id);
  if (!deep.ok) return deep;
  const input = inputOf(step, key, linked.id);
  if (!input.ok) return input;
  take(step, key, linked);
  enterNet(step, key, linked.id, input.value);
  return ok(undefined);
}

/** Takes the tokens and makes the task busy with what already runs for it. */
export function take(step: CaseStep, key: string, linked: LinkedTask, running: readonly string[] = []): void {
  const { marking } = netInstance(step.state, key);
  const conditions = tokensToTake(linked, marking, (n) => step.draw(n));
  step.emit({ type: "tokens-taken", net: key, conditions });
  step.emit({ type: "task-fired", net: key, task: linked.id, run: { phase: "busy", running } });
  step.touch(key, conditions);
}

/** Input data of a task: its starting mappings over the net's data, completed by the parameters' initial values. */
export function inputOf(step: CaseStep, key: string, task: string): Result<JsonObject> {
  const instance = netInstance(step.state, key);
  const net = netOf(step.linked, instance.net);
  const { task: compiled } = taskOf(net, task);
  const inputs = inputParameters(step, task, key);
  const mapped = runMappings(compiled.starting, netScope(net.net, instance.data, step), inputs);
  return mapped.ok ? ok(withInitials(inputs, mapped.value.values)) : mapped;
}

/** Parameters that a task's decomposition takes in. */
export function inputParameters(step: CaseStep, task: string, key: string): readonly Variable[] {
  const { task: compiled } = taskOf(step.netFor(key), task);
  const work = workOf(step.linked, compiled);
  if (work) return work.inputs;
  const nested = compiled.decomposition && step.linked.nets.get(compiled.decomposition);
  return nested ? nested.net.variables.filter(({ input }) => input) : [];
}

function checkDepth(step: CaseStep, key: string, task: string): Result<undefined> {
  if (netInstance(step.state, key).depth < MAX_DEPTH) return ok(undefined);
  return fault("too-deep", `Nets nest deeper than ${MAX_DEPTH} levels at task "${task}".`);
}

/** Unfolds the net of a composite task, with one token in its input condition. */
function enterNet(step: CaseStep, key: string, task: string, input: JsonObject, number?: number): void {
  const { depth } = netInstance(step.state, key);
  const net = step.netFor(key);
  const nested = netOf(step.linked, taskOf(net, task).task.decomposition ?? "");
  const child = `${key}/${number === undefined ? task : instanceName(net, task, number)}`;
  step.emit({
    type: "net-entered",
    instance: {
      key: child,
      net: nested.id,
      parent: { net: key, task, ...(number === undefined ? {} : { instance: number }) },
      depth: depth + 1,
      marking: { [nested.net.input]: 1 },
      tasks: {},
      data: withInitials(nested.net.variables, input),
      dataVersion: 0,
    },
  });
  step.emit({ type: "instance-started", net: key, task, id: child });
  step.touch(child, [nested.net.input]);
}

/** `Task.2`; with zeros before the number when another task of the net has that very id: ids may have dots. */
function instanceName(net: LinkedNet, task: string, number: number): string {
  let name = `${task}.${number}`;
  for (let zeros = "0"; net.tasks.has(name); zeros += "0") name = `${task}.${zeros}${number}`;
  return name;
}

/**
 * Fires a multiple-instance task (SEMANTICS 7); without any instance it is done at once.
 * @param first id of an item that is there already and becomes the first instance
 * @returns the input of the first instance, if there is one
 */
export function startInstances(
  step: CaseStep,
  key: string,
  linked: LinkedTask,
  first?: string,
): Result<JsonObject | undefined> {
  const { id } = linked;
  const prepared = instanceInputs(step, key, id);
  if (!prepared.ok) return prepared;
  const { inputs, bounds } = prepared.value;
  if (step.instancesMade + inputs.length > MAX_INSTANCES_IN_STEP) {
    return fault(
      "too-large",
      `Task "${id}" would make more than ${MAX_INSTANCES_IN_STEP} instances in one step.`,
    );
  }
  const multi = { ...bounds, spawned: inputs.length, completed: 0, results: [] };
  if (inputs.length === 0) {
    const joined = joinResults(step, key, linked, multi);
    const exit = joined.ok ? prepareExit(step, key, id, joined.value) : joined;
    if (!exit.ok) return exit;
    take(step, key, linked);
    exitTask(step, key, id, exit.value);
    return ok(undefined);
  }
  const deep = linked.kind === "composite" ? checkDepth(step, key, id) : ok(undefined);
  if (!deep.ok) return deep;
  take(step, key, linked);
  step.emit({ type: "task-fired", net: key, task: id, run: { phase: "busy", running: [], multi } });
  step.instancesMade += inputs.length;
  for (const [index, input] of inputs.entries()) {
    if (linked.kind === "composite") enterNet(step, key, id, input, index + 1);
    else {
      const isThere = index === 0 && first !== undefined;
      const item = isThere ? first : createItem(step, key, linked, input, index + 1);
      step.emit({ type: "instance-started", net: key, task: id, id: item });
    }
  }
  return ok(inputs[0]);
}
