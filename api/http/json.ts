/** Reads JSON bodies: with the position of a mistake, and without what would harm code that walks them. */
import type { ProblemError } from "./problem.ts";
import { Problem } from "./problem.ts";

/** Deeper values would overflow the stack of code that walks them recursively. */
const MAXIMUM_DEPTH = 200;

export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { line, column } = positionOf(error, text);
    throw new Problem("malformed-json", `The body is not JSON: line ${line}, column ${column}.`, {
      errors: [{ line, column, message: sentenceOf(error) }],
    });
  }
  refuseHarmful(value);
  return value;
}

function positionOf(error: unknown, text: string): { readonly line: number; readonly column: number } {
  const found = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  const before = text.slice(0, found === undefined ? text.length : Number(found)).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The parser's message without the excerpt of the body that newer versions add. */
function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  return message.includes("end of")
    ? "it ends too early"
    : (/^[^,(]*?(?= in JSON|$|,)/.exec(message)?.[0] ?? "not JSON");
}

/** Walks without recursion. `__proto__` would change objects that are copied name by name. */
function refuseHarmful(value: unknown): void {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth > MAXIMUM_DEPTH)
      refuse({ message: `the value is nested deeper than ${MAXIMUM_DEPTH} levels` });
    if (Object.hasOwn(next.value, "__proto__")) refuse({ message: "a property cannot be called __proto__" });
    for (const inner of Object.values(next.value)) waiting.push({ value: inner, depth: next.depth + 1 });
  }
}

function refuse(error: ProblemError): never {
  throw new Problem("invalid-data", "The body holds a value that cannot be taken.", { errors: [error] });
}
