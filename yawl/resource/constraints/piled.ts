/** Piled execution: the constraint of `.yawl` files by which a task may be piled. */
import { ok } from "../../model/fault.ts";
import { PILED } from "../../model/people-rules.ts";
import type { ConstraintKind } from "../kinds.ts";

/** Keeps everybody: whoever piles the task gets the item before anybody else is looked for. */
export const PILED_EXECUTION: ConstraintKind = {
  part: "constraint",
  name: PILED,
  description: "Somebody may have all work of the task given to them; it keeps nobody out",
  parameters: [],
  narrows: false,
  apply: (people) => ok({ kept: people, why: () => "" }),
};
