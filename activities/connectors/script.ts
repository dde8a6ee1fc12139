/**
 * The connector `script`: computes its answer from its input by a JSONata expression, with the limits that expressions have
 * everywhere (`yawl/data/expressionjsonata.ts`). It reaches nothing outside.
 */
import { z } from "zod";
import { MAX_LENGTH } from "../../yawl/data/budget.ts";
import { evaluateJsonata } from "../../yawl/data/expressionjsonata.ts";
import { jsonata } from "../../yawl/data/jsonatalibrary.ts";
import { isJsonObject } from "../../yawl/spec/json.ts";
import { ConnectorError, defineConnector } from "./contract.ts";
import { JSON_VALUE } from "./http/configuration.ts";

export const scriptConnector = defineConnector({
  name: "script",
  version: 1,
  title: "Script",
  description: "Transforms the task's input by a JSONata expression.",
  configuration: z.strictObject({
    expression: z
      .string()
      .min(1)
      .max(MAX_LENGTH)
      .describe("JSONata over an object with the input parameters"),
  }),
  input: z.record(z.string(), JSON_VALUE),
  output: z
    .record(z.string(), JSON_VALUE)
    .describe("the object that the expression gives; any other value as `result`"),
  check: ({ expression }) => {
    try {
      jsonata(expression);
      return [];
    } catch (error) {
      return [`The expression is no JSONata: ${describe(error)}.`];
    }
  },
  execute: async ({ expression }, input) => {
    const found = evaluateJsonata(expression, input, { now: Date.now() });
    if (!found.ok) throw new ConnectorError("script", found.fault.message, { retryable: false });
    const { value } = found;
    if (value === undefined) return {};
    return isJsonObject(value) ? value : { result: value };
  },
});

/** JSONata throws objects that are no errors, with their place in the text. */
function describe(error: unknown): string {
  const { message, position } = error as { readonly message?: unknown; readonly position?: unknown };
  const sentence = typeof message === "string" ? message.replace(/\.$/, "") : "it cannot be read";
  return typeof position === "number" ? `${sentence} (character ${position})` : sentence;
}
