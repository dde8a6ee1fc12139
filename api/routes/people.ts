/** Shapes of participants and of what they have. */
import { z } from "zod";
import { ID } from "../http/fields.ts";

const ACCESS = z.enum(["admin", "designer", "manager", "participant", "service"]);
const NAME = z.string().min(1).max(500);
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 1_024;
const IDS = z.array(ID).max(1_000).default([]).transform(unique);

/** What people choose for themselves. What an administrator gives somebody to begin with is up to the administrator. */
export const PASSWORD = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);

const CAPABILITY = z.strictObject({
  name: NAME,
  value: z.union([z.string().max(1_000), z.number()]).optional(),
});

/** A participant as it is sent; everything but the id has a default. */
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

export type ParticipantInput = z.output<typeof PARTICIPANT_INPUT>;

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

/** A role, position, group or capability. */
export const NAMED_INPUT = z.strictObject({
  id: ID,
  name: NAME.optional(),
  description: z.string().max(5_000).optional(),
});
export type NamedInput = z.output<typeof NAMED_INPUT>;

export const NAMED = z.object({ id: z.string(), name: z.string(), description: z.string().optional() });

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
