/** JSON Schema (draft 2020-12) of types, for REST, forms and the dialect's editors. `checkValue` is more exact. */
import type { ComplexType, DataType, ElementParticle, JsonType, TypeLibrary } from "../../model/datatype.ts";
import type { Json } from "../../model/json.ts";
import type { Variable } from "../../model/specification.ts";
import { choiceConstraints } from "./choices.ts";
import { contentOf } from "../types/content.ts";
import type { Slot } from "../types/content.ts";
import { KEYWORDS } from "./keywords.ts";
import { resolveReferences } from "./references.ts";
import { parseSimple } from "../types/lexical.ts";
import { below } from "../../model/pointer.ts";
import { resolveType } from "../types/shape.ts";
import { simpleSchema } from "./simple.ts";

/** A schema as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** The schema of values of a type, complete in itself: named types stand under `$defs`. */
export function jsonSchema(type: DataType, types: TypeLibrary): JsonSchema {
  const builder = new SchemaBuilder(types);
  return builder.complete(builder.type(type, ""));
}

/**
 * The schema of a set of parameters or variables as one object, without unknown names.
 * @param options.required which of them must be there: the mandatory ones, all or none
 */
export function objectSchema(
  variables: readonly Variable[],
  types: TypeLibrary,
  options: { readonly required: "mandatory" | "all" | "none" },
): JsonSchema {
  const builder = new SchemaBuilder(types);
  const properties: Record<string, JsonSchema> = {};
  for (const variable of variables) {
    if (variable.name === "__proto__") continue;
    const schema = builder.type(variable.type, below("/properties", variable.name));
    properties[variable.name] = described(schema, variable.documentation, defaultOf(variable));
  }
  const isRequired = ({ mandatory }: Variable): boolean =>
    options.required === "all" || (options.required === "mandatory" && mandatory === true);
  const required = variables.filter(isRequired).map(({ name }) => name);
  return builder.complete({
    type: "object",
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  });
}

const contained = new WeakMap<JsonType["schema"], WeakMap<TypeLibrary, JsonType["schema"]>>();

/** A JSON Schema with the types that it names under its `$defs`; made once for a schema and library. */
export function selfContained(type: JsonType, types: TypeLibrary): JsonType["schema"] {
  if (!namesTypes(type, types)) return type.schema;
  let known = contained.get(type.schema);
  if (!known) contained.set(type.schema, (known = new WeakMap()));
  let schema = known.get(types);
  if (!schema) {
    const own: unknown = type.schema["$defs"];
    const taken = typeof own === "object" && own !== null ? Object.keys(own) : [];
    const builder = new SchemaBuilder(types, new Set(taken));
    known.set(types, (schema = builder.complete(builder.type(type, ""))));
  }
  return schema;
}

/** Whether a schema refers to types of the specification by their name (`$ref: Line`). */
function namesTypes({ schema }: JsonType, types: TypeLibrary): boolean {
  const { schemas, targets } = resolveReferences(schema);
  return schemas.some((part) => !targets.has(part) && isTypeName(part["$ref"], types));
}

/** Whether a reference is the name of one of the specification's types. */
export function isTypeName(reference: unknown, types: TypeLibrary): reference is string {
  return typeof reference === "string" && reference !== "__proto__" && Object.hasOwn(types, reference);
}

function defaultOf(variable: Variable): Json | undefined {
  if (variable.initial !== undefined) return variable.initial;
  if (variable.type.kind !== "simple" || variable.initialXml === undefined) return undefined;
  const parsed = parseSimple(variable.initialXml, variable.type);
  return parsed.ok ? parsed.value : undefined;
}

function described(schema: JsonSchema, description: string | undefined, defaultValue?: Json): JsonSchema {
  if (description === undefined && defaultValue === undefined) return schema;
  return {
    ...schema,
    ...(description !== undefined && { description }),
    ...(defaultValue !== undefined && { default: defaultValue }),
  };
}

class SchemaBuilder {
  private readonly types: TypeLibrary;
  private readonly definitions: Record<string, JsonSchema> = {};
  /** names under `$defs` that are not types of the library */
  private readonly taken: ReadonlySet<string>;

  constructor(types: TypeLibrary, taken: ReadonlySet<string> = new Set()) {
    this.types = types;
    this.taken = taken;
  }

  complete(schema: JsonSchema): JsonSchema {
    if (Object.keys(this.definitions).length === 0) return { $schema: DRAFT, ...schema };
    return {
      $schema: DRAFT,
      ...schema,
      $defs: { ...(schema["$defs"] as object | undefined), ...this.definitions },
    };
  }

  /** @param at where the schema will stand in the whole: references inside foreign schemas are moved with it */
  type(type: DataType, at: string): JsonSchema {
    switch (type.kind) {
      case "simple":
        return simpleSchema(type);
      case "complex":
        return this.complex(type, at);
      case "named":
        return this.named(type.name);
      case "any":
        return {};
      case "json":
        if (at === "" && !namesTypes(type, this.types)) return type.schema;
        return moved(type, at, (name) => (isTypeName(name, this.types) ? this.reference(name) : undefined));
    }
  }

