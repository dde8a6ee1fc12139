/** Reads a specification of the dialect, YAML or JSON, with the place of everything that is wrong in it. */
import { LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { fault, ok, type FaultDetail, type Result } from "../../spec/fault.ts";
import type { Place, Specification } from "../../spec/specification.ts";
import { Places, type Path } from "./places.ts";
import { specificationShape } from "./shape.ts";
import { translate } from "./translate.ts";

/** Characters of a file; more is refused before it is parsed. */
const MAX_LENGTH = 2_000_000;

/** How often aliases may multiply nodes: YAML's own way of a bomb. */
const MAX_ALIASES = 100;

export function readDialect(
  text: string,
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
      document.errors.slice(0, 50).map(({ message, linePos }) => ({
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
        .flatMap((issue) => describe(issue))
        .slice(0, 50)
        .map(({ path, message }) => ({
          element: path.join("/") || "file",
          ...place(path),
          message,
        })),
    );
  }
  const { specification, problems } = translate(parsed.data, place);
  if (problems.length > 0) return invalid(problems);
  return ok({ specification, warnings: [] });
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

/** Sentences for zod's issues; of a choice between shapes the one that came nearest is told. */
function describe(issue: z.core.$ZodIssue, base: Path = []): readonly { path: Path; message: string }[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `"${key}" is not known here${path.length === 0 ? "" : ` (in ${path.join("/")})`}.`,
    }));
  }
  if (issue.code === "invalid_union") {
    const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (nearest && depth(nearest) > 0) return nearest.flatMap((inner) => describe(inner, path));
  }
  return [{ path, message: `${path.at(-1) ?? "The file"}: ${issue.message}.` }];
}

/** How far into the value the first issue lies; an unknown key lies inside the object that has it. */
function depth(issues: readonly z.core.$ZodIssue[]): number {
  const [first] = issues;
  return first ? first.path.length + (first.code === "unrecognized_keys" ? 1 : 0) : 0;
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
