/** What the readers of simple types, complex types and attributes ask of the schema that they are part of. */
import type { DataType } from "../../model/datatype.ts";
import type { XmlElement } from "../xml/element.ts";

/** Kinds of global definition; each has names of its own. */
export type DefinitionKind = "type" | "element" | "group" | "attribute" | "attributeGroup";

/** A schema while its definitions become types. Whatever cannot be expressed throws `Inexpressible`. */
export interface Conversion {
  /** A type by a reference inside the schema (`xs:string`, `OrderType`); `undefined` when there is none. */
  resolve(at: XmlElement, reference: string): DataType | undefined;
  /** A global definition by a reference inside the schema. */
  definition(kind: DefinitionKind, reference: string): XmlElement | undefined;
  /** The type of a global element. */
  elementNamed(name: string): DataType | undefined;
  /** The type that a definition makes. Definitions that build on one another in a circle, or too long, are inexpressible. */
  convert(definition: XmlElement): DataType;
  /** Goes into a piece that stands in another or is referred to by it, guarding against circles and depth. */
  within<T>(piece: XmlElement, follow: () => T): T;
  /** The type of an element: by name, written inside it, or any. */
  declaredType(element: XmlElement): DataType;
  /** What the reader makes of a piece, or `any` with a warning when the model cannot express it. */
  orAny(at: XmlElement, read: () => DataType): DataType;
  /** Warns of what an element declaration says that the model does not keep. */
  checkElement(element: XmlElement): void;
  /** Charges for so many nodes of the model. */
  spend(nodes: number): void;
  /** Charges for a copy of a piece that stands elsewhere already. */
  spendOn(piece: unknown): void;
  warn(at: XmlElement, message: string): void;
}
