/**
 * Filters, constraints and allocators of one's own: how they are written, and how they become kinds. `docs/resourcing.md` shows
 * one. Whatever such a rule throws, or answers wrongly, leaves the item unoffered with the reason: it never stops a case.
 */
import { fault, ok, type Failure } from "../model/fault.ts";
import type { Chance } from "./chance.ts";
import { RuleFailed } from "./kinds.ts";
import type {
  AllocatorKind,
  AnyKind,
  ConstraintKind,
  FilterKind,
  ParameterKind,
  Parameters,
  Scene,
} from "./kinds.ts";
import { NO_LOADS, type Loads, type Needs } from "./loads.ts";
import type { Person } from "./organisation.ts";

/** What a rule sees: the organisation, the time, the case, and the loads that it asked for by `needs`. */
export type OwnScene = Scene & { readonly loads: Loads };

interface OwnKind {
  /** letters, digits and dashes, from a letter on */
  readonly name: string;
  /** a sentence for people */
  readonly description: string;
  readonly parameters?: readonly ParameterKind[];
  /** loads that it reads: `["queues"]`, `["history"]` or both */
  readonly needs?: Needs;
}

/** A filter: who is kept. It is also a condition of expressions; its parameters are arguments in their order. */
export interface OwnFilter extends OwnKind {
  readonly part: "filter";
  keeps(person: Person, parameters: Parameters, scene: OwnScene): boolean;
}

/** A constraint: who is kept of all who are left. */
export interface OwnConstraint extends OwnKind {
  readonly part: "constraint";
  keeps(people: readonly Person[], parameters: Parameters, scene: OwnScene): readonly Person[];
}

/** An allocator: the id of the one who gets the item; `undefined` leaves it unoffered. */
export interface OwnAllocator extends OwnKind {
  readonly part: "allocator";
  choose(
    people: readonly Person[],
    parameters: Parameters,
    scene: OwnScene,
    chance: Chance,
  ): string | undefined;
}

/** A rule of a deployment's own. */
export type OwnRule = OwnFilter | OwnConstraint | OwnAllocator;

/** Keeps the types of a rule together. */
export function defineRule<Rule extends OwnRule>(rule: Rule): Rule {
  return rule;
}

/** The kind that a rule of one's own is. */
export function kindOfRule(rule: OwnRule): AnyKind {
  switch (rule.part) {
    case "filter":
      return filterKind(rule);
    case "constraint":
      return constraintKind(rule);
    case "allocator":
      return allocatorKind(rule);
  }
}

function base({ name, description, parameters = [], needs = [] }: OwnRule) {
  return { name, description, parameters, needs: () => needs };
}

function failed({ part, name }: OwnRule, error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return fault("invalid-specification", `The ${part} "${name}" failed: ${reason}`);
}

/** Whether a rule has to wait for loads. */
function isEarly({ needs = [] }: OwnRule, { loads }: Scene): boolean {
  return needs.length > 0 && loads === undefined;
}

function filterKind(rule: OwnFilter): FilterKind {
  return {
    ...base(rule),
    part: "filter",
    positional: (rule.parameters ?? []).map(({ name }) => name),
    prepare(parameters, scene) {
      const entries = Object.entries(parameters).map(([key, value]) => `${key} = ${value}`);
      const text = `${rule.name}(${entries.join(", ")})`;
      if (isEarly(rule, scene)) return ok({ text, test: () => undefined });
      const whole = { ...scene, loads: scene.loads ?? NO_LOADS };
      const test = (person: Person): boolean => {
        let keeps: unknown;
        try {
          keeps = rule.keeps(person, parameters, whole);
        } catch (error) {
          throw new RuleFailed(failed(rule, error).fault.message);
        }
        if (typeof keeps === "boolean") return keeps;
        throw new RuleFailed(failed(rule, `it answered ${typeof keeps}, not true or false`).fault.message);
      };
      return ok({ text, test });
    },
  };
}

function constraintKind(rule: OwnConstraint): ConstraintKind {
  return {
    ...base(rule),
    part: "constraint",
    apply(people, parameters, scene) {
      const why = () => `the constraint "${rule.name}" leaves them out`;
      if (isEarly(rule, scene)) return ok({ kept: people, why });
      try {
        const kept: unknown = rule.keeps(people, parameters, { ...scene, loads: scene.loads ?? NO_LOADS });
        if (!Array.isArray(kept)) return failed(rule, `it answered ${typeof kept}, not a list of people`);
        const ids = new Set(kept.map((each: Partial<Person> | undefined) => each?.id));
        return ok({ kept: people.filter(({ id }) => ids.has(id)), why });
      } catch (error) {
        return failed(rule, error);
      }
    },
  };
}

function allocatorKind(rule: OwnAllocator): AllocatorKind {
  return {
    ...base(rule),
    part: "allocator",
    choose(people, parameters, scene, chance) {
      try {
        const participant = rule.choose(people, parameters, scene, chance);
        if (participant === undefined) return failed(rule, "it chose nobody");
        return people.some(({ id }) => id === participant)
          ? ok({ participant })
          : failed(rule, `it chose "${participant}", who is none of those who may have the item`);
      } catch (error) {
        return failed(rule, error);
      }
    },
  };
}

const NAME = /^[A-Za-z][A-Za-z0-9-]{0,49}$/;
const TYPES = ["text", "names", "list", "whole", "task", "comparison", "choice", "expression"];
const OF = ["role", "position", "group", "capability", "participant"];

/** What keeps a value from being a rule; sentences. */
export function ruleProblems(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [`is no rule but a ${typeof value}`];
  const found = value as { readonly [Key in keyof OwnRule | "keeps" | "choose"]?: unknown };
  const problems: string[] = [];
  if (found.part !== "filter" && found.part !== "constraint" && found.part !== "allocator")
    problems.push('"part" must be filter, constraint or allocator');
  if (typeof found.name !== "string" || !NAME.test(found.name))
    problems.push('"name" must be letters, digits and dashes, and begin with a letter');
  if (typeof found.description !== "string" || found.description === "")
    problems.push('"description" must be a text');
  const method = found.part === "allocator" ? "choose" : "keeps";
  if (typeof found[method] !== "function") problems.push(`"${method}" must be a function`);
  const needs: unknown = found.needs ?? [];
  if (!Array.isArray(needs) || !needs.every((each) => each === "queues" || each === "history"))
    problems.push('"needs" must be a list of queues and history');
  const parameters: unknown = found.parameters ?? [];
  if (Array.isArray(parameters)) problems.push(...parameters.flatMap((each) => parameterMistakes(each)));
  else problems.push('"parameters" must be a list');
  return problems;
}

function parameterMistakes(value: unknown): readonly string[] {
  const found = (typeof value === "object" && value !== null ? value : {}) as {
    readonly [Key in keyof ParameterKind]?: unknown;
  };
  const { name, description, type, of, choices } = found;
  if (typeof name !== "string" || !NAME.test(name))
    return ["a parameter has no name of letters, digits and dashes"];
  const problems: string[] = [];
  if (typeof description !== "string") problems.push(`the parameter "${name}" has no description`);
  if (!TYPES.some((each) => each === type))
    problems.push(`the type of the parameter "${name}" must be one of: ${TYPES.join(", ")}`);
  if (of !== undefined && !OF.some((each) => each === of))
    problems.push(`"of" of the parameter "${name}" must be one of: ${OF.join(", ")}`);
  if (type === "choice" && !(Array.isArray(choices) && choices.length > 0))
    problems.push(`the parameter "${name}" has no choices`);
  return problems;
}
