import { z } from "zod";
import { listPublished } from "../../store/published.js";
import { ANY_ID, DATA, iso, listOf, PAGE, TIME } from "../http/fields.js";
import { route } from "../http/route.js";
import { LAUNCHERS } from "./access.js";
const EVENT = z.object({ id: z.string(), name: z.string(), caseId: z.string(), at: TIME, data: DATA });
export function publishedRoutes() {
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
//# sourceMappingURL=published.js.map