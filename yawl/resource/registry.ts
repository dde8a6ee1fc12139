/**
 * The filters, constraints and allocators that a deployment has, by name: Mizzen's own and those that it registers. Whether
 * a specification names them as they are is said at upload (`problemsOf`).
 */
import { didYouMean } from "../model/near.ts";
import type { RulePart } from "../model/people-rules.ts";
import type { Selector } from "../model/specification.ts";
import { BY_SPEED_AND_COST } from "./allocators/by-speed-and-cost.ts";
import { IN_TURN } from "./allocators/in-turn.ts";
import { LIMIT_OPEN_ITEMS } from "./constraints/limit.ts";
import { PILED_EXECUTION } from "./constraints/piled.ts";
import { RETAIN_FAMILIAR } from "./constraints/retain.ts";
import { SEPARATION_OF_DUTIES } from "./constraints/separation.ts";
import { BY_CAPABILITY } from "./filters/capability.ts";
import { BY_HELD } from "./filters/held.ts";
import { ORG_FILTER } from "./filters/org-filter.ts";
import { RELATION } from "./filters/relation.ts";
import { WHERE_FILTER } from "./filters/where.ts";
import { BY_WORK } from "./filters/work.ts";
import type { AllocatorKind, AnyKind, ConstraintKind, FilterKind, Problem } from "./kinds.ts";
import { parameterProblems } from "./problems.ts";

/** Kinds of one part, by name and by alias. */
export class Kinds<Kind extends AnyKind> {
  private readonly byName = new Map<string, Kind>();
  readonly all: readonly Kind[];
  private readonly word: string;

  /** @throws Error when two have the same name */
  constructor(word: RulePart, kinds: readonly Kind[]) {
    this.word = word;
    this.all = kinds;
    for (const kind of kinds) {
      for (const name of [kind.name, ...(kind.aliases ?? [])]) {
        if (this.byName.has(name)) throw new Error(`There are two kinds of ${word} with the name "${name}".`);
        this.byName.set(name, kind);
      }
    }
  }

  find(name: string): Kind | undefined {
    return this.byName.get(name);
  }

  /** Why `find` found nothing. */
  unknown(name: string): string {
    const names = this.all.map((kind) => kind.name).toSorted();
    const meant = didYouMean(name, this.byName.keys()) || ` There are: ${names.join(", ")}.`;
    return `There is no ${this.word} "${name}".${meant}`;
  }
}

/** All kinds of a deployment. */
export interface Registry {
  readonly filters: Kinds<FilterKind>;
  readonly constraints: Kinds<ConstraintKind>;
  readonly allocators: Kinds<AllocatorKind>;
}

const FILTERS: readonly FilterKind[] = [
  ...BY_HELD,
  ...BY_CAPABILITY,
  ORG_FILTER,
  RELATION,
  ...BY_WORK,
  WHERE_FILTER,
];
const CONSTRAINTS: readonly ConstraintKind[] = [
  SEPARATION_OF_DUTIES,
  PILED_EXECUTION,
  RETAIN_FAMILIAR,
  LIMIT_OPEN_ITEMS,
];
const ALLOCATORS: readonly AllocatorKind[] = [...IN_TURN, ...BY_SPEED_AND_COST];

/**
 * Mizzen's own kinds and those that are registered besides.
 * @throws Error when one has a name that there is already
 */
export function registryOf(own: readonly AnyKind[] = []): Registry {
  const of = <P extends RulePart>(part: P) =>
    own.filter((kind): kind is Extract<AnyKind, { readonly part: P }> => kind.part === part);
  return {
    filters: new Kinds("filter", [...FILTERS, ...of("filter")]),
    constraints: new Kinds("constraint", [...CONSTRAINTS, ...of("constraint")]),
    allocators: new Kinds("allocator", [...ALLOCATORS, ...of("allocator")]),
  };
}

/** Mizzen's own kinds. */
export const OWN_KINDS: Registry = registryOf();

/** The kinds of one part. */
export function kindsOf(registry: Registry, part: RulePart): Kinds<AnyKind> {
  switch (part) {
    case "filter":
      return registry.filters;
    case "constraint":
      return registry.constraints;
    case "allocator":
      return registry.allocators;
  }
}

/**
 * What is wrong with a filter, constraint or allocator as a specification names it: no such kind, a parameter that it does
 * not have or that is missing, a value that cannot be read, a task that is not there.
 * @param tasks ids of the tasks that it may name; absent: not looked at
 */
export function problemsOf(
  part: RulePart,
  { name, parameters }: Selector,
  tasks?: ReadonlySet<string>,
  registry: Registry = OWN_KINDS,
): readonly Problem[] {
  const kinds = kindsOf(registry, part);
  const kind = kinds.find(name);
  if (!kind) return [{ path: ["name"], message: kinds.unknown(name) }];
  return parameterProblems(kind, parameters, { tasks, filters: registry.filters });
}
