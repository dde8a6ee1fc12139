/** The blocks of a task, as the state that fired it keeps and directs them. */
import type { JsonObject } from "../../model/json.ts";
import { netInstance, type CaseState, type MultipleInstances } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import { isUnbegun, remaining, type Block, type InstanceInput, type Instruction } from "./block.ts";
import { instancesOf, isUnbounded } from "./bounds.ts";
import { firstGrant, freeOf, grants, shares } from "./permits.ts";

/** Up to so many instances each has a workflow of its own. */
const MOST_SINGLE = 200;

/** Instances in a block: each command on one is an update, of which a run takes 2,000. */
const MOST_IN_BLOCK = 500;

/** Fewer than this are not worth being spread over more workflows. */
const LEAST_IN_BLOCK = 50;

/** Blocks over which instances are spread, while each stays small. */
const SPREAD = 8;

/** How many instances each block of a task gets that has so many. */
export function blockSize(instances: number): number {
  if (instances <= MOST_SINGLE) return 1;
  return Math.min(MOST_IN_BLOCK, Math.max(LEAST_IN_BLOCK, Math.ceil(instances / SPREAD)));
}

/** The blocks that work for a task now; those that were left behind do not. */
export function blocksOf({ blocks }: CaseState, net: string, task: string): readonly Block[] {
  if (!blocks) return [];
  return Object.values(blocks).filter(
    (block) => block.net === net && block.task === task && block.released === undefined,
  );
}

/** Spreads instances over new blocks. The threshold is that of the whole task. */
export function makeBlocks(
  step: CaseStep,
  at: TaskAt,
  common: JsonObject,
  instances: readonly InstanceInput[],
  { atOnce, threshold }: Pick<MultipleInstances, "atOnce" | "threshold">,
): void {
  const size = blockSize(instances.length);
  const count = Math.ceil(instances.length / size);
  const isCounted = !isUnbounded(threshold) || typeof instancesOf(at).threshold !== "number";
  const grant = isCounted
    ? firstGrant(typeof instancesOf(at).threshold === "number" ? threshold : 0, count)
    : undefined;
  let room = atOnce ?? Infinity;
  for (let first = 0; first < instances.length; first += size) {
    const some = instances.slice(first, first + size);
    const share = Math.min(room, some.length);
    makeBlock(step, at, common, some, {
      ...(grant === undefined ? {} : { granted: Math.min(grant, some.length) }),
      ...(atOnce === undefined ? {} : { atOnce: share }),
    });
    room -= share;
  }
}

/** One block with these instances. */
export function makeBlock(
  step: CaseStep,
  { key, linked }: TaskAt,
  common: JsonObject,
  instances: readonly InstanceInput[],
  directions: Pick<Instruction, "granted" | "atOnce">,
): void {
  const { id: parent, block, performers, inside, lastItem } = step.state;
  const id = `${parent}.${lastItem + 1}`;
  const { net, depth, data, dataVersion } = netInstance(step.state, key);
  const made: Block = {
    id,
    net: key,
    task: linked.id,
    from: instances[0]?.instance ?? 0,
    to: instances.at(-1)?.instance ?? 0,
    size: instances.length,
    start: {
      id,
      parent,
      root: block?.root ?? parent,
      holder: { key, net, depth, data, dataVersion },
      task: linked.id,
      common,
      instances,
      performers,
      isDynamic: linked.task.instances?.creation === "dynamic",
      ...(inside === undefined ? {} : { inside }),
    },
    instruction: { version: 1, retries: 0, again: 0, ...directions },
    report: {
      block: id,
      version: 0,
      heard: 0,
      completed: 0,
      cancelled: 0,
      failed: 0,
      open: 0,
      waiting: instances.length,
      wanted: 0,
    },
    ...(directions.granted === undefined ? {} : { ceiling: directions.granted }),
  };
  step.emit({ type: "block-made", block: made });
}

