/** The connector `script`: computes its answer from its input by a JSONata expression. It reaches nothing outside. */
import { runInNewContext } from "node:vm";
import jsonata from "jsonata";
import { z } from "zod";
import type { JsonObject } from "../../yawl/model/json.ts";
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
  try {
    return jsonata(text);
  } catch (error) {
    return failure(`The expression is no JSONata: ${describe(error)}`, error);
  }
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
