/** What each event does to the state. One small function an event; nothing is decided here. */
import { clear, put, take } from "../net/marking.ts";
import { endedItem } from "../work/ended.ts";
import { changed } from "./dataflow.ts";
import { Draft } from "./draft.ts";
import { MOVES_OF_TIMERS, type CaseEvent } from "./events.ts";
import { isUnbegun, type Block, type BlockPlace, type Report } from "./instances/block.ts";
import {
  beginning,
  pendingFor,
  pendingId,
  pendingIdsOf,
  pendingOf,
  timerId,
  timerOf,
  type Outstanding,
  type Pending,
} from "./pending.ts";
import { withPerformer, withPerformers } from "./performers.ts";
import {
  itemOf,
  netInstance,
  REMEMBERED_ITEMS,
  REMEMBERED_KEYS,
  runOf,
  type BusyTask,
  type CaseState,
} from "./state.ts";

type EventOf<Type extends CaseEvent["type"]> = Extract<CaseEvent, { readonly type: Type }>;

/** The state after these events; the state before stays as it is. */
export function apply(state: CaseState, events: readonly CaseEvent[]): CaseState {
  const draft = new Draft(state);
  for (const event of events) applyTo(draft, event);
  return draft.freeze();
}

/** Changes a draft as an event says. */
export function applyTo(draft: Draft, event: CaseEvent): void {
  switch (event.type) {
    case "case-suspended":
      draft.whole().status = "suspended";
      return;
    case "case-resumed":
      draft.whole().status = "running";
      return;
    case "case-completed":
      Object.assign(draft.whole(), { status: "completed", result: event.result });
      return;
    case "case-cancelled":
      caseCancelled(draft, event);
      return;
    case "case-failed":
      Object.assign(draft.whole(), { status: "failed", result: event.result, fault: event.fault });
      return;
    case "case-deadlocked":
      draft.whole().status = "deadlocked";
      return;
    case "net-entered":
      draft.nets()[event.instance.key] = event.instance;
      return;
    case "net-exited":
      netExited(draft, event.net);
      return;
    case "tokens-taken":
      take(draft.marking(event.net), event.conditions);
      return;
    case "tokens-put":
      put(draft.marking(event.net), event.conditions);
      return;
    case "tokens-cleared":
      clear(draft.marking(event.net), event.conditions);
      return;
    case "task-enabled":
      beginRound(draft, event);
      draft.tasks(event.net)[event.task] = { phase: "enabled", item: event.item };
      return;
    case "task-fired":
      beginRound(draft, event);
      draft.tasks(event.net)[event.task] = event.run;
      return;
    case "task-failed":
      taskFailed(draft, event);
      return;
    case "task-retried":
      taskRetried(draft, event);
      return;
    case "task-withdrawn":
    case "task-exited":
    case "task-cancelled":
      delete draft.tasks(event.net)[event.task];
      return;
    case "instance-started":
      changeRunning(draft, event, (running) => [...running, event.id]);
      return;
    case "instance-ended":
      changeRunning(draft, event, (running) => running.filter((id) => id !== event.id));
      return;
    case "instances-changed":
      changeRunning(draft, event, (running) => running);
      return;
    case "block-made":
      draft.whole().lastItem += 1;
      setBlock(draft, event.block);
      return;
    case "block-changed":
      setBlock(draft, event.block);
      return;
    case "block-closed":
      dropBlock(draft, event.block.id);
      return;
    case "performed":
      draft.whole().performers = withPerformers(draft.state.performers, event.performers);
      return;
    case "instructed":
      changeBlock(draft, { instruction: event.instruction });
      return;
    case "reported":
      reported(draft, event.report);
      return;
    case "report-sent":
      reportSent(draft, event.version);
      return;
    case "block-failed":
      changeBlock(draft, { fault: event.fault });
      return;
    case "held":
    case "unheld":
      changeHeld(draft, event);
      return;
    case "came-late":
      return;
    case "data-changed":
      dataChanged(draft, event);
      return;
    case "item":
      itemChanged(draft, event);
      return;
    case "timer-set":
      draft.pending()[timerId(event.timer.of)] = event.timer;
      return;
    case "timer-expired":
      delete draft.pending()[timerId(event.timer.of)];
      noteTimer(draft, event.timer, "expired");
      return;
    case "timer-done":
      closeTimer(draft, event.timer.of);
      return;
    case "timer-failed":
      return;
    case "chained":
      changeChained(draft, event);
      return;
    case "keyed": {
      const state = draft.whole();
      state.keyed = [...(state.keyed ?? []).slice(1 - REMEMBERED_KEYS), event.command];
      return;
    }
    case "drawn":
      draft.whole().random = event.random;
  }
}

