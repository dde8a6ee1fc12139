import { Router } from "express";
import { authorise } from "../security/authorise.js";
import { jsonBody, readBytes, textBody } from "./body.js";
import { Problem } from "./problem.js";
export function routerOf(routes, limits) {
    const router = Router({ caseSensitive: true, strict: false });
    for (const route of routes) {
        if (route.access !== "open" && route.access.length === 0) {
            throw new Error(`${route.method} ${route.path} does not say who may use it`);
        }
        router[route.method](pattern(route.path), ...handlers(route, limits));
    }
    for (const path of new Set(routes.map((route) => route.path))) {
        router.all(pattern(path), refuseMethod(path, routes));
    }
    return router;
}
function handlers(route, limits) {
    const limit = route.bodyLimit ?? (route.takes.kind === "text" ? limits.specification : limits.json);
    return [
        (request, _response, next) => {
            request.routePath = route.path;
            next();
        },
        authorise(route.access, route.audit),
        ...(route.limits?.early ?? []),
        ...(route.takes.kind === "none" ? [] : [readBytes(limit), parseBody(route)]),
        ...(route.limits?.late ?? []),
        async (request, response) => {
            const run = async () => runRoute(route, request);
            send(response, route.audit ? await route.audit.around(request, run) : await run());
        },
    ];
}
async function runRoute(route, request) {
    return await route.run({
        parameters: request.params,
        query: request.query,
        body: request.body,
        caller: request.caller,
        idempotencyKey: request.get("idempotency-key"),
    });
}
function parseBody(route) {
    return (request, _response, next) => {
        request.body = route.takes.kind === "text" ? textBody(request, route.takes.accepted) : jsonBody(request);
        next();
    };
}
function send(response, answer) {
    response.status(answer.status);
    for (const [name, value] of Object.entries(answer.headers ?? {}))
        response.setHeader(name, value);
    if (answer.text)
        response.type(answer.text.contentType).send(answer.text.content);
    else if (answer.body === undefined)
        response.end();
    else
        response.json(answer.body);
}
function refuseMethod(path, routes) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    const allowed = methods.includes("GET") ? [...methods, "HEAD"] : methods;
    return (request) => {
        request.routePath = path;
        throw new Problem("method-not-allowed", `${request.method} is not possible here.`, {
            headers: { Allow: allowed.join(", ") },
        });
    };
}
function pattern(path) {
    return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
//# sourceMappingURL=register.js.map