/** Asks a person for data, field by field: each with the type that it has to have, and again until it fits. */
import { readData } from "../../yawl/files/dialect/document.ts";
import { isHeldNumber } from "../../yawl/model/json-number.ts";
import { jsonSchema, type JsonSchema } from "../../yawl/data/schema/json-schema.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";
import type { DataType, TypeLibrary } from "../../yawl/model/datatype.ts";
import { isJsonObject, type Json, type JsonObject } from "../../yawl/model/json.ts";
import { followPointer } from "../../yawl/model/pointer.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import type { Terminal } from "../terminal.ts";

/** Objects inside of objects are asked for field by field down to here, then as JSON. */
const MOST_NESTING = 4;

/** A word with a colon instead of a value: the person wants something else. */
export interface Interruption {
  readonly command: string;
}

export interface Filled {
  readonly data: JsonObject;
  readonly interruption?: Interruption;
}

export class Form {
  readonly #terminal: Terminal;
  readonly #types: TypeLibrary;

  constructor(terminal: Terminal, types: TypeLibrary) {
    this.#terminal = terminal;
    this.#types = types;
  }

  /**
   * Asks for every variable.
   * @param given values that an empty line keeps
   */
  async fill(variables: readonly Variable[], given: JsonObject): Promise<Filled> {
    const data: Record<string, Json> = {};
    for (const variable of variables) {
      const isRequired = variable.mandatory === true;
      const kept = Object.hasOwn(given, variable.name) ? given[variable.name] : variable.initial;
      const value = await this.#ask(variable, kept, isRequired);
      if (isInterruption(value)) return { data, interruption: value };
      if (value !== undefined) data[variable.name] = value.value;
    }
    return { data };
  }

  async #ask(
    { name, type }: Variable,
    kept: Json | undefined,
    isRequired: boolean,
  ): Promise<{ readonly value: Json } | Interruption | undefined> {
    const schema = jsonSchema(type, this.#types);
    for (;;) {
      const value = await this.#field(name, new Schema(schema), { kept, isRequired, depth: 0 });
      if (value === undefined || isInterruption(value)) return value;
      const problems = checkValue(value.value, type, this.#types, "");
      if (problems.length === 0) return value;
      for (const { pointer, message } of problems)
        this.#terminal.out(`    ${name}${pointer ?? ""} ${message}\n`);
    }
  }

  async #field(
    name: string,
    schema: Schema,
    options: { readonly kept: Json | undefined; readonly isRequired: boolean; readonly depth: number },
  ): Promise<{ readonly value: Json } | Interruption | undefined> {
    const { kept, isRequired, depth } = options;
    const fields = kept === undefined && depth < MOST_NESTING ? schema.fields() : [];
    const optional = isRequired ? "" : ", optional";
    const keeps = kept === undefined ? "" : ` [${JSON.stringify(kept)}]`;
    const byField = fields.length > 0 && isRequired ? ", Enter: field by field" : "";
    for (;;) {
      const line = await this.#terminal.ask(`  ${name} (${schema.hint()}${optional}${byField})${keeps}: `);
      if (line === undefined) return { command: ":quit" };
      const text = line.trim();
      if (/^:[a-z]/.test(text)) return { command: text };
      if (text !== "") {
        const read = schema.read(text);
        if ("value" in read) return read;
        this.#terminal.out(`    ${name} ${read.problem}\n`);
      } else if (kept !== undefined) return { value: kept };
      else if (!isRequired) return undefined;
      else if (fields.length > 0) return await this.#fields(name, fields, depth);
      else this.#terminal.out(`    ${name} needs a value${schema.isText ? '; "" is an empty text' : ""}\n`);
    }
  }

  async #fields(
    name: string,
    fields: readonly Field[],
    depth: number,
  ): Promise<{ readonly value: Json } | Interruption> {
    const object: Record<string, Json> = {};
    for (const field of fields) {
      const value = await this.#field(`${name}.${field.name}`, field.schema, {
        kept: undefined,
        isRequired: field.isRequired,
        depth: depth + 1,
      });
      if (isInterruption(value)) return value;
      if (value !== undefined) object[field.name] = value.value;
    }
    return { value: object };
  }
}

function isInterruption(value: object | undefined): value is Interruption {
  return value !== undefined && "command" in value;
}

interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** A type in a few words: `text`, `yes or no`, `one of pay, refuse`. */
export function hintOf(type: DataType, types: TypeLibrary): string {
  return new Schema(jsonSchema(type, types)).hint();
}

/** A JSON Schema, or a part of one, as a question sees it. */
class Schema {
  readonly #schema: JsonSchema;
  readonly #root: JsonSchema;

  constructor(schema: unknown, root?: JsonSchema) {
    const own = isRecord(schema) ? schema : {};
    this.#root = root ?? own;
    this.#schema = this.#resolve(own);
  }

  /** Named types stand under `$defs`. */
  #resolve(schema: JsonSchema): JsonSchema {
    let found = schema;
    for (let steps = 0; steps < 20 && typeof found["$ref"] === "string"; steps += 1) {
      const target = followPointer(this.#root, decodeURIComponent(found["$ref"].replace(/^#/, "")));
      if (!isRecord(target)) return found;
      found = target;
    }
    return found;
  }

  /** The type, the first of several: numbers of XML Schema may be text as well, where they have many digits. */
  get #type(): unknown {
    const { type } = this.#schema;
    return Array.isArray(type) ? (type as readonly unknown[])[0] : type;
  }

  get isText(): boolean {
    return this.#type === "string";
  }

  fields(): readonly Field[] {
    const { properties, required } = this.#schema;
    if (this.#type !== "object" || !isRecord(properties)) return [];
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      schema: new Schema(schema, this.#root),
      isRequired: Array.isArray(required) && required.includes(name),
    }));
  }

  hint(): string {
    const { format, items, minimum, maximum } = this.#schema;
    const values = this.#schema["enum"];
    if (Array.isArray(values)) return `one of ${values.map((value) => plain(value)).join(", ")}`;
    const bounds = [
      ...(minimum === undefined ? [] : [`at least ${plain(minimum)}`]),
      ...(maximum === undefined ? [] : [`at most ${plain(maximum)}`]),
    ];
    const bound = bounds.length === 0 ? "" : `, ${bounds.join(", ")}`;
    switch (this.#type) {
      case "string":
        return typeof format === "string" ? (FORMATS[format] ?? format) : "text";
      case "boolean":
        return "yes or no";
      case "integer":
        return `whole number${bound}`;
      case "number":
        return `number${bound}`;
      case "array":
        return `list of ${new Schema(items, this.#root).hint()}, as JSON`;
      case "object": {
        const names = this.fields().map(({ name }) => name);
        return names.length === 0 ? "object, as JSON" : `object with ${names.join(", ")}`;
      }
      default:
        return "any value, as JSON";
    }
  }

  /** The value that a person typed. */
  read(text: string): { readonly value: Json } | { readonly problem: string } {
    const values = this.#schema["enum"];
    if (Array.isArray(values)) {
      const value = values.find((each) => plain(each) === text) as Json | undefined;
      return value === undefined ? { problem: `must be ${this.hint()}` } : { value };
    }
    switch (this.#type) {
      case "string":
        return { value: text === '""' ? "" : text };
      case "boolean":
        if (/^(y|yes|true)$/i.test(text)) return { value: true };
        if (/^(n|no|false)$/i.test(text)) return { value: false };
        return { problem: "must be yes or no" };
      case "integer":
      case "number": {
        const value = Number(text);
        if (!Number.isFinite(value)) return { problem: `must be a ${this.hint()}` };
        if (isHeldNumber(text)) return { value };
        if (Array.isArray(this.#schema["type"])) return { value: text };
        return { problem: "is a number that cannot be kept" };
      }
      default:
        return readValue(text);
    }
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  date: "date, e.g. 2026-01-31",
  "date-time": "date and time, e.g. 2026-01-31T12:00:00Z",
  time: "time, e.g. 12:00:00",
};

/** JSON, or YAML on one line: a person need not quote everything. */
function readValue(text: string): { readonly value: Json } | { readonly problem: string } {
  const read = readData(text);
  if (read.ok) return { value: read.content };
  return { problem: `is not JSON that can be taken: ${read.details[0]?.message ?? ""}`.replace(/\.$/, "") };
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is JsonSchema {
  return isJsonObject(value);
}
