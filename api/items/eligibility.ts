/** How the people of a work item were found: what the case recorded when it was decided, not what would be decided now. */
import { z } from "zod";
import { distributionsOf } from "../../store/events.ts";
import { findItem } from "../../store/items.ts";
import { iso, TIME } from "../http/fields.ts";
import { noSuchItem } from "./judge.ts";

const STEP = z.object({
  step: z.string(),
  rule: z.string().meta({ description: "as the specification has it" }),
  kept: z.number().meta({ description: "how many were left after it" }),
  dropped: z.array(z.object({ participant: z.string(), reason: z.string() })),
  more: z.number().optional().meta({ description: "how many more were left out than are named" }),
  note: z.string().optional().meta({ description: "what it looked at" }),
});

export const ELIGIBILITY = z.object({
  steps: z.array(STEP),
  outcome: z
    .enum(["offered", "allocated", "unoffered", "by-hand"])
    .meta({ description: "by-hand: nobody was looked for; people offered or allocated it" }),
  offeredTo: z.array(z.string()),
  offeredToRoles: z.array(z.string()).optional(),
  notOfferedTo: z.array(z.string()).optional(),
  allocatedTo: z.string().optional(),
  seed: z.number().optional().meta({ description: "of random choices and ties" }),
  organisation: z.number().optional().meta({ description: "version of the organisation that was looked at" }),
  fault: z.string().optional().meta({ description: "why it could not be decided, or why there is nobody" }),
  decidedAt: TIME.optional(),
  earlier: z.number().meta({ description: "how often it was distributed before" }),
});

/** @throws Problem when there is no such item */
export async function eligibilityOf(id: string): Promise<Record<string, unknown>> {
  const item = await findItem(id);
  if (!item) throw noSuchItem(id);
  const found = await distributionsOf(item.caseId, id);
  const last = found.at(-1);
  if (!last) return { steps: [], outcome: "by-hand", offeredTo: item.offeredTo, earlier: 0 };
  const { why, ...outcome } = last.details ?? {};
  return {
    steps: [],
    offeredTo: [],
    ...(why as object),
    ...outcome,
    outcome: last.type.slice("item-".length),
    decidedAt: iso(last.at),
    earlier: found.length - 1,
  };
}