/** What it guarded has ended before it expired. */
function closeTimer(draft: Draft, of: string): void {
  const timer = timerOf(draft.state.pending, of);
  if (!timer) return;
  delete draft.pending()[timerId(of)];
  noteTimer(draft, timer, "closed");
}

/** How a task's timer ended; of several that one has expired outweighs that others were closed. */
function noteTimer(
  draft: Draft,
  { net: key, task }: { readonly net: string; readonly task: string },
  how: "closed" | "expired",
): void {
  if (!Object.hasOwn(draft.state.nets, key)) return;
  const { timers } = netInstance(draft.state, key);
  if (timers?.[task] === "expired" || timers?.[task] === how) return;
  draft.net(key).timers = { ...timers, [task]: how };
}

/** A task that was neither enabled nor busy: its timers of the round before do not count any more. */
function beginRound(draft: Draft, { net: key, task }: { readonly net: string; readonly task: string }): void {
  const instance = netInstance(draft.state, key);
  if (!instance.timers || !Object.hasOwn(instance.timers, task) || runOf(instance, task)) return;
  const { [task]: _, ...timers } = instance.timers;
  draft.net(key).timers = timers;
}

function netExited(draft: Draft, key: string): void {
  closeTimer(draft, key);
  delete draft.nets()[key];
}

function setBlock(draft: Draft, block: Block): void {
  const { state } = draft;
  const pending: Pending = {
    kind: "block",
    block: block.id,
    version: block.instruction.version,
    isBegun: block.start === undefined,
  };
  const id = pendingId(pending);
  const known = pendingOf(state.pending, id);
  draft.blocks()[block.id] = block;
  if (isUnbegun(state.pending, block)) return;
  const isSame =
    known?.kind === "block" && known.version === pending.version && known.isBegun === pending.isBegun;
  if (!isSame) draft.pending()[id] = pending;
}

function dropBlock(draft: Draft, id: string): void {
  const blocks = draft.blocks();
  delete blocks[id];
  if (isEmpty(blocks)) delete draft.whole().blocks;
  delete draft.pending()[`block:${id}`];
}

function changeBlock(draft: Draft, change: Partial<BlockPlace>): void {
  const state = draft.whole();
  if (!state.block) throw new Error(`${state.id} is no block`);
  state.block = { ...state.block, ...change };
}

function reported(draft: Draft, report: Report): void {
  changeBlock(draft, { report });
  const to = draft.state.block?.parent ?? "";
  draft.pending()["report"] = { kind: "report", to, report };
}

function reportSent(draft: Draft, version: number): void {
  const pending = pendingOf(draft.state.pending, "report");
  if (pending?.kind === "report" && pending.report.version <= version) delete draft.pending()["report"];
}

function changeHeld(draft: Draft, event: EventOf<"held"> | EventOf<"unheld">): void {
  const state = draft.whole();
  const { last, entries } = state.held ?? { last: 0, entries: [] };
  state.held =
    event.type === "held"
      ? { last: event.held.id, entries: [...entries, event.held] }
      : { last, entries: entries.filter(({ id }) => id !== event.id) };
}

