/** YAML that people like to read: short things on one line, sections apart. */
import {
  Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Scalar,
  visit,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** Longest line that a map or list may make. */
const WIDTH = 100;

/** Maps that stand over several lines, however short they are. */
const SECTIONS = new Set(["tasks", "nets", "work", "conditions", "input", "data", "types"]);

/** A file as YAML that people like to read: short lists and maps in one line, text in blocks. */
export function yamlText(source: object): string {
  const document = new Document(source, { aliasDuplicateObjects: false });
  const { contents } = document;
  if (isMap(contents)) arrange(contents, 0);
  visit(document, {
    Map: (_, map) => pad(map, " "),
    Seq: (_, list) => pad(list, ""),
  });
  return document.toString({ lineWidth: 0 });
}

/** `{ a: b }`, but `[a, b]`: the library knows one padding for both. */
function pad(node: YAMLMap | YAMLSeq, flowCollectionPadding: string): void {
  const write = node.toString.bind(node);
  node.toString = (context, onComment, onChompKeep) =>
    write(context && { ...context, flowCollectionPadding }, onComment, onChompKeep);
}

/** Puts on one line what fits there; of a specification and a net, sections and their entries stand apart. */
function arrange(node: Node, depth: number): void {
  if (isSeq(node)) {
    for (const item of node.items) if (isCollection(item)) fit(item, depth + 1, 2);
    return;
  }
  if (!isMap(node)) return;
  for (const [index, pair] of node.items.entries()) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    const isSection = SECTIONS.has(key) && depth % 2 === 0;
    if (isScalar(pair.key) && depth === 0 && isApart(key, node.items[index - 1])) pair.key.spaceBefore = true;
    if (!isCollection(pair.value)) {
      if (isScalar(pair.value) && /\n/.test(String(pair.value.value))) pair.value.type = Scalar.BLOCK_LITERAL;
      continue;
    }
    if (isSection && isMap(pair.value)) {
      arrange(pair.value, depth + 1);
      spread(pair.value, key);
    } else fit(pair.value, depth, key.length + 2);
  }
}

/** Whether a blank line stands before a key of the specification. */
function isApart(key: string, previous: Pair | undefined): boolean {
  const before = isScalar(previous?.key) ? String(previous.key.value) : "";
  if (["tasks", "conditions", "nets", "work", "types", "schema", "layout", "yawl"].includes(key)) return true;
  return DATA.has(key) && !DATA.has(before);
}

/** Keys that stand together. */
const DATA = new Set(["input", "data", "output", "attributes", "start", "end"]);

/** A blank line between tasks that take several lines. */
function spread(section: Node, key: string): void {
  if (!isMap(section) || key === "input" || key === "data") return;
  for (const [index, pair] of section.items.entries()) {
    const isLong = isCollection(pair.value) && pair.value.flow !== true;
    const previous = section.items[index - 1];
    const wasLong = isPair(previous) && isCollection(previous.value) && previous.value.flow !== true;
    if (index > 0 && (isLong || wasLong) && isScalar(pair.key)) pair.key.spaceBefore = true;
  }
}

function fit(node: Node, depth: number, before: number): void {
  if (lengthOf(node) + depth * 2 + before <= WIDTH && isCollection(node)) node.flow = true;
  else arrange(node, depth + 1);
}

/** Characters that a node takes on one line; what has line breaks takes too many. */
function lengthOf(node: unknown): number {
  if (isScalar(node)) {
    const text = String(node.value);
    return text.includes("\n") ? Infinity : text.length + (/^[\w$. -]*$/.test(text) ? 0 : 2);
  }
  if (isSeq(node)) return node.items.reduce<number>((sum, item) => sum + lengthOf(item) + 2, 4);
  if (isMap(node))
    return node.items.reduce<number>((sum, { key, value }) => sum + lengthOf(key) + lengthOf(value) + 4, 4);
  return 4;
}
