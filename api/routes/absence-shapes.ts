/** Shapes of absences. */
import { z } from "zod";
import type { Absence } from "../../yawl/resource/organisation.ts";
import { ID, iso, TIME } from "../http/fields.ts";
import { present } from "./people.ts";

/** An instant with its offset: a time without one is another one for everybody. */
const INSTANT = z.iso
  .datetime({
    offset: true,
    error: "this has to be an ISO 8601 time with its offset, such as 2026-03-01T08:00:00Z",
  })
  .transform((text) => Date.parse(text))
  .meta({ type: "string", format: "date-time", description: "ISO 8601 with offset" });

const NAMES = z.array(z.string().min(1).max(500)).min(1).max(1_000);

const FIELDS = {
  from: INSTANT,
  until: INSTANT.meta({ description: "the first instant at which they are back" }),
  substitute: ID.optional().meta({ description: "does their work meanwhile" }),
  roles: NAMES.optional().meta({ description: "only for work that goes to one of these roles" }),
  specifications: NAMES.optional().meta({ description: "only for the work of these specifications, by id" }),
};

/** As it is sent by itself; one's own where nobody is named. */
export const ABSENCE_INPUT = z.strictObject({ participant: ID.optional(), ...FIELDS });
export type AbsenceInput = z.output<typeof ABSENCE_INPUT>;

/** As a part of the whole model. */
export const ABSENCE_OF_MODEL = z
  .strictObject({ id: ID, participant: ID, ...FIELDS })
  .transform((absence): Absence => present(absence));

export const ABSENCE = z.object({
  id: z.string(),
  participant: z.string(),
  from: TIME,
  until: TIME,
  substitute: z.string().optional(),
  roles: z.array(z.string()).optional(),
  specifications: z.array(z.string()).optional(),
});

export function shownAbsence({ from, until, ...absence }: Absence): z.output<typeof ABSENCE> {
  const { roles, specifications, ...rest } = absence;
  return {
    ...rest,
    from: iso(from),
    until: iso(until),
    ...(roles ? { roles: [...roles] } : {}),
    ...(specifications ? { specifications: [...specifications] } : {}),
  };
}
