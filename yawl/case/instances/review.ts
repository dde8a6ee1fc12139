/**
 * A multiple-instance task is looked at whenever one of its instances, a block or a bound has changed: does another instance
 * begin, is it done, does it fail? (I2, I4, I8)
 */
import { fault, ok, type Fault, type Result } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import type { DataScope } from "../dataflow.ts";
import { exitWith } from "../exit.ts";
import { failCase } from "../fail-case.ts";
import { runOf, type BusyTask, type CaseState, type MultipleInstances, type TaskRun } from "../state.ts";
import type { CaseStep, Performed, TaskAt } from "../tasks/kind.ts";
import type { Why } from "../why.ts";
import { mayBeOpen, type InstanceInput, type Report } from "./block.ts";
import { blocksOf, closeBlock, direct, mayCount } from "./blocks.ts";
import { instancesOf, thresholdNow, toleratedOf } from "./bounds.ts";
import { waitingFor } from "./hold.ts";
import { joinResults, resultOf } from "./results.ts";

/** A task that is busy with instances. */
export type MultiRun = BusyTask & { readonly multi: MultipleInstances };

/** What a task with instances is doing; none when it is not under way. */
export function multiRunOf(state: CaseState, key: string, task: string): MultiRun | undefined {
  const net = Object.hasOwn(state.nets, key) ? state.nets[key] : undefined;
  const run = net && runOf(net, task);
  return run && hasInstances(run) ? run : undefined;
}

function hasInstances(run: TaskRun): run is MultiRun {
  return run.phase === "busy" && run.multi !== undefined;
}

/** Whether this state is a block, and the task is the one whose instances it has. */
export function isOwnOfBlock({ block }: CaseState, { key, linked }: TaskAt): boolean {
  return block !== undefined && block.net === key && block.task === linked.id;
}

/** How the instances of a task stand, those in blocks included as far as these have told. */
export interface Tally {
  readonly completed: number;
  readonly cancelled: number;
  readonly failed: number;
  readonly open: number;
  readonly waiting: number;
}

/**
 * Counts the instances of a task that runs.
 * @param key of the net instance
 * @param run of the task in it
 */
export function tallyOf(state: CaseState, key: string, task: string, run: MultiRun): Tally {
  const { multi, running } = run;
  const tally = {
    completed: multi.completed,
    cancelled: multi.cancelled ?? 0,
    failed: multi.failures?.length ?? 0,
    open: running.length,
    waiting: multi.waiting?.length ?? 0,
  };
  for (const { report } of blocksOf(state, key, task)) add(tally, report);
  return tally;
}

function add(tally: { -readonly [Name in keyof Tally]: number }, report: Report): void {
  tally.completed += report.completed;
  tally.cancelled += report.cancelled;
  tally.failed += report.failed;
  tally.open += report.open;
  tally.waiting += report.waiting;
}

/**
 * One instance is done: its result is kept, and the task is looked at again.
 * @returns `needs-permit` when it has to wait until its completion may be counted
 */
export function instanceEnded(
  step: CaseStep,
  at: TaskAt,
  { id, instance }: Performed,
  output: DataScope,
): Result<undefined> {
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  if (!run) throw new Error(`task ${linked.id} of ${key} has no instances`);
  const may = mayComplete(step, at, run.multi);
  if (!may.ok) return may;
  const result = resultOf(instancesOf(at), instance ?? 0, output);
  if (!result.ok) return result;
  const multi: MultipleInstances = {
    ...run.multi,
    completed: run.multi.completed + 1,
    results: [...run.multi.results, ...result.value],
  };
  step.emit({ type: "instance-ended", net: key, task: linked.id, id, multi });
  return step.has("instances-in-blocks") ? reviewed(step, at) : endedAsBefore(step, at, multi);
}

function reviewed(step: CaseStep, at: TaskAt): Result<undefined> {
  review(step, at);
  return ok(undefined);
}

