/** What the form of a parsed query says of it, before it is changed: names where JSON has none, paths from the root. */
import type * as slimdom from "slimdom";
import { childElements } from "../../xml/dom.ts";
import type { Problem } from "../language.ts";
import { child } from "./ast.ts";

/**
 * A name without `$` or `?` in a query over JSON: it would be a step to an element, and there are none.
 * @param module as it was parsed
 */
export function bareNameIn(module: slimdom.Element): Problem | undefined {
  const waiting = [module];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    if (element.localName === "stepExpr" && child(element, "xpathAxis")) {
      const name = child(element, "nameTest")?.textContent ?? child(element, "Wildcard")?.textContent ?? "";
      const call = name === "true" || name === "false" || name === "null";
      return {
        message: `has the bare name "${name}", which would be an element, and JSON has none`,
        hint: call
          ? ` Did you mean ${name === "null" ? "()" : `${name}()`}?`
          : ` A variable is $${name}, a property of it ?${name}, a text "${name}".`,
      };
    }
    for (const each of childElements(element).toReversed()) waiting.push(each);
  }
  return undefined;
}

/** The first two names of each path from the root. */
export function rootPaths(module: slimdom.Element): readonly (readonly [string, string | undefined])[] {
  const paths: (readonly [string, string | undefined])[] = [];
  const waiting = [module];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    if (element.localName === "pathExpr") {
      const [root, first, second] = childElements(element);
      const name = first && stepName(first);
      if (root?.localName === "rootExpr" && name !== undefined)
        paths.push([name, second && stepName(second)]);
    }
    for (const each of childElements(element).toReversed()) waiting.push(each);
  }
  return paths;
}

/** The name that a step to a child has. */
function stepName(step: slimdom.Element): string | undefined {
  if (child(step, "xpathAxis")?.textContent !== "child") return undefined;
  return child(step, "nameTest")?.textContent ?? undefined;
}
