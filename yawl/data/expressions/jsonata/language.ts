/** JSONata as a language of expressions: it sees one object with the variables that have a value. */
import { byValue, fitting, variablesOf } from "../json-language.ts";
import type { ExpressionLanguage } from "../language.ts";
import { evaluateJsonata, evaluateJsonataBoolean, jsonataProblem } from "./evaluate.ts";

const value: ExpressionLanguage["value"] = (text, scope, type) => {
  const found = evaluateJsonata(text, variablesOf(scope), scope);
  return found.ok ? fitting(found.value ?? undefined, text, scope, type) : found;
};

export const jsonataLanguage: ExpressionLanguage = {
  ...byValue(value),
  value,
  truth: (text, scope) => evaluateJsonataBoolean(text, variablesOf(scope), scope),
  problem: (text) => jsonataProblem(text),
};
