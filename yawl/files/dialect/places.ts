/** Where a path of the dialect stands in its file, so that every error names a line. */
import { isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from "yaml";
import type { Place } from "../../spec/specification.ts";

export type Path = readonly (string | number)[];

/** The place of what the path leads to, or of the nearest part of it that exists. One-based. */
export function placeOf(document: Document.Parsed, lines: LineCounter, path: Path): Place {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null)?.range?.[0];
}
