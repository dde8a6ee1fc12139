/** The shape of what conditions see besides data. */
import { z } from "zod";
import type { Facts } from "../../rules/facts.ts";

const moment = z.number().meta({ description: "epoch milliseconds" });
const name = z.string().min(1).max(1_000);

/** Shape of what conditions see besides data: the case, the item, who has it, the time. */
export const factsShape = z
  .strictObject({
    now: moment.optional(),
    case: z.strictObject({ id: name, startedAt: moment.optional() }).optional(),
    item: z
      .strictObject({
        id: name.optional(),
        task: name,
        status: name.optional(),
        timer: z.enum(["dormant", "active", "closed", "expired"]).optional(),
        enabledAt: moment.optional(),
        startedAt: moment.optional(),
      })
      .optional(),
    participant: z.strictObject({ id: name, roles: z.array(name).max(1_000).optional() }).optional(),
  })
  .meta({ description: "what conditions see besides data; seconds since the item began come from `now`" });

type Parsed = z.output<typeof factsShape>;

/** Whether a value has the shape. */
export function isFacts(value: unknown): value is Facts {
  return factsShape.safeParse(value).success;
}

/** Without the entries that are there and have no value. */
export function factsOf(parsed: Parsed): Facts {
  return JSON.parse(JSON.stringify(parsed)) as Facts;
}
