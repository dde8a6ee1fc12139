/** XPath over JSON as a language of expressions. */
import type { Result } from "../../../model/fault.ts";
import type { Json } from "../../../model/json.ts";
import { compiledQuery } from "../engine/compile.ts";
import { queryProblem } from "../engine/problem.ts";
import { byValue, fitting, isListType, variablesOf } from "../json-language.ts";
import type { ExpressionLanguage, Scope } from "../language.ts";
import { evaluateItems, evaluateJson, evaluateJsonBoolean } from "./evaluate.ts";

/** The items of an XPath that gives a sequence by its form; `undefined` for the others. */
function sequence(text: string, scope: Scope): Result<readonly Json[]> | undefined {
  const query = compiledQuery(text, "xpath");
  if ("problem" in query || !query.isSequence) return undefined;
  return evaluateItems(text, variablesOf(scope, null), scope);
}

const value: ExpressionLanguage["value"] = (text, scope, type) => {
  // one match is a list of one, and no match a list of none, where a list is asked for
  const items = isListType(type) ? sequence(text, scope) : undefined;
  const found = items ?? evaluateJson(text, variablesOf(scope, null), scope);
  return found.ok ? fitting(found.value ?? undefined, text, scope, type) : found;
};

/** XPath 3.1 over JSON: every variable is `$name`. */
export const xpathLanguage: ExpressionLanguage = {
  problemIs: "error",
  ...byValue(value, sequence),
  value,
  truth: (text, scope) => evaluateJsonBoolean(text, variablesOf(scope, null), scope),
  problem: (text, names) => queryProblem(text, "xpath", names),
};
