/** What holds in every state of every case, and what every step has to explain. */
import assert from "node:assert/strict";
import { applyTo } from "../../yawl/case/apply.ts";
import { Draft } from "../../yawl/case/draft.ts";
import { MOVES_OF_TIMERS, type CaseEvent } from "../../yawl/case/events.ts";
import { pendingId, timerOf } from "../../yawl/case/pending.ts";
import type { Step } from "../../yawl/case/step.ts";
import { busyTasks, type CaseState, type NetInstance } from "../../yawl/case/state.ts";
import type { CompiledTask } from "../../yawl/net/compiled.ts";
import { joinState } from "../../yawl/net/enabling.ts";
import { netOf, taskOf, type LinkedNet, type LinkedSpecification } from "../../yawl/net/linked.ts";
import { tokens } from "../../yawl/net/marking.ts";
import { hasEnded } from "../../yawl/work/item.ts";

/** Items, nets, tasks and tokens of a state belong together. */
export function checkState(linked: LinkedSpecification, state: CaseState): void {
  for (const item of Object.values(state.items)) {
    assert.ok(!hasEnded(item.status), `item ${item.id} has ended and is still there`);
    const run = state.nets[item.net]?.tasks[item.task];
    const isKnown =
      (run?.phase === "enabled" && run.item === item.id) ||
      (run?.phase === "busy" && run.running.includes(item.id));
    assert.ok(isKnown, `item ${item.id} has no task that knows of it`);
  }
  for (const [key, instance] of Object.entries(state.nets)) {
    assert.equal(instance.key, key);
    checkParent(state, instance);
    checkNet(netOf(linked, instance.net), state, instance);
  }
  if (state.status === "completed" || state.status === "cancelled" || state.status === "failed") {
    assert.deepEqual(
      [state.nets, state.items, state.pending],
      [{}, {}, {}],
      "an ended case has nothing open",
    );
  }
}

/**
 * What is pending agrees with the items: a call that was begun waits for its answer or its callback, an item that looks for
 * people waits for them until something else becomes of it, and nothing is pending for what has ended.
 * @param asked items that look for people, carried from step to step
 */
export function checkPending({ state, events }: Step, asked: Set<string>): void {
  for (const event of events) {
    if (event.type !== "item") continue;
    if (MOVES_OF_TIMERS.has(event.move)) continue;
    if (event.asks) asked.add(event.item.id);
    else asked.delete(event.item.id);
  }
  const expected: string[] = [];
  for (const { id, status, call } of Object.values(state.items)) {
    if (call?.delayedUntil !== undefined) assert.ok(timerOf(state.pending, id), `the call of ${id} waits`);
    else if (call && status === "started")
      expected.push(`${call.waitsUntil === undefined ? "call" : "callback"}:${id}:${call.number}`);
    if (asked.has(id)) {
      assert.equal(status, "unoffered", `${id} looks for people`);
      expected.push(`people:${id}`);
    }
  }
  const others = Object.keys(state.pending).filter((id) => state.pending[id]?.kind !== "timer");
  assert.deepEqual(others.toSorted(), expected.toSorted());
  for (const [id, pending] of Object.entries(state.pending)) assert.equal(pendingId(pending), id);
}

function checkParent(state: CaseState, { key, parent }: NetInstance): void {
  if (!parent) return;
  const run = state.nets[parent.net]?.tasks[parent.task];
  assert.ok(
    run?.phase === "busy" && run.running.includes(key),
    `net ${key} has no busy task that knows of it`,
  );
}

