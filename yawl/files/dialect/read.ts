/** Reads a specification of the dialect, YAML or JSON, with the place of everything that is wrong in it. */
import { LineCounter, parseDocument, type Document } from "yaml";
import { fault, ok, type FaultDetail, type Result } from "../../spec/fault.ts";
import type { Place, Specification } from "../../spec/specification.ts";
import { mistakesOf } from "./mistakes.ts";
import { Places, type Path } from "./places.ts";
import { specificationShape } from "./shape.ts";
import { ExpressionParser } from "./syntax.ts";
import { translate } from "./translate.ts";

/** Characters of a file; more is refused before it is parsed. */
const MAX_LENGTH = 2_000_000;

/** Most findings that one fault lists. */
const MOST_DETAILS = 50;

/** How often aliases may multiply nodes: YAML's own way of a bomb. */
const MAX_ALIASES = 100;

/** @param options.checksExpressions whether expressions are parsed and their variables looked for; they are by default */
export function readDialect(
  text: string,
  { checksExpressions = true }: { readonly checksExpressions?: boolean } = {},
): Result<{ readonly specification: Specification; readonly warnings: readonly FaultDetail[] }> {
  if (text.length > MAX_LENGTH) {
    return fault("too-large", `The file has more than ${MAX_LENGTH} characters.`);
  }
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
  } catch (error) {
    return invalid([{ line: 1, column: 1, message: reasonOf(error) }]);
  }
  if (document.errors.length > 0) {
    return invalid(
      document.errors.slice(0, MOST_DETAILS).map(({ message, linePos }) => ({
        ...(linePos ? { line: linePos[0].line, column: linePos[0].col } : {}),
        message: sentenceOf(message),
      })),
    );
  }
  const places = new Places(document, lines);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return invalid([{ line: 1, column: 1, message: reasonOf(error) }]);
  }
  const repeated = places.repeatedKeys();
  if (repeated.length > 0) {
    return invalid(repeated.map(({ key, place }) => ({ ...place, message: `"${key}" stands here twice.` })));
  }
  const place = (path: Path): Place => places.of(path);
  const parsed = specificationShape.safeParse(content);
  if (!parsed.success) {
    return invalid(
      parsed.error.issues
        .flatMap((issue) => mistakesOf(issue, content))
        .slice(0, MOST_DETAILS)
        .map(({ path, message }) => ({
          element: path.join("/") || "file",
          ...place(path),
          message,
        })),
    );
  }
  const { specification, problems, schema } = translate(
    parsed.data,
    place,
    checksExpressions ? new ExpressionParser() : undefined,
  );
  const errors = [...inFile(schema.errors, places), ...problems];
  if (errors.length > 0) return invalid(errors.slice(0, MOST_DETAILS));
  return ok({ specification, warnings: inFile(schema.warnings, places) });
}

/** The library's message without the place and the excerpt; it tells a stack overflow as an error of the file. */
function sentenceOf(message: string): string {
  if (/call stack/.test(message)) return "The file nests too deep.";
  return message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? "The file is not YAML.";
}

/** The parser recurses: what nests too deep ends in a stack overflow, and aliases that multiply in its own error. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return "The file nests too deep.";
  return error instanceof Error ? error.message : "The file is not YAML.";
}

/** What is said of the XML Schema text, by the lines of the file that the text stands in. */
function inFile(details: readonly FaultDetail[], places: Places): FaultDetail[] {
  const key = places.of(["schema"]);
  const first = places.textLine(["schema"]);
  return details.map(({ line, column, ...detail }) => ({
    element: "schema",
    ...detail,
    ...(first === undefined || line === undefined ? key : { line: first + line - 1, column: column ?? 1 }),
  }));
}

function invalid(details: readonly FaultDetail[]): Result<never> {
  const [first] = details;
  const where = first?.line === undefined ? "" : ` (line ${first.line})`;
  return fault(
    "invalid-specification",
    `The file is no specification: ${first?.message ?? "it is empty"}${where}`,
    details,
  );
}
