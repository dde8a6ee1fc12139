/** Whom the caller may hand a work item to. */
import type { ParticipantView } from "../../store/views.ts";
import { findItemWithHistory } from "../../store/items.ts";
import type { TaskPrivilege } from "../../yawl/work/lifecycle.ts";
import type { Catalogue } from "../catalogue.ts";
import { Problem } from "../http/problem.ts";
import { actorOn } from "../security/caller.ts";
import type { Caller } from "../security/caller.ts";
import { noSuchItem } from "./judge.ts";
import { eligiblePeople } from "./targets.ts";
import { privilegesIn, taskOf } from "./task-of.ts";
import { maySeeItem } from "./visibility.ts";

/** One of them lets an owner hand work on, and so see who else could do it. */
const HANDING_ON: readonly TaskPrivilege[] = [
  "canDelegate",
  "canReallocateStateful",
  "canReallocateStateless",
];

export type Candidates = (itemId: string, caller: Caller) => Promise<readonly ParticipantView[]>;

/** For managers, and for owners whose task lets them hand it on; others must not find out by it who there is. */
export function candidatesOf(catalogue: Catalogue): Candidates {
  return async (itemId, caller) => {
    const known = await findItemWithHistory(itemId);
    if (!known || !maySeeItem(known.item, caller)) throw noSuchItem(itemId);
    const { item } = known;
    const compiled = await catalogue.find(item.specificationId, item.specificationVersion);
    const actor = actorOn(caller, item, compiled && taskOf(compiled, item));
    const privileges = privilegesIn(compiled, item, actor);
    const mayHandOn =
      item.allocatedTo === caller.id && HANDING_ON.some((privilege) => privileges.has(privilege));
    if (!caller.manager && !mayHandOn)
      throw new Problem(
        "not-eligible",
        "Candidates are shown to managers, and to owners who may hand the item on.",
      );
    return await eligiblePeople(known, compiled);
  };
}
