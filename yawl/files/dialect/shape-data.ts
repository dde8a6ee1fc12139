/** The parts of the dialect's shape that say what data looks like and where it comes from: types, variables, expressions. */
import { z } from "zod";
import { keptOfVariable, logShape } from "./shape-kept.ts";

/** A key that may be left out, with the sentence that editors show for it. */
export function key<Shape extends z.ZodType>(shape: Shape, description: string) {
  return shape.optional().describe(description);
}

/** Ids of nets, tasks, conditions and shared work: one line, no arrow, since `a -> b` names a flow. */
export const elementId = z
  .string()
  .max(200)
  .regex(/^(?!.*->)[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, "an id is one line without spaces at its ends")
  .meta({ id: "id", description: "Id of a task, condition, net or shared work" });

/** Names of variables and parameters: they are names of XML elements, and `$name` in expressions. */
export const variableName = z
  .string()
  .max(200)
  .regex(
    /^[\p{L}_][\p{L}\p{N}_.-]*$/u,
    "a name starts with a letter and has letters, digits, '_', '-' and '.'",
  )
  .meta({ id: "name", description: "Name of a variable or parameter" });

const text = z.string().min(1).max(100_000);

/** Shape of an expression: a text in the file's language, or one that names its language. */
export const expression = z
  .union([
    text.describe("An expression in the file's language: XPath 3.1 unless `expressions` says otherwise"),
    z.strictObject({ xpath: text.describe("XPath 3.1 over JSON: every variable is $name") }),
    z.strictObject({
      xquery: z.string().max(100_000).describe("XQuery 3.1 over the XML view of the data, as in .yawl files"),
    }),
    z.strictObject({ jsonata: text.describe("JSONata over one object with all variables") }),
    z.strictObject({ variable: text.describe("The value of this variable, as it is") }),
  ])
  .meta({ id: "expression", description: "An expression over the variables" });

/** Types by one word; with `?` the variable need not have a value. */
export const WORDS = [
  "string",
  "number",
  "integer",
  "boolean",
  "date",
  "dateTime",
  "object",
  "array",
  "any",
] as const;

const optionalWords = WORDS.map((word) => `${word}?` as const);

/** `Order` is one of the file's `types`, `xsd:OrderType` one of its XML Schema or of XML Schema itself. */
const REFERENCE = /^(\p{Lu}[\p{L}\p{N}_.-]*|xsd:[^\s?]+)\??$/u;

const reference = z
  .string()
  .regex(
    REFERENCE,
    "a type is one of string, number, integer, boolean, date, dateTime, object, array, any, one of the file's `types`, or xsd:Name",
  )
  .describe("One of the file's `types`, or `xsd:Name` of its XML Schema; with `?` when it may be left out");

const declared = z
  .looseObject({
    type: key(
      z.union([
        z.enum([...WORDS, "null"]),
        reference,
        z.array(z.enum(["string", "number", "integer", "boolean", "object", "array", "null"])).min(1),
      ]),
      "A word as `string` or `date`, one of the file's `types`, or as JSON Schema has it",
    ),
    required: key(
      z.union([z.boolean(), z.array(z.string())]),
      "true or false: whether the variable needs a value; a list: the properties that an object needs (JSON Schema)",
    ),
    default: key(z.json(), "The value when none is given"),
    initialXml: key(z.string(), "The value when none is given, as XML content (from .yawl files)"),
    documentation: key(z.string(), "What the variable is for"),
    attributes: key(z.record(z.string(), z.string()), "Extended attributes, kept for editors and forms"),
    log: key(logShape, "Texts for the log"),
    yawl: key(keptOfVariable, "What .yawl files say besides"),
    xsd: key(z.string().min(1), "Name of a type of the file's XML Schema, or of a built-in one as `string`"),
    element: key(z.string().min(1), "Name of an element that the file's XML Schema declares"),
    schema: key(
      z.record(z.string(), z.json()),
      "A whole JSON Schema, for one whose own keys would be taken for the variable's",
    ),
  })
  .describe("A JSON Schema (2020-12), with `required: true` or `false` and `default` beside it");

/** Shape of a variable's type: a word, a reference, or a JSON Schema. */
export const type = z
  .union([
    z.enum([...WORDS, ...optionalWords]).describe("A type by one word; with `?` when it may be left out"),
    reference,
    declared,
  ])
  .meta({ id: "type", description: "The type of a variable" });

/** Variables by name, each with its type. */
export const variables = z.record(variableName, type);

/** Names pass what has the same name; objects give an expression for each. */
export const mappings = z
  .union([
    z.array(z.union([variableName, z.record(variableName, expression)])),
    z.record(variableName, expression),
  ])
  .meta({ id: "mappings", description: "Names, or names with the expressions that give their values" });

/** An expression as a file writes it. */
export type DialectExpression = z.infer<typeof expression>;
/** A variable's type as a file writes it. */
export type DialectType = z.infer<typeof type>;
/** Variables as a file declares them. */
export type DialectVariables = z.infer<typeof variables>;
/** What goes into a task or comes out of it, as a file writes it. */
export type DialectMappings = z.infer<typeof mappings>;
/** A type that is a schema of its own. */
export type DeclaredType = z.infer<typeof declared>;
