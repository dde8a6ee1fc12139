/** The connectors that automated tasks may call. */
import { z } from "zod";
import type { Registry } from "../../activities/connectors/registry.ts";
import { DATA } from "../http/fields.ts";
import { route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { DESIGNERS } from "./access.ts";

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

export function connectorRoutes(registry: Pick<Registry, "describe">): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/connectors",
      access: DESIGNERS,
      tag: "connectors",
      summary: "Connectors that automated tasks may call, by name, the newest version of each first",
      answers: { 200: z.object({ items: z.array(CONNECTOR), nextCursor: z.null() }) },
      // There are some dozens at most: one page holds all.
      handler: async () => ({ status: 200, body: { items: registry.describe(), nextCursor: null } }),
    }),
  ];
}
