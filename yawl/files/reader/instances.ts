/** Multiple-instance attributes of tasks. */
import { NO_BOUND, type Expression, type Instances } from "../../model/specification.ts";
import { NUMBER, parseExpression, xquery } from "./expressions.ts";
import { isBound, isExpression, isText, isTolerance } from "./extension.ts";
import { quoted } from "./findings.ts";
import { readMaybeQuery, readQuery } from "./flows.ts";
import type { Part } from "./part.ts";

/** What YAWL's editor writes for a bound that was not given. */
export const INFINITE = 2_147_483_647;

/** Multiple-instance attributes, which the task says by `xsi:type` or has. */
export function readInstances(task: Part): Instances | undefined {
  const declared = task.xsiType === "MultipleInstanceExternalTaskFactsType";
  if (!declared && !task.one("miDataInput")) return undefined;
  const creation = task.required("creationMode");
  const input = readInput(task);
  const output = task.one("miDataOutput");
  const count = task.extra("count", isExpression);
  const index = task.extra("index", isText);
  const atOnce = task.extra("atOnce", isBound);
  const tolerate = task.extra("tolerate", isTolerance);
  return {
    minimum: readBound(task, "minimum"),
    maximum: readBound(task, "maximum"),
    threshold: readBound(task, "threshold"),
    creation: creation?.oneOf(creation.attribute("code"), ["static", "dynamic"], "static") ?? "static",
    ...(input && { input }),
    ...(count && { count }),
    ...(index !== undefined && { index }),
    ...(output && { output: readOutput(output) }),
    ...(atOnce !== undefined && { atOnce }),
    ...(tolerate !== undefined && { tolerate }),
  };
}

function readInput(task: Part): Instances["input"] {
  const part = task.required("miDataInput");
  if (!part) return { query: xquery(""), splitter: xquery(""), parameter: "" };
  const query = readMaybeQuery(part, "expression");
  const splitter = readMaybeQuery(part, "splittingExpression");
  const parameter = part.requiredText("formalInputParam");
  return query && { query, ...(splitter && { splitter }), parameter };
}

function readOutput(part: Part): NonNullable<Instances["output"]> {
  const joiner = readMaybeQuery(part, "outputJoiningExpression");
  return {
    query: readQuery(part, "formalOutputExpression"),
    ...(joiner && { joiner }),
    variable: part.requiredText("resultAppliedToLocalVariable"),
  };
}

/** A bound on the number of instances: a whole number, or a query over the net's data. */
function readBound(task: Part, element: string): number | Expression {
  const text = task.requiredText(element);
  if (!NUMBER.test(text)) return parseExpression(text) ?? NO_BOUND;
  const number = Number(text);
  if (number === INFINITE) return NO_BOUND;
  if (Number.isSafeInteger(number) && number >= 0) return number;
  task.one(element)?.error(`The ${element} ${quoted(text)} is no number of instances.`);
  return 0;
}
