import { z } from "zod";
import { defineConnector, Waiting } from "./contract.js";
import { duration } from "./duration.js";
import { HTTP_CONFIGURATION, HTTP_INPUT, JSON_VALUE } from "./http/configuration.js";
import { checkHttp, httpVariables } from "./http/connector.js";
const DAY = 86_400_000;
const URL_VARIABLE = "callback_url";
const CONFIGURATION = z.strictObject({
    within: duration(1_000, 30 * DAY).describe("how long to wait for the call; at most P30D"),
    notify: HTTP_CONFIGURATION.optional().describe("request that tells the outside system; `{callback_url}` is the URL to call"),
});
export function callbackConnector(client) {
    return defineConnector({
        name: "callback",
        version: 1,
        title: "Wait for a callback",
        description: "Tells an outside system a URL, if it is to be told, and waits until that URL is called with the task's output.",
        configuration: CONFIGURATION,
        input: HTTP_INPUT,
        output: z.object({ body: JSON_VALUE.describe("what was sent to the URL") }),
        check: ({ notify }) => {
            if (!notify)
                return [];
            const problems = checkHttp(notify);
            if (httpVariables(notify).includes(URL_VARIABLE))
                return problems;
            return [...problems, `\`notify\` does not mention {${URL_VARIABLE}}: nobody would know what to call.`];
        },
        variables: ({ notify }) => (notify ? httpVariables(notify).filter((name) => name !== URL_VARIABLE) : []),
        execute: async ({ within, notify }, input, context) => {
            if (notify)
                await client.call(notify, input, context, { [URL_VARIABLE]: await context.callbackUrl() });
            return new Waiting(within);
        },
    });
}
//# sourceMappingURL=callback.js.map