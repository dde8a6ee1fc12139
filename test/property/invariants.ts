/** What holds in every state of every case, and what every step has to explain. */
import assert from "node:assert/strict";
import { apply } from "../../yawl/case/apply.ts";
import type { CaseEvent } from "../../yawl/case/events.ts";
import { busyTasks, type CaseState, type NetInstance } from "../../yawl/case/state.ts";
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
  if (state.status === "completed" || state.status === "cancelled") {
    assert.deepEqual([state.nets, state.items], [{}, {}], "an ended case has nothing open");
  }
}

function checkParent(state: CaseState, { key, parent }: NetInstance): void {
  if (!parent) return;
  const run = state.nets[parent.net]?.tasks[parent.task];
  assert.ok(run?.phase === "busy" && run.running.includes(key), `net ${key} has no busy task that knows of it`);
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
    assert.equal(run !== undefined, join !== "waits", `${task.id} is ${run?.phase ?? "idle"}, its join ${join}`);
  }
}

/** Every token that comes or goes is explained by a task, and a cancellation leaves nothing of its region. */
export function checkTokens(linked: LinkedSpecification, before: CaseState, events: readonly CaseEvent[]): void {
  let state = before;
  let exiting: { readonly net: string; readonly task: string } | undefined;
  for (const [index, event] of events.entries()) {
    const next = events[index + 1];
    if (event.type === "task-exited") exiting = event;
    if (event.type === "tokens-taken") {
      const fired = events.slice(index).find(({ type }) => type === "task-fired");
      assert.ok(fired?.type === "task-fired" && fired.net === event.net, "tokens are taken by a task that fires");
      const net = netOf(linked, state.nets[event.net]?.net ?? "");
      const { join, from } = taskOf(net, fired.task).task;
      const marked = from.filter((id) => tokens(state.nets[event.net]?.marking ?? {}, id) > 0);
      const count = { and: from.length, or: marked.length, xor: 1 }[join];
      assert.equal(event.conditions.length, count, `${fired.task} takes the tokens of its ${join}-join`);
      for (const condition of event.conditions) assert.ok(marked.includes(condition));
    }
    if (event.type === "tokens-cleared" || event.type === "tokens-put") {
      assert.ok(exiting?.net === event.net, "tokens are put and cleared by a task that exits");
      const { task } = taskOf(netOf(linked, state.nets[event.net]?.net ?? ""), exiting.task);
      if (event.type === "tokens-cleared") assert.deepEqual(event.conditions, task.cancels?.conditions);
      else {
        const targets = task.flows.map(({ to }) => to);
        for (const condition of event.conditions) assert.ok(targets.includes(condition));
        if (task.split === "and") assert.deepEqual(event.conditions, targets);
        if (task.split === "xor") assert.equal(event.conditions.length, 1);
        assert.ok(event.conditions.length > 0, "every split marks something");
        checkRegionIsEmpty(state, event.net, task.cancels);
      }
    }
    state = apply(state, [event]);
    if (event.type === "tokens-put") exiting = undefined;
    if (event.type === "net-exited" && next === undefined) assert.notEqual(state.status, "running");
  }
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