function mayComplete(step: CaseStep, at: TaskAt, multi: MultipleInstances): Result<undefined> {
  const { block } = step.state;
  if (block && isOwnOfBlock(step.state, at)) {
    const { granted } = block.instruction;
    if (granted === undefined || multi.completed < granted) return ok(undefined);
    return fault("needs-permit", "Whether it may complete is decided by its case.");
  }
  if (!step.state.blocks) return ok(undefined);
  const threshold = thresholdNow(step, at, multi);
  if (!threshold.ok || mayCount(step, at, multi, threshold.value)) return ok(undefined);
  return fault("needs-permit", "Others may have completed what is needed.");
}

/** The way of cases that began before there were blocks: what fails at the end makes the last completion fail. */
function endedAsBefore(step: CaseStep, at: TaskAt, multi: MultipleInstances): Result<undefined> {
  const { key, linked } = at;
  const left = multiRunOf(step.state, key, linked.id)?.running ?? [];
  if (left.length > 0 && multi.completed < multi.threshold) return ok(undefined);
  for (const other of left) at.kind.cancel(step, at, other, reachedBy(at));
  const joined = joinResults(step, at, multi.results);
  return joined.ok ? exitWith(step, at, joined.value) : joined;
}

function reachedBy({ linked }: TaskAt): Why {
  return { reason: `Task "${linked.id}" reached its threshold.`, cause: "threshold-reached" };
}

/** Looks at the task again. In a block only what waits may begin: the rest is decided by its parent. */
export function review(step: CaseStep, at: TaskAt): void {
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  if (!run) return;
  if (isOwnOfBlock(step.state, at)) {
    const { atOnce, tolerated = 0 } = step.state.block?.instruction ?? {};
    if ((run.multi.failures?.length ?? 0) <= tolerated) fill(step, at, atOnce);
    return;
  }
  if (run.multi.ending === undefined && !decide(step, at, run)) return;
  if (blocksOf(step.state, key, linked.id).length === 0) exitJoined(step, at);
}

/** @returns whether the task has what it needs */
function decide(step: CaseStep, at: TaskAt, run: MultiRun): boolean {
  const { key, linked } = at;
  const { multi } = run;
  const threshold = thresholdNow(step, at, multi);
  if (!threshold.ok) {
    step.emit({ type: "task-failed", net: key, task: linked.id, fault: threshold.fault });
    return false;
  }
  const tally = tallyOf(step.state, key, linked.id, run);
  const tolerated = toleratedOf(multi.tolerated, multi.spawned);
  if (tolerated === undefined && tally.failed > 0) {
    failCase(step, failureOf(step.state, at, multi));
    return false;
  }
  const most = tolerated ?? 0;
  const isOver = tally.failed > most;
  if (tally.completed >= threshold.value && tally.completed > 0) {
    end(step, at, run, reachedBy(at));
    return true;
  }
  noteFailures(step, at, run, isOver ? tally.failed : undefined, most);
  if (tally.open + tally.waiting === 0 && !isOver) {
    end(step, at, run, { reason: `Task "${linked.id}" is done.` });
    return true;
  }
  const wanted = waitingFor(step.state, key, linked.id);
  direct(step, at, multi, threshold.value, wanted, isOver ? 0 : roomOf(step, at, multi.atOnce));
  return false;
}

/** Begins what may begin here, which goes first. @returns how many may be open in all blocks; none without a limit */
function roomOf(step: CaseStep, at: TaskAt, atOnce: number | undefined): number | undefined {
  const { key, linked } = at;
  if (atOnce === undefined) {
    fill(step, at);
    return undefined;
  }
  const inBlocks = blocksOf(step.state, key, linked.id).reduce((sum, block) => sum + mayBeOpen(block), 0);
  fill(step, at, atOnce - inBlocks);
  const run = multiRunOf(step.state, key, linked.id);
  return Math.max(0, atOnce - (run?.running.length ?? 0) - (run?.multi.waiting?.length ?? 0));
}

/** An instance was given up, and none may fail: the case fails with it. */
function failureOf(state: CaseState, { key, linked }: TaskAt, { failures }: MultipleInstances): Fault {
  const told = blocksOf(state, key, linked.id).find(({ report }) => report.failure !== undefined);
  const cause = failures?.[0]?.message ?? told?.report.failure ?? "An instance failed.";
  return {
    type: "connector-failed",
    message: `The task "${linked.id}" failed: ${cause}`,
    details: [{ element: `${key}/${linked.id}`, message: cause }],
  };
}

