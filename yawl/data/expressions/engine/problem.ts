/** What can be said of a query before it is evaluated. */
import { didYouMean } from "../../../model/near.ts";
import type { Names, Problem } from "../language.ts";
import { compiledQuery, type QueryLanguage } from "./compile.ts";

/** The first thing that is wrong with a query. */
export function queryProblem(text: string, language: QueryLanguage, names: Names): Problem | undefined {
  const query = compiledQuery(text, language);
  if ("problem" in query) return { message: query.problem };
  const { variables } = names;
  const missing = [...query.free].find((name) => variables && !variables.includes(name));
  if (missing === undefined || !variables) return undefined;
  return {
    message: `names $${missing}, which is not there${listed(variables)}`,
    hint: didYouMean(missing, variables),
  };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, 8).map((name) => `$${name}`);
  return `; there is ${shown.join(", ")}${names.length > shown.length ? " ..." : ""}`;
}
