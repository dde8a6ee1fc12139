/** How an offer names those it is made to: roles where nothing but roles says who, else people. */
import type { Offer } from "../work/decision.ts";
import type { Demand } from "../work/distribution.ts";
import type { Scene } from "./kinds.ts";
import { isOfEverybody, type Pool } from "./pool.ts";
import type { Present } from "./present.ts";
import type { Registry } from "./registry.ts";

/** How many an offer to roles leaves out by name; where there are more, it names those whom it is made to. */
const MOST_EXCEPT = 100;

/** The offer of an item to those who are there. */
export function offerOf(
  { barred }: Pool,
  { people, actingFor }: Present,
  demand: Demand,
  { organisation }: Scene,
  registry: Registry,
): Offer {
  const acting = actingFor.size === 0 ? {} : { actingFor: Object.fromEntries(actingFor) };
  const ids = people.map(({ id }) => id);
  const { roles } = demand;
  if (roles.length === 0 || isNarrowed(demand, registry)) return { people: ids, ...acting };
  const leftOut = new Set([...barred.keys(), ...(demand.except ?? [])]);
  const except = [...leftOut].filter((id) => organisation.hasRole(id, roles)).toSorted();
  if (except.length > MOST_EXCEPT) return { people: ids, ...acting };
  const besides = new Set([...demand.participants, ...actingFor.keys()]);
  return {
    people: ids.filter((id) => besides.has(id)),
    roles: [...new Set(roles.flatMap((role) => organisation.idsOf("role", role)))].toSorted(),
    ...(except.length > 0 ? { except } : {}),
    ...acting,
  };
}

/** Whether anything but roles, and what an offer to roles can say, decides who is in the set. */
function isNarrowed({ set }: Demand, { filters, constraints }: Registry): boolean {
  return (
    set.familiarTask !== undefined ||
    isOfEverybody(set) ||
    (set.filters ?? []).some(({ name }) => filters.find(name)?.narrows !== false) ||
    (set.constraints ?? []).some(({ name }) => constraints.find(name)?.narrows !== false)
  );
}
