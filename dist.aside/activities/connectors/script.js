import { runInNewContext } from "node:vm";
import jsonata from "jsonata";
import { z } from "zod";
import { isJsonObject } from "../../yawl/model/json.js";
import { ConnectorError, defineConnector } from "./contract.js";
import { JSON_VALUE } from "./http/configuration.js";
const LONGEST_EXPRESSION = 20_000;
const MOST_STEPS = 1_000_000;
const DEEPEST = 500;
const LARGEST_RESULT = 10_000_000;
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
        if (compiled instanceof ConnectorError)
            throw compiled;
        return evaluate(compiled, input);
    },
});
function compile(text) {
    try {
        return jsonata(text);
    }
    catch (error) {
        return failure(`The expression is no JSONata: ${describe(error)}`, error);
    }
}
function failure(message, cause) {
    return new ConnectorError("script", message, { retryable: false, cause });
}
function describe(error) {
    const { message, position } = error;
    const sentence = typeof message === "string" ? message.replace(/\.$/, "") : "it cannot be evaluated";
    return typeof position === "number" ? `${sentence} (character ${position}).` : `${sentence}.`;
}
function limitSteps(expression) {
    let steps = 0;
    let depth = 0;
    expression.assign("__evaluate_entry", () => {
        steps += 1;
        depth += 1;
        if (steps > MOST_STEPS)
            throw failure(`The expression takes more than ${MOST_STEPS} steps.`);
        if (depth > DEEPEST)
            throw failure(`The expression calls itself more than ${DEEPEST} levels deep.`);
    });
    expression.assign("__evaluate_exit", () => {
        depth -= 1;
    });
}
function evaluate(expression, input) {
    limitSteps(expression);
    expression.registerFunction("eval", () => {
        throw failure("The function $eval is not available.");
    });
    let result;
    try {
        runInNewContext("run()", {
            run: () => {
                result = expression.evaluate(structuredClone(input), input);
            },
        }, { timeout: TIME_LIMIT });
    }
    catch (error) {
        if (error instanceof ConnectorError)
            throw error;
        if (error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
            throw failure(`The expression takes longer than ${TIME_LIMIT / 1000} seconds.`);
        }
        throw failure(`The expression failed: ${describe(error)}`, error);
    }
    const text = JSON.stringify(result);
    if (text !== undefined && text.length > LARGEST_RESULT) {
        throw failure(`The result has more than ${LARGEST_RESULT} characters.`);
    }
    const value = text === undefined ? {} : JSON.parse(text);
    return isJsonObject(value) ? value : { result: value };
}
//# sourceMappingURL=script.js.map