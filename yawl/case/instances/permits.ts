/**
 * How a threshold is kept exactly although instances complete in several workflows. The parent grants each block a number of
 * completions; a block counts those by itself and holds further ones until more are granted. So never more complete than the
 * threshold asks for, and mostly nobody waits. What one block was granted and another one needs is called back.
 */
import { mayBeOpen, remaining, type Block, type Instruction, type Report } from "./block.ts";

/** What changes of an instruction, and of what the parent knows about the block. */
export interface Direction {
  readonly instruction: Partial<Pick<Instruction, "granted" | "recall">>;
  readonly ceiling?: number;
}

/** Share of a threshold that is granted at once, spread over the blocks. */
const FIRST_SHARE = 0.8;

/** What each of some blocks is granted at first; none when it is so little that they had better ask. */
export function firstGrant(threshold: number, blocks: number): number {
  const each = Math.floor((threshold * FIRST_SHARE) / blocks);
  return each > 1 ? each : 0;
}

/** Completions that a block may count without asking, and has not told yet. */
function outstanding({ ceiling, report }: Block): number {
  return ceiling === undefined ? 0 : Math.max(0, ceiling - report.completed);
}

/** How many completions may still be granted: below zero when the threshold has come down. */
export function freeOf(threshold: number, completed: number, blocks: readonly Block[]): number {
  let free = threshold - completed;
  for (const block of blocks) free -= block.report.completed + outstanding(block);
  return free;
}

/** How many completions a block may have counted at most, now that it reported. */
export function ceilingAfter({ ceiling, instruction }: Block, report: Report): number | undefined {
  if (ceiling === undefined || instruction.granted === undefined) return undefined;
  if (report.heard < instruction.version) return Math.max(ceiling, report.completed);
  return Math.max(instruction.granted, report.completed);
}

/**
 * What blocks are granted, and what is called back.
 * @param free from `freeOf`
 * @param own completions that wait in the parent itself
 */
export function grants(blocks: readonly Block[], free: number, own = 0): ReadonlyMap<string, Direction> {
  const directions = new Map<string, Direction>();
  const settled = blocks.filter((block) => !isCalledBack(block));
  let left = free;
  let unmet = Math.max(0, own - Math.max(0, left));
  left -= own;
  for (const block of settled) {
    const { wanted } = block.report;
    // what it may count already meets a part of it
    const needs = wanted - outstanding(block);
    if (needs <= 0) continue;
    const given = Math.max(0, Math.min(left, needs));
    if (given > 0) directions.set(block.id, granted(block, given));
    left -= given;
    unmet += needs - given;
  }
  if (unmet > 0 || left < -own) {
    for (const block of settled) {
      if (directions.has(block.id) || outstanding(block) === 0 || block.report.wanted > 0) continue;
      directions.set(block.id, { instruction: { granted: block.report.completed, recall: true } });
    }
    return directions;
  }
  const open = settled.filter(({ report }) => remaining(report) > 0);
  for (const block of open) {
    if (left < 2 * open.length) break;
    if (directions.has(block.id) || outstanding(block) > 0) continue;
    const given = Math.min(left, Math.max(1, Math.floor(left / (2 * open.length))), remaining(block.report));
    directions.set(block.id, granted(block, given));
    left -= given;
  }
  return directions;
}

/** It was told to give back what it did not need, and has not answered yet. */
function isCalledBack({ instruction, report }: Block): boolean {
  return instruction.recall === true && report.heard < instruction.version;
}

function granted({ ceiling = 0, report }: Block, more: number): Direction {
  const next = Math.max(ceiling, report.completed) + more;
  return { instruction: { granted: next }, ceiling: next };
}

/**
 * How many of its instances each of some blocks may have open, when all together may have so many. While more are open than
 * that, none may have any: those that are open go on, but what ends makes no room, whichever block it is in.
 */
export function shares(blocks: readonly Block[], atOnce: number): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  const open = blocks.reduce((sum, { report }) => sum + report.open, 0);
  if (open > atOnce) return new Map(blocks.map(({ id }) => [id, 0]));
  let left = atOnce;
  /** @param used what a block may have as it is: it is gone, also where it should have less */
  const give = ({ id }: Block, used: number): void => {
    const share = Math.max(0, Math.min(used, left));
    result.set(id, (result.get(id) ?? 0) + share);
    left -= used;
  };
  // those that are open go on
  for (const block of blocks) give(block, block.report.open);
  for (const block of blocks) give(block, mayBeOpen(block) - block.report.open);
  for (const block of blocks) {
    if (left <= 0) break;
    give(block, Math.min(left, Math.max(0, remaining(block.report) - (result.get(block.id) ?? 0))));
  }
  return result;
}
