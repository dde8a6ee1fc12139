/** The connector `script`: computes its answer from its input by a JSONata expression. It reaches nothing outside. */
import { runInNewContext } from "node:vm";
import jsonata from "jsonata";
import { z } from "zod";
import type { JsonObject } from "../../yawl/model/json.ts";
import { isHeldNumber } from "../../yawl/model/json-number.ts";
import { isJsonObject } from "../../yawl/model/json.ts";
import { ConnectorError, defineConnector } from "./contract.ts";
import { JSON_VALUE } from "./http/configuration.ts";

const LONGEST_EXPRESSION = 20_000;
const MOST_STEPS = 1_000_000;
const DEEPEST = 500;
const LARGEST_RESULT = 10_000_000;
/** milliseconds */
const TIME_LIMIT = 1_000;

export const scriptConnector = defineConnector({
  name: "script",
  version: 1,
  title: "Script",
  description: "Transforms the task's input by a JSONata expression.",
  configuration: z.strictObject({
    expression: z
      .string()
      .min(1)
      .max(LONGEST_EXPRESSION)
      .describe("JSONata; sees the input as its document and each parameter as a variable"),
  }),
  input: z.record(z.string(), JSON_VALUE),
  output: z
    .record(z.string(), JSON_VALUE)
    .describe("the object that the expression gives; else its value as `result`"),
  check: ({ expression }) => {
    const compiled = compile(expression);
    return compiled instanceof ConnectorError ? [compiled.message] : [];
  },
  execute: async ({ expression }, input) => {
    const compiled = compile(expression);
    if (compiled instanceof ConnectorError) throw compiled;
    return evaluate(compiled, input);
  },
});

function compile(text: string): jsonata.Expression | ConnectorError {
  // What counts the steps lives among the variables, where an expression could put something else.
  const own = /\$__evaluate_\w*/.exec(text)?.[0];
  if (own !== undefined) return failure(`The name ${own} is the engine's own.`);
  try {
    const compiled = jsonata(text);
    const number = unheldNumber(compiled.ast(), text);
    if (number === undefined) return compiled;
    return failure(`The expression has a number that cannot be kept (${number}): write it as text.`);
  } catch (error) {
    return failure(`The expression is no JSONata: ${describe(error)}`, error);
  }
}

/** The digits of the first number of an expression that JavaScript cannot hold. */
function unheldNumber(tree: unknown, text: string): string | undefined {
  const waiting = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node !== "object" || node === null) continue;
    const { type, position } = node as { readonly type?: unknown; readonly position?: unknown };
    if (type === "number" && typeof position === "number") {
      // the position is where the number ends
      const [digits] = /\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.exec(text.slice(0, position)) ?? [];
      if (digits !== undefined && !isHeldNumber(digits)) return digits;
    }
    waiting.push(...Object.values(node));
  }
  return undefined;
}

function isFunction(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "function";
  return "_jsonata_lambda" in value || "_jsonata_function" in value;
}

/** JSONata rounds to 15 digits what it makes a text of, and makes any number of a text. */
function keepNumbers(expression: jsonata.Expression): void {
  const number = (value: unknown): unknown => {
    if (typeof value === "number" || value === undefined) return value;
    if (typeof value === "boolean") return value ? 1 : 0;
    const text = typeof value === "string" ? value : "";
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][-+]?\d+)?$/.test(text) && isHeldNumber(text)) return Number(text);
    if (/^0[xob][\da-f]+$/i.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    throw failure(`$number(${JSON.stringify(text.slice(0, 60))}): that is no number that can be kept.`);
  };
  const string = (value: unknown, isIndented?: boolean): unknown => {
    if (value === undefined || typeof value === "string") return value;
    if (typeof value === "number" && !Number.isFinite(value))
      throw failure("$string: the number is not finite.");
    const plain = (_: string, part: unknown): unknown => (isFunction(part) ? "" : part);
    return isFunction(value) ? "" : JSON.stringify(value, plain, isIndented === true ? 2 : undefined);
  };
  expression.registerFunction("number", number, "<(nsb)-:n>");
  expression.registerFunction("string", string, "<x-b?:s>");
}

function failure(message: string, cause?: unknown): ConnectorError {
  return new ConnectorError("script", message, { retryable: false, cause });
}

/** JSONata throws objects that are no errors, with their place in the text. */
function describe(error: unknown): string {
  const { message, position } = error as { readonly message?: unknown; readonly position?: unknown };
  const sentence = typeof message === "string" ? message.replace(/\.$/, "") : "it cannot be evaluated";
  return typeof position === "number" ? `${sentence} (character ${position}).` : `${sentence}.`;
}

/** Stops an evaluation that takes too many steps or goes too deep, as an error that cannot be caught in JSONata. */
function limitSteps(expression: jsonata.Expression): void {
  let steps = 0;
  let depth = 0;
  expression.assign("__evaluate_entry", () => {
    steps += 1;
    depth += 1;
    if (steps > MOST_STEPS) throw failure(`The expression takes more than ${MOST_STEPS} steps.`);
    if (depth > DEEPEST) throw failure(`The expression calls itself more than ${DEEPEST} levels deep.`);
  });
  expression.assign("__evaluate_exit", () => {
    depth -= 1;
  });
}

function evaluate(expression: jsonata.Expression, input: JsonObject): JsonObject {
  limitSteps(expression);
  keepNumbers(expression);
  // Text as code would escape what was checked at upload.
  expression.registerFunction("eval", () => {
    throw failure("The function $eval is not available.");
  });
  let result: unknown;
  try {
    // The steps say nothing of a regular expression that backtracks without end; V8's own time limit ends that too.
    runInNewContext(
      "run()",
      {
        run: () => {
          result = expression.evaluate(structuredClone(input), input);
        },
      },
      { timeout: TIME_LIMIT },
    );
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
      throw failure(`The expression takes longer than ${TIME_LIMIT / 1000} seconds.`);
    }
    throw failure(`The expression failed: ${describe(error)}`, error);
  }
  // Results are sequences with properties of JSONata's own, which JSON does not keep.
  const text = JSON.stringify(result) as string | undefined;
  if (text !== undefined && text.length > LARGEST_RESULT) {
    throw failure(`The result has more than ${LARGEST_RESULT} characters.`);
  }
  const value: unknown = text === undefined ? {} : JSON.parse(text);
  return isJsonObject(value) ? value : { result: value as JsonObject[string] };
}
