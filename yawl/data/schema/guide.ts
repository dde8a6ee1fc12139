/** What a JSON Schema says about the kind of values: the guide by which XML becomes JSON where no XML Schema exists. */

import type { Json } from "../../model/json.ts";

/** Kinds of JSON value; `number` stands for integers as well. */
export type Kind = "string" | "number" | "boolean" | "null" | "object" | "array";

type Keywords = Readonly<Record<string, unknown>>;

const ALL: ReadonlySet<Kind> = new Set(["string", "number", "boolean", "null", "object", "array"]);
/** The schema of places of which the schema says nothing. */
const ANYTHING = {};
/** References may lead in circles; what is further away than this says nothing. */
const MAX_REFERENCES = 20;

/** One place in a JSON Schema: what may stand here, and the places below. */
export class SchemaGuide {
  readonly kinds: ReadonlySet<Kind>;
  private readonly root: unknown;
  private readonly schema: unknown;

  constructor(root: unknown, schema: unknown = root) {
    this.root = root;
    this.schema = schema;
    this.kinds = kindsOf(schema, root, 0);
  }

  /** Only arrays may stand here. */
  get isList(): boolean {
    return this.kinds.size === 1 && this.kinds.has("array");
  }

  property(name: string): SchemaGuide {
    const found = find(this.schema, this.root, 0, (schema) => {
      const properties = schema["properties"];
      if (isKeywords(properties) && Object.hasOwn(properties, name)) return properties[name];
      return isKeywords(schema["additionalProperties"]) ? schema["additionalProperties"] : undefined;
    });
    return new SchemaGuide(this.root, found ?? ANYTHING);
  }

  item(index: number): SchemaGuide {
    const found = find(this.schema, this.root, 0, (schema) => {
      const first: unknown = schema["prefixItems"];
      const positional: readonly unknown[] = Array.isArray(first) ? first : [];
      return positional[index] ?? schema["items"];
    });
    return new SchemaGuide(this.root, found ?? ANYTHING);
  }

  /** The value that the schema gives itself: its default, its only value, or its first. */
  get preset(): Json | undefined {
    const found = find(
      this.schema,
      this.root,
      0,
      (schema) => schema["default"] ?? schema["const"] ?? subschemas(schema, "enum")[0],
    );
    return found === undefined ? undefined : (found as Json);
  }

  /** Names of the properties that must be there. */
  get required(): readonly string[] {
    const found = find(this.schema, this.root, 0, (schema) => schema["required"]);
    return Array.isArray(found) ? found.filter((name) => typeof name === "string") : [];
  }
}

function isKeywords(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function subschemas(schema: Keywords, keyword: string): readonly unknown[] {
  const parts: unknown = schema[keyword];
  return Array.isArray(parts) ? parts : [];
}

/** The schema that a reference within the same document names (`#/$defs/x`). */
function referenced(reference: unknown, root: unknown): unknown {
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  let found = root;
  for (const part of reference.split("/").slice(1)) {
    const key = decodeFragment(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(found)) found = found[Number(key)] as unknown;
    else if (isKeywords(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

function decodeFragment(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The first answer of a schema or of those that it refers to. */
function find(schema: unknown, root: unknown, depth: number, ask: (schema: Keywords) => unknown): unknown {
  if (!isKeywords(schema) || depth > MAX_REFERENCES) return undefined;
  const answer = ask(schema);
  if (answer !== undefined) return answer;
  const others = [
    referenced(schema["$ref"], root),
    ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => subschemas(schema, keyword)),
  ];
  for (const other of others) {
    const found = find(other, root, depth + 1, ask);
    if (found !== undefined) return found;
  }
  return undefined;
}

function kindsOf(schema: unknown, root: unknown, depth: number): ReadonlySet<Kind> {
  if (!isKeywords(schema) || depth > MAX_REFERENCES) return ALL;
  let kinds = ownKinds(schema);
  if (schema["$ref"] !== undefined)
    kinds = both(kinds, kindsOf(referenced(schema["$ref"], root), root, depth + 1));
  for (const part of subschemas(schema, "allOf")) kinds = both(kinds, kindsOf(part, root, depth + 1));
  for (const keyword of ["anyOf", "oneOf"]) {
    const parts = subschemas(schema, keyword);
    if (parts.length > 0)
      kinds = both(kinds, new Set(parts.flatMap((part) => [...kindsOf(part, root, depth + 1)])));
  }
  return kinds;
}

function both(first: ReadonlySet<Kind>, second: ReadonlySet<Kind>): ReadonlySet<Kind> {
  if (second === ALL) return first;
  return new Set([...first].filter((kind) => second.has(kind)));
}

function ownKinds(schema: Keywords): ReadonlySet<Kind> {
  const named: unknown = schema["type"];
  const types: readonly unknown[] = Array.isArray(named) ? named : named === undefined ? [] : [named];
  if (types.length > 0)
    return new Set(types.map((type) => (type === "integer" ? "number" : type)).filter(isKind));
  if (Object.hasOwn(schema, "const")) return new Set([kindOf(schema["const"])]);
  const allowed = subschemas(schema, "enum");
  return allowed.length > 0 ? new Set(allowed.map(kindOf)) : ALL;
}

function isKind(value: unknown): value is Kind {
  return typeof value === "string" && ALL.has(value as Kind);
}

/** The kind of a JSON value. */
export function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return isKind(type) ? type : "string";
}
