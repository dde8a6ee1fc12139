/**
 * What a filter, a constraint and an allocator are: named kinds with parameters, applied to the people of a work item.
 * Mizzen's own and those that a deployment registers are the same to whoever decides.
 */
import type { Result } from "../model/fault.ts";
import type { CaseFacts } from "../work/distribution.ts";
import type { Chance } from "./chance.ts";
import type { HeldKind, Organisation } from "./indexed.ts";
import type { Loads, Needs } from "./loads.ts";
import type { Person } from "./organisation.ts";

/** Values of parameters, by name, as a specification has them. */
export type Parameters = Readonly<Record<string, string>>;

/** A parameter of a kind. */
export interface ParameterKind {
  readonly name: string;
  /** a sentence for people */
  readonly description: string;
  /**
   * - `text`: anything;
   * - `names`: names of what `of` says, put together by `&`, `|`, `!` and parentheses;
   * - `list`: the same, separated by commas;
   * - `whole`: a whole number from 0;
   * - `task`: a task of the specification;
   * - `comparison`: `>= 5`, `= gold`, or `gold`;
   * - `choice`: one of `choices`;
   * - `expression`: conditions on people (`expressions/where.ts`)
   */
  readonly type: "text" | "names" | "list" | "whole" | "task" | "comparison" | "choice" | "expression";
  readonly of?: HeldKind | "participant";
  readonly choices?: readonly string[];
  readonly required?: true;
}

/** Something wrong with a parameter, or with the whole. */
export interface Problem {
  /** from the selector on: `["parameters", "Capability"]`; `["name"]` when there is no such kind */
  readonly path: readonly string[];
  /** a sentence for people */
  readonly message: string;
}

/** The filters that there are, for expressions that name some. */
export interface Filters {
  find(name: string): FilterKind | undefined;
}

interface Kind {
  readonly name: string;
  /** further names that mean the same */
  readonly aliases?: readonly string[];
  /** a sentence for people */
  readonly description: string;
  readonly parameters: readonly ParameterKind[];
  /** loads that it reads, if any; an expression those that its filters read */
  needs?(parameters: Parameters, filters: Filters): Needs;
  /** what is wrong with the parameters together; each by itself is checked before */
  check?(parameters: Parameters): readonly Problem[];
}

/** What a decision looks at. */
export interface Scene {
  readonly organisation: Organisation;
  /** epoch milliseconds */
  readonly at: number;
  readonly facts: CaseFacts;
  /** none: they have not been read yet, and what needs them cannot be said */
  readonly loads?: Loads;
  readonly filters: Filters;
}

/** What a rule of one's own throws while it judges somebody: a fault of the rule, caught where the set is filtered. */
export class RuleFailed extends Error {}

/** A condition on people, made ready for one decision. */
export interface Condition {
  /** as people read it: `capability("Contract Law", >= 5)` */
  readonly text: string;
  /** `undefined`: it cannot be said before the loads are read */
  readonly test: (person: Person) => boolean | undefined;
  /** the conditions that have to hold all, where it consists of such: whoever is left out is told of the first that does not */
  readonly all?: readonly Condition[];
}

/** Keeps those for whom a condition holds. */
export interface FilterKind extends Kind {
  readonly part: "filter";
  /** parameters that arguments without a name go to in an expression: `role(clerk)`; the last one takes all that are left */
  readonly positional?: readonly string[];
  /** parameter that a comparison goes to: `years("Contract Law") >= 5` */
  readonly compared?: string;
  /** it keeps nobody out who could get work anyway, so that an offer may go on naming roles */
  readonly narrows?: false;
  /** @returns a fault if a name is unknown */
  prepare(parameters: Parameters, scene: Scene): Result<Condition>;
}

/** Those who are left, and why the others are not. */
export interface Narrowed {
  readonly kept: readonly Person[];
  /** a sentence's end: "has 5 open items" */
  readonly why: (person: Person) => string;
}

/** Narrows the set by what was done in the case, or by all of the set together. */
export interface ConstraintKind extends Kind {
  readonly part: "constraint";
  readonly narrows?: false;
  /** @param people sorted by id; with the loads that it needs in the scene */
  apply(people: readonly Person[], parameters: Parameters, scene: Scene): Result<Narrowed>;
}

/** Whom an allocator chose. */
export interface Choice {
  readonly participant: string;
  /** what it looked at, for people: "2 open items; the next have 3" */
  readonly note?: string;
}

/** Chooses one of several people. */
export interface AllocatorKind extends Kind {
  readonly part: "allocator";
  /**
   * @param people at least one, sorted by id
   * @param chance for ties and random choices
   */
  choose(
    people: readonly Person[],
    parameters: Parameters,
    scene: Scene & { readonly loads: Loads },
    chance: Chance,
  ): Result<Choice>;
}

/** Any of them. */
export type AnyKind = FilterKind | ConstraintKind | AllocatorKind;
