/** What can be seen of the expressions of one file before a case runs, each looked at once. */
import { MAX_LENGTH as LONGEST_EVALUATED } from "../../data/expressions/budget.ts";
import type { Names, Problem } from "../../data/expressions/language.ts";
import { languageOf } from "../../data/expressions/languages.ts";
import type { Expression } from "../../model/specification.ts";

/**
 * Longer expressions are left to the case: parsing takes time that grows faster than they do. Those that are too long for a case
 * are told all the same: they are not parsed for it.
 */
const MAX_LENGTH = 1000;

/** Characters of expressions that are parsed of one file, a second's worth or two; the rest is left to the case. */
const MAX_TOTAL = 100_000;

/** Looks at the expressions of one file. */
export class ExpressionParser {
  readonly #seen = new Set<string>();
  #left = MAX_TOTAL;

  /** The first error in an expression; nothing is said of what takes long to parse, and of what is only a warning. */
  problem(expression: Expression, names: Names): Problem | undefined {
    const { language, text } = expression;
    const { problemIs } = languageOf(expression);
    if (problemIs === "warning") return undefined;
    const key = `${language} ${text}`;
    if (text.length <= LONGEST_EVALUATED && !this.#seen.has(key)) {
      if (text.length > MAX_LENGTH || text.length > this.#left) return undefined;
      this.#left -= text.length;
      this.#seen.add(key);
    }
    return languageOf(expression).problem(text, names);
  }
}
