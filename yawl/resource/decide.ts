/**
 * Decides who gets a work item: offer, allocation, start (R1 in docs/semantics.md). Pure: the same demand, time, organisation
 * and loads give the same decision. `docs/resourcing.md` has the order with its reasons.
 */
import type { Decision, Reasoning } from "../work/decision.ts";
import type { Demand } from "../work/distribution.ts";
import { chanceOf } from "./chance.ts";
import { factsOf } from "./facts.ts";
import type { Organisation } from "./indexed.ts";
import type { Scene } from "./kinds.ts";
import type { Loads, Needs } from "./loads.ts";
import { offerOf } from "./offer.ts";
import { allocatorOf, barredBy, poolOf, separationsOf, textOf } from "./pool.ts";
import { whyAway } from "./presence.ts";
import { presentOf, scopeOf } from "./present.ts";
import { OWN_KINDS, type Registry } from "./registry.ts";
import { Steps } from "./steps.ts";

/** What a decision is made of. */
export interface DecisionRequest {
  readonly demand: Demand;
  /** epoch milliseconds */
  readonly at: number;
  readonly organisation: Organisation;
  /** of those whom `candidatesOf` gives, as far as `needsOf` asks for them */
  readonly loads: Loads;
  /** participant to whom all work of the task goes at present */
  readonly piled?: string | undefined;
  /** the kinds of rules that there are; Mizzen's own by default */
  readonly registry?: Registry | undefined;
}

/** Who gets the item, and why. A rule that cannot be applied leaves it unoffered, with the fault. */
export function decide(request: DecisionRequest): Decision {
  const { demand, at, organisation, loads, piled, registry = OWN_KINDS } = request;
  const scene: Scene & { readonly loads: Loads } = {
    organisation,
    at,
    facts: factsOf(demand),
    loads,
    filters: registry.filters,
  };
  const { seed = 0, chained = [] } = scene.facts;
  const steps = new Steps();
  let usesChance = false;
  const why = (fault?: string): Reasoning => ({
    steps: steps.all,
    ...(usesChance ? { seed } : {}),
    organisation: organisation.version,
    ...(fault === undefined ? {} : { fault }),
  });
  const unoffered = (fault: string): Decision => ({ kind: "unoffered", why: why(fault) });

  if (piled !== undefined) {
    const reason = whyNotPiled(piled, demand, scene);
    steps.add({
      step: "piled",
      rule: `piled by ${piled}`,
      kept: reason === undefined ? 1 : 0,
      dropped: reason === undefined ? [] : [piled],
      why: () => reason ?? "",
    });
    if (reason === undefined) return { kind: "allocated", to: piled, by: "pile", start: true, why: why() };
  }

  const found = poolOf(demand, scene, registry, steps);
  if (!found.ok) return unoffered(found.fault.message);
  const pool = found.value;
  const isHere = (id: string): boolean => {
    const person = organisation.person(id);
    return person !== undefined && whyAway(organisation, person, scopeOf(demand, scene)) === undefined;
  };

  if (chained.length > 0) {
    const inPool = new Set(pool.people.map(({ id }) => id));
    const next = chained.find((id) => inPool.has(id) && !demand.except?.includes(id) && isHere(id));
    const rule = `chained by ${chained.join(", ")}`;
    const note = next === undefined ? "nobody of them may have it and is there" : `${next} gets it`;
    steps.add({ step: "chained", rule, kept: next === undefined ? pool.people.length : 1, note });
    if (next !== undefined) return { kind: "allocated", to: next, by: "chain", start: true, why: why() };
  }

  const present = presentOf(pool, demand, scene, steps);
  if (present.people.length === 0) return unoffered("Nobody is left who could get it.");
  if (demand.allocator === undefined) {
    return { kind: "offered", ...offerOf(pool, present, demand, scene, registry), why: why() };
  }

  const allocator = allocatorOf(demand.allocator, registry, scene);
  if (!allocator.ok) return unoffered(allocator.fault.message);
  const { selector } = allocator.value;
  const chance = chanceOf(seed);
  const choice = allocator.value.kind.choose(present.people, selector.parameters, scene, (below) => {
    usesChance ||= below > 1;
    return chance(below);
  });
  if (!choice.ok) return unoffered(choice.fault.message);
  const { participant, note } = choice.value;
  steps.add({ step: "allocation", rule: textOf(selector), kept: 1, note });
  const actsFor = present.actingFor.get(participant);
  return {
    kind: "allocated",
    to: participant,
    by: "allocator",
    ...(demand.start ? { start: true as const } : {}),
    ...(actsFor === undefined ? {} : { actsFor }),
    why: why(),
  };
}

/** What has to be read before it can be decided. */
export function needsOf({ set, allocator }: Demand, registry: Registry = OWN_KINDS): Needs {
  const needs = new Set<Needs[number]>();
  const add = (found: Needs | undefined): void => {
    for (const each of found ?? []) needs.add(each);
  };
  for (const { name, parameters } of set.familiarTask === undefined ? (set.filters ?? []) : []) {
    add(registry.filters.find(name)?.needs?.(parameters, registry.filters));
  }
  for (const { name, parameters } of set.constraints ?? []) {
    add(registry.constraints.find(name)?.needs?.(parameters, registry.filters));
  }
  if (allocator)
    add(registry.allocators.find(allocator.name)?.needs?.(allocator.parameters, registry.filters));
  return [...needs].toSorted();
}

/**
 * Who may have an item by what needs no loads, and is there, with those who would do it for somebody absent; sorted by id.
 * Nobody where a rule cannot be applied.
 */
export function candidatesOf(
  demand: Demand,
  at: number,
  organisation: Organisation,
  registry: Registry = OWN_KINDS,
): readonly string[] {
  const scene: Scene = { organisation, at, facts: factsOf(demand), filters: registry.filters };
  const pool = poolOf(demand, scene, registry, new Steps());
  return pool.ok ? presentOf(pool.value, demand, scene, new Steps()).people.map(({ id }) => id) : [];
}

/**
 * Whose loads have to be read for a decision: whoever may be left when all has been asked that needs no loads, with those who
 * would do it for them; sorted by id. Whoever gave the item back or is absent is weighed as well before they are left out:
 * others may be kept or not because of them.
 */
export function weighedFor(
  demand: Demand,
  at: number,
  organisation: Organisation,
  registry: Registry = OWN_KINDS,
): readonly string[] {
  const scene: Scene = { organisation, at, facts: factsOf(demand), filters: registry.filters };
  const pool = poolOf(demand, scene, registry, new Steps());
  if (!pool.ok) return [];
  const { people } = presentOf(pool.value, demand, scene, new Steps());
  return [...new Set([...pool.value.people, ...people].map(({ id }) => id))].toSorted();
}

/** Why the one who piles the task does not get this item. */
function whyNotPiled(piled: string, demand: Demand, scene: Scene): string | undefined {
  const person = scene.organisation.person(piled);
  if (!person) return `there is no participant "${piled}"`;
  const barred = barredBy(separationsOf(demand, scene)).get(piled);
  if (barred !== undefined) return barred;
  if (demand.except?.includes(piled)) return "gave it back";
  return whyAway(scene.organisation, person, scopeOf(demand, scene));
}
