/** Conditions of every language: whether they hold, and what can be said of them before a case runs. */
import { languageOf } from "../data/expressions/languages.ts";
import { shorten } from "../data/expressions/language.ts";
import type { Result } from "../model/fault.ts";
import { didYouMean } from "../model/near.ts";
import { ELSEWHERE, FUNCTIONS } from "./language/functions.ts";
import { piecesIn, readCondition, ruleTruth, sentenceOf, type ReadCondition } from "./language/evaluate.ts";
import { Mistake } from "./language/parse.ts";
import { THIS } from "./facts.ts";
import type { Condition } from "./rule-set.ts";
import type { Room, Seen } from "./seen.ts";

/** Whether a condition holds; else `predicate-failed`, or `too-large` for one that does not come to an end. */
export function conditionHolds({ language, text }: Condition, seen: Seen): Result<boolean> {
  switch (language) {
    case "rule":
      return ruleTruth(text, seen);
    case "xquery":
      return languageOf({ language }).truth(text, seen.scope);
    case "xpath":
    case "jsonata":
      return languageOf({ language }).truth(text, seen.withFacts);
  }
}

/** What is wrong with a condition, as a sentence. A warning: it may be meant. */
export interface ConditionProblem {
  readonly severity: "error" | "warning";
  readonly message: string;
}

/**
 * All that can be known of a condition without data.
 * @param room what it sees; absent: nothing is said of variables
 */
export function conditionProblems(condition: Condition, room: Room | undefined): readonly ConditionProblem[] {
  const { language, text } = condition;
  if (language === "rule") return ruleProblems(text, room);
  const names = room?.variables.map(({ name }) => name);
  const problem = languageOf({ language }).problem(text, {
    variables: language === "xquery" || !names ? names : [...names, THIS],
    root: room?.root,
  });
  if (!problem) return [];
  return [error(`The expression ${shorten(text)} ${problem.message}.${problem.hint ?? ""}`)];
}

function error(message: string): ConditionProblem {
  return { severity: "error", message };
}

function ruleProblems(text: string, room: Room | undefined): readonly ConditionProblem[] {
  const condition = readCondition(text);
  if (condition instanceof Mistake) return [error(sentenceOf(condition, text))];
  return [...functionProblems(condition, text, room), ...nameProblems(condition, text, room)];
}

function nameProblems(
  { names }: ReadCondition,
  text: string,
  room: Room | undefined,
): readonly ConditionProblem[] {
  const known = room?.variables.map(({ name }) => name);
  if (!known) return [];
  const there = new Set(known);
  return names
    .filter(({ name }) => !there.has(name))
    .map(({ name, at, mayBeText }) => {
      const meant = didYouMean(name, known);
      if (!mayBeText)
        return error(`${sentenceOf(new Mistake(`there is no variable "${name}"`, at), text)}${meant}`);
      return {
        severity: "warning",
        message: `The condition ${shorten(text)} compares with ${name}, which is no variable: it is taken as a text, and should stand in quotation marks.${meant}`,
      } as const;
    });
}

function functionProblems(
  { piece }: ReadCondition,
  text: string,
  room: Room | undefined,
): readonly ConditionProblem[] {
  return piecesIn(piece).flatMap((part): readonly ConditionProblem[] => {
    if (part.kind === "query") {
      const names = { variables: room?.variables.map(({ name }) => name), root: room?.root };
      const problem = languageOf({ language: "xquery" }).problem(part.text, names);
      if (!problem) return [];
      const message = `the query in braces ${problem.message}`;
      return [error(`${sentenceOf(new Mistake(message, part.at), text)}${problem.hint ?? ""}`)];
    }
    if (part.kind !== "call") return [];
    const message = callProblem(part.name, part.of.length, part.of[0]);
    return message === undefined ? [] : [error(sentenceOf(new Mistake(message, part.at), text))];
  });
}

function callProblem(
  name: string,
  count: number,
  first: { readonly kind: string; readonly name?: unknown } | undefined,
): string | undefined {
  const plain = name.toLowerCase();
  const found = FUNCTIONS.get(plain);
  if (!found) {
    const elsewhere = ELSEWHERE.get(plain);
    if (elsewhere !== undefined) return `${name}() ${elsewhere}`;
    const all = [...FUNCTIONS.values()].map(({ signature }) => signature);
    const meant = didYouMean(
      name,
      all.map((each) => each.split("(")[0] ?? each),
    );
    return `there is no function ${name}(); there are ${all.join(", ")}${meant === "" ? "" : `.${meant}`}`;
  }
  const { least, most } = found.takes;
  const isOfThis = !found.ofThis || (first?.kind === "name" && first.name === THIS);
  if (count >= least && count <= most && isOfThis) return undefined;
  return `${name}() is called as ${found.signature}`;
}