function caseCancelled(draft: Draft, { result, reason }: EventOf<"case-cancelled">): void {
  const state = draft.whole();
  state.status = "cancelled";
  state.result = result;
  if (reason !== undefined) state.reason = reason;
}

/** A busy task keeps its place and carries the fault; one that was only enabled keeps its tokens. */
function taskFailed(draft: Draft, { net, task, fault }: EventOf<"task-failed">): void {
  const run = runOf(netInstance(draft.state, net), task);
  draft.tasks(net)[task] = run?.phase === "busy" ? { ...run, fault } : { phase: "failed", fault };
}

function taskRetried(draft: Draft, { net, task }: { readonly net: string; readonly task: string }): void {
  const run = runOf(netInstance(draft.state, net), task);
  const tasks = draft.tasks(net);
  if (run?.phase === "busy") {
    const { fault: _, ...rest } = run;
    tasks[task] = rest;
  } else delete tasks[task];
}

function changeRunning(
  draft: Draft,
  { net, task, multi }: Pick<EventOf<"instance-started" | "instance-ended">, "net" | "task" | "multi">,
  change: (running: readonly string[]) => readonly string[],
): void {
  const run = runOf(netInstance(draft.state, net), task);
  if (run?.phase !== "busy") throw new Error(`task ${task} of ${net} is not busy`);
  const changed: BusyTask = { ...run, running: change(run.running) };
  draft.tasks(net)[task] = multi ? { ...changed, multi } : changed;
}

function dataChanged(draft: Draft, { net: key, values, emptied }: EventOf<"data-changed">): void {
  const net = draft.net(key);
  net.data = changed(net.data, { values, emptied });
  net.dataVersion += 1;
}

function itemChanged(draft: Draft, event: EventOf<"item">): void {
  const { item, move } = event;
  followPending(draft, event);
  const items = draft.items();
  const ended = endedItem(item);
  if (ended) {
    closeTimer(draft, item.id);
    delete items[item.id];
    const all = draft.ended();
    all.push(ended);
    if (all.length > REMEMBERED_ITEMS) all.shift();
  } else items[item.id] = item;
  if (move === "created") draft.whole().lastItem += 1;
  if (move === "completed") rememberPerformer(draft, event);
}

/** Before anything that this completion enables is distributed. */
function rememberPerformer(draft: Draft, { item, by }: EventOf<"item">): void {
  if (by === undefined || item.kind !== "person") return;
  const { net } = netInstance(draft.state, item.net);
  const { performers } = draft.state;
  const next = withPerformer(performers, net, item.task, by);
  if (next !== performers) draft.whole().performers = next;
}

function changeChained(draft: Draft, { participant, ends }: EventOf<"chained">): void {
  const state = draft.whole();
  const others = (state.chained ?? []).filter((id) => id !== participant);
  const chained = ends ? others : [...others, participant];
  if (chained.length > 0) state.chained = chained;
  else delete state.chained;
}

function isEmpty(record: Outstanding | Readonly<Record<string, Block>>): boolean {
  for (const id in record) if (Object.hasOwn(record, id)) return false;
  return true;
}

/** What was pending for the item as it was ends, unless it is the same; what the item waits for now begins. */
function followPending(draft: Draft, { item, move, asks, begins }: EventOf<"item">): void {
  const { pending } = draft.state;
  if (MOVES_OF_TIMERS.has(move)) return;
  if (item.kind === "person" && !asks && !begins && isEmpty(pending)) return;
  const before = itemOf(draft.state, item.id);
  const next = begins ? beginning(item) : pendingFor(item, asks);
  const id = next && pendingId(next);
  for (const earlier of before ? pendingIdsOf(before) : []) {
    if (earlier !== id && Object.hasOwn(pending, earlier)) delete draft.pending()[earlier];
  }
  if (next && id !== undefined && (asks || !Object.hasOwn(pending, id))) draft.pending()[id] = next;
}
