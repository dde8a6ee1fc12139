/** Arcs, mappings and cancellation sets. */
import type { Expression, Flow, Mapping, Removal } from "../../model/specification.ts";
import { NO_EXPRESSION } from "../reader/expressions.ts";
import { element, textElement, type OutElement } from "./output.ts";
import type { Writing } from "./writing.ts";

/** The arcs that leave an element of the net `net`. */
export function flows(all: readonly Flow[], from: string, net: string, writing: Writing): OutElement[] {
  return all.map(({ to, predicate, order, isDefault, documentation }) => {
    const text = predicate
      ? writing.expression(predicate, { as: "truth", root: net }, `${net}/${from}/${to}`)
      : order === undefined
        ? undefined
        : NO_EXPRESSION;
    return element(
      "flowsInto",
      {},
      element("nextElementRef", { id: to }),
      textElement("predicate", text, { ordering: order === undefined ? undefined : String(order) }),
      isDefault ? element("isDefaultFlow") : undefined,
      textElement("documentation", documentation),
    );
  });
}

/** The cancellation set of a task as elements. */
export function removals(all: readonly Removal[]): OutElement[] {
  return [
    ...all.flatMap((each) => (each.kind === "element" ? [element("removesTokens", { id: each.id })] : [])),
    ...all.flatMap((each) =>
      each.kind === "flow"
        ? [
            element(
              "removesTokensFromFlow",
              {},
              element("flowSource", { id: each.from }),
              element("flowDestination", { id: each.to }),
            ),
          ]
        : [],
    ),
  ];
}

/** `startingMappings` and the like; the queries see the XML view with this root. */
export function mappings(
  name: string,
  all: readonly Mapping[] | undefined,
  root: string,
  where: string,
  writing: Writing,
): OutElement | undefined {
  if (!all || all.length === 0) return undefined;
  const written = new Set<string>();
  const targets = new Set<string>();
  const children = all.map(({ query, mapsTo }) => {
    if (targets.has(mapsTo)) writing.lose(where, `YAWL's schema allows one mapping to "${mapsTo}".`);
    targets.add(mapsTo);
    let text = writing.expression(query, { as: "mapping", root, target: mapsTo }, where);
    // no two mappings of a task may have the same text; blanks at its end mean nothing
    while (written.has(text)) text += " ";
    written.add(text);
    return element("mapping", {}, queryElement("expression", text), textElement("mapsTo", mapsTo));
  });
  return element(name, {}, children);
}

/** An element whose attribute `query` is this. */
export function queryElement(name: string, query: string): OutElement {
  return element(name, { query });
}

/** The query, or that there is none. */
export function maybeQuery(
  name: string,
  query: Expression | undefined,
  print: (query: Expression) => string,
): OutElement {
  return queryElement(name, query ? print(query) : NO_EXPRESSION);
}
