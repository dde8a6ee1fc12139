/** References to types, and the types that a written schema needs beside those that the file had. */
import { escapeName, isNcName } from "../../data/xml/names.ts";
import type { DataType, JsonType } from "../../model/datatype.ts";
import type { TypeReference } from "../../model/kept.ts";
import type { Specification, Variable } from "../../model/specification.ts";
import { builtInType, XSD_NAMESPACE, yawlType } from "../xsd/builtin-types.ts";
import { typeOfSchema } from "./json-types.ts";
import type { Verbatim } from "./output.ts";
import { printFile } from "./output.ts";
import { canonicalType, isBuiltIn, schemaElement } from "./xsd.ts";

/** The types of a written file: those that need a definition get one, with a name of their own. */
export class MadeTypes {
  private readonly specification: Specification;
  private readonly lose: (element: string, message: string) => void;
  private readonly jsonSchemas = new Map<string, JsonType["schema"]>();
  private readonly definitions = new Map<string, DataType>();
  /** names of types that variables have and no schema defines: they are to mean nothing when they are read again */
  private readonly unknown: ReadonlySet<string>;
  /** names by type, so that equal types are written once */
  private readonly names = new Map<string, string>();

  constructor(specification: Specification, lose: (element: string, message: string) => void) {
    this.specification = specification;
    this.lose = lose;
    this.unknown = unknownTypes(specification);
    for (const [name, type] of Object.entries(specification.types)) {
      if (yawlType(name)) continue;
      if (type.kind === "json") this.jsonSchemas.set(name, type.schema);
      if (specification.schemaXml === undefined) this.definitions.set(name, this.asXsd(name, type));
      else if (type.kind === "json")
        this.lose("schema", `The type "${name}" is not in the specification's XML Schema.`);
    }
  }

  /** How a variable names its type; nothing: it is untyped. */
  reference({ name, type, declared }: Variable, element: string): TypeReference {
    if (declared && (declared.type !== undefined || declared.element !== undefined)) return declared;
    switch (type.kind) {
      case "any":
        return {};
      case "named":
        if (builtInType(type.name))
          this.lose(element, `YAWL takes the type "${type.name}" for the one of XML Schema.`);
        return { type: type.name };
      case "json":
        return this.referenceTo(this.asXsd(name, type, element), name, element);
      default:
        return this.referenceTo(type, name, element);
    }
  }

  /** A type as XML Schema can say it. */
  private asXsd(name: string, type: DataType, element = "schema"): DataType {
    if (type.kind !== "json") {
      if (canonicalType(type).includes('"kind":"json"'))
        this.lose(element, `XML Schema does not say what JSON is inside of "${name}".`);
      return type;
    }
    const lost = new Set<string>();
    const made = typeOfSchema(type.schema, (what) => lost.add(what));
    if (lost.size > 0)
      this.lose(element, `XML Schema does not say of "${name}": ${[...lost].slice(0, 20).join(", ")}.`);
    return made;
  }

  private referenceTo(type: DataType, name: string, element: string): TypeReference {
    if (type.kind === "any") return {};
    if (type.kind === "simple" && isBuiltIn(type)) return { type: type.xsd, namespace: XSD_NAMESPACE };
    if (this.specification.schemaXml !== undefined) {
      this.lose(
        element,
        `The type of "${name}" is not in the specification's XML Schema; any value is accepted.`,
      );
      return {};
    }
    return { type: this.nameFor(type, name) };
  }

  private nameFor(type: DataType, variable: string): string {
    const key = canonicalType(type);
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const base = escapeName(`${variable.slice(0, 1).toUpperCase()}${variable.slice(1)}Type`);
    let name = base;
    const isTaken = (): boolean => this.definitions.has(name) || this.unknown.has(name);
    for (let number = 2; isTaken(); number += 1) name = `${base}${number}`;
    this.definitions.set(name, type);
    this.names.set(key, name);
    return name;
  }

  /** The schema of the file: as it was read, or made of the model's types and those that variables needed. */
  get schema(): Verbatim | undefined {
    const { schemaXml } = this.specification;
    if (schemaXml !== undefined) return { verbatim: schemaXml };
    if (this.definitions.size === 0) return undefined;
    for (const name of this.definitions.keys())
      if (!isNcName(name)) this.lose("schema", `"${name}" is no name of a type that XML Schema allows.`);
    const { text } = printFile(schemaElement(this.definitions));
    return { verbatim: text.slice(text.indexOf("\n") + 1).trimEnd() };
  }

  /** The JSON Schemas of the specification's own types, for Mizzen's reader. */
  get json(): Readonly<Record<string, JsonType["schema"]>> | undefined {
    return this.jsonSchemas.size === 0 ? undefined : Object.fromEntries(this.jsonSchemas);
  }

  /** Names of the types that allow anything, for Mizzen's reader: XML Schema has only types that come close. */
  get any(): readonly string[] | undefined {
    const names = [...this.definitions].filter(([, { kind }]) => kind === "any").map(([name]) => name);
    const own = names.filter((name) => !this.jsonSchemas.has(name));
    return own.length === 0 || this.specification.schemaXml !== undefined ? undefined : own;
  }

  /** Names of the types that were made for variables; nothing when the file's own schema is written. */
  get made(): readonly string[] | undefined {
    if (this.specification.schemaXml !== undefined || this.definitions.size === 0) return undefined;
    return [...this.names.values()];
  }
}

function unknownTypes({ decompositions }: Specification): ReadonlySet<string> {
  const names = new Set<string>();
  for (const decomposition of decompositions) {
    const { inputs, outputs } = decomposition;
    const locals = decomposition.kind === "net" ? decomposition.locals : [];
    for (const { type, declared } of [...inputs, ...outputs, ...locals]) {
      if (type.kind === "any" && declared?.type !== undefined) names.add(declared.type);
    }
  }
  return names;
}
