import { z } from "zod";
import { MAXIMUM_PAGE } from "../../store/page.js";
import { isJsonObject } from "../../yawl/model/json.js";
const LONGEST_ID = 200;
export const ID = z
    .string()
    .regex(/^(?!\.+$)[A-Za-z0-9._~@+-]+$/, "an id is made of letters, digits and . _ ~ @ + -")
    .max(LONGEST_ID);
export const ANY_ID = z.string().min(1).max(LONGEST_ID);
export const DATA = z
    .custom(isJsonObject, "this has to be an object")
    .meta({ type: "object", additionalProperties: true, description: "a JSON object" });
const DEFAULT_PAGE = 50;
export const PAGE = {
    limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(MAXIMUM_PAGE)
        .default(DEFAULT_PAGE)
        .meta({ description: "entries on a page" }),
    cursor: z.string().max(1_000).optional().meta({ description: "`nextCursor` of the page before" }),
};
export function listOf(item) {
    return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export const TIME = z.string().meta({ format: "date-time", description: "ISO 8601, UTC" });
export function iso(milliseconds) {
    return new Date(milliseconds).toISOString();
}
export function isoOrNothing(name, milliseconds) {
    return milliseconds === undefined
        ? {}
        : { [name]: iso(milliseconds) };
}
//# sourceMappingURL=fields.js.map