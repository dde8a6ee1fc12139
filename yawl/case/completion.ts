/** What completing a work item takes: the output parameters of its decomposition. */
import { objectSchema, type JsonSchema } from "../data/schema/json-schema.ts";
import { checkObject } from "../data/types/validate.ts";
import type { CompiledSpecification } from "../net/compiled.ts";
import type { TypeLibrary } from "../model/datatype.ts";
import type { FaultDetail } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { Variable } from "../model/specification.ts";

/** Output parameters of work by its decomposition's id; none for an unknown id. */
export function outputsOf(specification: CompiledSpecification, decomposition: string): readonly Variable[] {
  return Object.hasOwn(specification.work, decomposition)
    ? (specification.work[decomposition]?.outputs ?? [])
    : [];
}

/** Every way in which this data is not what the work's output parameters ask for; empty when it is right. */
export function checkCompletion(
  specification: CompiledSpecification,
  decomposition: string,
  data: JsonObject,
): readonly FaultDetail[] {
  return checkOutputs(outputsOf(specification, decomposition), data, specification.types);
}

/** The same for output parameters that are at hand: all of them are required (SEMANTICS 12). */
export function checkOutputs(
  outputs: readonly Variable[],
  data: JsonObject,
  types: TypeLibrary,
): readonly FaultDetail[] {
  return checkObject(data, outputs, types);
}

/** Schemas by specification and decomposition: a compiled specification never changes, and every form asks for one. */
const schemas = new WeakMap<CompiledSpecification, Map<string, JsonSchema>>();

/** JSON Schema (2020-12) of what completion takes, for forms; made once for a specification. */
export function completionSchema(specification: CompiledSpecification, decomposition: string): JsonSchema {
  let made = schemas.get(specification);
  if (!made) schemas.set(specification, (made = new Map()));
  let schema = made.get(decomposition);
  if (!schema) {
    const outputs = outputsOf(specification, decomposition);
    schema = objectSchema(outputs, specification.types, { required: "mandatory" });
    made.set(decomposition, schema);
  }
  return schema;
}
