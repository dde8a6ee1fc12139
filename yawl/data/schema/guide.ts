/** What a JSON Schema says about the kind of values: the guide by which XML becomes JSON where no XML Schema exists. */

import type { Json } from "../../model/json.ts";
import { isKeywords } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";
import { resolveReferences } from "./references.ts";

/** Kinds of JSON value; `number` stands for integers as well. */
export type Kind = "string" | "number" | "boolean" | "null" | "object" | "array";

const ALL: ReadonlySet<Kind> = new Set(["string", "number", "boolean", "null", "object", "array"]);
/** The schema of places of which the schema says nothing. */
const ANYTHING = {};
/** Schemas that are asked about one place; what is further away than this says nothing. */
const MAX_ASKED = 200;

/** One place in a JSON Schema: what may stand here, and the places below. */
export class SchemaGuide {
  readonly kinds: ReadonlySet<Kind>;
  private readonly root: Keywords;
  private readonly schema: unknown;

  /** @param root a schema that is complete in itself (see `selfContained`) */
  constructor(root: Keywords, schema: unknown = root) {
    this.root = root;
    this.schema = schema;
    this.kinds = kindsOf(schema, root);
  }

  /** Only arrays may stand here. */
  get isList(): boolean {
    return this.kinds.size === 1 && this.kinds.has("array");
  }

  property(name: string): SchemaGuide {
    const found = find(this.schema, this.root, (schema) => {
      const properties = schema["properties"];
      if (isKeywords(properties) && Object.hasOwn(properties, name)) return properties[name];
      return isKeywords(schema["additionalProperties"]) ? schema["additionalProperties"] : undefined;
    });
    return new SchemaGuide(this.root, found ?? ANYTHING);
  }

  item(index: number): SchemaGuide {
    const found = find(this.schema, this.root, (schema) => {
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
      (schema) => schema["default"] ?? schema["const"] ?? subschemas(schema, "enum")[0],
    );
    return found === undefined ? undefined : (found as Json);
  }

  /** Names of the properties that must be there. */
  get required(): readonly string[] {
    const found = find(this.schema, this.root, (schema) => schema["required"]);
    return Array.isArray(found) ? found.filter((name) => typeof name === "string") : [];
  }
}

function subschemas(schema: Keywords, keyword: string): readonly unknown[] {
  const parts: unknown = schema[keyword];
  return Array.isArray(parts) ? parts : [];
}

/** The schemas for the same value that a schema names. */
function besides(schema: Keywords, root: Keywords): readonly unknown[] {
  const target = resolveReferences(root).targets.get(schema);
  return [
    ...(target === undefined ? [] : [target]),
    ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => subschemas(schema, keyword)),
  ];
}

/** The first answer of a schema or of those that it refers to, what is said first before what is said later. */
function find(first: unknown, root: Keywords, ask: (schema: Keywords) => unknown): unknown {
  const asked = new Set<unknown>();
  const waiting = [first];
  for (let schema = waiting.pop(); waiting.length > 0 || schema !== undefined; schema = waiting.pop()) {
    if (!isKeywords(schema) || asked.has(schema)) continue;
    const answer = ask(schema);
    if (answer !== undefined || asked.size >= MAX_ASKED) return answer;
    asked.add(schema);
    waiting.push(...besides(schema, root).toReversed());
  }
  return undefined;
}

const known = new WeakMap<Keywords, ReadonlySet<Kind>>();

function kindsOf(schema: unknown, root: Keywords, depth = 0): ReadonlySet<Kind> {
  if (!isKeywords(schema) || depth > MAX_ASKED) return ALL;
  let kinds = known.get(schema);
  if (kinds) return kinds;
  // A schema that refers to itself says nothing more by that.
  known.set(schema, ALL);
  kinds = ownKinds(schema);
  const target = resolveReferences(root).targets.get(schema);
  if (target !== undefined) kinds = both(kinds, kindsOf(target, root, depth + 1));
  for (const part of subschemas(schema, "allOf")) kinds = both(kinds, kindsOf(part, root, depth + 1));
  for (const keyword of ["anyOf", "oneOf"]) {
    const parts = subschemas(schema, keyword);
    if (parts.length > 0)
      kinds = both(kinds, new Set(parts.flatMap((part) => [...kindsOf(part, root, depth + 1)])));
  }
  known.set(schema, kinds);
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
