/** The other side of a block: it begins, follows what its parent says, and tells how it stands. */
import type { Flag } from "../flags.ts";
import { emptyCase } from "../launch.ts";
import { netInstance, type CaseState, type MultipleInstances } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import type { Why } from "../why.ts";
import {
  firstReport,
  isAtRest,
  isUnbegun,
  type Ask,
  type BlockPlace,
  type BlockStart,
  type Instruction,
  type Report,
} from "./block.ts";
import { closeBlock } from "./blocks.ts";
import { NO_BOUND } from "../../model/specification.ts";
import { heldOf, refuseHeld, waitingFor } from "./hold.ts";
import { endOwn, multiRunOf, review, type MultiRun } from "./review.ts";

/** Shares of a block's instances after which it tells how far it is, though nobody decides by it. */
const TOLD_PARTS = 4;

/** A block in which nothing has happened yet. */
export function emptyBlock(start: BlockStart, seed: number, flags: readonly Flag[]): CaseState {
  const { id, parent, root, holder, task, common, instances, performers, isDynamic, instruction } = start;
  const place: BlockPlace = {
    parent,
    root,
    net: holder.key,
    task,
    common,
    size: instances.length,
    isDynamic,
    instruction,
    report: firstReport(id, instances.length),
  };
  return { ...emptyCase({ ...start, seed, flags }), performers, block: place };
}

/** Enters a copy of the net instance around the task, in which nothing but the task is under way. */
export function enterBlock(step: CaseStep, { holder, task, instances }: BlockStart): void {
  const multi: MultipleInstances = {
    minimum: 0,
    maximum: NO_BOUND,
    threshold: NO_BOUND,
    spawned: instances.length,
    completed: 0,
    results: [],
    ...(instances.length > 0 ? { waiting: instances } : {}),
  };
  step.emit({
    type: "net-entered",
    instance: { ...holder, marking: {}, tasks: { [task]: { phase: "busy", running: [], multi } } },
  });
  const at = ownTask(step);
  const { instruction } = step.state.block ?? {};
  if (instruction) follow(step, at, { version: 0, retries: 0, again: 0 }, instruction);
}

/** The task whose instances a block has. */
function ownTask(step: CaseStep): TaskAt {
  const { block } = step.state;
  if (!block) throw new Error(`${step.state.id} is no block`);
  return step.find(block);
}

function ownRun(state: CaseState): MultiRun | undefined {
  const { block } = state;
  return block && multiRunOf(state, block.net, block.task);
}

/**
 * Does what the parent wants now. An instruction that is no news is none.
 * @returns whether what failed is to be tried again
 */
export function takeInstruction(step: CaseStep, instruction: Instruction): boolean {
  const { block } = step.state;
  if (!block || instruction.version <= block.instruction.version) return false;
  const before = block.instruction;
  step.emit({ type: "instructed", instruction });
  return ownRun(step.state) !== undefined && follow(step, ownTask(step), before, instruction);
}

/** Does what is new in an instruction. @returns whether what failed is to be tried again */
function follow(step: CaseStep, at: TaskAt, before: Instruction, instruction: Instruction): boolean {
  const isSuspended = instruction.suspended === true;
  if (isSuspended && step.state.status === "running") step.emit({ type: "case-suspended" });
  if (!isSuspended && step.state.status === "suspended") {
    step.emit({ type: "case-resumed" });
    step.touchAll();
  }
  addNew(step, at, before, instruction);
  const known = new Set(before.cancelled);
  for (const number of instruction.cancelled ?? []) {
    if (!known.has(number)) cancelInstance(step, at, number);
  }
  if (instruction.close !== undefined) {
    const { close: reason, cause } = instruction;
    endAll(step, { reason, ...(cause === undefined ? {} : { cause }) });
    return false;
  }
  if (instruction.again > before.again) doFailedAgain(step, at);
  review(step, at);
  return instruction.retries > before.retries;
}

function addNew(step: CaseStep, at: TaskAt, before: Instruction, { added = [] }: Instruction): void {
  const fresh = added.slice(before.added?.length ?? 0);
  const run = multiRunOf(step.state, at.key, at.linked.id);
  if (fresh.length === 0 || !run) return;
  change(step, at, {
    ...run.multi,
    spawned: run.multi.spawned + fresh.length,
    waiting: [...(run.multi.waiting ?? []), ...fresh],
  });
}

function change(step: CaseStep, { key, linked }: TaskAt, multi: MultipleInstances): void {
  step.emit({ type: "instances-changed", net: key, task: linked.id, multi });
}

/**
 * Cancels one instance; the caller looks at the task again (I8).
 * @returns whether it was there and had not ended
 */
export function cancelInstance(step: CaseStep, at: TaskAt, number: number): boolean {
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  if (!run) return false;
  const { waiting = [], ...rest } = run.multi;
  const cancelled = (rest.cancelled ?? 0) + 1;
  if (waiting.some(({ instance }) => instance === number)) {
    const left = waiting.filter(({ instance }) => instance !== number);
    change(step, at, { ...rest, cancelled, ...(left.length > 0 ? { waiting: left } : {}) });
    return true;
  }
  const id = run.running.find((each) => numberOf(step.state, each) === number);
  if (id === undefined) return false;
  step.emit({ type: "instance-ended", net: key, task: linked.id, id, multi: { ...run.multi, cancelled } });
  at.kind.cancel(step, at, id, {
    reason: `Instance ${number} of "${linked.id}" was cancelled.`,
    cause: "instance-cancelled",
  });
  return true;
}

