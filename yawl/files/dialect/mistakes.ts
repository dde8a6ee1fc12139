/** Sentences for what zod finds wrong in a file. */
import type { z } from "zod";
import { didYouMean } from "./near.ts";
import type { Path } from "./places.ts";

export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** The keys that the object at a place of a file may have. */
export type KeysAt = (path: Path) => readonly string[];

/** Of a choice between shapes the one that came nearest is told. */
export function mistakesOf(issue: z.core.$ZodIssue, keysAt: KeysAt, base: Path = []): readonly Mistake[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((name) => {
        const where = path.length === 0 ? "" : ` (in ${path.join("/")})`;
        return {
          path: [...path, name],
          message: `"${name}" is not known here${where}.${didYouMean(name, keysAt(path))}`,
        };
      });
    case "invalid_union": {
      const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
      if (nearest && depth(nearest) > 0) return nearest.flatMap((inner) => mistakesOf(inner, keysAt, path));
      return [{ path, message: oneOfSeveral(issue, path) }];
    }
    case "invalid_key":
      return [{ path, message: sentence(path, issue.issues[0]?.message ?? issue.message) }];
    case "invalid_type": {
      const isMissing = issue.input === undefined && issue.message.endsWith("received undefined");
      const message = isMissing
        ? `"${path.at(-1)}" is missing${placeName(path)}.`
        : sentence(path, plain(issue.message));
      return [{ path, message }];
    }
    case "invalid_value": {
      const values = issue.values.map((value) => JSON.stringify(value)).join(", ");
      return [
        {
          path,
          message: sentence(path, `it must be ${issue.values.length === 1 ? "" : "one of "}${values}`),
        },
      ];
    }
    default:
      return [{ path, message: sentence(path, plain(issue.message)) }];
  }
}

/** None of the shapes is near: what each of them would take. */
function oneOfSeveral({ errors }: z.core.$ZodIssueInvalidUnion, path: Path): string {
  const own = errors.flat().map((issue) => {
    if (issue.code === "invalid_format") return issue.message;
    if (issue.code === "invalid_value") return issue.values.map((value) => JSON.stringify(value)).join(", ");
    return issue.code === "invalid_type" ? an(issue.expected) : plain(issue.message);
  });
  const ways = [...new Set(own)];
  return sentence(path, `it must be ${ways.slice(0, 4).join("; or ")}`);
}

function an(kind: string): string {
  const name = kind === "record" ? "object" : kind;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

function placeName(path: Path): string {
  return path.length > 1 ? ` (in ${path.slice(0, -1).join("/")})` : "";
}

function plain(message: string): string {
  return message.replace(/^Invalid (input|string): /, "");
}

function sentence(path: Path, message: string): string {
  return `${path.at(-1) ?? "The file"}: ${message}.`;
}

/** How far into the value the first issue lies; an unknown key lies inside the object that has it. */
function depth(issues: readonly z.core.$ZodIssue[]): number {
  const [first] = issues;
  if (!first) return 0;
  const inner = first.code === "invalid_union" ? Math.max(0, ...first.errors.map(depth)) : 0;
  return first.path.length + inner + (first.code === "unrecognized_keys" ? 1 : 0);
}
