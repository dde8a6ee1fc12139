/** What somebody has: for managers, and for those with the privilege to see it. */
import { z } from "zod";
import { queueOf } from "../../store/inbox.ts";
import { organisationNow } from "../../store/organisation-snapshot.ts";
import type { ItemView } from "../../store/views.ts";
import type { Organisation } from "../../yawl/resource/indexed.ts";
import { ANY_ID } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { ITEM } from "../items/represent.ts";
import type { itemPresenter } from "../items/represent.ts";
import { hasUserPrivilege } from "../items/user-privileges.ts";
import type { Caller } from "../security/caller.ts";
import { WORKERS } from "./access.ts";

const ITEMS = z.array(ITEM);

export function queueRoutes(present: ReturnType<typeof itemPresenter>): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/participants/{id}/queue",
      access: WORKERS,
      tag: "organisation",
      summary:
        "What a participant has, oldest first: one's own; of everybody for managers and with the privilege viewOrganisation; with viewTeam of those who are in one's groups or report to one",
      parameters: z.object({ id: ANY_ID }),
      answers: { 200: z.object({ allocated: ITEMS, started: ITEMS, suspended: ITEMS }) },
      async handler(request) {
        const { id } = request.parameters;
        const caller = callerOf(request);
        const organisation = await organisationNow();
        if (!organisation.person(id) || !maySee(organisation, caller, id))
          throw new Problem("not-found", `There is no participant "${id}".`);
        const { allocated, started, suspended } = await queueOf(id);
        const shown = async (items: readonly ItemView[]) =>
          Promise.all(items.map(async (item) => present(item, caller)));
        return {
          status: 200,
          body: {
            allocated: await shown(allocated),
            started: await shown(started),
            suspended: await shown(suspended),
          },
        };
      },
    }),
  ];
}

function maySee(organisation: Organisation, caller: Caller, id: string): boolean {
  if (caller.manager || caller.id === id || hasUserPrivilege(caller, "viewOrganisation")) return true;
  if (!hasUserPrivilege(caller, "viewTeam")) return false;
  const isInGroup = organisation
    .groupsOf(caller.id)
    .some((group) => organisation.holdersOf("group", group)?.has(id));
  return isInGroup || organisation.reportsTo(id, caller.id);
}