function checkNet(net: LinkedNet, state: CaseState, instance: NetInstance): void {
  for (const [condition, count] of Object.entries(instance.marking)) {
    assert.ok(Object.hasOwn(net.net.conditions, condition), `${condition} is no condition`);
    assert.ok(Number.isInteger(count) && count > 0, `${condition} holds ${count} tokens`);
  }
  for (const [task, run] of Object.entries(instance.tasks)) {
    const linked = taskOf(net, task);
    if (run.phase === "enabled") assert.ok(Object.hasOwn(state.items, run.item), `${task} has lost its item`);
    if (run.phase !== "busy") continue;
    assert.ok(run.running.length > 0, `${task} is busy with nothing`);
    for (const id of run.running) {
      const record = linked.kind === "composite" ? state.nets : state.items;
      assert.ok(Object.hasOwn(record, id), `${task} has lost ${id}`);
    }
  }
  if (state.status !== "running") return;
  for (const task of net.tasks.values()) {
    const run = instance.tasks[task.id];
    if (run?.phase === "busy") continue;
    const join = joinState(net, task, instance.marking, () => busyTasks(instance));
    assert.equal(
      run !== undefined,
      join !== "waits",
      `${task.id} is ${run?.phase ?? "idle"}, its join ${join}`,
    );
  }
}

/** Every token that comes or goes is explained by a task, and a cancellation leaves nothing of its region. */
export function checkTokens(
  linked: LinkedSpecification,
  before: CaseState,
  events: readonly CaseEvent[],
): void {
  const draft = new Draft(before);
  const netAt = (key: string): LinkedNet => netOf(linked, draft.state.nets[key]?.net ?? "");
  let exiting: { readonly net: string; readonly task: string } | undefined;
  for (const [index, event] of events.entries()) {
    switch (event.type) {
      case "task-exited":
        exiting = event;
        break;
      case "tokens-taken": {
        const fired = events[index + 1];
        assert.ok(
          fired?.type === "task-fired" && fired.net === event.net,
          "tokens are taken by a task that fires",
        );
        checkTaken(taskOf(netAt(event.net), fired.task).task, draft.state.nets[event.net], event.conditions);
        break;
      }
      case "tokens-cleared":
        assert.ok(exiting?.net === event.net, "tokens are cleared by a task that exits");
        assert.deepEqual(event.conditions, taskOf(netAt(event.net), exiting.task).task.cancels?.conditions);
        break;
      case "tokens-put": {
        assert.ok(exiting?.net === event.net, "tokens are put by a task that exits");
        const { task } = taskOf(netAt(event.net), exiting.task);
        checkPut(task, event.conditions);
        checkRegionIsEmpty(draft.state, event.net, task.cancels);
        exiting = undefined;
        break;
      }
      default:
        break;
    }
    applyTo(draft, event);
  }
}

function checkTaken(
  { id, join, from }: CompiledTask,
  instance: NetInstance | undefined,
  taken: readonly string[],
): void {
  const marked = from.filter((condition) => tokens(instance?.marking ?? {}, condition) > 0);
  const count = { and: from.length, or: marked.length, xor: 1 }[join];
  assert.equal(taken.length, count, `${id} takes the tokens of its ${join}-join`);
  for (const condition of taken) assert.ok(marked.includes(condition));
}

function checkPut({ id, split, flows }: CompiledTask, conditions: readonly string[]): void {
  const targets = flows.map(({ to }) => to);
  for (const condition of conditions) assert.ok(targets.includes(condition));
  if (split === "and") assert.deepEqual(conditions, targets);
  if (split === "xor") assert.equal(conditions.length, 1);
  assert.ok(conditions.length > 0, `the split of ${id} marks something`);
}

function checkRegionIsEmpty(
  state: CaseState,
  key: string,
  cancels: { readonly conditions: readonly string[]; readonly tasks: readonly string[] } | undefined,
): void {
  const instance = state.nets[key];
  for (const condition of cancels?.conditions ?? []) {
    assert.equal(tokens(instance?.marking ?? {}, condition), 0, `${condition} was cancelled`);
  }
  for (const task of cancels?.tasks ?? []) {
    assert.notEqual(instance?.tasks[task]?.phase, "busy", `${task} was cancelled`);
    const inside = Object.keys(state.nets).filter((net) => {
      const parent = state.nets[net]?.parent;
      return parent?.net === key && parent.task === task;
    });
    assert.deepEqual(inside, [], `the nets of ${task} were cancelled`);
    const work = Object.values(state.items).filter((item) => item.net === key && item.task === task);
    for (const { status } of work) assert.ok(status !== "started" && status !== "suspended");
  }
}
