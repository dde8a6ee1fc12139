/** Sentences for what zod finds wrong in a file. */
import type { z } from "zod";
import { didYouMean } from "./near.ts";
import type { Path } from "./places.ts";

/** A mistake of shape: where, and what to do about it. */
export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** The keys that the object at a place of a file may have. */
export type KeysAt = (path: Path) => readonly string[];

/**
 * Of a choice between shapes the one that came nearest is reported.
 * @param content the whole file's
 */
export function mistakesOf(
  issue: z.core.$ZodIssue,
  content: unknown,
  keysAt: KeysAt,
  base: Path = [],
): readonly Mistake[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "unrecognized_keys") {
    const where = path.length === 0 ? "" : ` (in ${path.join("/")})`;
    return issue.keys.map((name) => ({
      path: [...path, name],
      message: `"${name}" is not known here${where}.${didYouMean(name, keysAt(path))}`,
    }));
  }
  if (path.length > 0 && valueAt(content, path) === undefined) {
    const where = path.length > 1 ? ` (in ${path.slice(0, -1).join("/")})` : "";
    return [{ path, message: `"${path.at(-1)}" is missing${where}.` }];
  }
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options)) {
    const options: readonly string[] = issue.options.map(String);
    const ways = options.map((option) => JSON.stringify(option)).join(", ");
    const hint = didYouMean(String(valueAt(content, path)), options);
    return [{ path, message: `${sentence(path, `it must be one of ${ways}`)}${hint}` }];
  }
  if (issue.code === "invalid_union") {
    const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (nearest && depth(nearest) > 0)
      return nearest.flatMap((inner) => mistakesOf(inner, content, keysAt, path));
    const ways = [...new Set(issue.errors.flat().flatMap(waysOf))];
    const only = ways.length === 1 && !/^(an?|"|\d)/.test(ways[0] ?? "");
    return [
      {
        path,
        message: sentence(path, only ? (ways[0] ?? "") : `it must be ${ways.slice(0, 4).join("; or ")}`),
      },
    ];
  }
  if (issue.code === "invalid_key")
    return [{ path, message: sentence(path, issue.issues[0]?.message ?? "") }];
  if (issue.code === "invalid_value") {
    const one = issue.values.length === 1 ? "" : "one of ";
    const hint = didYouMean(String(valueAt(content, path)), issue.values.map(String));
    return [{ path, message: `${sentence(path, `it must be ${one}${valuesOf(issue)}`)}${hint}` }];
  }
  if (issue.code === "too_big" || issue.code === "too_small")
    return [{ path, message: sentence(path, boundOf(issue)) }];
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    const found = typeOf(valueAt(content, path));
    return path.length === 0 && found === "null"
      ? [{ path, message: "The file is empty." }]
      : [{ path, message: sentence(path, `it must be ${waysOf(issue).join("; or ")}, not ${found}`) }];
  }
  return [{ path, message: sentence(path, plain(issue.message)) }];
}

function boundOf(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const [word, bound] = issue.code === "too_big" ? ["at most", issue.maximum] : ["at least", issue.minimum];
  const unit =
    issue.origin === "string" ? " characters long" : issue.origin === "array" ? " entries long" : "";
  return `it must be ${word} ${String(bound)}${unit}`;
}

/** What a value is, for people. */
function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** What a shape would have taken; shapes may be choices themselves. */
function waysOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(waysOf);
  if (issue.code === "invalid_value") return [valuesOf(issue)];
  if (issue.code !== "invalid_type") return [plain(issue.message)];
  const name = issue.expected === "record" ? "object" : issue.expected;
  return [/^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`];
}

function valuesOf({ values }: z.core.$ZodIssueInvalidValue): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

function plain(message: string): string {
  return message.replace(/^Invalid (input|string): /, "");
}

function sentence(path: Path, message: string): string {
  return `${path.at(-1) ?? "The file"}: ${message}.`;
}

function valueAt(content: unknown, path: Path): unknown {
  let value = content;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
}

/** How far into the value the first issue lies; an unknown key lies inside the object that has it. */
function depth(issues: readonly z.core.$ZodIssue[]): number {
  const [first] = issues;
  if (!first) return 0;
  const inner = first.code === "invalid_union" ? Math.max(0, ...first.errors.map(depth)) : 0;
  return first.path.length + inner + (first.code === "unrecognized_keys" ? 1 : 0);
}
