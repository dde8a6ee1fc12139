/** Puts back what the reader kept without understanding it: as instructions at the places where it stood. */
import type { Unread } from "../../model/kept.ts";
import { parseInstruction, TARGET } from "../reader/extension.ts";
import { stepsOf } from "../reader/path.ts";
import { extra, type OutElement, type Verbatim } from "./output.ts";

/** Adds to a file that is being written what was kept of the one that was read, as instructions where it stood. */
export function putBack(root: OutElement, kept: readonly Unread[]): void {
  const steps = new Map<OutElement, readonly string[]>();
  for (const { path, xml } of kept) {
    const [owner, rest] = find(root, path, steps);
    const instruction =
      rest === `?${TARGET}` ? extra(parseInstruction(xml) ?? {}) : extra({ kept: xml, as: rest });
    if (instruction) owner.children.push(instruction);
  }
}

/** The deepest element on a path that is there, and the rest of the path. */
function find(
  root: OutElement,
  path: string,
  steps: Map<OutElement, readonly string[]>,
): readonly [OutElement, string] {
  let owner = root;
  let rest = path;
  for (;;) {
    const children = owner.children.filter(isElement);
    let known = steps.get(owner);
    if (!known) steps.set(owner, (known = stepsOf(children.map(pathElement))));
    const index = known.findIndex((step) => rest.startsWith(`${step}/`));
    const next = children[index];
    if (!next) return [owner, rest];
    rest = rest.slice((known[index] ?? "").length + 1);
    owner = next;
  }
}

function isElement(child: OutElement | Verbatim): child is OutElement {
  return !("verbatim" in child);
}

function pathElement({ name, attributes, children }: OutElement) {
  const title = children.filter(isElement).find((child) => child.name === "name")?.text;
  return { name, id: attributes["id"], title };
}
