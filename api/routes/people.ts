/** Shapes of participants and of what they have. */
import { z } from "zod";
import type { Kind } from "../../store/organisation.ts";
import { USER_PRIVILEGES } from "../../yawl/resource/organisation.ts";
import type { Resource } from "../../yawl/resource/organisation.ts";
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

const USER_PRIVILEGE = z.enum(USER_PRIVILEGES);
const COST = z.number().min(0).optional();
const COSTS = z.strictObject({ perHour: COST, perItem: COST });
const CONTACT = z.strictObject({ mail: z.email().max(320).optional() });

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
  userPrivileges: z.array(USER_PRIVILEGE).max(10).transform(unique).optional().meta({
    description: "in their worklist; without it: to choose, and to have several items started",
  }),
  costs: COSTS.optional(),
  contact: CONTACT.optional(),
  aliases: z.array(ID).max(100).transform(unique).optional().meta({
    description: "other names by which specification files know them",
  }),
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
  userPrivileges: z.array(USER_PRIVILEGE).optional(),
  costs: COSTS.optional(),
  contact: CONTACT.optional(),
  aliases: z.array(z.string()).optional(),
});

const INPUT = { id: ID, name: NAME.optional(), description: z.string().max(5_000).optional() };
const REFERENCE = NAME.optional();
const BELONGS_TO = REFERENCE.meta({ description: "id or name of the one above it" });

/** Roles, positions, groups and capabilities as they are sent; only the id has no default. */
export const NAMED_INPUTS = {
  roles: z.strictObject({ ...INPUT, belongsTo: BELONGS_TO }),
  positions: z.strictObject({
    ...INPUT,
    reportsTo: REFERENCE.meta({ description: "id or name of the position above it" }),
    group: REFERENCE.meta({ description: "id or name of the group that it is in" }),
  }),
  groups: z.strictObject({
    ...INPUT,
    type: z.string().min(1).max(200).optional().meta({ description: "team, department, division ..." }),
    belongsTo: BELONGS_TO,
  }),
  capabilities: z.strictObject(INPUT),
} as const satisfies Record<Kind, z.ZodObject>;

const OPTIONAL_ID = { id: true } as const;

/** The same where the id stands in the path. */
export const NAMED_PUTS = {
  roles: NAMED_INPUTS.roles.partial(OPTIONAL_ID),
  positions: NAMED_INPUTS.positions.partial(OPTIONAL_ID),
  groups: NAMED_INPUTS.groups.partial(OPTIONAL_ID),
  capabilities: NAMED_INPUTS.capabilities.partial(OPTIONAL_ID),
} as const satisfies Record<Kind, z.ZodObject>;

export interface NamedInput {
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly belongsTo?: string | undefined;
  readonly reportsTo?: string | undefined;
  readonly group?: string | undefined;
  readonly type?: string | undefined;
}

const SHOWN = { id: z.string(), name: z.string(), description: z.string().optional() };

export const NAMED = {
  roles: z.object({ ...SHOWN, belongsTo: z.string().optional() }),
  positions: z.object({ ...SHOWN, reportsTo: z.string().optional(), group: z.string().optional() }),
  groups: z.object({ ...SHOWN, type: z.string().optional(), belongsTo: z.string().optional() }),
  capabilities: z.object(SHOWN),
} as const satisfies Record<Kind, z.ZodObject>;

/** Something that work needs and that is nobody. */
export const RESOURCE_INPUT = z
  .strictObject({
    ...INPUT,
    category: NAME.optional(),
    subcategory: NAME.optional(),
    calendar: ID.optional().meta({ description: "id of the calendar by which it can be had" }),
    available: z.boolean().default(true),
  })
  .transform(({ name, ...rest }): Resource => ({ ...present(rest), name: name ?? rest.id }));

export const RESOURCE = z.object({
  ...SHOWN,
  category: z.string().optional(),
  subcategory: z.string().optional(),
  calendar: z.string().optional(),
  available: z.boolean(),
});

type Present<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** Without what is not there. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>;
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
