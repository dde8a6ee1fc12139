/** Reads JSON bodies: with the position of a mistake, without what would harm code that walks them, and without a loss. */
import { readJson } from "../../yawl/model/json-text.ts";
import { Problem } from "./problem.ts";

export function parseJson(text: string): unknown {
  const read = readJson(text);
  if (read.ok) return read.value;
  const { kind, line, column, pointer, message } = read.problem;
  if (kind === "malformed") {
    throw new Problem("malformed-json", `The body is not JSON: line ${line}, column ${column}: ${message}.`, {
      errors: [{ line: line ?? 1, column: column ?? 1, message }],
    });
  }
  throw new Problem("invalid-data", "The body holds a value that cannot be taken.", {
    errors: [{ ...(pointer !== undefined && { pointer }), message }],
  });
}
