/** Reads a specification of the dialect, YAML or JSON, with the place of everything that is wrong in it. */
import { fault, ok, type FaultDetail, type Result } from "../../model/fault.ts";
import type { Specification } from "../../model/specification.ts";
import { booleanHint, MOST_DETAILS, readDocument } from "./document.ts";
import type { Places } from "./places.ts";
import { keysAt } from "./schema.ts";
import { specificationShape } from "./shape.ts";
import { ExpressionParser } from "./syntax.ts";
import { translate } from "./translate.ts";

/** Characters of a file; more is refused before it is parsed. */
const MAX_LENGTH = 2_000_000;

/** @param options.checksExpressions whether expressions are parsed and their variables looked for; they are by default */
export function readDialect(
  text: string,
  { checksExpressions = true }: { readonly checksExpressions?: boolean } = {},
): Result<{ readonly specification: Specification; readonly warnings: readonly FaultDetail[] }> {
  if (text.length > MAX_LENGTH) {
    return fault("too-large", `The file has more than ${MAX_LENGTH} characters.`);
  }
  const read = readDocument(text, specificationShape, keysAt);
  if (!read.ok) return invalid(read.details);
  const { content, places } = read;
  const { specification, problems, schema } = translate(
    content,
    (path) => places.of(path),
    checksExpressions ? new ExpressionParser() : undefined,
  );
  const hinted = problems.map((problem) => {
    const node = places.nodeAt(problem.element?.split("/") ?? []);
    return { ...problem, message: `${problem.message}${booleanHint(node, problem.message)}` };
  });
  const errors = [...inFile(schema.errors, places), ...hinted];
  if (errors.length > 0) return invalid(errors.slice(0, MOST_DETAILS));
  return ok({ specification, warnings: inFile(schema.warnings, places) });
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
