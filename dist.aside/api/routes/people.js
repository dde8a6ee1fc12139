import { z } from "zod";
import { ID } from "../http/fields.js";
const ACCESS = z.enum(["admin", "designer", "manager", "participant", "service"]);
const NAME = z.string().min(1).max(500);
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 1_024;
const IDS = z.array(ID).max(1_000).default([]).transform(unique);
export const PASSWORD = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);
const CAPABILITY = z.strictObject({
    name: NAME,
    value: z.union([z.string().max(1_000), z.number()]).optional(),
});
export const PARTICIPANT_INPUT = z.strictObject({
    id: ID,
    name: NAME.optional(),
    password: z.string().min(1).max(LONGEST_PASSWORD).optional().meta({
        description: "never shown; without one nobody can log in; left out, it stays as it is",
    }),
    roles: IDS,
    positions: IDS,
    groups: IDS,
    capabilities: z.array(CAPABILITY).max(1_000).default([]),
    privileges: z.array(NAME).max(100).default([]).transform(unique),
    available: z.boolean().default(true),
    access: z.array(ACCESS).max(5).default(["participant"]).transform(unique),
});
export const PARTICIPANT = z.object({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    positions: z.array(z.string()),
    groups: z.array(z.string()),
    capabilities: z.array(CAPABILITY),
    privileges: z.array(z.string()),
    available: z.boolean(),
    access: z.array(ACCESS),
});
export const NAMED_INPUT = z.strictObject({
    id: ID,
    name: NAME.optional(),
    description: z.string().max(5_000).optional(),
});
export const NAMED = z.object({ id: z.string(), name: z.string(), description: z.string().optional() });
function unique(values) {
    return [...new Set(values)];
}
//# sourceMappingURL=people.js.map