/**
 * The XML view of typed values as queries see it: a lazy document. The element of a variable is made when a
 * query comes to it, and kept as long as the value is the same; everything else is never made.
 */
import type { Bucket, IDomFacade } from "fontoxpath";
import { Document } from "slimdom";
import type * as slimdom from "slimdom";
import type { DataType, TypeLibrary } from "../../model/datatype.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import type { Variable } from "../../model/specification.ts";
import type { Budget } from "../expressions/budget.ts";
import { isElement } from "./dom.ts";
import { escapeName } from "./names.ts";
import { own } from "../types/shape.ts";
import { toXml } from "./convert.ts";

/** Typed values under a root element. */
export interface XmlView {
  readonly root: string;
  readonly variables: readonly Variable[];
  readonly data: JsonObject;
  readonly types: TypeLibrary;
}

/** A document that queries look at; without children when it stands for a view. */
export interface XmlSource {
  readonly document: slimdom.Document;
  readonly view?: LazyView;
}

/** Owner of the elements of variables; nothing stays in it. */
const workshop = new Document();

interface Made {
  readonly name: string;
  readonly type: DataType;
  readonly types: TypeLibrary;
  readonly element: slimdom.Element;
}

/** Elements by the values that they show: values never change in place, so an element stays right. */
const made = new WeakMap<object, Made[]>();

/** The element of a variable; whoever gets it must not change it. */
export function variableElement(
  name: string,
  type: DataType,
  value: Json | undefined,
  types: TypeLibrary,
): slimdom.Element {
  if (typeof value !== "object" || value === null) return toXml(workshop, name, value, type, types);
  const known = made.get(value);
  const found = known?.find((each) => each.name === name && each.type === type && each.types === types);
  if (found) return found.element;
  const element = toXml(workshop, name, value, type, types);
  // one value has few names; the types are the specification's own objects
  if (!known || known.length > 8) made.set(value, [{ name, type, types, element }]);
  else known.push({ name, type, types, element });
  return element;
}

/** The document of a view, all of it. */
export function wholeDocument({ root, variables, data, types }: XmlView): slimdom.Document {
  const document = new Document();
  const element = document.createElement(root);
  document.appendChild(element);
  for (const { name, type } of variables)
    element.appendChild(toXml(document, name, own(data, name), type, types));
  return document;
}

/** A view whose variables become elements one by one. */
export class LazyView implements XmlSource {
  readonly document = new Document();
  readonly root: slimdom.Element;
  readonly #view: XmlView;
  readonly #names: readonly string[];
  readonly #elements: (slimdom.Element | undefined)[] = [];
  readonly #places = new Map<slimdom.Node, number>();

  constructor(view: XmlView) {
    this.#view = view;
    this.root = this.document.createElement(view.root);
    this.#names = view.variables.map(({ name }) => escapeName(name));
  }

  get view(): this {
    return this;
  }

  /** Whether this view is one of these values, and nothing else. */
  shows({ root, variables, data, types }: XmlView): boolean {
    const view = this.#view;
    return view.root === root && view.data === data && view.variables === variables && view.types === types;
  }

  /** Variables whose elements were made for this view. */
  get touched(): readonly string[] {
    return this.#view.variables.filter((_, index) => this.#elements[index]).map(({ name }) => name);
  }

