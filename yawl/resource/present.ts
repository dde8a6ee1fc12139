/** Who can get a work item now, of those who may have it. */
import type { Demand } from "../work/distribution.ts";
import type { Scene } from "./kinds.ts";
import type { Person } from "./organisation.ts";
import type { Pool } from "./pool.ts";
import { substituteOf, whyAway, type WorkScope } from "./presence.ts";
import type { Steps } from "./steps.ts";

/** Those who can get the item now. */
export interface Present {
  /** sorted by id, substitutes among them */
  readonly people: readonly Person[];
  /** for whom somebody is among them, by the substitute's id */
  readonly actingFor: ReadonlyMap<string, string>;
}

/** Who gave it back is left out, and who is not there; substitutes take the places of those who are absent. */
export function presentOf({ people, barred }: Pool, demand: Demand, scene: Scene, steps: Steps): Present {
  const { organisation } = scene;
  const scope = scopeOf(demand, scene);
  const gaveBack = new Set(demand.except);
  let left = people;
  if (gaveBack.size > 0) {
    left = people.filter(({ id }) => !gaveBack.has(id));
    const dropped = people.filter(({ id }) => gaveBack.has(id)).map(({ id }) => id);
    steps.add({
      step: "gave-back",
      rule: "not who gave it back",
      kept: left.length,
      dropped,
      why: () => "gave it back",
    });
  }
  const here = new Map<string, Person>();
  const away = new Map<string, string>();
  for (const person of left) {
    const reason = whyAway(organisation, person, scope);
    if (reason === undefined) here.set(person.id, person);
    else away.set(person.id, reason);
  }
  steps.add({
    step: "absent",
    rule: "available, not locked and not absent",
    kept: here.size,
    dropped: away.keys(),
    why: (id) => away.get(id) ?? "",
  });
  const actingFor = new Map<string, string>();
  const refused = new Map<string, string>();
  const isRefused = (id: string): boolean => {
    const reason = barred.get(id) ?? (gaveBack.has(id) ? "gave it back" : undefined);
    if (reason !== undefined) refused.set(id, reason);
    return reason !== undefined;
  };
  for (const absent of away.keys()) {
    const substitute = substituteOf(organisation, absent, scope, isRefused);
    const person = substitute === undefined ? undefined : organisation.person(substitute);
    if (!person || here.has(person.id)) continue;
    here.set(person.id, person);
    actingFor.set(person.id, absent);
  }
  if (actingFor.size > 0 || refused.size > 0) {
    const pairs = [...actingFor].map(([substitute, absent]) => `${substitute} for ${absent}`);
    const note =
      pairs.length > 10 ? `${pairs.slice(0, 10).join(", ")} and ${pairs.length - 10} more` : pairs.join(", ");
    steps.add({
      step: "substitute",
      rule: "substitutes of those who are absent",
      kept: here.size,
      dropped: [...refused.keys()].filter((id) => !here.has(id)).toSorted(),
      why: (id) => refused.get(id) ?? "",
      note: note === "" ? undefined : note,
    });
  }
  return { people: [...here.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), actingFor };
}

/** What absences of people are compared with. */
export function scopeOf({ roles }: Demand, { at, facts }: Scene): WorkScope {
  return { at, roles, specification: facts.specification };
}
