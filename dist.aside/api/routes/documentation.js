import { readFileSync } from "node:fs";
import { z } from "zod";
import { openApi } from "../http/openapi.js";
import { PROBLEMS, Problem } from "../http/problem.js";
import { route } from "../http/route.js";
import { schemaRoutes } from "./schemas.js";
const TAG = "documentation";
const FOLDER = new URL("../docs/", import.meta.url);
const PAGES = [
    { path: "/docs", file: "page.html", contentType: "text/html; charset=utf-8", summary: "The API, readable" },
    {
        path: "/docs/page.css",
        file: "page.css",
        contentType: "text/css; charset=utf-8",
        summary: "Style of the page",
    },
    {
        path: "/docs/page.js",
        file: "page.js",
        contentType: "text/javascript; charset=utf-8",
        summary: "Script of the page",
    },
];
export function documentationRoutes(others, version) {
    const routes = [
        openApiRoute(() => document),
        ...PAGES.map(pageRoute),
        problemRoute(),
        ...schemaRoutes(),
    ];
    const document = openApi([...others, ...routes.filter((one) => !one.path.startsWith("/docs/"))], version);
    return routes;
}
function openApiRoute(document) {
    return route({
        method: "get",
        path: "/api/v1/openapi.json",
        access: "open",
        tag: TAG,
        summary: "This API as an OpenAPI 3.1 document",
        answers: { 200: z.object({}).loose() },
        handler: async () => ({ status: 200, body: document() }),
    });
}
function pageRoute({ path, file, contentType, summary }) {
    const content = readFileSync(new URL(file, FOLDER), "utf8");
    return route({
        method: "get",
        path,
        access: "open",
        tag: TAG,
        summary,
        answers: { 200: contentType.split(";")[0] ?? contentType },
        handler: async () => ({ status: 200, text: { contentType, content } }),
    });
}
function problemRoute() {
    return route({
        method: "get",
        path: "/problems/{type}",
        access: "open",
        tag: TAG,
        summary: "What a type of problem is",
        parameters: z.object({ type: z.string() }),
        answers: { 200: z.object({ type: z.string(), title: z.string(), status: z.number() }) },
        async handler({ parameters: { type } }) {
            const known = Object.entries(PROBLEMS).find(([name]) => name === type)?.[1];
            if (!known)
                throw new Problem("not-found", `There is no problem type "${type}".`);
            return { status: 200, body: { type: `/problems/${type}`, ...known } };
        },
    });
}
//# sourceMappingURL=documentation.js.map