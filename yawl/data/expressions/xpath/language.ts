/** XPath over JSON as a language of expressions. */
import { queryProblem } from "../engine/problem.ts";
import { byValue, fitting, variablesOf } from "../json-language.ts";
import type { ExpressionLanguage } from "../language.ts";
import { evaluateJson, evaluateJsonBoolean } from "./evaluate.ts";

const value: ExpressionLanguage["value"] = (text, scope, type) => {
  const found = evaluateJson(text, variablesOf(scope, null), scope);
  return found.ok ? fitting(found.value ?? undefined, text, scope, type) : found;
};

export const xpathLanguage: ExpressionLanguage = {
  ...byValue(value),
  value,
  truth: (text, scope) => evaluateJsonBoolean(text, variablesOf(scope, null), scope),
  problem: (text, names) => queryProblem(text, "xpath", names),
};
