/** Choices and optional groups of a complex type as JSON Schema: which properties stand together. */
import type { ComplexType, GroupParticle, Particle } from "../../model/datatype.ts";
import { elementsOf, occurrences } from "../types/content.ts";
import type { Occurrence } from "../types/content.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** Keywords that say which properties exclude or need each other; none for plain sequences. */
export function choiceConstraints(type: ComplexType): Keywords {
  if (!type.content) return {};
  const constraints = constraintsOf(type.content, type.content);
  return constraints.length > 1 ? { allOf: constraints } : (constraints[0] ?? {});
}

/** Each alternative excludes the fields of all others; a longer schema than that helps no form. `checkValue` is exact. */
const MAX_EXCLUSIONS = 5_000;

/** Repeated groups say nothing: their properties are lists whose numbers JSON Schema cannot compare. */
function constraintsOf(group: GroupParticle, whole: GroupParticle): readonly Keywords[] {
  if (group.max !== 1) return [];
  if (group.kind !== "choice" && group.min > 0) {
    return group.particles.flatMap((particle) => (isGroup(particle) ? constraintsOf(particle, whole) : []));
  }
  const branches = group.kind === "choice" ? group.particles : [{ ...group, min: 1 }];
  if (branches.some((branch) => hasWildcard(branch))) return [];
  const names = namesOf(group);
  if (names.length * branches.length > MAX_EXCLUSIONS) return [];
  // A name that also stands outside of this group is not excluded by what is chosen here.
  const inner = names.filter((name) => countOf(group, name) === countOf(whole, name));
  // Between single fields "exactly one of them is required" says all; other alternatives also exclude the fields of the rest.
  const isSimple = branches.every((branch) => branch.kind === "element" && branch.min > 0);
  const alternatives = branches.map((branch) => alternative(branch, isSimple ? [] : inner, whole));
  const canBeEmpty = group.min === 0 || branches.some(isEmptiable);
  if (canBeEmpty && inner.length === 0) return [];
  if (canBeEmpty) alternatives.push({ properties: excluded(inner, whole) });
  const isDisjoint =
    inner.length === names.length &&
    branches.flatMap((branch) => namesOf(branch)).length === names.length &&
    branches.every((branch) => namesOf(branch).some((name) => timesOf(branch, name).min > 0));
  return [isDisjoint ? { oneOf: alternatives } : { anyOf: alternatives }];
}

function alternative(branch: Particle, inner: readonly string[], whole: GroupParticle): Keywords {
  const names = namesOf(branch);
  const required = names.filter((name) => timesOf(branch, name).min > 0);
  const own = new Set(names);
  const others = inner.filter((name) => !own.has(name));
  const nested = isGroup(branch) ? constraintsOf(branch, whole) : [];
  // A list that is there may still be empty, which is the same as not being there.
  const filled = required
    .filter((name) => isList(whole, name))
    .map((name) => [name, { minItems: timesOf(branch, name).min }] as const);
  const properties = { ...Object.fromEntries(filled), ...excluded(others, whole) };
  return {
    ...(required.length > 0 && { required }),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(nested.length > 0 && { allOf: nested }),
  };
}

function excluded(names: readonly string[], whole: GroupParticle): Keywords {
  return Object.fromEntries(names.map((name) => [name, isList(whole, name) ? { maxItems: 0 } : false]));
}

function isList(whole: GroupParticle, name: string): boolean {
  return timesOf(whole, name).max > 1;
}

function isGroup(particle: Particle): particle is GroupParticle {
  return particle.kind !== "element" && particle.kind !== "any";
}

function hasWildcard(particle: Particle): boolean {
  return particle.kind === "any" || (isGroup(particle) && particle.particles.some(hasWildcard));
}

/** Whether a particle is satisfied by no elements at all. */
function isEmptiable(particle: Particle): boolean {
  if (particle.min === 0 || particle.max === 0) return true;
  if (!isGroup(particle)) return false;
  return particle.kind === "choice"
    ? particle.particles.length === 0 || particle.particles.some(isEmptiable)
    : particle.particles.every(isEmptiable);
}

function namesOf(particle: Particle): readonly string[] {
  if (particle.kind === "element") return particle.max === 0 ? [] : [particle.name];
  return isGroup(particle) ? [...new Set(elementsOf(particle).map(({ name }) => name))] : [];
}

const counted = new WeakMap<GroupParticle, ReadonlyMap<string, number>>();

/** How many elements of a name a group has. */
function countOf(group: GroupParticle, name: string): number {
  let counts = counted.get(group);
  if (!counts) {
    const made = new Map<string, number>();
    for (const element of elementsOf(group)) made.set(element.name, (made.get(element.name) ?? 0) + 1);
    counted.set(group, (counts = made));
  }
  return counts.get(name) ?? 0;
}

const occurring = new WeakMap<Particle, ReadonlyMap<string, Occurrence>>();

/** How often a name occurs over all ways through a particle. */
function timesOf(particle: Particle, name: string): Occurrence {
  let known = occurring.get(particle);
  if (!known) occurring.set(particle, (known = occurrences(particle)));
  return known.get(name) ?? { min: 0, max: 0 };
}
