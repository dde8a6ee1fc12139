/** The JSON Schema of a shape. */
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../model/json.ts";

/** JSON Schema (draft 2020-12) of what a shape takes. */
export function jsonSchemaOf(shape: z.ZodType): JsonObject {
  const schema: unknown = JSON.parse(
    JSON.stringify(z.toJSONSchema(shape, { io: "input", target: "draft-2020-12", unrepresentable: "any" })),
  );
  if (!isJsonObject(schema)) throw new Error("the schema is no object");
  return schema;
}
