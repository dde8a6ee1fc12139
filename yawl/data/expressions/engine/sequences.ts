/** Whether a query gives a sequence, by its form: several items, or perhaps one or none, each of them an answer. */
import type * as slimdom from "slimdom";
import { childElements } from "../../xml/dom.ts";
import { child, inside, textOf } from "./ast.ts";

/** Functions that give as many items as there are. */
const SEQUENCES: ReadonlySet<string> = new Set([
  "filter",
  "for-each",
  "for-each-pair",
  "tail",
  "reverse",
  "subsequence",
  "insert-before",
  "remove",
  "distinct-values",
  "index-of",
  "tokenize",
  "data",
  "string-to-codepoints",
  "keys",
  "flatten",
]);

/**
 * Whether the query (as it was parsed, before it is changed) may give several items by its form: `$rows?*[?v > 1]` does
 * whatever is in `$rows`, `$rows` does not, though it may be an array.
 */
export function givesSequence(query: slimdom.Element | undefined): boolean {
  if (!query) return false;
  switch (query.localName) {
    case "rangeSequenceExpr":
    case "simpleMapExpr":
    case "unionOp":
    case "exceptOp":
    case "intersectOp":
      return true;
    case "sequenceExpr": {
      const parts = childElements(query);
      return parts.length === 1 ? givesSequence(parts[0]) : parts.length > 1;
    }
    case "pathExpr": {
      const steps = childElements(query);
      const [first] = steps;
      return steps.length > 1 || (first !== undefined && stepGivesSequence(first));
    }
    case "flworExpr":
      return child(query, "forClause") !== undefined || givesSequence(inside(query, "returnClause"));
    case "ifThenElseExpr":
      return ofBranches([inside(query, "thenClause"), inside(query, "elseClause")]);
    case "functionCallExpr":
      return SEQUENCES.has(textOf(child(query, "functionName"))) && !isOfArrays(child(query, "functionName"));
    case "arrowExpr":
      return SEQUENCES.has(textOf(child(query, "EQName"))) && !isOfArrays(child(query, "EQName"));
    default:
      return false;
  }
}

/** Of two ways that differ, the one that gives an array says that it is one; nothing says nothing. */
function ofBranches(branches: readonly (slimdom.Element | undefined)[]): boolean {
  const telling = branches.filter(
    (each) => each && !(each.localName === "sequenceExpr" && childElements(each).length === 0),
  );
  return telling.length > 0 && telling.every(givesSequence);
}

/** `array:filter` gives one array. */
function isOfArrays(name: slimdom.Element | undefined): boolean {
  const prefix = name?.getAttributeNS(name.namespaceURI, "prefix");
  return prefix === "array" && textOf(name) !== "flatten";
}

function stepGivesSequence(step: slimdom.Element): boolean {
  const parts = childElements(step);
  const star = parts.some(
    (part) => (part.localName === "lookup" && child(part, "star")) || part.localName === "predicates",
  );
  const filter = child(step, "filterExpr");
  return star || child(step, "xpathAxis") !== undefined || givesSequence(filter && childElements(filter)[0]);
}
