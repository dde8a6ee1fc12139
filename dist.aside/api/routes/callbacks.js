import { z } from "zod";
import { isCallbackSignature } from "../../keys/callback.js";
import { ANY_ID } from "../http/fields.js";
import { Problem } from "../http/problem.js";
import { route } from "../http/route.js";
import { addressOf, failureLimiter } from "../security/failure-limits.js";
const NOT_FOUND = 404;
export function callbackRoutes({ key, complete, failuresPerAddress }) {
    return [
        route({
            method: "post",
            path: "/api/v1/callbacks/{itemId}/{signature}",
            access: "open",
            tag: "callbacks",
            summary: "Complete the work item that waits for this call; the URL is handed out by the connector that waits",
            parameters: z.object({ itemId: ANY_ID, signature: z.string() }),
            body: z.json().optional(),
            limits: {
                early: [
                    failureLimiter({
                        limit: failuresPerAddress,
                        keyOf: addressOf,
                        failure: NOT_FOUND,
                        what: "wrong callbacks",
                    }),
                    checkSignature(key),
                ],
                late: [],
            },
            answers: { 204: "" },
            async handler({ parameters: { itemId }, body }) {
                try {
                    await complete(itemId, body);
                }
                catch (error) {
                    if (error instanceof Problem && error.type === "not-found")
                        throw nothingWaits();
                    throw error;
                }
                return { status: 204 };
            },
        }),
    ];
}
function checkSignature(key) {
    return (request, _response, next) => {
        const { itemId, signature } = request.params;
        if (!isCallbackSignature(key, String(itemId), String(signature)))
            throw nothingWaits();
        next();
    };
}
function nothingWaits() {
    return new Problem("not-found", "Nothing waits for this call.");
}
//# sourceMappingURL=callbacks.js.map