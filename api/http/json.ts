/** Reads JSON bodies: with the position of a mistake, without what would harm code that walks them, and without a loss. */
import { findLoss } from "./json-losses.ts";
import { findMistake } from "./json-mistake.ts";
import type { ProblemError } from "./problem.ts";
import { Problem } from "./problem.ts";

/** Deeper values would overflow the stack of code that walks them recursively. */
const MAXIMUM_DEPTH = 200;

export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(text);
  }
  refuseHarmful(value);
  const loss = findLoss(text);
  if (loss) refuse(loss);
  return value;
}

function malformed(text: string): Problem {
  const { offset, message } = findMistake(text);
  const before = text.slice(0, offset).split("\n");
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
  return new Problem("malformed-json", `The body is not JSON: line ${line}, column ${column}: ${message}.`, {
    errors: [{ line, column, message }],
  });
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
