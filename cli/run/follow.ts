/** A case that is answered from a file, as far as the answers go. */
import type { Fault } from "../../yawl/model/fault.ts";
import type { Answer, Answers } from "./answers.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import type { LocalCase } from "./local-case.ts";
import { titleOf } from "./narrate.ts";

/** A process that loops with the same answers has no end. */
const MOST_ANSWERS = 10_000;

/** Gives answers until the case is over or none fits. @returns why it stopped, if something was wrong */
export function follow(local: LocalCase, answers: Answers): readonly string[] {
  for (let given = 0; !local.isOver; given += 1) {
    const next = answers.next(local.items);
    if (!next) return [];
    if (given === MOST_ANSWERS)
      return [`After ${MOST_ANSWERS} answers the case still goes on; it may be a loop.`];
    const problems = give(local, next.item, next.answer);
    if (problems.length > 0) return problems;
  }
  return [];
}

function give(local: LocalCase, item: WorkItem, answer: Answer): readonly string[] {
  if (answer.after !== undefined) local.skipTime(answer.after);
  if (answer.skip) {
    const skipped = local.skip(item);
    return skipped.ok ? [] : explain(`"${titleOf(item)}" cannot be skipped`, skipped.fault);
  }
  if (answer.add) {
    const added = local.add(item, answer.add);
    return added.ok ? [] : explain(`"${titleOf(item)}" gets no other instance`, added.fault);
  }
  const started = local.start(item);
  if (!started.ok) return explain(`"${titleOf(item)}" cannot be started`, started.fault);
  const ended =
    answer.failure === undefined
      ? local.complete(started.value, answer.data)
      : local.fail(started.value, answer.failure);
  return ended.ok ? [] : explain(`"${titleOf(item)}" cannot be completed`, ended.fault);
}

/** Sentences for a fault: what it is, and each of its details. */
export function explain(what: string, { message, details = [] }: Fault): readonly string[] {
  return [
    `${what}: ${message}`,
    ...details.map(({ pointer, element, line, column, message: found }) => {
      const place = line === undefined ? "" : `line ${line}, column ${column}:`;
      return `  ${pointer ?? element ?? place} ${found}`;
    }),
  ];
}
