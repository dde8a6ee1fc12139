/** The shape of the dialect: a specification as a developer writes it in YAML or JSON. `docs/dialect.md` explains it. */
import { z } from "zod";
import { elementId, key, type, variableName, variables } from "./shape-data.ts";
import { keptOfNet, keptOfSpecification, keptOfWork, logShape } from "./shape-kept.ts";
import { metadataShape } from "./shape-metadata.ts";
import { automation, next, task } from "./shape-task.ts";

/** Name under which the versions of a specification stand; it stands in URLs. */
const specificationId = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._~-]{0,199}$/, "an id has letters, digits, '.', '_', '~' and '-'");

const texts = z.record(z.string(), z.string());

const condition = z.strictObject({
  name: key(z.string(), "Title"),
  documentation: key(z.string(), "What it means that the condition holds"),
  next: next.describe("The tasks that take tokens from here: the first to start takes one"),
});

const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

const layout = z.strictObject({
  elements: key(z.record(elementId, box), "Left, top, width and height of tasks and conditions, in pixels"),
  flows: key(
    z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
    "Bends of flows (`a -> b`), from the first to the last",
  ),
});

const net = {
  input: key(variables, "Variables that the net is started with; required unless they say otherwise"),
  data: key(variables, "Variables of the net's own"),
  output: key(
    z.union([z.array(variableName), variables]),
    "Variables that are the net's result; or a type for each that is nothing else",
  ),
  start: z
    .union([
      next,
      z.strictObject({
        id: key(elementId, "Id of the input condition; `start` by default"),
        name: key(z.string(), "Title of the input condition"),
        documentation: key(z.string(), "When the net is started"),
        next: next.describe("The first task, or tasks"),
      }),
    ])
    .describe("The first task; several are a choice: the first one started withdraws the others"),
  end: key(
    z.strictObject({
      id: key(elementId, "Id of the output condition; `end` by default"),
      name: key(z.string(), "Title of the output condition"),
      documentation: key(z.string(), "What it means that the net has ended"),
    }),
    "The output condition, when it is not called `end`",
  ),
  conditions: key(
    z.record(elementId, condition),
    "States between tasks: several tasks that follow one are a deferred choice",
  ),
  tasks: z.record(elementId, task).describe("The tasks, by id"),
  attributes: key(texts, "Extended attributes, kept as they are"),
  layout: key(layout, "Where the net's elements are drawn"),
};

const inner = z
  .strictObject({
    name: key(z.string(), "Title of the net"),
    documentation: key(z.string(), "What the net is about"),
    root: key(z.string().min(1), "Root element of the net's XML view; its id by default"),
    log: key(logShape, "Texts for the log"),
    yawl: key(keptOfNet, "What .yawl files say besides"),
    ...net,
  })
  .meta({ id: "net", description: "A net: what a composite task does" });

const work = z
  .strictObject({
    name: key(z.string(), "Title"),
    documentation: key(z.string(), "What the work is about"),
    root: key(z.string().min(1), "Root element of its XML view; its id by default"),
    input: key(variables, "Input parameters with their types; none is required unless it says so"),
    output: key(variables, "Output parameters with their types; required unless they say otherwise"),
    automated: key(z.boolean(), "Done by a program, not by people; true when there is a `call`"),
    enablement: key(variables, "Parameters that are filled when the task is enabled"),
    log: key(logShape, "Texts for the log"),
    yawl: key(keptOfWork, "What .yawl files say besides"),
    codelet: key(z.string().min(1), "Name of a YAWL codelet"),
    service: key(z.string().min(1), "Address of a YAWL service"),
    attributes: key(texts, "Extended attributes, kept as they are"),
    ...automation,
  })
  .meta({ id: "work", description: "Work that several tasks share, or that comes from a .yawl file" });

/** Shape of a whole file; the JSON Schema for editors is made from it. */
export const specificationShape = z
  .strictObject({
    $schema: key(z.string(), "Address of this schema, for editors"),
    mizzen: z.union([z.literal(1), z.literal("1")]).describe("Version of the dialect: 1"),
    id: specificationId.describe("Name of the specification; its versions share it"),
    version: z
      .string()
      .regex(/^\d+(\.\d+){0,3}$/, "a version is numbers with dots")
      .describe('Numbers with dots, in quotes: "1.0"; new cases take the newest'),
    title: key(z.string().min(1).max(2000), "What people read; the id by default"),
    documentation: key(z.string(), "What the process is for"),
    metadata: key(metadataShape, "Creators, subjects, dates and so on"),
    expressions: key(z.enum(["xpath", "xquery", "jsonata"]), "Language of expressions that are plain text"),
    rootNet: key(
      z.union([
        elementId,
        z.strictObject({
          id: key(elementId, "Id of the root net"),
          name: key(z.string(), "Title of the root net"),
          documentation: key(z.string(), "What the root net is about"),
          root: key(z.string().min(1), "Root element of its XML view"),
          log: key(logShape, "Texts for the log"),
          yawl: key(keptOfNet, "What .yawl files say besides"),
        }),
      ]),
      "Id of the net that this file describes at its top; the specification's id by default",
    ),
    ...net,
    nets: key(z.record(elementId, inner), "Nets that composite tasks perform, by id"),
    work: key(z.record(elementId, work), "Work that tasks refer to, by id"),
    types: key(
      z.record(
        z.string().regex(/^\p{Lu}[\p{L}\p{N}_.-]*$/u, "a type's name begins with a capital letter"),
        type,
      ),
      "Types that several variables share, by name; the name begins with a capital letter",
    ),
    yawl: key(keptOfSpecification, "What .yawl files say besides"),
    schema: key(z.string(), "XML Schema text with the types that variables name by `xsd:`"),
  })
  .meta({ title: "Mizzen specification", description: "A YAWL process in Mizzen's dialect" });

/** A file of the dialect, as its shape lets it through. */
export type DialectSpecification = z.infer<typeof specificationShape>;
/** A net besides the root net as a file writes it. */
export type DialectNet = z.infer<typeof inner>;
/** Work that several tasks share, as a file writes it. */
export type DialectWork = z.infer<typeof work>;
/** Where figures stand, as a file writes it. */
export type DialectLayout = z.infer<typeof layout>;
