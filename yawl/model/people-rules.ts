/** Names that specifications use in what they say of people, and that the engine itself knows. */
import type { Selector } from "./specification.ts";

/** What an owner may be allowed to do with an item (YAWL_Schema4.0.xsd, `ResourcingPrivilegeType`). */
export const TASK_PRIVILEGES = [
  "canSuspend",
  "canReallocateStateless",
  "canReallocateStateful",
  "canDeallocate",
  "canDelegate",
  "canSkip",
  "canPile",
] as const;

/** Constraint by which nobody does one task who did another task of the case. */
export const SEPARATION = "SeparationOfDuties";
/** Its parameter: the other task. */
export const SEPARATION_TASK = "familiarTask";

/** Constraint by which the items of a task may be piled. */
export const PILED = "PiledExecution";

/** Constraint by which those who have so many open items get no more. */
export const LIMIT = "limit-open-items";
/** Its parameter: a whole number. */
export const LIMIT_NUMBER = "limit";

/** Constraint by which who did another task of the case gets the work, if they are among those who are left. */
export const RETAIN = "retain-familiar";
/** Its parameter: the other task. */
export const RETAIN_TASK = "task";

/** Filter that is one expression over filters (docs/resourcing.md). */
export const WHERE = "where";
/** Its parameter: the expression. */
export const WHERE_EXPRESSION = "expression";

/** The engine's allocators, by YAWL's names. */
export const ALLOCATORS = [
  "RandomChoice",
  "RoundRobinByTime",
  "RoundRobinByAllocationTime",
  "RoundRobinByLeastFrequency",
  "RoundRobinByExperience",
  "ShortestQueue",
  "FastestResource",
  "FastestToAllocate",
  "FastestToStart",
  "FastestToComplete",
  "CheapestResource",
  "CheapestToAllocate",
  "CheapestStarter",
  "CheapestCompleter",
  "DearestResource",
] as const;

/** Where a filter, constraint or allocator stands. */
export type RulePart = "filter" | "constraint" | "allocator";

/** The filters, constraints and allocators that there are, as far as an upload asks. */
export interface PeopleRules {
  /** What is wrong with one; `path` leads to it from the selector on: `["parameters", "Capability"]`. */
  problemsOf(
    part: RulePart,
    selector: Selector,
  ): readonly { readonly path: readonly string[]; readonly message: string }[];
  /** Ids of the tasks whose performers one asks for, as it names them. */
  tasksOf(part: RulePart, selector: Selector): readonly string[];
  /** Names of the net's variables whose values one asks for; `certain`: of which nothing else can be meant. */
  variablesOf(part: RulePart, selector: Selector, which?: "all" | "certain"): readonly string[];
}
