/** Who asked for what, and what they were told: the side of the story that people know. */
import { appendFileSync } from "node:fs";
import type { JsonObject } from "../../yawl/model/json.ts";

export type ItemCommandName =
  | "claim"
  | "reject"
  | "start"
  | "save"
  | "complete"
  | "suspend"
  | "resume"
  | "deallocate"
  | "delegate"
  | "reallocate"
  | "skip"
  | "offer"
  | "allocate"
  | "add-instance"
  | "retry";

export type CaseCommandName = "suspend-case" | "resume-case" | "cancel-case" | "retry";

/** What somebody wants done, however often they have to ask for it. */
export type Wish =
  | {
      readonly kind: "start";
      readonly specification: string;
      /** in the data of the case, and nowhere else: tells it from all others */
      readonly reference: string;
      readonly data: JsonObject;
      readonly caseId?: string;
    }
  | {
      readonly kind: "item";
      readonly caseId: string;
      readonly item: string;
      readonly command: ItemCommandName;
      readonly body?: JsonObject;
    }
  | { readonly kind: "case"; readonly caseId: string; readonly command: CaseCommandName }
  | { readonly kind: "callback"; readonly caseId: string; readonly item: string; readonly body: JsonObject };

/**
 * `acknowledged`: answered with 2xx; `refused`: with 4xx; `abandoned`: its last try had no clear answer, and whoever asked gave
 * up; `unanswered`: there was none although it was repeated for long.
 */
export type Outcome = "acknowledged" | "refused" | "abandoned" | "unanswered";

export interface Entry {
  readonly number: number;
  /** participant id; of callbacks the outside system */
  readonly by: string;
  readonly wish: Wish;
  /** the header of every try */
  readonly key: string;
  /** epoch milliseconds: first try, last answer */
  readonly asked: number;
  readonly answered: number;
  readonly tries: number;
  /** tries without a clear answer: 5xx, a time limit, a broken connection */
  readonly unclear: number;
  readonly outcome: Outcome;
  readonly status?: number;
  /** type of the problem, or the id of the case that was started */
  readonly said?: string;
}

export class Ledger {
  readonly entries: Entry[] = [];
  /** answers that say that something is broken, which 503 does not */
  readonly broken: { readonly at: number; readonly status: number; readonly what: string }[] = [];
  readonly #file: string;

  /** @param file gets a line of JSON for each entry, for who looks into a failure */
  constructor(file: string) {
    this.#file = file;
  }

  add(entry: Omit<Entry, "number">): Entry {
    const whole = { number: this.entries.length + 1, ...entry };
    this.entries.push(whole);
    appendFileSync(this.#file, `${JSON.stringify(whole)}\n`);
    return whole;
  }

  count(outcome: Outcome): number {
    return this.entries.filter((entry) => entry.outcome === outcome).length;
  }

  /** Longest time in milliseconds in which nothing was acknowledged, between the first and the last acknowledgement. */
  longestSilence(): number {
    const times = this.entries
      .filter(({ outcome }) => outcome === "acknowledged")
      .map(({ answered }) => answered)
      .toSorted((a, b) => a - b);
    return times.reduce((longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)), 0);
  }
}

/** `claim of chaos-errand-1.3 by ann`, for messages. */
export function describeEntry({ number, by, wish, outcome, status, said, tries }: Entry): string {
  const what =
    wish.kind === "start"
      ? `start of ${wish.specification} (${wish.reference})`
      : wish.kind === "case"
        ? `${wish.command} of ${wish.caseId}`
        : wish.kind === "callback"
          ? `callback of ${wish.item}`
          : `${wish.command} of ${wish.item}`;
  const told = status === undefined ? outcome : `${outcome} with ${status}${said ? ` ${said}` : ""}`;
  return `#${number} ${what} by ${by}, ${told}${tries > 1 ? ` after ${tries} tries` : ""}`;
}
