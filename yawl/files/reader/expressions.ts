/**
 * Expressions in `.yawl` files. There all of them are XQuery; those of Mizzen's other languages have an XQuery comment in
 * front that says so: `(:mizzen xpath:) $price > 1000`. A plain copy of a variable is real XQuery with a comment inside:
 * `<sum>{/Order/amount/node() (:mizzen variable:)}</sum>`, so that it looks to YAWL as all of its mappings do.
 */
import { escapeName, unescapeName } from "../../data/xml/names.ts";
import type { Expression } from "../../model/specification.ts";

const MARKED = /^\(:mizzen (xquery|xpath|jsonata|none):\)\s*/;
const NAME = "[^\\s<>{}()/=']+";
const VARIABLE = "(:mizzen variable:)";
/** A copy of a variable, or its truth; somebody who changes it takes it out of this form, and then it is a query. */
const COPY = new RegExp(`^<${NAME}>\\{/${NAME}/(${NAME})/node\\(\\) \\(:mizzen variable:\\)\\}</${NAME}>$`);
const TRUTH = new RegExp(`^/${NAME}/(${NAME}) = 'true' \\(:mizzen variable:\\)$`);

/** Where a bound of instances stands, a number is a number; as a query it says so. */
export const NUMBER = /^[-+]?[\d.]+$/;

/** An expression that is not there, where YAWL's schema wants one. */
export const NO_EXPRESSION = "(:mizzen none:)";

/** An XQuery that Mizzen's reader takes as it is. */
export function xquery(text: string): Expression {
  return { language: "xquery", text };
}

/** The expression in a text of a `.yawl` file; `undefined` for one that is not there. */
export function parseExpression(text: string): Expression | undefined {
  const [mark, language] = MARKED.exec(text) ?? [];
  if (mark === undefined) {
    const [, name] = COPY.exec(text) ?? TRUTH.exec(text) ?? [];
    return name === undefined ? xquery(text) : { language: "variable", text: unescapeName(name) };
  }
  const rest = text.slice(mark.length);
  switch (language) {
    case "none":
      return undefined;
    case "xpath":
    case "jsonata":
      return { language, text: rest };
    default:
      return xquery(rest);
  }
}

/** What a written expression is for, and the root of the XML view that it sees. */
export type Use =
  | { readonly as: "mapping"; readonly root: string; readonly target: string }
  | { readonly as: "truth"; readonly root: string };

/** The text of an expression in a `.yawl` file. */
export function printExpression({ language, text }: Expression, use: Use): string {
  if (language === "xquery") {
    // a blank query would be no query at all
    const isTaken = text.trim() === "" || [MARKED, COPY, TRUTH, NUMBER].some((form) => form.test(text));
    return isTaken ? `(:mizzen xquery:) ${text}` : text;
  }
  if (language !== "variable") return `(:mizzen ${language}:) ${text}`;
  const source = `/${escapeName(use.root)}/${escapeName(text)}`;
  if (use.as === "truth") return `${source} = 'true' ${VARIABLE}`;
  const target = escapeName(use.target);
  return `<${target}>{${source}/node() ${VARIABLE}}</${target}>`;
}
