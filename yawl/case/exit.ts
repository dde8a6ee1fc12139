/**
 * Ends: an instance of a task is done, a task exits, a net ends. Order at exit (SEMANTICS 5): output mapping, then the
 * cancellation set is emptied, then the split puts tokens by predicates that see the data after the mapping.
 */
import type { CompiledFlow, CompiledTask } from "../net/compiled.ts";
import { netOf, taskOf } from "../net/linked.ts";
import { ok, type Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { cancelNet, cancelTask } from "./cancel.ts";
import {
  changed,
  holds,
  netScope,
  NO_CHANGE,
  runMappings,
  valueOf,
  type DataScope,
  type Mapped,
} from "./dataflow.ts";
import { finishInstance, type Performed } from "./instances.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep } from "./case-step.ts";

/**
 * One instance of a busy task is done: a work item was completed, or a nested net ended.
 * @param output what the task's completed mappings see
 */
export function instanceDone(
  step: CaseStep,
  key: string,
  task: string,
  performed: Performed,
  output: DataScope,
): Result<undefined> {
  const linked = taskOf(step.netFor(key), task);
  if (linked.task.instances) {
    const finished = finishInstance(step, key, linked, performed, output);
    if (!finished.ok || finished.value === "more") return finished.ok ? ok(undefined) : finished;
    return exitWith(step, key, task, finished.value);
  }
  const net = step.netFor(key);
  const mapped = runMappings(linked.task.completed, output, net.net.variables);
  if (!mapped.ok) return mapped;
  step.emit({ type: "instance-ended", net: key, task, id: performed.id });
  return exitWith(step, key, task, mapped.value);
}

function exitWith(step: CaseStep, key: string, task: string, change: Mapped): Result<undefined> {
  const exit = prepareExit(step, key, task, change);
  if (!exit.ok) return exit;
  exitTask(step, key, task, exit.value);
  return ok(undefined);
}

/** How a task will exit: what is known before anything has happened. */
interface Exit {
  readonly change: Mapped;
  /** the conditions that get a token */
  readonly conditions: readonly string[];
}

/**
 * What a task that exits with these new values for the net does; the split's predicates see them (SEMANTICS 2).
 * @returns a `predicate-failed` fault when the split cannot be decided
 */
export function prepareExit(step: CaseStep, key: string, task: string, change: Mapped): Result<Exit> {
  const net = step.netFor(key);
  const { task: compiled, outputs } = taskOf(net, task);
  if (compiled.split === "and") return ok({ change, conditions: outputs });
  const data = changed(netInstance(step.state, key).data, change);
  const conditions = chooseFlows(compiled, netScope(net.net, data, step));
  return conditions.ok ? ok({ change, conditions: conditions.value }) : conditions;
}

/** A task exits: its data goes to the net, its cancellation set is emptied, its split puts tokens. */
export function exitTask(step: CaseStep, key: string, task: string, { change, conditions }: Exit): void {
  const { task: compiled } = taskOf(step.netFor(key), task);
  if (change !== NO_CHANGE && Object.keys(change.values).length + change.emptied.length > 0) {
    step.emit({ type: "data-changed", net: key, values: change.values, emptied: change.emptied });
  }
  step.emit({ type: "task-exited", net: key, task });
  emptyCancellationSet(step, key, compiled);
  step.emit({ type: "tokens-put", net: key, conditions });
  step.touch(key, conditions);
  // the task itself may be enabled again by what it left in its input conditions while it was busy
  step.touch(key, compiled.from);
}

function emptyCancellationSet(step: CaseStep, key: string, { cancels }: CompiledTask): void {
  if (!cancels) return;
  if (cancels.conditions.length > 0) {
    step.emit({ type: "tokens-cleared", net: key, conditions: cancels.conditions });
    step.touch(key, cancels.conditions);
  }
  for (const id of cancels.tasks) {
    if (runOf(netInstance(step.state, key), id)?.phase === "busy") cancelTask(step, key, id);
  }
}

/** The flows of an XOR or OR split that are taken (SEMANTICS 2). */
function chooseFlows(task: CompiledTask, scope: DataScope): Result<readonly string[]> {
  const taken: CompiledFlow[] = [];
  for (const flow of task.flows) {
    const isTaken = takes(flow, task, scope);
    if (!isTaken.ok) return isTaken;
    if (!isTaken.value) continue;
    taken.push(flow);
    if (task.split === "xor") break;
  }
  if (taken.length > 0) return ok(taken.map(({ to }) => to));
  const fallback = task.flows.find(({ isDefault }) => isDefault) ?? task.flows.at(-1);
  return ok(fallback ? [fallback.to] : []);
}

/** A flow without a predicate is always taken, unless it is the default: that one waits for nothing else to fire. */
function takes(flow: CompiledFlow, task: CompiledTask, scope: DataScope): Result<boolean> {
  if (task.split === "xor" && flow.isDefault) return ok(true);
  if (!flow.predicate) return ok(!flow.isDefault);
  const answer = holds(flow.predicate, scope);
  if (answer.ok) return answer;
  return {
    ok: false,
    fault: {
      ...answer.fault,
      message: `The predicate of the flow from "${task.id}" to "${flow.to}" fails. ${answer.fault.message}`,
    },
  };
}

/** Values of a net's output parameters: what its composite task's completed mappings see, or the case's result. */
export function netOutput(step: CaseStep, key: string): DataScope {
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
    return instanceDone(step, parent.net, parent.task, performed, output);
  });
  // the nested net's people have done their part; the fault stays with the composite task until it is retried
  if (!done.ok) {
    step.emit({ type: "task-failed", net: parent.net, task: parent.task, fault: done.fault });
  }
}
