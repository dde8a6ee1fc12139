/** JSONata as a language of expressions: it sees one object with the variables that have a value. */
import { byValue, fitting, isListType, variablesOf } from "../json-language.ts";
import type { ExpressionLanguage } from "../language.ts";
import { evaluateJsonata, evaluateJsonataBoolean, isJsonataSequence, jsonataProblem } from "./evaluate.ts";

const value: ExpressionLanguage["value"] = (text, scope, type) => {
  const found = evaluateJsonata(text, variablesOf(scope), scope);
  if (!found.ok) return found;
  // JSONata itself makes one match of a list of one; where a list is asked for, it is one again
  if (isListType(type) && !Array.isArray(found.value) && isJsonataSequence(text))
    return fitting(found.value === undefined ? [] : [found.value], text, scope, type);
  return fitting(found.value ?? undefined, text, scope, type);
};

/** JSONata 1.8 over one object with all variables. */
export const jsonataLanguage: ExpressionLanguage = {
  problemIs: "error",
  ...byValue(value),
  value,
  truth: (text, scope) => evaluateJsonataBoolean(text, variablesOf(scope), scope),
  problem: (text) => jsonataProblem(text),
};
