/** A specification of the dialect with what YAWL has no word for. */
import assert from "node:assert/strict";
import { readSpecification } from "../../yawl/files/read.ts";
import type { Specification } from "../../yawl/model/specification.ts";

export function fromDialect(source: string): Specification {
  const read = readSpecification(source, "application/yaml");
  if (!read.ok) assert.fail(read.fault.message);
  return read.value.specification;
}

/** One of everything that YAWL has no word for. */
export const EVERYTHING = `
mizzen: 1
id: everything
version: "1.2.3"
input:
  order:
    type: object
    required: [lines]
    properties:
      lines: { type: array, items: { type: object, properties: { price: { type: number } } } }
      "due date": { type: string, format: date }
      state: { enum: [open, closed] }
  list: { type: array, items: { type: integer }, minItems: 1 }
data:
  total: { type: number, default: 0.1, exclusiveMinimum: 0 }
  code: { type: string, pattern: "^[A-Z]{2}-\\\\d+$", default: "AB-1" }
  odd: { type: string, pattern: "a?>b" }
  anything: any
  results: { type: array, default: [] }
start: a
tasks:
  a: { name: "Task {$total + 1}", offer: { roles: [clerk] }, input: { x: "$order?lines?*" }, output: { y: any }, set: { total: "sum($y?*?price)" }, next: [{ to: b, when: "$total > 1" }, { to: c, otherwise: true }] }
  b: { offer: { roles: [clerk] }, input: [order], output: [total], instances: { each: "$list", as: entry, index: number, min: 1, max: "$total", collect: "$total", into: results }, next: end }
  c: { offer: { roles: [clerk] }, input: [order], instances: { count: 3, atOnce: 2, tolerate: 10% }, cancels: ["a -> b", a], next: end }
`;
