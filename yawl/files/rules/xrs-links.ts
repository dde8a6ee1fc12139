/** Whether the nodes of a rule file are one tree. */
import type { Part } from "../reader/part.ts";

/** How a node of a file names others. */
export interface Linked {
  readonly id: number;
  /** -1: it is the root */
  readonly parent: number;
  readonly onTrue?: number;
  readonly onFalse?: number;
}

/** The root of the tree that nodes are; `undefined` when they are none, and then each reason was recorded. */
export function linked(
  nodes: readonly { readonly part: Part; readonly link: Linked }[],
): { readonly root: number } | undefined {
  const byId = new Map<number, { readonly part: Part; readonly link: Linked }>();
  let isTree = true;
  const refuse = (part: Part, message: string): void => {
    isTree = false;
    part.error(message);
  };
  for (const each of nodes) {
    const { id } = each.link;
    if (byId.has(id)) refuse(each.part, `There is a node ${id} before.`);
    else byId.set(id, each);
  }
  const parents = new Map<number, number>();
  for (const { part, link } of nodes) {
    for (const [name, child] of [
      ["trueChild", link.onTrue],
      ["falseChild", link.onFalse],
    ] as const) {
      if (child === undefined) continue;
      const where = part.one(name) ?? part;
      const other = parents.get(child);
      if (!byId.has(child))
        refuse(where, `There is no node ${child}, which the node ${link.id} has as its ${name}.`);
      else if (other !== undefined)
        refuse(where, `The node ${child} is a child of the node ${other} already.`);
      parents.set(child, link.id);
    }
  }
  const roots: number[] = [];
  for (const { part, link } of nodes) {
    const parent = parents.get(link.id);
    if (parent === undefined && link.parent === -1) {
      if (roots.length > 0)
        refuse(
          part,
          `The node ${link.id} has no parent, and neither has the node ${roots[0]}: a tree has one root.`,
        );
      roots.push(link.id);
    } else if (parent !== undefined && parent !== link.parent)
      refuse(
        part.one("parent") ?? part,
        `The node ${link.id} names ${link.parent === -1 ? "no node" : `the node ${link.parent}`} as its parent, but is a child of the node ${parent}.`,
      );
    else if (parent === undefined)
      refuse(
        part.one("parent") ?? part,
        `The node ${link.id} names the node ${link.parent} as its parent, which does not have it as a child.`,
      );
  }
  const [root] = roots;
  const [first] = nodes;
  if (root === undefined && isTree && first)
    refuse(first.part, "No node has -1 as its parent: the tree has no root.");
  if (!isTree || root === undefined) return undefined;
  return isReached(root, byId, refuse) ? { root } : undefined;
}

/** Nodes that only lead to each other are in no tree. */
function isReached(
  root: number,
  byId: ReadonlyMap<number, { readonly part: Part; readonly link: Linked }>,
  refuse: (part: Part, message: string) => void,
): boolean {
  const reached = new Set<number>();
  const waiting = [root];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    reached.add(id);
    const link = byId.get(id)?.link;
    for (const child of [link?.onTrue, link?.onFalse]) if (child !== undefined) waiting.push(child);
  }
  const lost = [...byId.values()].filter(({ link }) => !reached.has(link.id));
  for (const { part, link } of lost)
    refuse(part, `The node ${link.id} cannot be reached: it goes round in a circle.`);
  return lost.length === 0;
}
