/**
 * The few forms of query that nearly every mapping and predicate has, read once and answered without an XPath engine:
 *
 * - `/Root/Variable`: the element of a variable;
 * - `<X>{/Root/Variable/text()}</X>`: its text under another name, as YAWL's editor writes mappings;
 * - `/Root/Variable = 'text'` and `/Root/Variable/text() = 'text'`; `true()` and `false()`.
 *
 * Anything else, and everything that is not found or not certain, is left to the engine: where an answer is given here, it
 * is the engine's (`test/property/simple-queries.test.ts` compares the two).
 */
import { Document } from "slimdom";
import type * as slimdom from "slimdom";
import { Remembered } from "../../../model/remembered.ts";
import type { Variable } from "../../../model/specification.ts";
import { appendText, ownText } from "../../xml/dom.ts";
import { escapeName } from "../../xml/names.ts";
import { own } from "../../types/shape.ts";
import { variableElement as elementOf, type XmlView } from "../../xml/lazy-view.ts";

type SimpleQuery =
  | { readonly kind: "element"; readonly root: string; readonly name: string }
  | { readonly kind: "text"; readonly root: string; readonly name: string; readonly as: string }
  | {
      readonly kind: "equals";
      readonly root: string;
      readonly name: string;
      readonly ofText: boolean;
      readonly literal: string;
    }
  | { readonly kind: "constant"; readonly value: boolean };

// Names without accents and literals without anything that XQuery reads in its own way are enough here.
const NAME = "([A-Za-z_][\\w.-]*)";
const SPACE = "[ \\t\\r\\n]*";
const ELEMENT = new RegExp(`^${SPACE}/${NAME}/${NAME}${SPACE}$`);
const TEXT = new RegExp(`^${SPACE}<${NAME}>{${SPACE}/${NAME}/${NAME}/text\\(\\)${SPACE}}</${NAME}>${SPACE}$`);
const EQUALS = new RegExp(
  `^${SPACE}/${NAME}/${NAME}(/text\\(\\))?${SPACE}=${SPACE}(?:'([\\w .:+-]*)'|"([\\w .:+-]*)")${SPACE}$`,
);
const CONSTANT = new RegExp(`^${SPACE}(true|false)\\(\\)${SPACE}$`);

/** Queries by their text; there are as many as specifications have. */
const known = new Remembered<SimpleQuery | undefined>(10_000);

function simpleQuery(text: string): SimpleQuery | undefined {
  return known.get(text, () => parse(text));
}

function parse(text: string): SimpleQuery | undefined {
  if (text.length > 1_000) return undefined;
  const [, root = "", name = ""] = ELEMENT.exec(text) ?? [];
  if (name !== "") return { kind: "element", root, name };
  const wrapped = TEXT.exec(text);
  if (wrapped) {
    const [, open = "", of = "", variable = "", close = ""] = wrapped;
    return open === close ? { kind: "text", root: of, name: variable, as: open } : undefined;
  }
  const equals = EQUALS.exec(text);
  if (equals) {
    const [, of = "", variable = "", isText, single, double] = equals;
    return {
      kind: "equals",
      root: of,
      name: variable,
      ofText: isText !== undefined,
      literal: single ?? double ?? "",
    };
  }
  const constant = CONSTANT.exec(text);
  return constant ? { kind: "constant", value: constant[1] === "true" } : undefined;
}

/** Owner of the elements that are made here; nothing stays in it. */
const workshop = new Document();

/** The element that a query gives; `undefined` when the engine has to be asked. */
export function simpleElement(text: string, view: XmlView): slimdom.Element | undefined {
  const query = simpleQuery(text);
  if (query?.kind !== "element" && query?.kind !== "text") return undefined;
  const element = variableElement(query, view);
  if (!element || query.kind === "element") return element;
  const wrapper = workshop.createElement(query.as);
  appendText(wrapper, ownText(element));
  return wrapper;
}

/** The truth of a predicate; `undefined` when the engine has to be asked. */
export function simpleTruth(text: string, view: XmlView): boolean | undefined {
  const query = simpleQuery(text);
  if (query?.kind === "constant") return query.value;
  if (query?.kind !== "equals") return undefined;
  const element = variableElement(query, view);
  if (!element) return undefined;
  const { firstChild } = element;
  // no text at all: an empty string as an element, nothing to compare as `text()`
  if (!firstChild) return !query.ofText && query.literal === "";
  const isPlain = firstChild === element.lastChild && firstChild.nodeType === TEXT_NODE;
  return isPlain ? firstChild.nodeValue === query.literal : undefined;
}

const TEXT_NODE = 3;

function variableElement(
  { root, name }: { readonly root: string; readonly name: string },
  view: XmlView,
): slimdom.Element | undefined {
  if (root !== view.root) return undefined;
  const variable = byElement(view.variables).get(name);
  return variable && elementOf(variable.name, variable.type, own(view.data, variable.name), view.types);
}

const elementNames = new WeakMap<readonly Variable[], ReadonlyMap<string, Variable>>();

/** Variables by the names of their elements; those that share one are left to the engine. */
function byElement(variables: readonly Variable[]): ReadonlyMap<string, Variable> {
  const found = elementNames.get(variables);
  if (found) return found;
  const names = new Map<string, Variable>();
  const shared = new Set<string>();
  for (const variable of variables) {
    const name = escapeName(variable.name);
    if (names.has(name)) shared.add(name);
    names.set(name, variable);
  }
  for (const name of shared) names.delete(name);
  elementNames.set(variables, names);
  return names;
}
