/** The value of one variable or parameter, as it is. */
import { ok } from "../../../model/fault.ts";
import { own } from "../../types/shape.ts";
import { byValue, fitting } from "../json-language.ts";
import type { ExpressionLanguage } from "../language.ts";

const value: ExpressionLanguage["value"] = (text, scope, type) => {
  const found = own(scope.data, text);
  const source = scope.variables.find(({ name }) => name === text);
  // what is of the very same type was checked when it came
  return source?.type === type ? ok(found) : fitting(found, text, scope, type);
};

/** The name of a variable: its value, as it is. */
export const variableLanguage: ExpressionLanguage = {
  problemIs: "error",
  ...byValue(value),
  value,
  truth: (text, scope) => ok(own(scope.data, text) === true),
  // whoever reads a file looks for the variable itself, with the place of its name
  problem: () => undefined,
};