/** Number of the instance that a work item or a net instance is. */
export function numberOf(state: CaseState, id: string): number | undefined {
  if (Object.hasOwn(state.items, id)) return state.items[id]?.instance;
  return Object.hasOwn(state.nets, id) ? netInstance(state, id).parent?.instance : undefined;
}

/** Instances that failed begin once more, with the same number and input. */
export function doFailedAgain(step: CaseStep, at: TaskAt): number {
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  const failures = run?.multi.failures ?? [];
  if (!run || failures.length === 0) return 0;
  const { failures: _, waiting = [], ...rest } = run.multi;
  const again = failures.map(({ instance, input }) => ({ instance, input }));
  change(step, at, { ...rest, waiting: [...waiting, ...again] });
  return again.length;
}

/** It is not needed any more: what is open goes, and so do the blocks in it. */
export function endAll(step: CaseStep, why: Why): void {
  const at = ownTask(step);
  refuseHeld(step, why.reason);
  const run = ownRun(step.state);
  if (run) endOwn(step, at, run, why);
  for (const block of Object.values(step.state.blocks ?? {})) closeBlock(step, block, why, true);
}

/** At the end of each step of a block: it ends when it has nothing left, and tells what its parent has to know. */
export function concludeBlock(step: CaseStep): void {
  const { state } = step;
  const { block } = state;
  const run = ownRun(state);
  if (!block || !run || state.status === "completed") return;
  const { multi, running } = run;
  const isDone = running.length === 0 && !multi.waiting && !multi.failures;
  const mayEnd = multi.ending !== undefined || (isDone && !block.isDynamic && block.fault === undefined);
  const isClosed = mayEnd && Object.keys(state.blocks ?? {}).length === 0;
  const report = reportOf(state, block, run, isClosed);
  if (isClosed || isNews(block, report)) {
    step.emit({ type: "reported", report: { ...report, version: block.report.version + 1 } });
  }
  if (isClosed) {
    step.emit({ type: "net-exited", net: block.net });
    step.emit({ type: "case-completed", result: {} });
  }
}

function reportOf(
  state: CaseState,
  block: BlockPlace,
  { multi, running }: MultiRun,
  isClosed: boolean,
): Report {
  const held = heldOf(state);
  const asks = held.flatMap((each): readonly Ask[] =>
    each.kind === "add" && "data" in each.message.command
      ? [{ id: each.id, data: each.message.command.data ?? {}, by: each.message.by }]
      : [],
  );
  return {
    block: state.id,
    version: block.report.version,
    heard: block.instruction.version,
    completed: multi.completed,
    cancelled: multi.cancelled ?? 0,
    failed: multi.failures?.length ?? 0,
    open: running.length,
    waiting: multi.waiting?.length ?? 0,
    wanted: waitingFor(state, block.net, block.task),
    ...(asks.length > 0 ? { asks } : {}),
    ...(multi.failures?.[0] ? { failure: multi.failures[0].message } : {}),
    ...(isStuck(state) ? { stuck: true } : {}),
    ...(block.fault ? { fault: block.fault } : {}),
    ...(isClosed ? { closed: { results: multi.results, performers: state.performers } } : {}),
  };
}

/**
 * Nobody has work in it, nothing failed that could be tried again, and nothing outside is awaited; or nothing in it has
 * begun, and more may not.
 */
function isStuck({ status, items, nets, blocks = {}, pending, held }: CaseState): boolean {
  // an item is the usual reason why not
  for (const id in items) if (Object.hasOwn(items, id)) return false;
  if (status !== "running" || (held?.entries.length ?? 0) > 0) return false;
  if (Object.values(blocks).some((each) => !isAtRest(each) && !isUnbegun(pending, each))) return false;
  if (Object.values(pending).some(({ kind }) => kind === "timer")) return false;
  return !Object.values(nets).some(({ tasks }) =>
    Object.values(tasks).some((run) => run.phase === "failed" || (run.phase === "busy" && run.fault)),
  );
}

/** Whether a report says anything by which the parent decides, or is due to show how far the block is. */
function isNews({ report: told, instruction, size }: BlockPlace, report: Report): boolean {
  if (
    report.wanted !== told.wanted ||
    report.failed !== told.failed ||
    report.cancelled !== told.cancelled ||
    report.stuck !== told.stuck ||
    (report.fault === undefined) !== (told.fault === undefined) ||
    lastAsk(report) !== lastAsk(told)
  ) {
    return true;
  }
  // an answer is awaited, or what it was told has changed nothing
  if ((instruction.recall || report.stuck) && report.heard !== told.heard) return true;
  // more are open than may be: when that is over, others may begin
  if (told.open > (instruction.atOnce ?? Infinity) && report.open < told.open) return true;
  const left = report.open + report.waiting;
  if (left === 0 && told.open + told.waiting > 0) return true;
  const more = report.completed - told.completed;
  if (more === 0) return false;
  const { granted } = instruction;
  // its share of those that may be open is free for others, or it may count no more
  if (instruction.atOnce !== undefined && report.waiting === 0) return true;
  if (granted !== undefined && report.completed >= granted) return true;
  return more * TOLD_PARTS >= size;
}

function lastAsk({ asks }: Report): string {
  return (asks ?? []).map(({ id }) => id).join(" ");
}
