/**
 * What conditions see besides data: the case, the item, who has it, and when things happened. Expressions of the dialect's
 * languages see it as the variable `this`; rule files ask by functions (`language/functions.ts`).
 */
import type { TimerState } from "../data/expressions/language.ts";
import type { JsonObject } from "../model/json.ts";

/** Times are epoch milliseconds. */
export interface Facts {
  /** when the rules are asked */
  readonly now?: number;
  readonly case?: { readonly id: string; readonly startedAt?: number };
  readonly item?: {
    readonly id?: string;
    readonly task: string;
    readonly status?: string;
    /** state of the task's timer */
    readonly timer?: TimerState;
    readonly enabledAt?: number;
    readonly startedAt?: number;
  };
  /** who has the item */
  readonly participant?: { readonly id: string; readonly roles?: readonly string[] };
}

/** Name of the variable that expressions see the facts as, if no data has it. */
export const THIS = "this";

/** Seconds since an item was enabled or started; `undefined` when that is not known. */
export function secondsSince(facts: Facts | undefined, what: "enabledAt" | "startedAt"): number | undefined {
  const at = facts?.item?.[what];
  return at === undefined || facts?.now === undefined ? undefined : (facts.now - at) / 1000;
}

/** The facts as data: what is not known is not there. Durations are in seconds. */
export function factsAsData(facts: Facts): JsonObject {
  const { now, participant, item } = facts;
  const sinceEnabled = secondsSince(facts, "enabledAt");
  const sinceStarted = secondsSince(facts, "startedAt");
  return {
    ...(now !== undefined && { now }),
    ...(facts.case && { case: { ...facts.case } }),
    ...(item && {
      item: {
        ...item,
        ...(sinceEnabled !== undefined && { sinceEnabled }),
        ...(sinceStarted !== undefined && { sinceStarted }),
      },
    }),
    ...(participant && {
      participant: { id: participant.id, roles: participant.roles ?? [] },
    }),
  };
}
