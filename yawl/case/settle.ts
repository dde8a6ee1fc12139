/**
 * After tokens moved: which tasks are enabled now, which are no longer, and which fire by themselves. Runs until nothing
 * changes any more. Only tasks that take tokens from changed conditions are looked at, and the net's OR-joins.
 */
import { joinState, type JoinState } from "../net/enabling.ts";
import type { LinkedNet, LinkedTask } from "../net/linked.ts";
import { isEmpty, tokens } from "../net/marking.ts";
import type { Fault } from "../model/fault.ts";
import { isAtRest, isUnbegun } from "./instances/block.ts";
import { closeBlock } from "./instances/blocks.ts";
import { withdrawTask } from "./items.ts";
import { MAX_SILENT_FIRINGS } from "./limits.ts";
import { exitNet } from "./net-exit.ts";
import { busyTasks, netInstance, runOf } from "./state.ts";
import type { CaseStep, TaskAt } from "./tasks/kind.ts";

/** Looks at every net instance with changed conditions until all is quiet, then at the case as a whole. */
export function settle(step: CaseStep): void {
  if (step.dirty.size === 0) return;
  for (;;) {
    const next = step.dirty.keys().next();
    if (next.done) break;
    const key = next.value;
    const changed = step.dirty.get(key) ?? new Set<string>();
    step.dirty.delete(key);
    if (Object.hasOwn(step.state.nets, key)) settleNet(step, key, changed);
  }
  checkDeadlock(step);
}

function settleNet(step: CaseStep, key: string, changed: ReadonlySet<string>): void {
  const net = step.netFor(key);
  if (hasEnded(step, key, net)) {
    exitNet(step, key);
    return;
  }
  const enabled: LinkedTask[] = [];
  for (const task of candidatesOf(net, changed)) {
    const run = runOf(netInstance(step.state, key), task.id);
    if (run?.phase === "busy") continue;
    const join = joinOf(step, key, net, task);
    if (join === "undecided") {
      if (!run) fail(step, key, task, undecidedFault(task));
    } else if (join === "waits") {
      if (run) withdrawTask(step, key, task.id);
    } else if (!run) enabled.push(task);
  }
  if (enabled.length > 0) enable(step, key, net, enabled);
  else if (isQuiet(step, key, changed)) exitNet(step, key);
}

/** A net ends at the first token in its output condition (SEMANTICS 8). */
function hasEnded(step: CaseStep, key: string, net: LinkedNet): boolean {
  return tokens(netInstance(step.state, key).marking, net.net.output) > 0;
}

function joinOf(step: CaseStep, key: string, net: LinkedNet, task: LinkedTask): JoinState {
  const instance = netInstance(step.state, key);
  return joinState(net, task, instance.marking, () => busyTasks(instance));
}

/** Conditions whose consumers are found quicker without a set. */
const FEW = 4;

function consumersOf(net: LinkedNet, changed: ReadonlySet<string>): readonly LinkedTask[] {
  let found: LinkedTask[] | undefined;
  let isSorted = true;
  for (const condition of changed) {
    for (const task of net.consumers.get(condition) ?? []) {
      if (!found) found = [task];
      else if (!found.includes(task)) {
        isSorted &&= (found.at(-1)?.index ?? 0) < task.index;
        found.push(task);
      }
    }
  }
  if (!found) return [];
  return isSorted ? found : found.toSorted((a, b) => a.index - b.index);
}

/** Consumers of the changed conditions; OR-joins always, since any change upstream can decide them. */
function candidatesOf(net: LinkedNet, changed: ReadonlySet<string>): readonly LinkedTask[] {
  if (changed.size <= FEW && net.orJoins.length === 0) return consumersOf(net, changed);
  const found = new Set<LinkedTask>(net.orJoins);
  for (const condition of changed) {
    for (const task of net.consumers.get(condition) ?? []) found.add(task);
  }
  const tasks = [...found];
  return tasks.length > 1 ? tasks.toSorted((a, b) => a.index - b.index) : tasks;
}

/**
 * Tasks that fire by themselves go before those that wait for people (SEMANTICS 4), and what their tokens enable is looked
 * at before anything is offered: nobody gets an item that is gone at the end of the step.
 */
