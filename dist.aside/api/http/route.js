import { z } from "zod";
import { Problem } from "./problem.js";
const NOTHING = z.object({});
export function route(definition) {
    const { handler, parameters, query, body, accepts, limits, bodyLimit, audit, ...declared } = definition;
    return {
        ...declared,
        ...(limits ? { limits } : {}),
        ...(bodyLimit === undefined ? {} : { bodyLimit }),
        ...(audit ? { audit } : {}),
        takes: accepts ? { kind: "text", accepted: accepts } : body ? { kind: "json" } : { kind: "none" },
        schemas: {
            ...(parameters ? { parameters } : {}),
            ...(query ? { query } : {}),
            ...(body ? { body } : {}),
        },
        async run(request) {
            return await handler({
                parameters: checkParameters(parameters, request.parameters),
                query: checkParameters(query ?? NOTHING.strict(), request.query),
                body: (body ? checkBody(body, request.body) : undefined),
                caller: request.caller,
                idempotencyKey: request.idempotencyKey,
            });
        },
    };
}
export const UPLOAD = z.custom();
export function callerOf(request) {
    if (!request.caller)
        throw new Error("a route that is not open was reached without a caller");
    return request.caller;
}
function checkParameters(schema, value) {
    if (!schema)
        return {};
    const result = schema.safeParse(value);
    if (result.success)
        return result.data;
    const errors = result.error.issues.flatMap((issue) => issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ parameter: key, message: "there is no such parameter here" }))
        : [{ parameter: issue.path.join("."), message: issue.message }]);
    throw new Problem("bad-request", "A parameter of the request is not as it should be.", { errors });
}
function checkBody(schema, value) {
    const result = schema.safeParse(value);
    if (result.success)
        return result.data;
    if (value === undefined)
        throw new Problem("bad-request", "The request needs a JSON body.");
    const errors = result.error.issues.flatMap((issue) => {
        const pointer = pointerTo(issue.path);
        return issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => ({
                pointer: `${pointer}/${escaped(key)}`,
                message: "there is no such property here",
            }))
            : [{ pointer, message: issue.message }];
    });
    throw new Problem("invalid-data", "The body is not as it should be.", { errors });
}
function pointerTo(path) {
    return path.map((part) => `/${escaped(String(part))}`).join("");
}
function escaped(part) {
    return part.replaceAll("~", "~0").replaceAll("/", "~1");
}
//# sourceMappingURL=route.js.map