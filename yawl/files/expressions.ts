/**
 * Expressions in `.yawl` files. There all of them are XQuery; those of Mizzen's other languages have an XQuery comment in
 * front that says so: `(:mizzen xpath:) $price > 1000`. A plain copy of a variable is real XQuery behind its comment.
 */
import { escapeName, unescapeName } from "../data/names.ts";
import type { Expression } from "../spec/specification.ts";

const MARKED = /^\(:mizzen (xquery|xpath|jsonata|variable|none):\)\s*/;
const NAME = "[^\\s<>{}()/=']+";
/** `<x>{/Root/v/node()}</x>` or, as a predicate, `/Root/v = 'true'` */
const COPY = new RegExp(`^(?:<${NAME}>\\{)?/${NAME}/(${NAME})(?:/node\\(\\)\\}</${NAME}>| = 'true')$`);

/** An expression that is not there, where YAWL's schema wants one. */
export const NO_EXPRESSION = "(:mizzen none:)";

/** An XQuery that Mizzen's reader takes as it is. */
export function xquery(text: string): Expression {
  return { language: "xquery", text };
}

/** The expression in a text of a `.yawl` file; `undefined` for one that is not there. */
export function parseExpression(text: string): Expression | undefined {
  const [mark, language] = MARKED.exec(text) ?? [];
  if (mark === undefined) return xquery(text);
  const rest = text.slice(mark.length);
  switch (language) {
    case "none":
      return undefined;
    case "variable": {
      const [, name] = COPY.exec(rest) ?? [];
      // somebody has changed the query: what it says now is meant
      return name === undefined ? xquery(rest) : { language: "variable", text: unescapeName(name) };
    }
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
  if (language === "xquery") return MARKED.test(text) ? `(:mizzen xquery:) ${text}` : text;
  if (language !== "variable") return `(:mizzen ${language}:) ${text}`;
  const source = `/${escapeName(use.root)}/${escapeName(text)}`;
  if (use.as === "truth") return `(:mizzen variable:) ${source} = 'true'`;
  const target = escapeName(use.target);
  return `(:mizzen variable:) <${target}>{${source}/node()}</${target}>`;
}