/** Tells a block something new. */
export function instruct(
  step: CaseStep,
  block: Block,
  change: Partial<Omit<Instruction, "version">>,
  other: Partial<Pick<Block, "ceiling" | "released" | "size" | "againAt">> = {},
): void {
  const { recall: _, ...before } = block.instruction;
  const instruction: Instruction = { ...before, ...change, version: block.instruction.version + 1 };
  step.emit({ type: "block-changed", block: { ...block, ...other, instruction } });
}

/** Ends a block: what is open in it is cancelled. One that was not begun is gone at once. */
export function closeBlock(step: CaseStep, block: Block, reason: string, isReleased = false): void {
  if (isUnbegun(block)) {
    step.emit({ type: "block-closed", block: { ...block, ...(isReleased ? { released: true } : {}) } });
    return;
  }
  if (block.instruction.close !== undefined && (block.released ?? false) === isReleased) return;
  instruct(step, block, { close: block.instruction.close ?? reason }, isReleased ? { released: true } : {});
}

/** The task is left: its blocks end, and nobody waits for what they give. */
export function releaseBlocks(step: CaseStep, net: string, task: string, reason: string): void {
  for (const block of blocksOf(step.state, net, task)) closeBlock(step, block, reason, true);
}

/**
 * Tells the blocks of a task how many may complete and how many may be open.
 * @param threshold as it is now
 * @param own completions that wait in this state itself
 */
export function direct(
  step: CaseStep,
  { key, linked }: TaskAt,
  multi: MultipleInstances,
  threshold: number,
  own: number,
): void {
  const blocks = blocksOf(step.state, key, linked.id).filter(
    ({ instruction }) => instruction.close === undefined,
  );
  if (blocks.length === 0) return;
  const isCounted = blocks.some(({ ceiling }) => ceiling !== undefined);
  const granted = isCounted ? grants(blocks, freeOf(threshold, multi.completed, blocks), own) : undefined;
  const room = multi.atOnce === undefined ? undefined : shares(blocks, multi.atOnce);
  for (const block of blocks) {
    const direction = granted?.get(block.id);
    const share = room?.get(block.id);
    const { atOnce } = block.instruction;
    const isMoved = share !== undefined ? share !== atOnce && canUse(block, share) : atOnce !== undefined;
    if (!direction && !isMoved) continue;
    const { atOnce: _, ...rest } = block.instruction;
    const next = room ? { atOnce: share ?? 0 } : {};
    instruct(
      step,
      { ...block, instruction: rest },
      { ...(isMoved ? next : atOnce === undefined ? {} : { atOnce }), ...direction?.instruction },
      direction?.ceiling === undefined ? {} : { ceiling: direction.ceiling },
    );
  }
}

/** Whether it makes a difference to a block that it may have so many open. */
function canUse({ instruction, report }: Block, share: number): boolean {
  return Math.min(share, remaining(report)) !== Math.min(instruction.atOnce ?? Infinity, remaining(report));
}

/** Blocks are suspended and resumed with what they are a part of. */
export function tellSuspension(step: CaseStep): void {
  const isSuspended = step.state.status === "suspended";
  for (const block of Object.values(step.state.blocks ?? {})) {
    const { suspended, close, ...rest } = block.instruction;
    if (close !== undefined || (suspended ?? false) === isSuspended) continue;
    instruct(step, { ...block, instruction: rest }, isSuspended ? { suspended: true } : {});
  }
}

/** Whether a completion in this state itself may be counted, or has to wait for what blocks may count. */
export function mayCount(
  step: CaseStep,
  { key, linked }: TaskAt,
  multi: MultipleInstances,
  threshold: number,
): boolean {
  const blocks = blocksOf(step.state, key, linked.id);
  if (!blocks.some(({ ceiling }) => ceiling !== undefined)) return true;
  return freeOf(threshold, multi.completed, blocks) > 0;
}
