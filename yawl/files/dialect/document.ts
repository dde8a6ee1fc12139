/** Reads YAML (or JSON): data, or what has a known shape, with the place of everything that is wrong in it. */
import { isScalar, Scalar } from "yaml";
import type { z } from "zod";
import type { FaultDetail } from "../../model/fault.ts";
import type { Json } from "../../model/json.ts";
import { mistakesOf, type KeysAt } from "./mistakes.ts";
import { Places, type Path } from "./places.ts";
import { parseYaml } from "./yaml-source.ts";
import { inspectValues, isFormerBoolean } from "./yaml-values.ts";

/** Most findings that are reported at once. */
export const MOST_DETAILS = 50;

/** What was read and where each part stands, or what is wrong, each with its place. */
export type ReadDocument<Content> =
  | { readonly ok: true; readonly content: Content; readonly places: Places }
  | { readonly ok: false; readonly details: readonly FaultDetail[] };

/** Data as it is written: no number is rounded, no key lost. */
export function readData(text: string): ReadDocument<Json> {
  const opened = open(text);
  if (!opened.ok) return opened;
  const { content, places, numbers } = opened;
  if (numbers.size > 0) return { ok: false, details: [...numbers.values()].slice(0, MOST_DETAILS) };
  return { ok: true, content, places };
}

/**
 * The content of a document, if it has the shape. Where the shape has a text and the file an unquoted number or truth value,
 * the text is what is written: `version: 1.10` is "1.10".
 *
 * @param keysAt keys that a misspelt one may have meant
 */
export function readDocument<Shape extends z.ZodType>(
  text: string,
  shape: Shape,
  keysAt: KeysAt,
): ReadDocument<z.output<Shape>> {
  const opened = open(text);
  if (!opened.ok) return opened;
  const { content, places, numbers } = opened;
  const root = { content };
  let parsed = shape.safeParse(root.content);
  if (!parsed.success && takeTexts(root, parsed.error.issues, places, numbers))
    parsed = shape.safeParse(root.content);
  const shapeless = parsed.success
    ? []
    : parsed.error.issues
        .slice(0, MOST_DETAILS)
        .flatMap((issue) => mistakesOf(withFewKeys(issue), root.content, keysAt))
        .map(({ path, message }) => ({
          element: path.join("/") || "file",
          ...places.of(path),
          message: `${message}${booleanHint(places.nodeAt(path), message)}`,
        }));
  const details = [...shapeless, ...numbers.values()].slice(0, MOST_DETAILS);
  if (parsed.success && details.length === 0) return { ok: true, content: parsed.data, places };
  return { ok: false, details };
}

/** What to say besides where a truth value is wanted and one of YAML 1.1 stands. */
export function booleanHint(node: unknown, message: string): string {
  if (!isFormerBoolean(node) || !/\bboolean\b|true or false/.test(message)) return "";
  return ` In YAML 1.2 ${node.value} is a text: write ${/^(?:y|yes|on)$/i.test(node.value) ? "true" : "false"}.`;
}

/** A sentence for each of a hundred thousand keys would take long to find. */
function withFewKeys(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  return issue.code === "unrecognized_keys" ? { ...issue, keys: issue.keys.slice(0, MOST_DETAILS) } : issue;
}

type Opened =
  | { readonly ok: false; readonly details: readonly FaultDetail[] }
  | {
      readonly ok: true;
      readonly content: Json;
      readonly places: Places;
      /** what is wrong with numbers, unless they are texts */
      readonly numbers: Map<Scalar, FaultDetail>;
    };

function open(text: string): Opened {
  const parsed = parseYaml(text);
  if (!parsed.ok) return parsed;
  const { document, lines } = parsed;
  const places = new Places(document, lines);
  const { problems, numbers } = inspectValues(document);
  const repeated = places
    .repeatedKeys()
    .map(({ key, place }): FaultDetail => ({ ...place, message: `"${key}" stands here twice.` }));
  const details = [
    ...problems.map(({ node, message }): FaultDetail => ({ ...places.ofNode(node), message })),
    ...repeated,
  ];
  if (details.length > 0) return { ok: false, details: details.slice(0, MOST_DETAILS) };
  // What aliases multiply was counted before.
  const content = document.toJS({ maxAliasCount: -1 }) as Json;
  const told = [...numbers].map(
    ([scalar, message]) => [scalar, { ...places.ofNode(scalar), message }] as const,
  );
  return { ok: true, content, places, numbers: new Map(told) };
}

/**
 * Puts what is written where the shape has a text and the file a number or truth value.
 * @returns whether anything was put
 */
function takeTexts(
  root: { content: Json },
  issues: readonly z.core.$ZodIssue[],
  places: Places,
  numbers: Map<Scalar, FaultDetail>,
): boolean {
  let isChanged = false;
  for (const { path, isSure } of issues.flatMap((issue) => textsWanted(issue, []))) {
    const scalar = places.nodeAt(path);
    if (!isScalar(scalar) || scalar.type !== Scalar.PLAIN || scalar.source === undefined) continue;
    const isText = typeof scalar.value === "number" || (isSure && typeof scalar.value === "boolean");
    if (!isText || !put(root, path, scalar.source)) continue;
    numbers.delete(scalar);
    isChanged = true;
  }
  return isChanged;
}

interface TextWanted {
  readonly path: Path;
  /** nothing but a text is possible */
  readonly isSure: boolean;
}

/** Where a text is missing: in a choice of shapes none of which took what is there, if one of them is a text. */
function textsWanted(issue: z.core.$ZodIssue, base: Path, isSure = true): readonly TextWanted[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "invalid_union")
    return issue.errors.flat().flatMap((inner) => textsWanted(inner, path, false));
  return issue.code === "invalid_type" && issue.expected === "string" ? [{ path, isSure }] : [];
}

/** Content is made anew for each reading, so that it may be changed. */
function put(root: { content: Json }, path: Path, text: string): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  let value: unknown = root.content;
  for (const part of path.slice(0, -1)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, last)) return false;
  (value as Record<string | number, unknown>)[last] = text;
  return true;
}
