import { z } from "zod";
import { DIALECT_SCHEMA_PATH, dialectSchema } from "../../yawl/files/dialect/schema.js";
import { route } from "../http/route.js";
const TAG = "documentation";
const MEDIA_TYPE = "application/schema+json; charset=utf-8";
export function schemaRoutes() {
    const content = JSON.stringify(dialectSchema(), undefined, 2);
    const list = [
        {
            path: DIALECT_SCHEMA_PATH,
            title: "Mizzen specification",
            description: "A YAWL process in Mizzen's dialect, as YAML or JSON",
        },
    ];
    return [
        route({
            method: "get",
            path: "/schemas/",
            access: "open",
            tag: TAG,
            summary: "The JSON Schemas that there are",
            answers: {
                200: z.object({
                    schemas: z.array(z.object({ path: z.string(), title: z.string(), description: z.string() })),
                }),
            },
            handler: async () => ({ status: 200, body: { schemas: list } }),
        }),
        route({
            method: "get",
            path: DIALECT_SCHEMA_PATH,
            access: "open",
            tag: TAG,
            summary: "JSON Schema (2020-12) of the dialect: name it in an editor to complete and check specifications",
            answers: { 200: "application/schema+json" },
            handler: async () => ({ status: 200, text: { contentType: MEDIA_TYPE, content } }),
        }),
    ];
}
//# sourceMappingURL=schemas.js.map