/**
 * What the scalars of a YAML document mean: the numbers, truth values and texts of YAML 1.2, and nothing that changes on the
 * way. A number that JavaScript cannot hold, or that YAML's versions read in two ways, is reported with its place.
 */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Scalar,
  type Document,
  type Node,
  type YAMLMap,
} from "yaml";
import { isHeldNumber } from "../../model/json-number.ts";

/** Nodes that a file may have once its aliases are written out: YAML's own way of a bomb. */
const MOST_NODES = 200_000;

/** A value that cannot be taken as it is written; the message is a whole sentence. */
export interface ValueProblem {
  readonly node: Node;
  readonly message: string;
}

/**
 * Everything that cannot be taken as it is written, and the document with its keys as they are written: `1.10: x` has the key
 * "1.10". Nodes nest no deeper than `parseYaml` lets them.
 *
 * @returns problems by the scalars that they are about, since one that turns out to be a text is none
 */
export function inspectValues(document: Document.Parsed): {
  readonly problems: readonly ValueProblem[];
  readonly numbers: ReadonlyMap<Scalar, string>;
} {
  const inspection = new Inspection();
  if (isNode(document.contents)) inspection.look(document.contents);
  return inspection;
}

class Inspection {
  readonly problems: ValueProblem[] = [];
  readonly numbers = new Map<Scalar, string>();
  /** the node that a name stands for at this place of the file, and how many it has; none while it is being read */
  readonly #anchors = new Map<string, number | undefined>();
  #isTooLarge = false;

  /** @returns nodes that it has, aliases written out */
  look(node: Node): number {
    if (isAlias(node)) return this.#lookAtAlias(node, node.source);
    const name = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (name !== undefined) this.#anchors.set(name, undefined);
    let size = 1;
    if (isMap(node)) size += this.#lookAtMap(node);
    else if (isSeq(node))
      for (const item of node.items) size += isNode(item) ? this.look(item) : isPair(item) ? 1 : 0;
    else if (isScalar(node)) this.#lookAtScalar(node);
    if (name !== undefined) this.#anchors.set(name, size);
    if (size > MOST_NODES && this.#anchors.size > 0 && !this.#isTooLarge) this.#tooLarge(node);
    return size;
  }

  #tooLarge(node: Node): void {
    this.#isTooLarge = true;
    this.problems.push({
      node,
      message: `With its aliases written out the file has more than ${MOST_NODES} values.`,
    });
  }

  #lookAtAlias(node: Node, name: string): number {
    const size = this.#anchors.get(name);
    if (size !== undefined) return size;
    this.problems.push({ node, message: `The alias *${name} stands inside what it means.` });
    return 1;
  }

  #lookAtMap(map: YAMLMap): number {
    let size = 0;
    for (const { key, value } of map.items) {
      if (isNode(key)) this.#lookAtKey(key, isMerged(value));
      size += 1 + (isNode(value) ? this.look(value) : 0);
    }
    return size;
  }

  #lookAtKey(key: Node, isMerge: boolean): void {
    if (!isScalar(key)) {
      this.problems.push({ node: key, message: "A key must be a text; maps, lists and aliases are none." });
      return;
    }
    if (key.anchor !== undefined) this.#anchors.set(key.anchor, 1);
    const written = key.source ?? "";
    if (isMerge && key.type === Scalar.PLAIN && key.value === "<<")
      this.problems.push({
        node: key,
        message: 'Merge keys ("<<") are no part of YAML 1.2: write the keys out.',
      });
    else if (key.value === "__proto__")
      this.problems.push({ node: key, message: "A key cannot be called __proto__." });
    else if (written === "" && key.value === null)
      this.problems.push({ node: key, message: "A key is missing." });
    else if (typeof key.value !== "string") key.value = written;
  }

  #lookAtScalar(scalar: Scalar): void {
    if (typeof scalar.value !== "number") return;
    const message = numberProblem(scalar.source ?? String(scalar.value), scalar.value);
    if (message === undefined) return;
    this.numbers.set(scalar, message);
    // no shape takes it, and one complaint is enough
    if (!Number.isFinite(scalar.value)) scalar.value = 0;
  }
}

/** Whether a value is what YAML 1.1 merged into the map around it. */
function isMerged(value: unknown): boolean {
  return isAlias(value) || (isSeq(value) && value.items.length > 0 && value.items.every(isAlias));
}

/** Why a number is not taken as it is written. */
function numberProblem(written: string, value: number): string | undefined {
  const shown = written.length > 40 ? `${written.slice(0, 40)}…` : written;
  if (/^[-+]?\.(inf|nan)$/i.test(written)) return `${shown} is no number that JSON has.`;
  if (/^0[ox]/i.test(written)) {
    return Number.isSafeInteger(value)
      ? undefined
      : `${shown} is a number that cannot be kept: put it in quotes.`;
  }
  if (/^[-+]?0\d/.test(written))
    return `${shown} begins with a zero: put it in quotes if it is a text, leave the zero out if it is a number.`;
  if (!isHeldNumber(written.replace(/^\+/, "")))
    return `${shown} is a number that cannot be kept: put it in quotes, so that it is a text.`;
  return undefined;
}

/** Whether a plain scalar is one that YAML 1.1 took for a truth value, so that its author may have meant one. */
export function isFormerBoolean(node: unknown): node is Scalar<string> {
  return (
    isScalar(node) &&
    node.type === Scalar.PLAIN &&
    typeof node.value === "string" &&
    /^(?:y|yes|on|n|no|off)$/i.test(node.value)
  );
}
