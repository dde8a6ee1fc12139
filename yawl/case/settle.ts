/**
 * After tokens moved: which tasks are enabled now, which are no longer, and which fire by themselves. Runs until nothing
 * changes any more. Only tasks that take tokens from changed conditions are looked at, and the net's OR-joins.
 */
import { joinSatisfied } from "../net/enabling.ts";
import type { LinkedNet, LinkedTask } from "../net/linked.ts";
import { isEmpty, tokens } from "../net/marking.ts";
import { exitNet } from "./exit.ts";
import { fire, firesByItself } from "./fire.ts";
import { offerTask, withdrawTask } from "./items.ts";
import { MAX_SILENT_FIRINGS } from "./limits.ts";
import { busyTasks, netInstance, runOf } from "./state.ts";
import type { Step } from "./step.ts";

/** Looks at every net instance with changed conditions until all is quiet, then at the case as a whole. */
export function settle(step: Step): void {
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

function settleNet(step: Step, key: string, changed: ReadonlySet<string>): void {
  const net = step.netFor(key);
  if (tokens(netInstance(step.state, key).marking, net.net.output) > 0) {
    exitNet(step, key);
    return;
  }
  const candidates = candidatesOf(net, changed);
  const enabled: LinkedTask[] = [];
  for (const task of candidates) {
    const instance = netInstance(step.state, key);
    const run = runOf(instance, task.id);
    if (run?.phase === "busy") continue;
    const satisfied = joinSatisfied(net, task, instance.marking, busyTasks(instance));
    if (run && !satisfied) withdrawTask(step, key, task.id);
    else if (!run && satisfied) enabled.push(task);
  }
  if (enabled.length > 0) enable(step, key, enabled, changed);
  else if (isQuiet(step, key)) exitNet(step, key);
}

/** Consumers of the changed conditions; OR-joins always, since any change upstream can decide them. */
function candidatesOf(net: LinkedNet, changed: ReadonlySet<string>): readonly LinkedTask[] {
  const found = new Set<LinkedTask>(net.orJoins);
  for (const condition of changed) {
    for (const task of net.consumers.get(condition) ?? []) found.add(task);
  }
  return [...found].toSorted((a, b) => a.index - b.index);
}

/**
 * Tasks that fire by themselves go before those that wait for people (SEMANTICS 4); of several that compete for the same
 * tokens one is chosen at random. After a firing everything is looked at again; only when none is left are items offered.
 */
function enable(
  step: Step,
  key: string,
  enabled: readonly LinkedTask[],
  changed: ReadonlySet<string>,
): void {
  const [first, ...others] = enabled.filter((task) => firesByItself(task));
  if (!first) {
    for (const task of enabled) offerTask(step, key, task);
    return;
  }
  const rivals = [first, ...others.filter((other) => compete(first, other))];
  const chosen = rivals.length === 1 ? first : (rivals[step.draw(rivals.length)] ?? first);
  step.silentFirings += 1;
  if (step.silentFirings > MAX_SILENT_FIRINGS) {
    step.emit({
      type: "task-failed",
      net: key,
      task: chosen.id,
      fault: {
        type: "endless-loop",
        message: `Tasks without work loop without end; stopped at "${chosen.id}" after ${MAX_SILENT_FIRINGS} firings.`,
      },
    });
  } else {
    const fired = step.attempt(() => fire(step, key, chosen));
    if (!fired.ok) {
      step.emit({ type: "task-failed", net: key, task: chosen.id, fault: fired.fault });
    }
  }
  step.touch(key, changed);
}

function compete(a: LinkedTask, b: LinkedTask): boolean {
  return a.task.from.some((condition) => b.task.from.includes(condition));
}

/** An emptied net ends, too (SEMANTICS 8): no token and nothing at work. */
function isQuiet(step: Step, key: string): boolean {
  const instance = netInstance(step.state, key);
  return isEmpty(instance.marking) && Object.keys(instance.tasks).length === 0;
}

/**
 * Deadlock (SEMANTICS 9): tokens are left, but no task of any net is enabled or doing something. A composite task whose
 * net is stuck is busy, but it will never be anything else.
 */
function checkDeadlock(step: Step): void {
  if (step.state.status !== "running") return;
  for (const instance of Object.values(step.state.nets)) {
    for (const run of Object.values(instance.tasks)) {
      if (run.phase !== "busy" || run.fault) return;
      if (run.running.some((id) => Object.hasOwn(step.state.items, id))) return;
    }
  }
  step.emit({ type: "case-deadlocked" });
}
