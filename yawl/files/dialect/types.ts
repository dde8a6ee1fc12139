/** The types that a file of the dialect names: its own `types`, and those of the XML Schema text that it holds. */
import type { DataType, TypeLibrary } from "../../model/datatype.ts";
import type { FaultDetail } from "../../model/fault.ts";
import { builtInType } from "../xsd/builtin-types.ts";
import { Findings } from "../reader/findings.ts";
import { parseXml } from "../xml/parse.ts";
import { SchemaTypes } from "../xsd/schema.ts";
import type { NamedTypes } from "./context.ts";

/** Names a built-in type of XML Schema where the file's own schema has one of the same name. */
const BUILT_IN = "xs:";

/** What the XML Schema text of a file says; lines of findings are those of the text. */
export interface SchemaText {
  readonly types: SchemaTypes;
  readonly errors: readonly FaultDetail[];
  readonly warnings: readonly FaultDetail[];
}

/** Reads the XML Schema text of a file. Its findings have lines of the text. */
export function readSchemaText(text: string | undefined): SchemaText {
  const findings = new Findings();
  const types = new SchemaTypes(findings);
  if (text === undefined) return { types, errors: [], warnings: [] };
  const parsed = parseXml(text);
  if (!parsed.ok) return { types, errors: parsed.fault.details ?? [parsed.fault], warnings: [] };
  if (parsed.value.root.name !== "schema") {
    const { place, name } = parsed.value.root;
    const message = `The text of \`schema\` must be an XML Schema; its root element is <${name}>.`;
    return { types, errors: [{ ...place, message }], warnings: [] };
  }
  types.read(parsed.value.root);
  return { types, errors: findings.errors, warnings: findings.warnings };
}

/** The types of one file by name: its own, those of its XML Schema, and XML Schema's built-in ones. */
export class FileTypes implements NamedTypes {
  readonly own: ReadonlySet<string>;
  readonly #schema: SchemaTypes;
  readonly #definitions = new Map<string, DataType>();
  #defined: TypeLibrary | undefined;

  constructor(schema: SchemaTypes, own: Iterable<string>) {
    this.#schema = schema;
    this.own = new Set(own);
  }

  get library(): TypeLibrary {
    return { ...this.defined, ...this.#schema.library };
  }

  get defined(): TypeLibrary {
    return (this.#defined ??= Object.fromEntries(this.#definitions));
  }

  define(name: string, type: DataType): void {
    this.#definitions.set(name, type);
    this.#defined = undefined;
  }

  xsd(name: string): DataType | undefined {
    if (name.startsWith(BUILT_IN)) return builtInType(name.slice(BUILT_IN.length));
    return this.#schema.typeNamed(name, "") ?? this.#schema.elementNamed(name);
  }

  element(name: string): DataType | undefined {
    return this.#schema.elementNamed(name);
  }
}
