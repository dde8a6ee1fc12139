import { z } from "zod";
import { DATA } from "../http/fields.js";
import { route } from "../http/route.js";
import { DESIGNERS } from "./access.js";
const SCHEMA = DATA.meta({ description: "JSON Schema 2020-12" });
const CONNECTOR = z.object({
    name: z.string(),
    version: z.number(),
    title: z.string(),
    description: z.string(),
    configuration: SCHEMA,
    input: SCHEMA,
    output: SCHEMA,
});
export function connectorRoutes(registry) {
    return [
        route({
            method: "get",
            path: "/api/v1/connectors",
            access: DESIGNERS,
            tag: "connectors",
            summary: "Connectors that automated tasks may call, by name, the newest version of each first",
            answers: { 200: z.object({ items: z.array(CONNECTOR), nextCursor: z.null() }) },
            handler: async () => ({ status: 200, body: { items: registry.describe(), nextCursor: null } }),
        }),
    ];
}
//# sourceMappingURL=connectors.js.map