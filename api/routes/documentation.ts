/** The description of the API, for programs and for people. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { openApi } from "../http/openapi.ts";
import { PROBLEMS, Problem } from "../http/problem.ts";
import { route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { schemaRoutes } from "./schemas.ts";

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
] as const;

/** @param others all other routes, which the document describes together with these */
export function documentationRoutes(others: readonly Route[], version: string): readonly Route[] {
  const routes: readonly Route[] = [
    openApiRoute(() => document),
    ...PAGES.map(pageRoute),
    problemRoute(),
    ...schemaRoutes(),
  ];
  const document = openApi([...others, ...routes.filter((one) => !one.path.startsWith("/docs/"))], version);
  return routes;
}

function openApiRoute(document: () => unknown): Route {
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

function pageRoute({ path, file, contentType, summary }: (typeof PAGES)[number]): Route {
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

/** The `type` of a problem document leads somewhere. */
function problemRoute(): Route {
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
      if (!known) throw new Problem("not-found", `There is no problem type "${type}".`);
      return { status: 200, body: { type: `/problems/${type}`, ...known } };
    },
  });
}
