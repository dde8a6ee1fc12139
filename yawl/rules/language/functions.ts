/** The functions of conditions: what they take, and what they answer. */
import type { Json } from "../../model/json.ts";
import { secondsSince, type Facts } from "../facts.ts";
import { compareNumbers, numberOf, type Value } from "./values.ts";

/** A function of the language. */
export interface RuleFunction {
  /** how it is called, for messages */
  readonly signature: string;
  /** number of arguments */
  readonly takes: { readonly least: number; readonly most: number };
  /** its first argument is the word `this` */
  readonly ofThis: boolean;
  /** @returns the value, or what is not known (the end of a sentence) */
  readonly call: (
    values: readonly Value[],
    facts: Facts | undefined,
  ) => { readonly value: Json } | { readonly unknown: string };
}

const ENDED: ReadonlySet<string> = new Set(["completed", "failed", "cancelled", "skipped", "removed"]);

function ofItem(
  name: string,
  unknown: string,
  answer: (facts: Facts | undefined) => Json | undefined,
): readonly [string, RuleFunction] {
  return [
    name.toLowerCase(),
    {
      signature: `${name}(this)`,
      takes: { least: 1, most: 1 },
      ofThis: true,
      call(_, facts) {
        const value = answer(facts);
        return value === undefined ? { unknown } : { value };
      },
    },
  ];
}

function extreme(name: "max" | "min"): readonly [string, RuleFunction] {
  return [
    name,
    {
      signature: `${name}(number, number, ...)`,
      takes: { least: 1, most: 50 },
      ofThis: false,
      call(values) {
        const [first = 0, ...others] = values.map(numberOf);
        let found = first;
        for (const each of others) {
          const order = compareNumbers(each, found);
          if (name === "max" ? order > 0 : order < 0) found = each;
        }
        return { value: typeof found === "number" ? found : found.toFixed() };
      },
    },
  ];
}

/** By name in small letters: rule files of YAWL do not distinguish capitals. */
export const FUNCTIONS: ReadonlyMap<string, RuleFunction> = new Map([
  extreme("max"),
  extreme("min"),
  ofItem("hasTimerExpired", "the state of the item's timer", (facts) =>
    facts?.item?.timer === undefined ? undefined : facts.item.timer === "expired",
  ),
  ofItem("isNotCompleted", "the item's status", (facts) =>
    facts?.item?.status === undefined ? undefined : !ENDED.has(facts.item.status),
  ),
  ofItem("secondsSinceEnabled", "when the item was enabled", (facts) => secondsSince(facts, "enabledAt")),
  ofItem("secondsSinceStarted", "when the item was started", (facts) => secondsSince(facts, "startedAt")),
  ofItem("participant", "who has the item", (facts) => facts?.participant?.id),
  [
    "hasrole",
    {
      signature: 'hasRole(this, "role")',
      takes: { least: 2, most: 2 },
      ofThis: true,
      call([role = ""], facts) {
        const roles = facts?.participant?.roles;
        return roles ? { value: roles.includes(String(role)) } : { unknown: "who has the item" };
      },
    },
  ],
]);

/** Functions that YAWL's own services answer. */
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["cost", "asks YAWL's cost service, which Mizzen does not have"],
  ["log", "asks YAWL's process logs, which Mizzen does not have"],
]);