  /** The element of a variable by its number, when the bucket may hold it. */
  elementAt(index: number, bucket: Bucket | null): slimdom.Element | undefined {
    const variable = this.#view.variables[index];
    if (!variable || !isIn(bucket, this.#names[index] ?? "")) return undefined;
    let element = this.#elements[index];
    if (!element) {
      const { data, types } = this.#view;
      element = variableElement(variable.name, variable.type, own(data, variable.name), types);
      // the same value twice in one document: the second one needs an element of its own
      if (this.#places.has(element))
        element = toXml(workshop, variable.name, own(data, variable.name), variable.type, types);
      this.#elements[index] = element;
      this.#places.set(element, index);
    }
    return element;
  }

  /** The variable's element from this number on, upwards or downwards. */
  next(index: number, direction: 1 | -1, bucket: Bucket | null): slimdom.Element | null {
    const { length } = this.#view.variables;
    for (let place = index; place >= 0 && place < length; place += direction) {
      const element = this.elementAt(place, bucket);
      if (element) return element;
    }
    return null;
  }

  get size(): number {
    return this.#view.variables.length;
  }

  placeOf(node: slimdom.Node): number | undefined {
    return this.#places.get(node);
  }

  /** What a query gave, as a node that stands for itself: the root and the document are made whole. */
  solid(node: slimdom.Node): slimdom.Node {
    if (node !== this.root && node !== this.document) return node;
    const document = wholeDocument(this.#view);
    return node === this.document ? document : (document.documentElement ?? document);
  }
}

/** Whether an element of that name may be what a bucket asks for. */
function isIn(bucket: Bucket | null, name: string): boolean {
  if (bucket === null || bucket === "name" || bucket === "type-1" || bucket === "type-1-or-type-2")
    return true;
  return bucket === `name-${name}`;
}

function fits(node: slimdom.Node, bucket: Bucket | null): boolean {
  if (bucket === null) return true;
  if (isElement(node)) return isIn(bucket, node.localName);
  return bucket === `type-${node.nodeType}` || (node.nodeType === 4 && bucket === "type-3");
}

/** Shows documents to fontoxpath, lazy ones and whole ones, and charges for every look at a node. */
export class Shown implements IDomFacade {
  readonly #budget: Budget;
  readonly #view: LazyView | undefined;

  constructor(source: XmlSource | undefined, budget: Budget) {
    this.#budget = budget;
    this.#view = source?.view;
  }

  getAllAttributes(node: slimdom.Element): slimdom.Attr[] {
    const attributes = isElement(node) ? node.attributes : [];
    this.#budget.spend(1 + attributes.length);
    return [...attributes];
  }

  getAttribute(node: slimdom.Element, name: string): string | null {
    this.#budget.spend(1);
    return isElement(node) ? node.getAttribute(name) : null;
  }

  getData(node: slimdom.Attr | slimdom.CharacterData): string {
    const data = "data" in node ? node.data : node.value;
    this.#budget.read(data);
    return data;
  }

  getChildNodes(node: slimdom.Node, bucket: Bucket | null = null): slimdom.Node[] {
    const children: slimdom.Node[] = [];
    if (node === this.#view?.root) {
      for (let index = 0; index < this.#view.size; index += 1) {
        const element = this.#view.elementAt(index, bucket);
        if (element) children.push(element);
      }
    } else if (node === this.#view?.document) {
      if (fits(this.#view.root, bucket)) children.push(this.#view.root);
    } else {
      for (let each = node.firstChild; each; each = each.nextSibling) {
        this.#budget.spend(1);
        if (fits(each, bucket)) children.push(each);
      }
    }
    this.#budget.spend(1 + children.length);
    return children;
  }

  getFirstChild(node: slimdom.Node, bucket: Bucket | null = null): slimdom.Node | null {
    this.#budget.spend(1);
    if (node === this.#view?.root) return this.#view.next(0, 1, bucket);
    if (node === this.#view?.document) return fits(this.#view.root, bucket) ? this.#view.root : null;
    return this.#along(node.firstChild, "nextSibling", bucket);
  }

  getLastChild(node: slimdom.Node, bucket: Bucket | null = null): slimdom.Node | null {
    this.#budget.spend(1);
    if (node === this.#view?.root) return this.#view.next(this.#view.size - 1, -1, bucket);
    if (node === this.#view?.document) return fits(this.#view.root, bucket) ? this.#view.root : null;
    return this.#along(node.lastChild, "previousSibling", bucket);
  }

  getNextSibling(node: slimdom.Node, bucket: Bucket | null = null): slimdom.Node | null {
    this.#budget.spend(1);
    const place = this.#view?.placeOf(node);
    if (place !== undefined) return this.#view?.next(place + 1, 1, bucket) ?? null;
    return this.#along(node.nextSibling, "nextSibling", bucket);
  }

  getPreviousSibling(node: slimdom.Node, bucket: Bucket | null = null): slimdom.Node | null {
    this.#budget.spend(1);
    const place = this.#view?.placeOf(node);
    if (place !== undefined) return this.#view?.next(place - 1, -1, bucket) ?? null;
    return this.#along(node.previousSibling, "previousSibling", bucket);
  }

  getParentNode(node: slimdom.Node, bucket: Bucket | null = null): slimdom.Node | null {
    this.#budget.spend(1);
    const parent = this.#parentOf(node);
    return parent && fits(parent, bucket) ? parent : null;
  }

  #parentOf(node: slimdom.Node): slimdom.Node | null {
    if (node === this.#view?.root) return this.#view.document;
    if (this.#view?.placeOf(node) !== undefined) return this.#view.root;
    // oxlint-disable-next-line no-unsafe-type-assertion -- nodeType 2 is an attribute in every DOM
    return node.nodeType === 2 ? (node as slimdom.Attr).ownerElement : node.parentNode;
  }

  #along(
    start: slimdom.Node | null,
    direction: "nextSibling" | "previousSibling",
    bucket: Bucket | null,
  ): slimdom.Node | null {
    for (let node = start; node; node = node[direction]) {
      if (fits(node, bucket)) return node;
      this.#budget.spend(1);
    }
    return null;
  }
}
