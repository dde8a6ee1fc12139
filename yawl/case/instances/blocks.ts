/** The blocks of a task, as the state that fired it keeps and directs them. */
import type { JsonObject } from "../../model/json.ts";
import type { CaseState, MultipleInstances } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import { causeOf, type Why } from "../why.ts";
import {
  firstReport,
  isUnbegun,
  mayBeOpen,
  remaining,
  type Block,
  type InstanceInput,
  type Instruction,
  type Report,
} from "./block.ts";
import { instancesOf, isUnbounded } from "./bounds.ts";
import { holderOf } from "./holder.ts";
import { firstGrant, freeOf, grants, shares } from "./permits.ts";

/** Up to so many instances each has a workflow of its own. */
const MOST_SINGLE = 200;

/** Instances in a block, added ones included: each command on one is an update, of which a run takes 2,000. */
export const MOST_IN_BLOCK = 500;

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

/**
 * Spreads instances over new blocks. The threshold is that of the whole task.
 * @param open instances of it that are open already
 */
export function makeBlocks(
  step: CaseStep,
  at: TaskAt,
  common: JsonObject,
  instances: readonly InstanceInput[],
  { atOnce, threshold, tolerated }: Pick<MultipleInstances, "atOnce" | "threshold" | "tolerated">,
  open: number,
): void {
  const size = step.state.perBlock ?? blockSize(instances.length);
  const count = Math.ceil(instances.length / size);
  const isFixed = typeof instancesOf(at).threshold === "number";
  const grant = isCountedIn(at, threshold, instances.length)
    ? firstGrant(isFixed ? threshold : 0, count)
    : undefined;
  let room = Math.max(0, (atOnce ?? Infinity) - open);
  for (let first = 0; first < instances.length; first += size) {
    const some = instances.slice(first, first + size);
    const share = Math.min(room, some.length);
    makeBlock(step, at, common, some, {
      // what has not begun does not keep completions from others
      ...(grant === undefined ? {} : { granted: share === 0 ? 0 : Math.min(grant, some.length) }),
      ...(atOnce === undefined ? {} : { atOnce: share }),
      ...(tolerated === undefined ? {} : { tolerates: true }),
    });
    room -= share;
  }
}

/**
 * Whether completions have to be counted one by one: not where all of those that there will ever be are needed.
 * @param instances how many there are, of a task to which none can be added
 */
export function isCountedIn(at: TaskAt, threshold: number, instances: number): boolean {
  const { threshold: said, creation } = instancesOf(at);
  if (typeof said !== "number") return true;
  return creation === "dynamic" ? !isUnbounded(threshold) : threshold < instances;
}

/** One block with these instances. */
export function makeBlock(
  step: CaseStep,
  at: TaskAt,
  common: JsonObject,
  instances: readonly InstanceInput[],
  directions: Pick<Instruction, "granted" | "atOnce" | "tolerates">,
): void {
  const { key, linked } = at;
  const { id: parent, block, performers, inside, perBlock, lastItem } = step.state;
  const id = `${parent}.${lastItem + 1}`;
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
      holder: holderOf(step, at),
      task: linked.id,
      common,
      instances,
      performers,
      isDynamic: linked.task.instances?.creation === "dynamic",
      ...(inside === undefined ? {} : { inside }),
      ...(perBlock === undefined ? {} : { perBlock }),
    },
    instruction: { version: 1, retries: 0, again: 0, ...directions },
    report: firstReport(id, instances.length),
    ...(directions.granted === undefined ? {} : { ceiling: directions.granted }),
    ...(directions.atOnce === undefined ? {} : { opening: directions.atOnce }),
  };
  step.emit({ type: "block-made", block: made });
}

/** Tells a block something new. */
export function instruct(
  step: CaseStep,
  block: Block,
  change: Partial<Omit<Instruction, "version">>,
  other: Partial<Pick<Block, "ceiling" | "opening" | "released" | "size" | "againAt">> = {},
): void {
  const { recall, ...before } = block.instruction;
  const instruction: Instruction = {
    ...before,
    // it hears only the last of what it is told: what was asked before is asked again
    ...(recall && block.report.heard < block.instruction.version ? { recall } : {}),
    ...change,
    version: block.instruction.version + 1,
  };
  step.emit({ type: "block-changed", block: { ...block, ...other, instruction } });
}

