/**
 * Predicates that YAWL answers itself instead of asking its XQuery engine: the state of a task's timer (SEMANTICS 14 in
 * docs/semantics.md), and what only exists beside its engine.
 */
import { fault, ok, type Result } from "../../../model/fault.ts";
import type { TimerState } from "../language.ts";

const TIMER = /^\s*timer\(\s*([^()]*?)\s*\)\s*(!=|==?)\s*(?:'([^']*)'|"([^"]*)")\s*$/;

/**
 * The truth of `timer(Task name) = 'expired'`, also with `==` and `!=`; `undefined` for every other predicate.
 * Faults: `predicate-failed` for predicates of YAWL's cost service.
 */
export function timerTruth(
  text: string,
  timers: ((task: string) => TimerState) | undefined,
): Result<boolean> | undefined {
  if (/^\s*cost\(/.test(text))
    return fault("predicate-failed", `Predicates over costs need YAWL's cost service: ${text}`);
  const [, name = "", operator, single, double] = TIMER.exec(text) ?? [];
  if (operator === undefined) return undefined;
  const task = name.replaceAll(/^(["'])(.*)\1$/g, "$2");
  const is = (timers?.(task) ?? "dormant") === (single ?? double);
  return ok(operator === "!=" ? !is : is);
}

/** `timer(Task name)` inside of a larger query, with the name as the text that it is. */
export function withQuotedTimers(text: string): string {
  if (!text.includes("timer(")) return text;
  return text.replaceAll(
    /(?<![\w:$.-])timer\(\s*([^()'"]+?)\s*\)(\s*==(?!=))?/g,
    (_, name: string, doubled?: string) => `timer("${name}")${doubled === undefined ? "" : " ="}`,
  );
}
