/**
 * A task exits. Order at exit (SEMANTICS 5): output mapping, then the
 * cancellation set is emptied, then the split puts tokens by predicates that see the data after the mapping.
 */
import type { CompiledFlow, CompiledTask } from "../net/compiled.ts";
import { taskOf } from "../net/linked.ts";
import { ok, type Result } from "../model/fault.ts";
import { cancelTask } from "./cancel.ts";
import { runCompleted } from "./completed-mappings.ts";
import { changed, holds, netScope, NO_CHANGE, type DataScope, type Mapped } from "./dataflow.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep, Performed, TaskAt } from "./tasks/kind.ts";

/**
 * The only instance of a busy task is done: a work item was completed, or a nested net ended.
 * @param output what the task's completed mappings see
 */
export function endOnly(
  step: CaseStep,
  at: TaskAt,
  performed: Performed,
  output: DataScope,
): Result<undefined> {
  const { key, net, linked } = at;
  const mapped = runCompleted(linked.task, net.net, netInstance(step.state, key).data, output);
  if (!mapped.ok) return mapped;
  step.emit({ type: "instance-ended", net: key, task: linked.id, id: performed.id });
  return exitWith(step, at, mapped.value);
}

/** Exits with new values for the net, if the split can be decided. */
export function exitWith(step: CaseStep, at: TaskAt, change: Mapped): Result<undefined> {
  const exit = prepareExit(step, at, change);
  if (!exit.ok) return exit;
  exitTask(step, at, exit.value);
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
export function prepareExit(step: CaseStep, { key, net, linked }: TaskAt, change: Mapped): Result<Exit> {
  const { task: compiled, outputs } = linked;
  if (compiled.split === "and") return ok({ change, conditions: outputs });
  const data = changed(netInstance(step.state, key).data, change);
  const conditions = chooseFlows(compiled, netScope(net.net, data, step, key));
  return conditions.ok ? ok({ change, conditions: conditions.value }) : conditions;
}

/** A task exits: its data goes to the net, its cancellation set is emptied, its split puts tokens. */
export function exitTask(step: CaseStep, at: TaskAt, { change, conditions }: Exit): void {
  const { key, linked } = at;
  if (change !== NO_CHANGE && Object.keys(change.values).length + change.emptied.length > 0) {
    step.emit({ type: "data-changed", net: key, values: change.values, emptied: change.emptied });
  }
  step.emit({ type: "task-exited", net: key, task: linked.id });
  emptyCancellationSet(step, at);
  step.emit({ type: "tokens-put", net: key, conditions });
  step.touch(key, conditions);
  // the task itself may be enabled again by what it left in its input conditions while it was busy
  step.touch(key, linked.task.from);
}

function emptyCancellationSet(step: CaseStep, { key, net, linked }: TaskAt): void {
  const { cancels } = linked.task;
  if (!cancels) return;
  if (cancels.conditions.length > 0) {
    step.emit({ type: "tokens-cleared", net: key, conditions: cancels.conditions });
    step.touch(key, cancels.conditions);
  }
  for (const id of cancels.tasks) {
    if (runOf(netInstance(step.state, key), id)?.phase === "busy") {
      cancelTask(step, step.at(key, net, taskOf(net, id)));
    }
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
