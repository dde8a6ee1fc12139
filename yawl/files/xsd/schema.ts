/**
 * The XML Schema of a specification (element `schema` inside `specification`) to the library of its types.
 *
 * What the model cannot express becomes `any`, with a warning at its line. Groups and base types are written out where
 * they are used, because the model has no word for them; a budget keeps a schema that multiplies itself that way small.
 */
import type { DataType, JsonType, TypeLibrary } from "../../model/datatype.ts";
import { builtInType, XSD_NAMESPACE, yawlType } from "./builtin-types.ts";
import { attributeOf, namespaceOf, type XmlElement } from "../xml/element.ts";
import { quoted, type Findings } from "../reader/findings.ts";
import { complexType } from "./complex.ts";
import type { Conversion, DefinitionKind } from "./conversion.ts";
import { simpleType } from "./simple.ts";
import { childOf, Inexpressible, splitName } from "./syntax.ts";

/** Most particles, attributes and facets that all types together may have once groups and bases are written out. */
const BUDGET = 50_000;
/** Deepest that definitions and groups may stand in one another, written inside or referred to. */
const MAX_DEPTH = 250;

/** Reads one schema. After `read`, types are found by name, as variables refer to them. */
export class SchemaTypes implements Conversion {
  private readonly findings: Findings;
  private readonly definitions: Record<DefinitionKind, Map<string, XmlElement>> = {
    type: new Map(),
    element: new Map(),
    group: new Map(),
    attribute: new Map(),
    attributeGroup: new Map(),
  };
  private readonly types = new Map<string, DataType>();
  private readonly converted = new Map<XmlElement, DataType>();
  /** why definitions cannot be converted, so that those that build on them need not find out again */
  private readonly failed = new Map<XmlElement, Inexpressible>();
  /** what is being converted, from the outermost inwards */
  private readonly chain = new Set<XmlElement>();
  private budget = BUDGET;
  private current = "schema";
  private readonly jsonSchemas: Readonly<Record<string, JsonType["schema"]>>;

  private readonly anyTypes: readonly string[];

  /**
   * @param jsonSchemas JSON Schemas of types; they go before what the XML Schema says of these
   * @param anyTypes names of types that allow anything, whatever comes close to that in the XML Schema
   */
  constructor(
    findings: Findings,
    jsonSchemas: Readonly<Record<string, JsonType["schema"]>> = {},
    anyTypes: readonly string[] = [],
  ) {
    this.findings = findings;
    this.jsonSchemas = jsonSchemas;
    this.anyTypes = anyTypes;
  }

  /** Every type that the schema defines by name, and those of YAWL's own that were asked for. */
  get library(): TypeLibrary {
    const own = Object.entries(this.jsonSchemas).map(
      ([name, schema]) => [name, { kind: "json", schema } as const] as const,
    );
    const any = this.anyTypes
      .filter((name) => this.types.has(name))
      .map((name) => [name, { kind: "any" } as const] as const);
    return Object.fromEntries([...this.types, ...any, ...own]);
  }

  read(schema: XmlElement): void {
    for (const child of schema.children) {
      if (child.namespace === XSD_NAMESPACE) this.define(child);
      else this.warn(child, `<${child.name}> is not read: it is not XML Schema.`);
    }
    for (const [name, definition] of this.definitions.type) {
      this.current = `schema/${definition.name}[${name}]`;
      this.types.set(
        name,
        this.orAny(definition, () => this.convert(definition)),
      );
    }
    for (const [name, element] of this.definitions.element) {
      this.current = `schema/element[${name}]`;
      const type = this.orAny(element, () => this.declaredType(element));
      // the name of a type goes first when an element has the same
      if (attributeOf(element, "type") === undefined) this.types.set(this.elementKey(name), type);
      this.checkElement(element);
    }
    this.current = "schema";
  }

  /**
   * A type by the name under which a variable refers to it. The built-in types go first when the namespace is that of
   * XML Schema or is not known, the specification's own otherwise: editors give XML Schema's for all of them.
   */
  typeNamed(name: string, namespace?: string): DataType | undefined {
    const own = (): DataType | undefined =>
      this.definitions.type.has(name) || Object.hasOwn(this.jsonSchemas, name)
        ? { kind: "named", name }
        : undefined;
    const builtIn = builtInType(name);
    const found =
      namespace === undefined || namespace === XSD_NAMESPACE ? (builtIn ?? own()) : (own() ?? builtIn);
    if (found) return found;
    const internal = yawlType(name);
    if (!internal) return undefined;
    this.types.set(name, internal);
    return { kind: "named", name };
  }

