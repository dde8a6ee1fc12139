/**
 * Blocks: child workflows, each with some of the instances of a multiple-instance task. A block is a state like a case's; it
 * holds a copy of the net instance around its task. Parent and block tell each other how things stand, always the whole of it
 * and with a version: whatever comes late, twice or in another order does no harm.
 */
import type { Fault } from "../../model/fault.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import type { Actor } from "../../work/command.ts";
import type { CancelCause } from "../../work/item.ts";
import type { Performers } from "../performers.ts";

/** What an instance of a task gave: its value, and the XML of it where the query is XQuery. */
export interface InstanceResult {
  readonly instance: number;
  readonly xml?: string;
  readonly value?: Json;
}

/** The net instance around a task, without its tokens and tasks. */
export interface Holder {
  /** path of the instance in the case */
  readonly key: string;
  /** id of the compiled net */
  readonly net: string;
  readonly depth: number;
  readonly data: JsonObject;
  readonly dataVersion: number;
}

/** An instance that is to begin. */
export interface InstanceInput {
  /** its number, from 1 */
  readonly instance: number;
  /** what it has of its own; the rest of the input is the same for all */
  readonly input: JsonObject;
}

/** What a block begins with. */
export interface BlockStart {
  /** of the block, and of its workflow: `<parent>.<number>`, like an item's */
  readonly id: string;
  /** workflow that it reports to: a case or another block */
  readonly parent: string;
  /** the case that it is a part of */
  readonly root: string;
  /** of the net instance around the task, as it was when the task fired */
  readonly holder: Holder;
  readonly task: string;
  /** input that all instances have */
  readonly common: JsonObject;
  readonly instances: readonly InstanceInput[];
  /** who did what in the case until then */
  readonly performers: Performers;
  /** instances may be added: it ends only when it is told to */
  readonly isDynamic: boolean;
  readonly instruction: Instruction;
  /** up to how many instances of a task stay in the workflow that fires it */
  readonly inside?: number;
  /** how many instances a block gets; without it that depends on how many there are */
  readonly perBlock?: number;
}

/** What a parent wants of a block: all of it, each time. */
export interface Instruction {
  /** counts up from 1; an older one than is known is no news */
  readonly version: number;
  /** how many of its instances may complete, in all; without it all of them */
  readonly granted?: number;
  /** an answer is awaited that says that it was heard; kept until there is one */
  readonly recall?: true;
  /** how many may be open at the same time */
  readonly atOnce?: number;
  /** an instance that fails for good counts as failed; without it, it waits for an operator */
  readonly tolerates?: true;
  /** how many of its failed instances are tolerated so far: with more than these it begins nothing until it is told */
  readonly tolerated?: number;
  readonly suspended?: true;
  /** counts up each time when what failed is to be tried again */
  readonly retries: number;
  /** counts up each time when failed instances are to be done again */
  readonly again: number;
  /** instances that were added, in order, all that ever were */
  readonly added?: readonly InstanceInput[];
  /** numbers of instances that are to be cancelled, as far as the block is not known to have heard of them */
  readonly cancelled?: readonly number[];
  /** what became of the instances that people in the block asked for; kept until the block says that it knows */
  readonly answers?: readonly Answer[];
  /** it is not needed any more, and why: what is open is cancelled, and it ends */
  readonly close?: string;
  /** the cause, for programs, where the instances are not needed any more */
  readonly cause?: CancelCause;
}

/** An instance that somebody in a block asks for. */
export interface Ask {
  /** number of what is held in the block until it is answered */
  readonly id: number;
  readonly data: JsonObject;
  readonly by: Actor;
}

/** What became of an `Ask`; without a fault it was done. */
export interface Answer {
  readonly id: number;
  /** why not */
  readonly fault?: Fault;
}

/** How a block stands: all of it, each time. */
export interface Report {
  readonly block: string;
  /** counts up from 1; 0 before the first */
  readonly version: number;
  /** version of the last instruction that it knows */
  readonly heard: number;
  readonly completed: number;
  readonly cancelled: number;
  readonly failed: number;
  /** instances that have begun and not ended */
  readonly open: number;
  /** instances that have not begun */
  readonly waiting: number;
  /** completions that wait until they are granted */
  readonly wanted: number;
  readonly asks?: readonly Ask[];
  /** why the first of those that failed did */
  readonly failure?: string;
  /** nothing in it can go on by itself, and nobody has work in it */
  readonly stuck?: true;
  /** the whole case fails, and why: an operator gave up what may not fail */
  readonly fault?: Fault;
  /** it has ended: what its instances gave, and who did what in it */
  readonly closed?: {
    readonly results: readonly InstanceResult[];
    readonly performers: Performers;
  };
}

/** How a block stands that has not begun. @param instances that it is given */
export function firstReport(block: string, instances: number): Report {
  return {
    block,
    version: 0,
    heard: 0,
    completed: 0,
    cancelled: 0,
    failed: 0,
    open: 0,
    waiting: instances,
    wanted: 0,
  };
}

/** A block as its parent knows it. */
export interface Block {
  readonly id: string;
  /** key of the net instance and id of the task that it works for */
  readonly net: string;
  readonly task: string;
  /** first and last number of the instances that it began with */
  readonly from: number;
  readonly to: number;
  /** instances that it was given, added ones included */
  readonly size: number;
  /** what it begins with; gone when it has begun */
  readonly start?: Omit<BlockStart, "instruction">;
  readonly instruction: Instruction;
  readonly report: Report;
  /** how many completions it may have counted at most, as far as the parent can know; without it all */
  readonly ceiling?: number;
  /** how many may be open in it at most, as far as the parent can know; without it all */
  readonly opening?: number;
  /** version of the instruction that last asked for its failed instances again */
  readonly againAt?: number;
  /** its task goes on without it: only its end is awaited */
  readonly released?: true;
}

/** What a state that is a block has in addition. */
export interface BlockPlace {
  readonly parent: string;
  readonly root: string;
  readonly net: string;
  readonly task: string;
  readonly common: JsonObject;
  readonly size: number;
  readonly isDynamic: boolean;
  readonly instruction: Instruction;
  /** the last that was told */
  readonly report: Report;
  /** why the case is to fail */
  readonly fault?: Fault;
}

/** Instances that have not ended, or that may be done again. */
export function remaining({ open, waiting }: Report): number {
  return open + waiting;
}

/** How many of its instances may be open now, or soon without being told anything more. */
export function mayBeOpen({ opening = Infinity, report }: Block): number {
  return Math.max(report.open, Math.min(opening, remaining(report)));
}

/** Whether it says that nothing in it goes on by itself, and has been told nothing since. */
export function isAtRest({ report, instruction }: Block): boolean {
  return report.stuck === true && report.heard >= instruction.version;
}

/** It has no workflow yet, and none is being started, since nothing of it may begin. */
export function isUnbegun(
  pending: Readonly<Record<string, unknown>>,
  { id, start, instruction }: Block,
): boolean {
  return start !== undefined && instruction.atOnce === 0 && !Object.hasOwn(pending, `block:${id}`);
}
