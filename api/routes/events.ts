/** What happens, as it happens: a stream of server-sent events for whom it concerns. */
import { z } from "zod";
import type { NoticeHub } from "../notices/hub.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { readClaims } from "../security/token.ts";
import { WORKERS } from "./access.ts";

const TYPE = "text/event-stream";

export function eventRoutes(hub: NoticeHub): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/events",
      access: WORKERS,
      tag: "events",
      summary:
        "Server-sent events for the caller: offers, withdrawals and what becomes of own work items; managers: cases, and everything on demand",
      query: z.strictObject({
        lastEventId: z
          .string()
          .regex(/^\d{1,15}$/, "has to be the id of an event")
          .optional()
          .meta({ description: "goes on after this event, as the header `Last-Event-ID` does" }),
        all: z
          .enum(["true", "false"])
          .default("false")
          .meta({ description: "managers: of everybody, not only what is the caller's" }),
      }),
      answers: { 200: TYPE },
      problems: ["too-many-requests"],
      async handler(checked) {
        const { id, manager, since } = callerOf(checked);
        const { query } = checked;
        return {
          status: 200,
          async stream(request, response) {
            const claims = readClaims((request as { auth?: unknown }).auth);
            if (!claims) throw new Error("a route that is not open was reached without a token");
            if (request.method === "HEAD") {
              response.status(200).type(TYPE).end();
              return;
            }
            const lastEventId = request.get("last-event-id") ?? query.lastEventId;
            const person = { id, roles: new Set<string>() };
            await hub.open(response, {
              listening: { person, manager, all: query.all === "true", version: claims.version, since },
              expires: claims.expiresAt,
              ...(lastEventId === undefined ? {} : { lastEventId }),
            });
          },
        };
      },
    }),
  ];
}