function enable(step: CaseStep, key: string, net: LinkedNet, enabled: readonly LinkedTask[]): void {
  const firing: LinkedTask[] = [];
  const waiting: TaskAt[] = [];
  for (const task of enabled) {
    const at = step.at(key, net, task);
    if (at.kind.firesByItself(task)) firing.push(task);
    else waiting.push(at);
  }
  if (firing.length === 0) {
    for (const at of waiting) at.kind.offer(step, at);
    return;
  }
  for (const { linked } of waiting) step.touch(key, linked.task.from);
  for (const task of firing) {
    while (isReady(step, key, net, task)) {
      fireOrFail(step, step.at(key, net, chosenOf(step, key, net, task, firing)));
      if (hasEnded(step, key, net)) return step.touch(key, []);
    }
  }
}

/** Of the tasks that compete with this one for its tokens, itself included, one at random (deferred choice). */
function chosenOf(
  step: CaseStep,
  key: string,
  net: LinkedNet,
  task: LinkedTask,
  firing: readonly LinkedTask[],
): LinkedTask {
  if (!task.contested) return task;
  const rivals = firing.filter((other) => compete(task, other) && isReady(step, key, net, other));
  return (rivals.length > 1 ? rivals[step.draw(rivals.length)] : undefined) ?? task;
}

function compete(a: LinkedTask, b: LinkedTask): boolean {
  return a === b || a.task.from.some((condition) => b.task.from.includes(condition));
}

/** Whether nothing that fired in the meantime has changed that the task is enabled. */
function isReady(step: CaseStep, key: string, net: LinkedNet, task: LinkedTask): boolean {
  const run = runOf(netInstance(step.state, key), task.id);
  return !run && joinOf(step, key, net, task) === "satisfied";
}

function fireOrFail(step: CaseStep, at: TaskAt): void {
  const { key, linked: task, kind } = at;
  step.silentFirings += 1;
  if (step.silentFirings > MAX_SILENT_FIRINGS) {
    fail(step, key, task, endlessFault(task));
    return;
  }
  const fired = step.attempt(() => kind.fire(step, at));
  if (!fired.ok) fail(step, key, task, fired.fault);
}

function fail(step: CaseStep, key: string, { id }: LinkedTask, fault: Fault): void {
  step.emit({ type: "task-failed", net: key, task: id, fault });
}

function endlessFault({ id }: LinkedTask): Fault {
  return {
    type: "endless-loop",
    message: `Tasks without work loop without end; stopped at "${id}" after ${MAX_SILENT_FIRINGS} firings.`,
  };
}

function undecidedFault({ id }: LinkedTask): Fault {
  return {
    type: "too-large",
    message: `Whether the OR-join of "${id}" has to wait cannot be decided: too much may still happen before it.`,
  };
}

/** An emptied net ends, too (SEMANTICS 8): no token and nothing at work. */
function isQuiet(step: CaseStep, key: string, changed: ReadonlySet<string>): boolean {
  const instance = netInstance(step.state, key);
  // mostly what was just changed says enough
  for (const condition of changed) if (tokens(instance.marking, condition) > 0) return false;
  return isEmpty(instance.marking) && Object.keys(instance.tasks).length === 0;
}

/**
 * Deadlock (SEMANTICS 9): tokens are left, but no task of any net is enabled or doing something. A composite task whose
 * net is stuck is busy, but it will never be anything else.
 */
function checkDeadlock(step: CaseStep): void {
  const { status, block, blocks } = step.state;
  // a block tells its parent that nothing in it can go on
  if (status !== "running" || block) return;
  const parts = Object.values(blocks ?? {});
  if (parts.some((each) => !isAtRest(each) && !isUnbegun(step.state.pending, each))) return;
  // every open item is of a task that is enabled or busy
  for (const id in step.state.items) if (Object.hasOwn(step.state.items, id)) return;
  // the time of a composite task may end what is stuck in it
  if (Object.values(step.state.pending).some(({ kind }) => kind === "timer")) return;
  for (const instance of Object.values(step.state.nets)) {
    for (const run of Object.values(instance.tasks)) {
      if (run.phase === "failed" || (run.phase === "busy" && run.fault)) return;
    }
  }
  for (const each of parts) closeBlock(step, each, { reason: "The case can go on nowhere." }, true);
  step.emit({ type: "case-deadlocked" });
}
