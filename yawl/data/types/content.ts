/**
 * Content models: which element names a complex type has, how often each occurs, and in which order they stand.
 *
 * JSON knows no order between properties: `arrangement.ts` finds one that the particles allow.
 */
import type { ComplexType, ElementParticle, GroupParticle, Particle } from "../../model/datatype.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { isList, own } from "./shape.ts";

/** A property of a complex type: all particles with the same name together. */
export interface Slot {
  readonly name: string;
  readonly particle: ElementParticle;
  /** fewest and most occurrences over all ways through the content model */
  readonly min: number;
  readonly max: number;
  /** the JSON value is an array */
  readonly isList: boolean;
  /** outside of choices and optional groups, so that absent lists are empty lists */
  readonly isFixed: boolean;
}

/** A complex type's content, prepared. */
export interface ContentPlan {
  readonly slots: ReadonlyMap<string, Slot>;
  /** elements that the type does not name are allowed */
  readonly isOpen: boolean;
  /** content is one plain sequence: the order of `slots` is the order of the elements */
  readonly isPlain: boolean;
  readonly root: Node | undefined;
  /** names by leaf number; `WILDCARD` for `xs:any` */
  readonly leaves: readonly string[];
  /** numbers of the leaves with a name */
  readonly leavesOf: ReadonlyMap<string, readonly number[]>;
}

/** Stands for all elements that a wildcard takes. */
export const WILDCARD = "*";

/** A particle with numbers instead of names. */
export type Node =
  | { readonly kind: "leaf"; readonly leaf: number; readonly min: number; readonly max: number }
  | {
      readonly kind: "sequence" | "choice";
      readonly children: readonly Node[];
      readonly min: number;
      readonly max: number;
    };

const plans = new WeakMap<ComplexType, ContentPlan>();

/** The prepared content of a type, made once. */
export function contentOf(type: ComplexType): ContentPlan {
  let plan = plans.get(type);
  if (!plan) plans.set(type, (plan = makePlan(type)));
  return plan;
}

function makePlan(type: ComplexType): ContentPlan {
  const leaves: string[] = [];
  const content = type.content;
  const root = content && toNode(content, leaves);
  const slots = new Map<string, Slot>();
  for (const particle of content ? elementsOf(content) : []) {
    if (slots.has(particle.name) || !content) continue;
    const { min, max } = occurrences(content, particle.name);
    const isFixed = standsFixed(content, particle.name);
    slots.set(particle.name, { name: particle.name, particle, min, max, isList: max > 1, isFixed });
  }
  const isOpen = leaves.includes(WILDCARD);
  const isPlain =
    content !== undefined &&
    content.kind !== "choice" &&
    content.min === 1 &&
    content.max === 1 &&
    content.particles.every((particle) => particle.kind === "element") &&
    slots.size === content.particles.length;
  const leavesOf = new Map<string, number[]>();
  for (const [leaf, name] of leaves.entries()) leavesOf.set(name, [...(leavesOf.get(name) ?? []), leaf]);
  return { slots, isOpen, isPlain, root, leaves, leavesOf };
}

function toNode(particle: Particle, leaves: string[]): Node {
  const { min } = particle;
  const max = particle.max ?? Infinity;
  if (particle.kind === "element" || particle.kind === "any") {
    const leaf = leaves.push(particle.kind === "any" ? WILDCARD : particle.name) - 1;
    return { kind: "leaf", leaf, min, max };
  }
  const children = particle.particles.map((child) => toNode(child, leaves));
  return { kind: particle.kind === "choice" ? "choice" : "sequence", children, min, max };
}

/** Element particles in document order. */
export function elementsOf(group: GroupParticle): readonly ElementParticle[] {
  return group.particles.flatMap((particle) => {
    if (particle.kind === "element") return [particle];
    return particle.kind === "any" ? [] : elementsOf(particle);
  });
}

/** Fewest and most occurrences of a name over all ways through a particle. */
export function occurrences(
  particle: Particle,
  name: string,
): { readonly min: number; readonly max: number } {
  const times = particle.max ?? Infinity;
  if (particle.kind === "any" || times === 0) return { min: 0, max: 0 };
  if (particle.kind === "element")
    return particle.name === name ? { min: particle.min, max: times } : { min: 0, max: 0 };
  const parts = particle.particles.map((part) => occurrences(part, name));
  const mins = parts.map((part) => part.min);
  const maxes = parts.map((part) => part.max);
  const isChoice = particle.kind === "choice";
  const min = isChoice ? Math.min(...mins, Infinity) : sum(mins);
  const max = isChoice ? Math.max(...maxes, 0) : sum(maxes);
  return { min: min === Infinity ? 0 : min * particle.min, max: max === 0 ? 0 : max * times };
}

/** The total of some numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function standsFixed(group: GroupParticle, name: string): boolean {
  if (group.kind === "choice" || group.min === 0) return false;
  return group.particles.some((particle) => {
    if (particle.kind === "element") return particle.name === name;
    return particle.kind !== "any" && standsFixed(particle, name);
  });
}

/** How often each name of a content model occurs in an object; what the type does not name counts as wild. */
export function countsOf(plan: ContentPlan, value: JsonObject, wild: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(wild > 0 ? [[WILDCARD, wild]] : []);
  for (const slot of plan.slots.values())
    counts.set(slot.name, occurrencesOf(value, slot.name, slot.isList).length);
  return counts;
}

/** The values of the elements that a property stands for; an array counts as one value where the type is no list. */
export function occurrencesOf(value: JsonObject, name: string, isRepeated: boolean): readonly Json[] {
  const entry = own(value, name);
  if (entry === undefined) return [];
  return isRepeated && isList(entry) ? entry : [entry];
}
