/**
 * Types of variables and parameters, read from XML Schema (`.yawl`) or from the dialect, as plain JSON.
 *
 * A type says two things at once: what the JSON value looks like (see `yawl/data/schema/json-schema.ts`) and what its XML view
 * looks like, which expressions of `.yawl` files see (see `yawl/data/xml/convert.ts`).
 */

/** Built-in simple types by their JSON shape; the XSD name is kept for writing and for formats. */
export type SimpleBase =
  | "string"
  | "boolean"
  | "integer"
  | "decimal"
  | "double"
  | "date"
  | "time"
  | "dateTime"
  | "duration"
  | "anyURI"
  | "binary";

/** Restrictions of a simple type (XSD facets). */
export interface Facets {
  readonly enumeration?: readonly string[];
  /** XSD regular expressions; all must match */
  readonly patterns?: readonly string[];
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  readonly whiteSpace?: "preserve" | "replace" | "collapse";
}

/** A simple type. JSON: string, boolean or number; an array of those for a list. */
export interface SimpleType {
  readonly kind: "simple";
  readonly base: SimpleBase;
  /** local name of the XSD type it comes from, e.g. `long` */
  readonly xsd: string;
  readonly facets?: Facets;
  /** XSD list: values separated by white space */
  readonly list?: true;
  /** type of a list's entries; then `facets` restrict the list (lengths count entries), otherwise its entries */
  readonly items?: SimpleType;
  /** XSD union: the first member that fits */
  readonly union?: readonly SimpleType[];
}

/** An element inside a complex type. JSON: a property; an array when it can occur more than once. */
export interface ElementParticle {
  readonly kind: "element";
  readonly name: string;
  readonly type: DataType;
  readonly min: number;
  /** `null`: unbounded */
  readonly max: number | null;
  readonly nillable?: true;
  readonly default?: string;
  readonly documentation?: string;
}

/** A group of particles: all in order, one of them, or all in any order. */
export interface GroupParticle {
  readonly kind: "sequence" | "choice" | "all";
  readonly particles: readonly Particle[];
  readonly min: number;
  readonly max: number | null;
}

/** Any element (`xs:any`): its content is untyped. */
export interface AnyParticle {
  readonly kind: "any";
  readonly min: number;
  readonly max: number | null;
}

/** A part of the content of a complex type. */
export type Particle = ElementParticle | GroupParticle | AnyParticle;

/** An attribute of a complex type. JSON: a property whose name starts with `@`. */
export interface Attribute {
  readonly name: string;
  readonly type: SimpleType;
  readonly required: boolean;
  readonly default?: string;
  readonly fixed?: string;
}

/** A complex type. JSON: an object; simple content stands under `#text`; mixed content is not kept apart. */
export interface ComplexType {
  readonly kind: "complex";
  readonly content?: GroupParticle;
  readonly simpleContent?: SimpleType;
  readonly attributes?: readonly Attribute[];
  readonly mixed?: true;
}

/** A named type of the specification's own schema, looked up in `TypeLibrary` (so that recursion is possible). */
export interface NamedType {
  readonly kind: "named";
  readonly name: string;
}

/** Nothing is known about the value. XML of any shape becomes JSON by its own shape. */
export interface AnyType {
  readonly kind: "any";
}

/**
 * A JSON value without an XML Schema: from the dialect, which describes it by JSON Schema. Its XML view is made from the
 * value's own shape: properties become elements, array entries repeat the element.
 */
export interface JsonType {
  readonly kind: "json";
  readonly schema: { readonly [keyword: string]: unknown };
}

/** The type of a variable, parameter or element. */
export type DataType = SimpleType | ComplexType | NamedType | AnyType | JsonType;

/** The types that a specification defines, by name. */
export type TypeLibrary = Readonly<Record<string, DataType>>;

/** The type of a variable of which nothing is known but that it holds text. */
export const STRING: SimpleType = { kind: "simple", base: "string", xsd: "string" };
/** The type of truth values. */
export const BOOLEAN: SimpleType = { kind: "simple", base: "boolean", xsd: "boolean" };