/** More failed than may, or no longer: the task says so, and goes on with what is under way. */
function noteFailures(
  step: CaseStep,
  { key, linked }: TaskAt,
  run: MultiRun,
  failed: number | undefined,
  most: number,
): void {
  if (failed !== undefined) {
    const message = `${failed} instances of "${linked.id}" failed; ${most} may.`;
    if (run.fault?.message === message) return;
    step.emit({
      type: "task-failed",
      net: key,
      task: linked.id,
      fault: { type: "too-many-failures", message },
    });
  } else if (run.fault?.type === "too-many-failures") {
    step.emit({ type: "task-retried", net: key, task: linked.id });
  }
}

/** Begins instances that wait, while there is room. */
function fill(step: CaseStep, at: TaskAt, atOnce = Infinity): void {
  const { key, linked } = at;
  for (;;) {
    const run = multiRunOf(step.state, key, linked.id);
    const [next, ...waiting] = run?.multi.waiting ?? [];
    if (!run || !next || run.running.length >= atOnce) return;
    const { waiting: _, ...multi } = run.multi;
    begin(step, at, next, waiting.length > 0 ? { ...multi, waiting } : multi);
  }
}

/** One instance begins; its input is complete. */
export function begin(
  step: CaseStep,
  at: TaskAt,
  { instance, input }: InstanceInput,
  multi: MultipleInstances,
): void {
  const whole = isOwnOfBlock(step.state, at) ? { ...step.state.block?.common, ...input } : input;
  const id = at.kind.begin(step, at, whole, instance);
  step.emit({ type: "instance-started", net: at.key, task: at.linked.id, id, multi });
}

/** It has what it needs: what is under way or waits is not needed any more. */
function end(step: CaseStep, at: TaskAt, run: MultiRun, why: Why): void {
  endOwn(step, at, run, why);
  for (const block of blocksOf(step.state, at.key, at.linked.id)) closeBlock(step, block, why);
}

/** What is under way or waits in this state itself is cancelled, and nothing begins any more. */
export function endOwn(step: CaseStep, at: TaskAt, run: MultiRun, why: Why): void {
  const { key, linked } = at;
  const { waiting = [], ...multi } = run.multi;
  const cancelled = (multi.cancelled ?? 0) + waiting.length + run.running.length;
  step.emit({
    type: "instances-changed",
    net: key,
    task: linked.id,
    multi: { ...multi, ...(cancelled > 0 ? { cancelled } : {}), ending: why.reason },
  });
  for (const id of run.running) {
    step.emit({ type: "instance-ended", net: key, task: linked.id, id });
    at.kind.cancel(step, at, id, why);
  }
}

/** Joins the results and exits; what fails there stays with the task until it is tried again. */
function exitJoined(step: CaseStep, at: TaskAt): void {
  const { key, linked } = at;
  const done = step.attempt(() => {
    const { multi } = multiRunOf(step.state, key, linked.id) ?? {};
    const joined = joinResults(step, at, multi?.results ?? []);
    return joined.ok ? exitWith(step, at, joined.value) : joined;
  });
  if (!done.ok) step.emit({ type: "task-failed", net: key, task: linked.id, fault: done.fault });
}

/** Whether an instance that fails for good counts as failed by itself; if not, it waits for an operator. */
export function toleratesFailures(step: CaseStep, at: TaskAt): boolean {
  if (!at.linked.task.instances || !step.has("instances-in-blocks")) return false;
  if (isOwnOfBlock(step.state, at)) return step.state.block?.instruction.tolerates === true;
  return multiRunOf(step.state, at.key, at.linked.id)?.multi.tolerated !== undefined;
}

/**
 * One instance has failed for good: it is kept with its input, so that it can be done again, and the task is looked at again.
 * @param input what it began with
 */
export function instanceFailed(
  step: CaseStep,
  at: TaskAt,
  { id, instance = 0 }: Performed,
  input: JsonObject,
  message: string,
): void {
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  if (!run) throw new Error(`task ${linked.id} of ${key} has no instances`);
  const failures = [...(run.multi.failures ?? []), { instance, input, message }];
  step.emit({ type: "instance-ended", net: key, task: linked.id, id, multi: { ...run.multi, failures } });
  review(step, at);
}
