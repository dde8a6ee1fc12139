/** Reads YAML (or JSON) of a known shape, with the place of everything that is wrong in it. */
import { LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import type { FaultDetail } from "../../spec/fault.ts";
import type { Place } from "../../spec/specification.ts";
import { Places, type Path } from "./places.ts";

/** How often aliases may multiply nodes: YAML's own way of a bomb. */
const MAX_ALIASES = 100;
const MOST_FINDINGS = 50;

export type ReadDocument<Content> =
  | { readonly ok: true; readonly content: Content; readonly place: (path: Path) => Place }
  | { readonly ok: false; readonly details: readonly FaultDetail[] };

/** The content of a document, if it has the shape. */
export function readDocument<Shape extends z.ZodType>(
  text: string,
  shape: Shape,
): ReadDocument<z.output<Shape>> {
  const lines = new LineCounter();
  let document: Document.Parsed;
  let content: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
    if (document.errors.length === 0) content = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return { ok: false, details: [{ line: 1, column: 1, message: reasonOf(error) }] };
  }
  if (document.errors.length > 0) {
    const details = document.errors.slice(0, MOST_FINDINGS).map(({ message, linePos }) => ({
      ...(linePos ? { line: linePos[0].line, column: linePos[0].col } : {}),
      message: sentenceOf(message),
    }));
    return { ok: false, details };
  }
  const places = new Places(document, lines);
  const repeated = places.repeatedKeys();
  if (repeated.length > 0) {
    const details = repeated.map(({ key, place }) => ({ ...place, message: `"${key}" stands here twice.` }));
    return { ok: false, details };
  }
  const parsed = shape.safeParse(content);
  if (parsed.success) return { ok: true, content: parsed.data, place: (path) => places.of(path) };
  const details = parsed.error.issues
    .flatMap((issue) => describe(issue))
    .slice(0, MOST_FINDINGS)
    .map(({ path, message }) => ({ element: path.join("/") || "file", ...places.of(path), message }));
  return { ok: false, details };
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
  const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ path, message: `${path.at(-1) ?? "The file"}: ${message}.` }];
}

/** How far into the value the first issue lies; an unknown key lies inside the object that has it. */
function depth(issues: readonly z.core.$ZodIssue[]): number {
  const [first] = issues;
  return first ? first.path.length + (first.code === "unrecognized_keys" ? 1 : 0) : 0;
}
