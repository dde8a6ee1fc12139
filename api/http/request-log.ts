/** Gives every request an id, and logs and measures it when it is answered. Bodies, tokens, queries and signatures stay out of the log. */
import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { loggablePath } from "./loggable-path.ts";
import type { Caller } from "../security/caller.ts";
import type { Metrics } from "./metrics.ts";
import { subjectOf } from "./subject.ts";

declare global {
  // Express asks for its request to be extended in this way.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** from `X-Request-Id`, else made here */
      id: string;
      /** who sends the request; set by authentication */
      caller?: Caller;
      /** path of the declared route that serves it, e.g. `/api/v1/cases/{id}` */
      routePath?: string;
    }
  }
}

const ACCEPTABLE_ID = /^[\w.-]{1,64}$/;

export function requestLog(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const sent = request.get("x-request-id");
    request.id = sent !== undefined && ACCEPTABLE_ID.test(sent) ? sent : randomUUID();
    response.setHeader("X-Request-Id", request.id);
    const from = process.hrtime.bigint();
    response.on("close", () => {
      const seconds = Number(process.hrtime.bigint() - from) / 1e9;
      const route = request.routePath ?? "none";
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.observe(request.method, route, status, seconds);
      log.info(
        {
          requestId: request.id,
          method: request.method,
          path: loggablePath(request.path),
          route,
          ...subjectOf(String(response.getHeader("location") ?? request.path)),
          status,
          milliseconds: Math.round(seconds * 1e4) / 10,
          ...(request.caller ? { participant: request.caller.id } : {}),
        },
        "request",
      );
    });
    next();
  };
}
