/** Who has a role now, for showing whom an item is offered to. */
import { organisationNow } from "../../store/organisation-snapshot.ts";
import { isPresent } from "../../yawl/resource/presence.ts";
import type { ItemView } from "../../store/views.ts";

/** How many of the people to whom an item is offered are named. */
const MOST_NAMED = 100;
/** What is shown may be so old. */
const REMEMBER_MILLIS = 1_000;

type Organisation = Awaited<ReturnType<typeof organisationNow>>;
let known: { readonly at: number; readonly organisation: Promise<Organisation> } | undefined;

async function recently(): Promise<Organisation> {
  const now = performance.now();
  if (!known || now - known.at > REMEMBER_MILLIS) {
    const organisation = organisationNow();
    known = { at: now, organisation };
    organisation.catch(() => {
      if (known?.organisation === organisation) known = undefined;
    });
  }
  return await known.organisation;
}

/** Participants to whom an item is offered by name or by a role, sorted; of thousands some. */
export async function offereesOf({
  offeredTo,
  offeredToRoles,
  notOfferedTo = [],
}: ItemView): Promise<readonly string[]> {
  if (!offeredToRoles) return offeredTo;
  const organisation = await recently();
  const at = Date.now();
  const people = new Set(offeredTo);
  for (const id of organisation.membersOf(offeredToRoles)) {
    if (people.size >= MOST_NAMED) break;
    if (!notOfferedTo.includes(id) && isPresent(organisation, id, at)) people.add(id);
  }
  return [...people].toSorted();
}
