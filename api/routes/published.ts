/** Events that cases published (connector `publish-event`), for the systems that want to know. */
import { z } from "zod";
import { listPublished } from "../../store/published.ts";
import { ANY_ID, DATA, iso, listOf, PAGE, TIME } from "../http/fields.ts";
import { route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { LAUNCHERS } from "./access.ts";

const EVENT = z.object({ id: z.string(), name: z.string(), caseId: z.string(), at: TIME, data: DATA });

export function publishedRoutes(): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/published",
      access: LAUNCHERS,
      tag: "published events",
      summary: "Events that cases published, newest first",
      query: z.strictObject({ ...PAGE, name: ANY_ID.optional(), caseId: ANY_ID.optional() }),
      answers: { 200: listOf(EVENT) },
      async handler({ query: { name, caseId, ...page } }) {
        const { items, nextCursor } = await listPublished({ name, caseId }, page);
        return {
          status: 200,
          body: { items: items.map((item) => ({ ...item, at: iso(item.at) })), nextCursor },
        };
      },
    }),
  ];
}
