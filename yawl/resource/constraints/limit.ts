/** A limit of open items: whoever has so many gets no more. */
import { ok } from "../../model/fault.ts";
import type { ConstraintKind } from "../kinds.ts";
import { NO_LOADS, openItems } from "../loads.ts";
import { wholeOf } from "../parameters.ts";

/** Those who have fewer open items than the limit. */
export const LIMIT_OPEN_ITEMS: ConstraintKind = {
  part: "constraint",
  name: "limit-open-items",
  description: "Nobody who has the limit of open items already: allocated, started and suspended ones",
  parameters: [
    { name: "limit", description: "the most that somebody may have", type: "whole", required: true },
  ],
  needs: () => ["queues"],
  apply(people, { limit = "" }, { loads = NO_LOADS }) {
    const most = wholeOf(limit) ?? 0;
    return ok({
      kept: people.filter(({ id }) => openItems(loads, id) < most),
      why: ({ id }) => `has ${openItems(loads, id)} open items`,
    });
  },
};
