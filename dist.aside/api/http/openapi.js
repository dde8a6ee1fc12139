import { z } from "zod";
import { PROBLEMS } from "./problem.js";
export function openApi(routes, version) {
    const paths = {};
    for (const route of routes)
        (paths[route.path] ??= {})[route.method] = operation(route);
    return {
        openapi: "3.1.0",
        info: {
            title: "Mizzen",
            version,
            description: "A YAWL workflow engine on Temporal. Errors are problem documents (RFC 9457).",
        },
        servers: [{ url: "/" }],
        paths,
        components: {
            securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
            schemas: { Problem: PROBLEM },
            responses: {
                Problem: {
                    description: "A problem document",
                    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
                },
            },
        },
    };
}
const PROBLEM = {
    type: "object",
    required: ["type", "title", "status", "detail"],
    properties: {
        type: { type: "string", enum: Object.keys(PROBLEMS).map((type) => `/problems/${type}`) },
        title: { type: "string" },
        status: { type: "integer" },
        detail: { type: "string" },
        errors: {
            type: "array",
            items: {
                type: "object",
                required: ["message"],
                properties: {
                    pointer: { type: "string", description: "JSON pointer into the data that was sent" },
                    parameter: { type: "string" },
                    element: { type: "string", description: "element of the specification" },
                    line: { type: "integer" },
                    column: { type: "integer" },
                    message: { type: "string" },
                },
            },
        },
    },
};
function operation(route) {
    const body = requestBody(route);
    return {
        summary: route.summary,
        description: accessSentence(route.access),
        tags: [route.tag],
        operationId: operationId(route),
        security: route.access === "open" ? [] : [{ token: [] }],
        parameters: [...parametersOf(route, "path"), ...parametersOf(route, "query")],
        ...(body ? { requestBody: body } : {}),
        responses: { ...answersOf(route), default: { $ref: "#/components/responses/Problem" } },
    };
}
function accessSentence(access) {
    if (access === "open")
        return "Needs no token.";
    return `For ${[...new Set(["admin", ...access])].join(", ")}.`;
}
function operationId({ method, path }) {
    const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "" && word !== "api" && word !== "v1");
    return [method, ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}
function parametersOf(route, place) {
    const schema = place === "path" ? route.schemas.parameters : route.schemas.query;
    if (!schema)
        return [];
    const { properties = {} } = jsonSchema(schema, "input");
    const { required = [] } = jsonSchema(schema, "input");
    return Object.entries(properties).map(([name, property]) => ({
        name,
        in: place,
        required: place === "path" || required.includes(name),
        schema: property,
    }));
}
function requestBody(route) {
    if (route.takes.kind === "none")
        return undefined;
    if (route.takes.kind === "text") {
        return {
            required: true,
            content: Object.fromEntries(route.takes.accepted.map((type) => [type, { schema: { type: "string" } }])),
        };
    }
    const { body } = route.schemas;
    if (!body)
        return undefined;
    return {
        required: !body.safeParse(undefined).success,
        content: { "application/json": { schema: jsonSchema(body, "input") } },
    };
}
function answersOf(route) {
    return Object.fromEntries(Object.entries(route.answers).map(([status, answer]) => {
        if (answer === "")
            return [status, { description: "Done, nothing to show" }];
        if (typeof answer === "string")
            return [status, { description: "As text", content: { [answer]: { schema: { type: "string" } } } }];
        return [
            status,
            { description: "Done", content: { "application/json": { schema: jsonSchema(answer, "output") } } },
        ];
    }));
}
function jsonSchema(schema, io) {
    const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
    return rest;
}
//# sourceMappingURL=openapi.js.map