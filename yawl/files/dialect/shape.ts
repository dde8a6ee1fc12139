/** The shape of the dialect: a specification as a developer writes it in YAML or JSON. `docs/dialect.md` explains it. */
import { z } from "zod";

/** Ids stand in URLs, in paths of net instances and in expressions. */
const id = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,79}$/, "an id starts with a letter and has letters, digits, _ and -");

/** Name under which the versions of a specification stand. */
const specificationId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, "an id has letters, digits, '.', '_' and '-'");

const expression = z.string().min(1).max(20_000);

/** `string`, or a JSON Schema with `required` and `default` beside it. */
const type = z.union([
  z.enum(["string", "number", "integer", "boolean", "date", "dateTime", "object", "array", "any"]),
  z.looseObject({
    required: z.union([z.boolean(), z.array(z.string())]).optional(),
    default: z.json().optional(),
  }),
]);

const variables = z.record(id, type);

const flow = z.union([
  id,
  z.strictObject({ to: id, when: expression.optional(), otherwise: z.literal(true).optional() }),
]);

const next = z.union([flow, z.array(flow).min(1)]);

const people = z.strictObject({
  roles: z.array(z.string().min(1)).optional(),
  participants: z.array(z.string().min(1)).optional(),
  /** variables of the net that name participants or roles */
  participantsFrom: z.array(id).optional(),
  rolesFrom: z.array(id).optional(),
});

const bound = z.union([z.number().int().min(0), expression]);

const instances = z.strictObject({
  each: expression.optional(),
  as: id.optional(),
  count: z.union([z.number().int().min(0), expression]).optional(),
  index: id.optional(),
  min: bound.optional(),
  max: bound.optional(),
  threshold: bound.optional(),
  creation: z.enum(["static", "dynamic"]).optional(),
  collect: expression.optional(),
  into: id.optional(),
});

const privilege = z.enum(["suspend", "reallocate", "deallocate", "delegate", "skip", "pile"]);

const task = z.strictObject({
  name: z.string().min(1).max(500).optional(),
  documentation: z.string().optional(),
  join: z.enum(["and", "xor", "or"]).optional(),
  split: z.enum(["and", "xor", "or"]).optional(),
  next,
  cancels: z.array(z.string().min(1)).optional(),
  net: id.optional(),
  offer: z.union([people, z.literal("administrator")]).optional(),
  privileges: z.array(privilege).optional(),
  input: z.union([z.array(id), z.record(id, expression)]).optional(),
  output: z.union([z.array(id), variables]).optional(),
  set: z.record(id, expression).optional(),
  instances: instances.optional(),
});

const condition = z.strictObject({ name: z.string().optional(), next });

const net = {
  input: variables.optional(),
  data: variables.optional(),
  output: z.array(id).optional(),
  start: next,
  conditions: z.record(id, condition).optional(),
  tasks: z.record(id, task),
};

export const specificationShape = z.strictObject({
  mizzen: z.union([z.literal(1), z.literal("1")]),
  id: specificationId,
  version: z.union([z.string().regex(/^\d+(\.\d+){0,3}$/, "a version is numbers with dots"), z.number()]),
  title: z.string().min(1).max(200).optional(),
  documentation: z.string().optional(),
  ...net,
  nets: z.record(id, z.strictObject(net)).optional(),
});

export type DialectSpecification = z.infer<typeof specificationShape>;
export type DialectNet = Pick<
  DialectSpecification,
  "input" | "data" | "output" | "start" | "conditions" | "tasks"
>;
export type DialectTask = z.infer<typeof task>;
export type DialectType = z.infer<typeof type>;
export type DialectFlows = z.infer<typeof next>;
