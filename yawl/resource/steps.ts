/** Notes the way to a decision, step by step: who was left out where, and why. */
import { MOST_DROPPED, type DecisionStep, type Dropped } from "../work/decision.ts";

/** Characters of a rule or reason: expressions may be long. */
const LONGEST = 500;

/** What a step adds to the record. */
export interface Noted {
  readonly step: DecisionStep["step"];
  readonly rule: string;
  /** how many are left */
  readonly kept: number;
  /** ids of those who were left out, in an order that depends on nothing else */
  readonly dropped?: Iterable<string>;
  /** a sentence for people */
  readonly why?: (id: string) => string;
  readonly note?: string | undefined;
}

/** The record of one decision. */
export class Steps {
  readonly all: DecisionStep[] = [];

  add({ step, rule, kept, dropped = [], why, note }: Noted): void {
    const named: Dropped[] = [];
    let more = 0;
    for (const participant of dropped) {
      if (named.length < MOST_DROPPED)
        named.push({ participant, reason: clipped(why?.(participant) ?? rule) });
      else more += 1;
    }
    this.all.push({
      step,
      rule: clipped(rule),
      kept,
      dropped: named,
      ...(more > 0 ? { more } : {}),
      ...(note === undefined ? {} : { note: clipped(note) }),
    });
  }
}

function clipped(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
}
