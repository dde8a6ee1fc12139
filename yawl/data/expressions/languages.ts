/** The languages of expressions, by the name that an expression bears. */
import type { Expression } from "../../model/specification.ts";
import { jsonataLanguage } from "./jsonata/language.ts";
import type { ExpressionLanguage } from "./language.ts";
import { variableLanguage } from "./variable/language.ts";
import { xpathLanguage } from "./xpath/language.ts";
import { xqueryLanguage } from "./xquery/language.ts";

const LANGUAGES: Readonly<Record<Expression["language"], ExpressionLanguage>> = {
  variable: variableLanguage,
  xpath: xpathLanguage,
  jsonata: jsonataLanguage,
  xquery: xqueryLanguage,
};

/** The language of an expression. */
export function languageOf({ language }: Pick<Expression, "language">): ExpressionLanguage {
  return LANGUAGES[language];
}
