/** Puts declared routes into the application. There is no other way in: what is not declared is not served. */
import { Router } from "express";
import type { Request, RequestHandler, Response } from "express";
import { authorise } from "../security/authorise.ts";
import { jsonBody, readBytes, textBody } from "./body.ts";
import { Problem } from "./problem.ts";
import type { Upload } from "./body.ts";
import type { Answer, Route } from "./route.ts";

declare module "express-serve-static-core" {
  interface Request {
    /** the body of a route that takes JSON, where it came as another text */
    upload?: Upload;
  }
}

export interface BodyLimits {
  /** largest JSON body in bytes */
  readonly json: number;
  /** largest specification in bytes */
  readonly specification: number;
}

/** A router for some routes; at a known path it answers OPTIONS, and 405 for methods that no route has. */
export function routerOf(routes: readonly Route[], limits: BodyLimits): Router {
  const router = Router({ caseSensitive: true, strict: false });
  for (const route of routes) {
    if (route.access !== "open" && route.access.length === 0) {
      throw new Error(`${route.method} ${route.path} does not say who may use it`);
    }
    router[route.method](pattern(route.path), ...handlers(route, limits));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    router.all(pattern(path), otherMethods(path, routes));
  }
  return router;
}

function handlers(route: Route, limits: BodyLimits): RequestHandler[] {
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
      const run = async (): Promise<Answer> => runRoute(route, request);
      const answer = route.audit ? await route.audit.around(request, run) : await run();
      if (answer.stream) await answer.stream(request, response);
      else send(response, answer);
    },
  ];
}

async function runRoute(route: Route, request: Request): Promise<Answer> {
  return await route.run({
    parameters: request.params,
    query: request.query,
    body: request.body,
    upload: request.upload,
    caller: request.caller,
    idempotencyKey: request.get("idempotency-key"),
    preferred: (types) => request.accepts([...types]) || undefined,
  });
}

function parseBody(route: Route): RequestHandler {
  return (request, _response, next) => {
    const { takes } = route;
    const orText = takes.kind === "json" ? (takes.orText ?? []) : [];
    if (orText.some((type) => request.is(type))) request.upload = textBody(request, orText);
    else request.body = takes.kind === "text" ? textBody(request, takes.accepted) : jsonBody(request);
    next();
  };
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.text) response.type(answer.text.contentType).send(answer.text.content);
  else if (answer.body === undefined) response.end();
  else response.json(answer.body);
}

/** OPTIONS is answered with what there is, everything else refused with it. */
function otherMethods(path: string, routes: readonly Route[]): RequestHandler {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
  const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
  return (request, response) => {
    request.routePath = path;
    if (request.method === "OPTIONS") {
      response.status(204).setHeader("Allow", allowed.join(", ")).end();
      return;
    }
    throw new Problem("method-not-allowed", `${request.method} is not possible here.`, {
      headers: { Allow: allowed.join(", ") },
    });
  };
}

/** `/cases/{id}` as Express writes it. */
function pattern(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
