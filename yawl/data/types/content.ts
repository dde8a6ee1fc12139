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
  const counts = content ? occurrences(content) : new Map<string, Occurrence>();
  const fixed = new Set<string>();
  if (content) addFixed(content, fixed);
  for (const particle of content ? elementsOf(content) : []) {
    const { name } = particle;
    if (slots.has(name)) continue;
    const { min, max } = counts.get(name) ?? NEVER;
    slots.set(name, { name, particle, min, max, isList: max > 1, isFixed: fixed.has(name) });
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
  for (const [leaf, name] of leaves.entries()) {
    const known = leavesOf.get(name);
    if (known) known.push(leaf);
    else leavesOf.set(name, [leaf]);
  }
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

/** Fewest and most occurrences over all ways through a particle. */
export interface Occurrence {
  readonly min: number;
  readonly max: number;
}

const NEVER: Occurrence = { min: 0, max: 0 };

/** How often each name occurs over all ways through a particle; names that it does not have are not there. */
export function occurrences(particle: Particle): ReadonlyMap<string, Occurrence> {
  const times = particle.max ?? Infinity;
  if (particle.kind === "any" || times === 0) return new Map();
  if (particle.kind === "element") return new Map([[particle.name, { min: particle.min, max: times }]]);
  const isChoice = particle.kind === "choice";
  const found = new Map<string, { min: number; max: number; parts: number }>();
  for (const part of particle.particles) {
    for (const [name, { min, max }] of occurrences(part)) {
      const known = found.get(name);
      if (!known) found.set(name, { min, max, parts: 1 });
      else {
        known.parts += 1;
        known.min = isChoice ? Math.min(known.min, min) : known.min + min;
        known.max = isChoice ? Math.max(known.max, max) : known.max + max;
      }
    }
  }
  // An alternative without the name can be taken instead.
  const mayMiss = (parts: number): boolean => isChoice && parts < particle.particles.length;
  return new Map(
    [...found].map(([name, { min, max, parts }]) => [
      name,
      { min: mayMiss(parts) ? 0 : min * particle.min, max: max === 0 ? 0 : max * times },
    ]),
  );
}

/** The total of some numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Adds the names of elements that stand outside of choices and optional groups. */
function addFixed(group: GroupParticle, into: Set<string>): void {
  if (group.kind === "choice" || group.min === 0) return;
  for (const particle of group.particles) {
    if (particle.kind === "element") into.add(particle.name);
    else if (particle.kind !== "any") addFixed(particle, into);
  }
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
