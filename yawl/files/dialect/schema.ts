/** The JSON Schema of the dialect: for editors, and for knowing which keys stand where. */
import { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Path } from "./places.ts";
import { specificationShape } from "./shape.ts";

/** Where the API publishes the schema. */
export const DIALECT_SCHEMA_PATH = "/schemas/mizzen-1.json";

let made: JsonObject | undefined;

/** JSON Schema (draft 2020-12) of the dialect, made from the shape that the reader checks files with. */
export function dialectSchema(): JsonObject {
  if (!made) {
    const schema = z.toJSONSchema(specificationShape, { io: "input", target: "draft-2020-12" });
    made = { ...jsonObject(schema), $id: DIALECT_SCHEMA_PATH };
  }
  return made;
}

/** The library types its schemas loosely; what it gives is JSON. */
function jsonObject(schema: object): JsonObject {
  const copy: unknown = JSON.parse(JSON.stringify(schema));
  if (!isJsonObject(copy)) throw new Error("the schema is no object");
  return copy;
}

/** The keys that the object at a place of a file may have. */
export function keysAt(path: Path): readonly string[] {
  return keysOf(dialectSchema(), path);
}

/** The keys that the object at a place may have, by a JSON Schema. */
export function keysOf(root: JsonObject, path: Path): readonly string[] {
  let reached: readonly JsonObject[] = alternatives(root, root);
  for (const part of path) {
    reached = reached
      .flatMap((schema) => inside(schema, part))
      .flatMap((schema) => alternatives(schema, root));
  }
  return [...new Set(reached.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

/** What a schema stands for: itself, what it refers to, each of the shapes that it allows. */
function alternatives(schema: JsonObject, root: JsonObject): readonly JsonObject[] {
  const { $ref } = schema;
  const anyOf = schema["anyOf"] ?? schema["oneOf"];
  if (typeof $ref === "string") {
    const definitions = root["$defs"];
    const name = $ref.replace("#/$defs/", "");
    const found =
      isJsonObject(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    return isJsonObject(found) ? alternatives(found, root) : [];
  }
  if (isList(anyOf)) return anyOf.filter(isJsonObject).flatMap((each) => alternatives(each, root));
  return [schema];
}

function inside(schema: JsonObject, part: string | number): readonly JsonObject[] {
  const { properties, additionalProperties, items } = schema;
  const own =
    isJsonObject(properties) && Object.hasOwn(properties, part) ? properties[part] : additionalProperties;
  return [typeof part === "number" ? items : own].filter(isJsonObject);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
