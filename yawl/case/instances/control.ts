/** What case managers do with the instances of a task while it runs. */
import { fault, ok, type Result } from "../../model/fault.ts";
import type { CaseCommand } from "../../work/command.ts";
import { netInstance, runOf } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import { addInstance } from "./add.ts";
import { isUnbegun, remaining, type Block } from "./block.ts";
import { blocksOf, instruct, limitedTo } from "./blocks.ts";
import { cancelInstance, doFailedAgain } from "./part.ts";
import { isOwnOfBlock, multiRunOf, review } from "./review.ts";

/** A command of a case manager that is about the instances of one task. */
export type InstancesCommand = Extract<
  CaseCommand,
  { type: "add-instance" | "cancel-instance" | "control-instances" | "retry-instances" }
>;

/** Does what a command asks of the instances of a task. */
export function controlInstances(step: CaseStep, command: InstancesCommand): Result<undefined> {
  const found = taskFor(step, command);
  if (!found.ok) return found;
  const at = found.value;
  switch (command.type) {
    case "add-instance":
      return addInstance(step, at, command.data);
    case "cancel-instance":
      return cancelOne(step, at, command.instance);
    case "control-instances":
      return setLimits(step, at, command);
    case "retry-instances":
      return retryFailed(step, at);
  }
}

function taskFor(step: CaseStep, { net, task }: InstancesCommand): Result<TaskAt> {
  const key = net ?? step.linked.specification.rootNet;
  const { nets } = step.state;
  if (!Object.hasOwn(nets, key)) return fault("not-found", `There is no net instance "${key}".`);
  const linked = step.netFor(key).tasks.get(task);
  if (!linked) return fault("not-found", `There is no task "${task}" in "${key}".`);
  const at = step.at(key, step.netFor(key), linked);
  if (!linked.task.instances) return fault("wrong-state", `The task "${task}" has one instance.`);
  if (isOwnOfBlock(step.state, at)) {
    const { parent = "" } = step.state.block ?? {};
    return fault(
      "wrong-state",
      `The instances of "${task}" are directed by "${parent}"; this is a block of them.`,
    );
  }
  const run = multiRunOf(step.state, key, task);
  if (run?.multi.ending !== undefined) return fault("wrong-state", run.multi.ending);
  if (run) return ok(at);
  const isEnabled = runOf(netInstance(step.state, key), task) !== undefined;
  return fault(
    "wrong-state",
    isEnabled ? `The instances of "${task}" have not been started.` : `The task "${task}" is not under way.`,
  );
}

function cancelOne(step: CaseStep, at: TaskAt, number: number): Result<undefined> {
  const { key, linked } = at;
  if (!cancelInstance(step, at, number)) {
    const block = blocksOf(step.state, key, linked.id).find((each) => hasInstance(each, number));
    const asked = block ? unheardCancelled(block) : [];
    if (!block || remaining(block.report) === 0 || asked.includes(number)) {
      return fault("wrong-state", `There is no instance ${number} of "${linked.id}" that is under way.`);
    }
    if (isUnbegun(step.state.pending, block)) cancelUnbegun(step, at, block, number);
    else instruct(step, block, { cancelled: [...asked, number], recall: true });
  }
  review(step, at);
  return ok(undefined);
}

/** What a block may not know of yet. What it has heard is done: one that has failed and is done again may be cancelled then. */
function unheardCancelled({ instruction, report }: Block): readonly number[] {
  return report.heard < instruction.version ? (instruction.cancelled ?? []) : [];
}

/** Nobody else knows of it yet. */
function cancelUnbegun(step: CaseStep, at: TaskAt, block: Block, number: number): void {
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  if (!run || !block.start) throw new Error(`the block ${block.id} has begun`);
  const instances = block.start.instances.filter(({ instance }) => instance !== number);
  const multi = { ...run.multi, cancelled: (run.multi.cancelled ?? 0) + 1 };
  step.emit({ type: "instances-changed", net: key, task: linked.id, multi });
  const left: Block = {
    ...block,
    size: instances.length,
    start: { ...block.start, instances },
    report: { ...block.report, waiting: instances.length },
  };
  step.emit({ type: instances.length === 0 ? "block-closed" : "block-changed", block: left });
}

function hasInstance({ from, to, instruction, start }: Block, number: number): boolean {
  if (start) return start.instances.some(({ instance }) => instance === number);
  if (number >= from && number <= to) return true;
  return instruction.added?.some(({ instance }) => instance === number) ?? false;
}

function setLimits(
  step: CaseStep,
  at: TaskAt,
  { atOnce, tolerate }: Extract<InstancesCommand, { type: "control-instances" }>,
): Result<undefined> {
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  if (!run) throw new Error(`task ${linked.id} is not under way`);
  const { atOnce: before, ...rest } = run.multi;
  const next = atOnce === undefined ? before : (atOnce ?? undefined);
  const multi = {
    ...rest,
    ...(next === undefined ? {} : { atOnce: next }),
    ...(tolerate === undefined ? {} : { tolerated: tolerate }),
  };
  step.emit({ type: "instances-changed", net: key, task: linked.id, multi });
  review(step, at);
  return ok(undefined);
}

function retryFailed(step: CaseStep, at: TaskAt): Result<undefined> {
  const { key, linked } = at;
  let again = doFailedAgain(step, at);
  for (const block of blocksOf(step.state, key, linked.id)) {
    const { failed, waiting } = block.report;
    if (failed === 0 || block.instruction.close !== undefined) continue;
    again += failed;
    // until it reports they count as what is to be done
    const report = { ...block.report, failed: 0, waiting: waiting + failed };
    instruct(
      step,
      { ...limitedTo(block), report },
      { again: block.instruction.again + 1 },
      {
        againAt: block.instruction.version + 1,
      },
    );
  }
  if (again === 0) return fault("wrong-state", `No instance of "${linked.id}" has failed.`);
  review(step, at);
  return ok(undefined);
}