  private named(name: string): JsonSchema {
    return isTypeName(name, this.types) ? { $ref: this.reference(name) } : {};
  }

  /** Where a type of the library stands. */
  private reference(name: string): string {
    let key = name;
    while (this.taken.has(key)) key += "_";
    const at = below("/$defs", key);
    if (!Object.hasOwn(this.definitions, key)) {
      // Its place is taken first: a recursive type finds itself there.
      this.definitions[key] = {};
      const type = this.types[name];
      if (type) this.definitions[key] = this.type(type, at);
    }
    return `#${encodeURI(at)}`;
  }

  private complex(type: ComplexType, at: string): JsonSchema {
    const plan = contentOf(type);
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const attribute of type.attributes ?? []) {
      const schema = simpleSchema(attribute.type);
      const fixed = attribute.fixed === undefined ? undefined : parseSimple(attribute.fixed, attribute.type);
      const preset =
        attribute.default === undefined ? undefined : parseSimple(attribute.default, attribute.type);
      const constant = fixed?.ok ? { const: fixed.value } : {};
      properties[`@${attribute.name}`] = described(
        { ...schema, ...constant },
        undefined,
        preset?.ok ? preset.value : undefined,
      );
      if (attribute.required) required.push(`@${attribute.name}`);
    }
    if (type.simpleContent) {
      properties["#text"] = simpleSchema(type.simpleContent);
      required.push("#text");
    } else if (type.mixed) properties["#text"] = { type: "string" };
    for (const slot of plan.slots.values()) {
      if (slot.name === "__proto__") continue;
      properties[slot.name] = this.slot(slot, below(`${at}/properties`, slot.name));
      if (slot.min > 0) required.push(slot.name);
    }
    return {
      type: "object",
      properties,
      ...(required.length > 0 && { required }),
      ...(plan.isOpen ? {} : { additionalProperties: false }),
      ...choiceConstraints(type),
    };
  }

  private slot(slot: Slot, at: string): JsonSchema {
    const { documentation } = slot.particle;
    if (!slot.isList)
      return described(this.element(slot.particle, at), documentation, this.defaultOf(slot.particle));
    const list: JsonSchema = {
      type: "array",
      items: this.element(slot.particle, `${at}/items`),
      ...(slot.min > 0 && { minItems: slot.min }),
      ...(slot.max !== Infinity && { maxItems: slot.max }),
    };
    return described(list, documentation);
  }

  private element(particle: ElementParticle, at: string): JsonSchema {
    if (!particle.nillable) return this.type(particle.type, at);
    const plain = this.type(particle.type, at);
    if (typeof plain["type"] === "string" && !REACHING_NULL.some((keyword) => keyword in plain))
      return { ...plain, type: [plain["type"], "null"] };
    return { anyOf: [this.type(particle.type, `${at}/anyOf/0`), { type: "null" }] };
  }

  private defaultOf(particle: ElementParticle): Json | undefined {
    if (particle.default === undefined) return undefined;
    const type = resolveType(particle.type, this.types);
    const parsed = type.kind === "simple" ? parseSimple(particle.default, type) : undefined;
    return parsed?.ok ? parsed.value : undefined;
  }
}

/** Keywords that also judge null, unlike those for objects, texts and numbers. */
const REACHING_NULL = ["enum", "const", "oneOf", "anyOf", "allOf"];
/**
 * A schema of its own at another place: its references to itself lead there. A schema with `$id` needs no move.
 * @param named where a type of the specification stands, for references that are such a name
 */
function moved(type: JsonType, at: string, named: (name: string) => string | undefined): JsonSchema {
  if (typeof type.schema["$id"] === "string") return type.schema;
  const { targets } = resolveReferences(type.schema);
  const move = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const schema = value as JsonSchema;
    const entries = Object.entries(schema).map(([keyword, entry]): readonly [string, unknown] => {
      switch (KEYWORDS.get(keyword)) {
        case "schema":
          return [keyword, move(entry)];
        case "schemas":
          return [keyword, Array.isArray(entry) ? entry.map(move) : entry];
        case "schema-map":
        case "pattern-map":
          return [keyword, moveAll(entry)];
        case "reference":
          return [keyword, typeof entry === "string" ? reference(entry, targets.has(schema)) : entry];
        default:
          return [keyword, entry];
      }
    });
    return Object.fromEntries(entries);
  };
  const moveAll = (map: unknown): unknown =>
    typeof map === "object" && map !== null && !Array.isArray(map)
      ? Object.fromEntries(Object.entries(map).map(([name, part]) => [name, move(part)]))
      : map;
  const reference = (text: string, isFound: boolean): string => {
    if (text === "#" || text.startsWith("#/")) return `#${encodeURI(at)}${text.slice(1)}`;
    return (isFound ? undefined : named(text)) ?? text;
  };
  const { $schema: _draft, ...schema } = type.schema;
  return move(schema) as JsonSchema;
}
