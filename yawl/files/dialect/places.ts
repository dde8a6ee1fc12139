/** Where a path of the dialect stands in its file, so that every error names a line. */
import {
  isMap,
  isScalar,
  isSeq,
  visit,
  type Document,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import type { Place } from "../../model/specification.ts";

/** Keys and numbers of entries from the top of a file to a place in it. */
export type Path = readonly (string | number)[];

/** Finds places in one document. Keys of a map are looked up in an index: a net may have ten thousand tasks. */
export class Places {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** The place of what the path leads to, or of the nearest part of it that exists. One-based. */
  of(path: Path): Place {
    let node: unknown = this.#document.contents;
    let offset = startOf(node) ?? 0;
    for (const part of path) {
      if (isMap(node)) {
        const pair = this.#index(node).get(String(part));
        if (!pair) break;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(part)];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return this.#at(offset);
  }

  ofNode(node: Node): Place {
    return this.#at(startOf(node) ?? 0);
  }

  /** The node that the path leads to. */
  nodeAt(path: Path): unknown {
    let node: unknown = this.#document.contents;
    for (const part of path) {
      if (isMap(node)) node = this.#index(node).get(String(part))?.value;
      else if (isSeq(node)) node = node.items[Number(part)];
      else return undefined;
    }
    return node;
  }

  /** The line on which the text of a block (`key: |`) begins; `undefined` when the value is none. */
  textLine(path: Path): number | undefined {
    const node = this.#document.getIn(path, true);
    if (!isScalar(node) || (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED")) return undefined;
    const start = startOf(node);
    return start === undefined ? undefined : this.#at(start).line + 1;
  }

  /** Keys that stand twice in a map, with the place of the second. The YAML library looks for them in quadratic time. */
  repeatedKeys(): readonly { readonly key: string; readonly place: Place }[] {
    const found: { key: string; place: Place }[] = [];
    visit(this.#document, {
      Map: (_, map) => {
        const seen = new Set<string>();
        for (const { key } of map.items) {
          const name = isScalar(key) ? String(key.value) : undefined;
          if (name === undefined) continue;
          if (seen.has(name)) found.push({ key: name, place: this.#at(startOf(key) ?? 0) });
          seen.add(name);
        }
        return found.length > 50 ? visit.BREAK : undefined;
      },
    });
    return found;
  }

  #at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  #index(map: YAMLMap): ReadonlyMap<string, Pair> {
    let index = this.#indexes.get(map);
    if (!index) {
      const entries = map.items.flatMap((pair) =>
        isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [],
      );
      index = new Map(entries);
      this.#indexes.set(map, index);
    }
    return index;
  }
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null)?.range?.[0];
}
