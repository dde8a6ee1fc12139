/** Shapes of participants and of what they have. */
import { z } from "zod";
import { ANY_ID, ID } from "../http/fields.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "../security/password-rules.ts";

const ACCESS = z.enum(["admin", "designer", "manager", "participant", "service"]);
const NAME = z.string().min(1).max(500);
const IDS = z.array(ID).max(1_000).default([]).transform(unique);

/** Length is all that a schema can say; the rest is in `security/password-rules.ts`. */
export const PASSWORD = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD).meta({
  description: "no common password, not the user name",
  writeOnly: true,
});

const CAPABILITY = z.strictObject({
  name: NAME,
  value: z.union([z.string().max(1_000), z.number()]).optional(),
});

/** A participant as it is sent; everything but the id has a default. */
export const PARTICIPANT_INPUT = z.strictObject({
  id: ID,
  name: NAME.optional(),
  password: PASSWORD.optional().meta({
    description:
      "no common password, not the user name; never shown; without one nobody can log in; left out, it stays as it is",
    writeOnly: true,
  }),
  roles: IDS,
  positions: IDS,
  groups: IDS,
  capabilities: z.array(CAPABILITY).max(1_000).default([]),
  privileges: z.array(NAME).max(100).default([]).transform(unique),
  available: z.boolean().default(true).meta({ description: "gets new work" }),
  locked: z
    .boolean()
    .default(false)
    .meta({ description: "cannot log in, tokens are void, gets no new work" }),
  specifications: z.array(ANY_ID).max(1_000).default([]).transform(unique).meta({
    description: "a service sees what the cases of these specifications publish",
  }),
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
  locked: z.boolean(),
  specifications: z.array(z.string()),
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
