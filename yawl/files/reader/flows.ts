/** Arcs, mappings and cancellation sets: what leads from one element of a net to others. */
import type { Expression, Flow, Mapping, Removal } from "../../model/specification.ts";
import { parseExpression, xquery } from "./expressions.ts";
import { quoted } from "./findings.ts";
import type { Part } from "./part.ts";

/** The query of an `expression` element or one like it; it is an error when there is none. */
export function readQuery(owner: Part, element: string): Expression {
  return readMaybeQuery(owner, element) ?? xquery("");
}

/** The same; `undefined` when Mizzen wrote that there is none. */
export function readMaybeQuery(owner: Part, element: string): Expression | undefined {
  return parseExpression(owner.required(element)?.requiredAttribute("query") ?? "");
}

/** The arcs of a task or condition (`flowsInto`), in the order of the file. */
export function readFlows(element: Part): Flow[] {
  return element.all("flowsInto").map((part) => {
    const predicate = part.one("predicate");
    const order = predicate && orderOf(predicate);
    const to = part.required("nextElementRef")?.requiredAttribute("id") ?? "";
    const expression = predicate && predicate.text !== "" && parseExpression(predicate.text);
    const documentation = part.textOf("documentation");
    return {
      to,
      ...(expression && { predicate: expression }),
      ...(order !== undefined && { order }),
      ...(part.one("isDefaultFlow") && { isDefault: true as const }),
      ...(documentation !== undefined && { documentation }),
      place: part.place,
    };
  });
}

function orderOf(predicate: Part): number | undefined {
  const text = predicate.attribute("ordering")?.trim();
  if (text === undefined) return undefined;
  if (/^[-+]?\d{1,9}$/.test(text)) return Number(text);
  predicate.error(`The ordering ${quoted(text)} of a flow is no whole number.`);
  return undefined;
}

/** The cancellation set of a task: elements, and flows for the implicit conditions between two tasks. */
export function readRemovals(task: Part): Removal[] {
  return [
    ...task
      .all("removesTokens")
      .map((part): Removal => ({ kind: "element", id: part.requiredAttribute("id") })),
    ...task.all("removesTokensFromFlow").map((part): Removal => ({
      kind: "flow",
      from: part.required("flowSource")?.requiredAttribute("id") ?? "",
      to: part.required("flowDestination")?.requiredAttribute("id") ?? "",
    })),
  ];
}

/** `startingMappings`, `completedMappings` or `enablementMappings` of a task; `undefined` when it has none. */
export function readMappings(task: Part, element: string): Mapping[] | undefined {
  const mappings = task.one(element)?.all("mapping") ?? [];
  if (mappings.length === 0) return undefined;
  return mappings.map((part) => ({
    query: readQuery(part, "expression"),
    mapsTo: part.requiredText("mapsTo"),
  }));
}
