/** Who may have a work item by the rules of its task: the offer set, filtered and constrained, before it is asked who is there. */
import { fault, ok, type Result } from "../model/fault.ts";
import type { DistributionSet, Selector } from "../model/specification.ts";
import type { Demand, TaskPeople } from "../work/distribution.ts";
import { SEPARATION_OF_DUTIES, separatedFrom } from "./constraints/separation.ts";
import { taskPeople } from "./facts.ts";
import type { HeldKind } from "./indexed.ts";
import { RuleFailed, type AllocatorKind, type AnyKind, type Condition, type Scene } from "./kinds.ts";
import type { Person } from "./organisation.ts";
import { problemsOf, type Registry } from "./registry.ts";
import type { Steps } from "./steps.ts";
import { missingVariable, withValues } from "./variables.ts";

/** Who is left. */
export interface Pool {
  /** sorted by id */
  readonly people: readonly Person[];
  /** those whom separation of duties keeps out, with the reason, whether they were in the set or not */
  readonly barred: ReadonlyMap<string, string>;
}

/**
 * The people of a demand after filters and constraints.
 * @param scene without loads: what needs them keeps everybody who might be kept
 * @param steps gets a step for each rule
 * @returns a fault when a rule cannot be applied: there is no such kind, a parameter is wrong, a name is unknown
 */
export function poolOf(demand: Demand, scene: Scene, registry: Registry, steps: Steps): Result<Pool> {
  const { set } = demand;
  let people = set.familiarTask === undefined ? initial(demand, scene, steps) : familiar(set, scene, steps);
  if (set.familiarTask === undefined) {
    for (const selector of set.filters ?? []) {
      const kept = filtered(people, selector, scene, registry, steps);
      if (!kept.ok) return kept;
      people = kept.value;
    }
  }
  const separations = separationsOf(demand, scene);
  const barred = barredBy(separations);
  for (const { task, people: who } of separations) {
    const out = new Set(who);
    const kept = people.filter(({ id }) => !out.has(id));
    const dropped = people.filter(({ id }) => out.has(id)).map(({ id }) => id);
    people = kept;
    const rule = `not who did "${task}"`;
    steps.add({ step: "constraint", rule, kept: kept.length, dropped, why: () => did(task) });
  }
  for (const selector of set.constraints ?? []) {
    const kept = constrained(people, selector, scene, registry, steps);
    if (!kept.ok) return kept;
    people = kept.value;
  }
  return ok({ people, barred });
}

/** The tasks that the item's task is separated from, with who did them. */
export function separationsOf({ set }: Demand, { facts }: Scene): readonly TaskPeople[] {
  const named = (set.constraints ?? [])
    .filter(({ name }) => name === SEPARATION_OF_DUTIES.name)
    .flatMap(({ parameters }) => separatedFrom(parameters) ?? []);
  const tasks = new Set([...(facts.separate ?? []).map(({ task }) => task), ...named]);
  return [...tasks].map((task) => ({ task, people: taskPeople(facts, task) }));
}

/** Whom separations keep out, each with the reason. */
export function barredBy(separations: readonly TaskPeople[]): ReadonlyMap<string, string> {
  const barred = new Map<string, string>();
  for (const { task, people } of separations) {
    for (const id of people) if (!barred.has(id)) barred.set(id, did(task));
  }
  return barred;
}

function did(task: string): string {
  return `did the task "${task}" in this case`;
}

/** A set that names nobody and no variable, but has filters: everybody is looked at. */
export function isOfEverybody({
  participants,
  roles,
  variables,
  filters,
  familiarTask,
}: DistributionSet): boolean {
  return (
    participants.length + roles.length + (variables?.length ?? 0) === 0 &&
    (filters?.length ?? 0) > 0 &&
    familiarTask === undefined
  );
}

function initial(
  { set, participants, roles }: Demand,
  { organisation }: Scene,
  steps: Steps,
): readonly Person[] {
  if (isOfEverybody(set)) {
    steps.add({ step: "initial", rule: "everybody", kept: organisation.people.length });
    return organisation.people;
  }
  const ids = new Set(organisation.membersOf(roles));
  const unknown: string[] = [];
  for (const id of participants) {
    const person = organisation.person(id);
    if (person) ids.add(person.id);
    else unknown.push(id);
  }
  const people = organisation.people.filter(({ id }) => ids.has(id));
  const missing = [...new Set(roles)].filter((role) => !organisation.knows("role", role)).toSorted();
  steps.add({
    step: "initial",
    rule: ruleOf("role", roles, ruleOf("participant", participants)) || "nobody is named",
    kept: people.length,
    dropped: [...new Set(unknown)].toSorted(),
    why: (id) => `there is no participant "${id}"`,
    note: missing.length === 0 ? undefined : missing.map((role) => `there is no role "${role}"`).join("; "),
  });
  return people;
}

