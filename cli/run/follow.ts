/** A case that is answered from a file, as far as the answers go. */
import type { Fault } from "../../yawl/spec/fault.ts";
import type { Answers } from "./answers.ts";
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
    const { item, answer } = next;
    if (answer.after !== undefined) local.skipTime(answer.after);
    if (answer.skip) {
      const skipped = local.skip(item);
      if (!skipped.ok) return explain(`"${titleOf(item)}" cannot be skipped`, skipped.fault);
      continue;
    }
    const started = local.start(item);
    if (!started.ok) return explain(`"${titleOf(item)}" cannot be started`, started.fault);
    const completed = local.complete(started.value, answer.data);
    if (!completed.ok) return explain(`"${titleOf(item)}" cannot be completed`, completed.fault);
  }
  return [];
}

/** Sentences for a fault: what it is, and each of its details. */
export function explain(what: string, { message, details = [] }: Fault): readonly string[] {
  return [
    `${what}: ${message}`,
    ...details.map((detail) => `  ${detail.pointer ?? detail.element ?? ""} ${detail.message}`),
  ];
}