/** Ends a block: what is open in it is cancelled. One that was not begun is gone at once. */
export function closeBlock(step: CaseStep, block: Block, why: Why, isReleased = false): void {
  if (isUnbegun(step.state.pending, block)) {
    step.emit({ type: "block-closed", block: { ...block, ...(isReleased ? { released: true } : {}) } });
    return;
  }
  if (block.instruction.close !== undefined && (block.released ?? false) === isReleased) return;
  const close =
    block.instruction.close === undefined
      ? { close: why.reason, ...causeOf(step, why) }
      : { close: block.instruction.close };
  instruct(step, block, close, isReleased ? { released: true } : {});
}

/** The task is left: its blocks end, and nobody waits for what they give. */
export function releaseBlocks(step: CaseStep, net: string, task: string, why: Why): void {
  for (const block of blocksOf(step.state, net, task)) closeBlock(step, block, why, true);
}

/**
 * Tells the blocks of a task how many may complete and how many may be open.
 * @param threshold as it is now
 * @param wanted completions that wait in this state itself
 * @param room how many instances may be open in all blocks together; without it all
 */
export function direct(
  step: CaseStep,
  { key, linked }: TaskAt,
  multi: MultipleInstances,
  threshold: number,
  wanted: number,
  room: number | undefined,
): void {
  const blocks = blocksOf(step.state, key, linked.id).filter(
    ({ instruction }) => instruction.close === undefined,
  );
  if (blocks.length === 0) return;
  const isCounted = blocks.some(({ ceiling }) => ceiling !== undefined);
  const free = freeOf(threshold, multi.completed, blocks);
  const begun = blocks.filter((block) => !isUnbegun(step.state.pending, block));
  const granted = isCounted ? grants(begun, free, wanted) : undefined;
  const shared = room === undefined ? undefined : shares(blocks, room);
  for (const block of blocks) {
    const direction = granted?.get(block.id);
    const share = shared?.get(block.id);
    const limited = withShare(block, share);
    const tolerates = multi.tolerated !== undefined && !block.instruction.tolerates;
    const { failed, waiting } = block.report;
    const mayGoOn = room !== 0 && waiting > 0 && failed > (block.instruction.tolerated ?? 0);
    if (!direction && !limited && !tolerates && !mayGoOn) continue;
    const { block: told, recall } = limited ?? { block, recall: false };
    instruct(
      step,
      told,
      {
        ...(recall ? { recall: true } : {}),
        ...(tolerates ? { tolerates: true } : {}),
        ...(mayGoOn ? { tolerated: failed } : {}),
        ...direction?.instruction,
      },
      direction?.ceiling === undefined ? {} : { ceiling: direction.ceiling },
    );
  }
}

/**
 * The block with another number of those that may be open, where that makes a difference to it. What it may have open by
 * what it was told before counts until it has heard that it is less.
 */
function withShare(
  block: Block,
  share: number | undefined,
): { readonly block: Block; readonly recall: boolean } | undefined {
  const { instruction, report, opening } = block;
  if (share === undefined && instruction.atOnce === undefined) return undefined;
  const { atOnce, ...others } = instruction;
  if (share === undefined) {
    const { opening: _, ...rest } = block;
    return { block: { ...rest, instruction: others }, recall: false };
  }
  const left = remaining(report);
  // one without a limit may have more to begin some day
  if (atOnce !== undefined && Math.min(share, left) === Math.min(atOnce, left)) return undefined;
  const next: Block = { ...block, instruction: { ...others, atOnce: share } };
  const recall = share < mayBeOpen(block);
  return { block: opening === undefined ? next : { ...next, opening: Math.max(opening, share) }, recall };
}

/** What a block may have open at most, now that it reported. */
export function openingAfter({ opening, instruction }: Block, report: Report): number | undefined {
  if (report.heard < instruction.version) return opening;
  return instruction.atOnce === undefined ? undefined : Math.max(instruction.atOnce, report.open);
}

/** It has more to begin now, but may not have more open for that: others may have the room by now. */
export function limitedTo(block: Block): Block {
  const { atOnce } = block.instruction;
  if (atOnce === undefined) return block;
  const opening = mayBeOpen(block);
  return {
    ...block,
    opening,
    instruction: { ...block.instruction, atOnce: Math.min(atOnce, opening) },
  };
}

/** Blocks are suspended and resumed with what they are a part of. */
export function tellSuspension(step: CaseStep): void {
  const isSuspended = step.state.status === "suspended";
  for (const block of Object.values(step.state.blocks ?? {})) {
    if (block.instruction.close !== undefined) continue;
    if ((block.instruction.suspended ?? false) === isSuspended) continue;
    const { suspended: _, ...rest } = block.instruction;
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