  /** The type of a global element. */
  elementNamed(name: string): DataType | undefined {
    const element = this.definitions.element.get(name);
    if (!element) return undefined;
    const reference = attributeOf(element, "type");
    if (reference === undefined) return { kind: "named", name: this.elementKey(name) };
    return this.resolve(element, reference) ?? { kind: "any" };
  }

  /** A type by a reference inside the schema (`xs:string`, `OrderType`). */
  resolve(at: XmlElement, reference: string): DataType | undefined {
    const [prefix, local] = splitName(reference);
    return this.typeNamed(local, namespaceOf(at, prefix) ?? (prefix === "" ? "" : undefined));
  }

  /** A global definition by a reference inside the schema. */
  definition(kind: DefinitionKind, reference: string): XmlElement | undefined {
    return this.definitions[kind].get(splitName(reference)[1]);
  }

  /** The type that a definition makes. Definitions that build on one another in a circle, or too long, are inexpressible. */
  convert(definition: XmlElement): DataType {
    const known = this.converted.get(definition);
    if (known) return known;
    const failure = this.failed.get(definition);
    if (failure) throw failure;
    try {
      const type = this.within(definition, () =>
        definition.name === "simpleType" ? simpleType(this, definition) : complexType(this, definition),
      );
      this.converted.set(definition, type);
      return type;
    } catch (thrown) {
      if (thrown instanceof Inexpressible) this.failed.set(definition, thrown);
      throw thrown;
    }
  }

  /** Goes into a piece that stands in another or is referred to by it, guarding against circles and depth. */
  within<T>(piece: XmlElement, follow: () => T): T {
    if (this.chain.has(piece)) throw new Inexpressible(`<${piece.name}> refers to itself`);
    if (this.chain.size >= MAX_DEPTH)
      throw new Inexpressible(`it is more than ${MAX_DEPTH} definitions and groups deep`);
    this.chain.add(piece);
    try {
      return follow();
    } finally {
      this.chain.delete(piece);
    }
  }

  /** The type of an element: by name, written inside it, or any. */
  declaredType(element: XmlElement): DataType {
    const reference = attributeOf(element, "type");
    if (reference !== undefined) {
      const type = this.resolve(element, reference);
      if (!type) throw new Inexpressible(`there is no type ${quoted(reference)}`);
      return type;
    }
    const inner = childOf(element, "simpleType") ?? childOf(element, "complexType");
    return inner ? this.convert(inner) : { kind: "any" };
  }

  /** What the reader makes of a piece, or `any` with a warning when the model cannot express it. */
  orAny(at: XmlElement, read: () => DataType): DataType {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof Inexpressible)) throw thrown;
      this.warn(at, `The type is taken as any: ${thrown.message}.`);
      return { kind: "any" };
    }
  }

  /** Warns of what an element declaration says that the model does not keep. */
  checkElement(element: XmlElement): void {
    for (const attribute of ["substitutionGroup", "abstract"]) {
      const value = attributeOf(element, attribute);
      if (value !== undefined && value !== "false") this.warn(element, `${attribute} is not read.`);
    }
    for (const child of element.children) {
      if (["key", "keyref", "unique", "alternative"].includes(child.name))
        this.warn(child, `<${child.name}> is not checked.`);
    }
  }

  /** Charges for so many nodes of the model. */
  spend(nodes: number): void {
    this.budget -= nodes;
    if (this.budget < 0)
      throw new Inexpressible(`the schema has more than ${BUDGET} parts when it is written out`);
  }

  /** Charges for a copy of a piece that stands elsewhere already. */
  spendOn(piece: unknown): void {
    if (typeof piece !== "object" || piece === null) return;
    this.spend(1);
    for (const part of Object.values(piece)) this.spendOn(part);
  }

  warn(at: XmlElement, message: string): void {
    this.findings.warn({ element: this.current, ...at.place, message });
  }

  private define(child: XmlElement): void {
    const kind: DefinitionKind | undefined =
      child.name === "simpleType" || child.name === "complexType"
        ? "type"
        : (["element", "group", "attribute", "attributeGroup"] as const).find(
            (candidate) => candidate === child.name,
          );
    if (kind === undefined) {
      if (child.name !== "annotation") this.warn(child, `<${child.name}> of the schema is not read.`);
      return;
    }
    const name = attributeOf(child, "name")?.trim();
    if (!name) this.warn(child, `<${child.name}> without a name is not read.`);
    else if (this.definitions[kind].has(name))
      this.warn(child, `There is a second ${kind} ${quoted(name)}; the first is read.`);
    else this.definitions[kind].set(name, child);
  }

  private elementKey(name: string): string {
    return this.definitions.type.has(name) ? `element:${name}` : name;
  }
}
