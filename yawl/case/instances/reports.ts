/** What a block tells is taken by the state that made it. */
import { fault } from "../../model/fault.ts";
import type { MultipleInstances } from "../state.ts";
import type { CaseStep } from "../tasks/kind.ts";
import type { Answer, Ask, Block, Report } from "./block.ts";
import { addInstance } from "./add.ts";
import { instruct, openingAfter } from "./blocks.ts";
import { ceilingAfter } from "./permits.ts";
import { multiRunOf, review } from "./review.ts";

/**
 * Takes a report; one that is older than what is known is no news.
 * @returns why the whole case fails, if it does
 */
export function takeReport(step: CaseStep, report: Report): Report["fault"] {
  const known = blockOf(step, report.block);
  if (!known || report.version <= known.report.version) return undefined;
  const ceiling = ceilingAfter(known, report);
  const opening = openingAfter(known, report);
  const { ceiling: _, opening: __, start: ___, ...rest } = known;
  const block: Block = {
    ...rest,
    report: withUnheard(known, report),
    ...(ceiling === undefined ? {} : { ceiling }),
    ...(opening === undefined ? {} : { opening }),
  };
  if (report.closed) close(step, block, report.closed);
  else {
    step.emit({ type: "block-changed", block });
    answerAsks(step, report.block, report.asks ?? []);
  }
  // whether anything can go on at all is looked at again
  if (report.stuck || report.closed) step.touch(step.linked.specification.rootNet, []);
  if (block.released) return undefined;
  if (report.fault) return report.fault;
  if (multiRunOf(step.state, block.net, block.task)) review(step, step.find(block));
  return undefined;
}

function blockOf({ state: { blocks } }: CaseStep, id: string): Block | undefined {
  return blocks && Object.hasOwn(blocks, id) ? blocks[id] : undefined;
}

/** As it will be when the block has heard all: instances that were added, and failed ones that are to be done again. */
function withUnheard({ size, againAt = 0 }: Block, report: Report): Report {
  const { completed, cancelled, failed, open, waiting, heard } = report;
  const added = Math.max(0, size - completed - cancelled - failed - open - waiting);
  const again = heard < againAt ? failed : 0;
  if (added + again === 0) return report;
  return { ...report, failed: failed - again, waiting: waiting + added + again };
}

function close(step: CaseStep, block: Block, { results, performers }: NonNullable<Report["closed"]>): void {
  step.emit({ type: "block-closed", block });
  if (performers.length > 0) step.emit({ type: "performed", performers });
  if (block.released) return;
  const run = multiRunOf(step.state, block.net, block.task);
  if (!run) return;
  const { completed, cancelled } = block.report;
  const multi: MultipleInstances = {
    ...run.multi,
    completed: run.multi.completed + completed,
    results: [...run.multi.results, ...results],
    ...(cancelled > 0 ? { cancelled: (run.multi.cancelled ?? 0) + cancelled } : {}),
  };
  step.emit({ type: "instances-changed", net: block.net, task: block.task, multi });
}

/** Adds what people in the block ask for, and says what became of it until the block does not ask any more. */
function answerAsks(step: CaseStep, id: string, asks: readonly Ask[]): void {
  const block = blockOf(step, id);
  if (!block || block.released) return;
  const known = block.instruction.answers ?? [];
  const kept = known.filter((answer) => asks.some((ask) => ask.id === answer.id));
  const fresh: Answer[] = [];
  for (const ask of asks) {
    if (known.some((answer) => answer.id === ask.id)) continue;
    const run = multiRunOf(step.state, block.net, block.task);
    const added = run
      ? step.attempt(() => addInstance(step, step.find(block), ask.data, id))
      : fault("wrong-state", `The task "${block.task}" is over.`);
    fresh.push({ id: ask.id, ...(added.ok ? {} : { fault: added.fault }) });
  }
  const now = blockOf(step, id);
  if (!now || (fresh.length === 0 && kept.length === known.length)) return;
  const { answers: _, ...instruction } = now.instruction;
  const answers = [...kept, ...fresh];
  instruct(step, { ...now, instruction }, answers.length > 0 ? { answers } : {});
}

/** What it begins with is with its workflow now. */
export function noteBegun(step: CaseStep, id: string): void {
  const block = blockOf(step, id);
  if (!block?.start) return;
  const { start: _, ...rest } = block;
  step.emit({ type: "block-changed", block: rest });
}

/** The workflow of a block was ended in Temporal: what it had is lost, and its instances count as cancelled. */
export function loseBlock(step: CaseStep, id: string, message: string): void {
  const block = blockOf(step, id);
  if (!block) return;
  step.emit({ type: "block-closed", block, lost: message });
  step.touch(step.linked.specification.rootNet, []);
  const run = multiRunOf(step.state, block.net, block.task);
  if (block.released || !run) return;
  const multi = { ...run.multi, cancelled: (run.multi.cancelled ?? 0) + block.size };
  step.emit({ type: "instances-changed", net: block.net, task: block.task, multi });
  review(step, step.find(block));
}
