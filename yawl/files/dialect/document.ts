/** Reads YAML (or JSON) of a known shape, with the place of everything that is wrong in it. */
import { LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import type { FaultDetail } from "../../model/fault.ts";
import { mistakesOf, type KeysAt } from "./mistakes.ts";
import { Places } from "./places.ts";

/** How often aliases may multiply nodes: YAML's own way of a bomb. */
const MAX_ALIASES = 100;

/** Most findings that are told at once. */
export const MOST_DETAILS = 50;

export type ReadDocument<Content> =
  | { readonly ok: true; readonly content: Content; readonly places: Places }
  | { readonly ok: false; readonly details: readonly FaultDetail[] };

/**
 * The content of a document, if it has the shape.
 * @param keysAt keys that a misspelt one may have meant
 */
export function readDocument<Shape extends z.ZodType>(
  text: string,
  shape: Shape,
  keysAt: KeysAt,
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
    const details = document.errors.slice(0, MOST_DETAILS).map(({ message, linePos }) => ({
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
  if (parsed.success) return { ok: true, content: parsed.data, places };
  const details = parsed.error.issues
    .flatMap((issue) => mistakesOf(issue, content, keysAt))
    .slice(0, MOST_DETAILS)
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
