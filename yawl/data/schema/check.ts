/** Checks of data against a JSON Schema, interpreted: nothing is compiled to code, which a workflow may not do. */
import type { JsonType, TypeLibrary } from "../../model/datatype.ts";
import type { Json } from "../../model/json.ts";
import type { Findings } from "../types/findings.ts";
import { MAX_SCHEMA_DEPTH } from "../types/findings.ts";
import { Evaluation, TooDeep } from "./evaluate.ts";
import type { SchemaFinding } from "./evaluate.ts";
import { selfContained } from "./json-schema.ts";
import { resolveReferences } from "./references.ts";

/**
 * Adds what a JSON Schema says against a value. What is wrong with the schema itself is found at upload (`schemaProblems`)
 * and says nothing here.
 * @param types those that the schema may name
 * @throws TooMuchWork
 */
export function checkAgainstSchema(
  value: Json,
  type: JsonType,
  types: TypeLibrary,
  findings: Findings,
  pointer: string,
): void {
  const schema = selfContained(type, types);
  const report: SchemaFinding[] = [];
  try {
    new Evaluation(resolveReferences(schema), findings.work).fits(value, schema, pointer, report);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    findings.tooDeep(pointer, MAX_SCHEMA_DEPTH);
    return;
  }
  const seen = new Set<string>();
  for (const { pointer: place, message } of report) {
    const key = `${place} ${message}`;
    if (!seen.has(key)) findings.add(place, message);
    seen.add(key);
  }
}