function ruleOf(kind: HeldKind | "participant", names: readonly string[], rest = ""): string {
  const named = names.length === 0 ? "" : `${kind} ${[...new Set(names)].toSorted().join(", ")}`;
  return [named, rest].filter((part) => part !== "").join("; ");
}

function familiar({ familiarTask = "" }: DistributionSet, scene: Scene, steps: Steps): readonly Person[] {
  const { organisation, facts } = scene;
  const did = new Set(facts.familiar?.people);
  const people = organisation.people.filter(({ id }) => did.has(id));
  steps.add({
    step: "familiar",
    rule: `who did "${facts.familiar?.task ?? familiarTask}"`,
    kept: people.length,
    dropped: [...did].filter((id) => !organisation.person(id)).toSorted(),
    why: (id) => `there is no participant "${id}" any more`,
    note: did.size === 0 ? "nobody did it in this case" : undefined,
  });
  return people;
}

/** A kind with parameters that are right. */
interface Rule<Kind> {
  readonly kind: Kind;
  /** with the values of variables in them */
  readonly selector: Selector;
}

/** The kind that a selector names, if what it says is right. */
function ruleFor<Kind extends AnyKind>(
  part: Kind["part"],
  selector: Selector,
  kinds: { find(name: string): Kind | undefined },
  registry: Registry,
  { facts }: Scene,
): Result<Rule<Kind>> {
  const kind = kinds.find(selector.name);
  const parameters = kind ? withValues(kind, selector.parameters, facts.values) : selector.parameters;
  const named = { name: selector.name, parameters };
  const [problem] = problemsOf(part, named, undefined, registry);
  if (problem || !kind) {
    return fault("invalid-specification", problem?.message ?? `There is no ${part} "${selector.name}".`);
  }
  return missingVariable(kind, parameters) ?? ok({ kind, selector: named });
}

function filtered(
  people: readonly Person[],
  selector: Selector,
  scene: Scene,
  registry: Registry,
  steps: Steps,
): Result<readonly Person[]> {
  const rule = ruleFor("filter", selector, registry.filters, registry, scene);
  if (!rule.ok) return rule;
  const prepared = rule.value.kind.prepare(rule.value.selector.parameters, scene);
  if (!prepared.ok) return prepared;
  const condition = prepared.value;
  const kept: Person[] = [];
  const dropped: string[] = [];
  try {
    for (const person of people) {
      if (condition.test(person) === false) dropped.push(person.id);
      else kept.push(person);
    }
  } catch (error) {
    if (error instanceof RuleFailed) return fault("invalid-specification", error.message);
    throw error;
  }
  const why = (id: string): string => {
    const person = scene.organisation.person(id);
    return `does not fit ${(person && failing(condition, person)) ?? condition.text}`;
  };
  steps.add({ step: "filter", rule: condition.text, kept: kept.length, dropped, why });
  return ok(kept);
}

/** The first part of a condition that does not hold for somebody. */
function failing({ text, all }: Condition, person: Person): string {
  const part = all?.find((each) => each.test(person) === false);
  return part ? failing(part, person) : text;
}

function constrained(
  people: readonly Person[],
  named: Selector,
  scene: Scene,
  registry: Registry,
  steps: Steps,
): Result<readonly Person[]> {
  // it has been applied with the separations that the case knows of
  if (named.name === SEPARATION_OF_DUTIES.name) return ok(people);
  const rule = ruleFor("constraint", named, registry.constraints, registry, scene);
  if (!rule.ok) return rule;
  const { kind, selector } = rule.value;
  // What somebody else is left out for may depend on who is there: nobody is, before all is known.
  if (!scene.loads && kind.narrows !== false) return ok(people);
  const narrowed = kind.apply(people, selector.parameters, scene);
  if (!narrowed.ok) return narrowed;
  const { kept, why } = narrowed.value;
  const left = new Set(kept);
  const dropped = people.filter((person) => !left.has(person)).map(({ id }) => id);
  steps.add({
    step: "constraint",
    rule: textOf(selector),
    kept: kept.length,
    dropped,
    why: (id) => {
      const person = scene.organisation.person(id);
      return person ? why(person) : textOf(selector);
    },
  });
  return ok(kept);
}

/** A selector as people read it: `limit-open-items(most = 3)`. */
export function textOf({ name, parameters }: Selector): string {
  const entries = Object.entries(parameters).map(([key, value]) => `${key} = ${value}`);
  return entries.length === 0 ? name : `${name}(${entries.join(", ")})`;
}

/** The allocator of a demand, if what it says is right. */
export function allocatorOf(
  selector: Selector,
  registry: Registry,
  scene: Scene,
): Result<Rule<AllocatorKind>> {
  return ruleFor("allocator", selector, registry.allocators, registry, scene);
}
