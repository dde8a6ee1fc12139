/** Who does a task, as the dialect writes it. */
import { canonical } from "../../model/json.ts";
import type { SecondaryResources } from "../../model/kept.ts";
import {
  LIMIT,
  LIMIT_NUMBER,
  RETAIN,
  RETAIN_TASK,
  SEPARATION,
  SEPARATION_TASK,
  WHERE,
  WHERE_EXPRESSION,
} from "../../model/people-rules.ts";
import type { DistributionSet, Grant, PeopleSet, Resourcing, Selector } from "../../model/specification.ts";
import { PRIVILEGE_NAMES } from "./people.ts";
import { elementId } from "./shape-data.ts";
import {
  people as peopleShape,
  PRIVILEGES,
  type DialectGrant,
  type DialectPeople,
  type DialectSelector,
} from "./shape-people.ts";
import type { DialectTask } from "./shape-task.ts";
import { strategyOf } from "./strategies.ts";
import { json } from "./write-data.ts";

type People = Pick<DialectTask, "offer" | "allocate" | "start" | "privileges" | "secondary">;

/** Who does a task: `offer` and the keys beside it. */
export function resourcingSource(resourcing: Resourcing | undefined): People {
  if (!resourcing) return {};
  const { offer, allocate, start, privileges, secondary } = resourcing;
  const byUser = offer.initiator === "user";
  return {
    offer: byUser && !offer.to ? "administrator" : peopleSource(byUser ? "user" : "system", offer.to),
    ...allocationSource(allocate),
    ...(start.initiator === "system" && { start: "system" }),
    ...(privileges && { privileges: privilegesSource(privileges) }),
    ...(secondary && { secondary: secondarySource(secondary) }),
  };
}

function peopleSource(by: "system" | "user", to: DistributionSet | undefined): DialectPeople {
  if (!to) return { by };
  const { variables = [], familiarTask } = to;
  const named = (refersTo: "role" | "participant") =>
    variables.filter((variable) => variable.refersTo === refersTo).map(({ name }) => name);
  const people: DialectPeople = {
    ...setSource(to),
    ...listed("rolesFrom", named("role")),
    ...listed("participantsFrom", named("participant")),
    ...filtersSource(to),
    ...constraintsSource(to),
    ...(familiarTask !== undefined && { familiar: familiarTask }),
  };
  if (by === "system") return people;
  return { by, ...(Object.keys(people).length === 0 ? { roles: [] } : people) };
}

/** A list under its key, unless there is nothing in it. */
function listed<Entry>(name: keyof DialectPeople, entries: readonly Entry[]): Record<string, Entry[]> {
  return entries.length === 0 ? {} : { [name]: [...entries] };
}

function setSource({ roles, participants }: PeopleSet) {
  return { ...listed("roles", roles), ...listed("participants", participants) };
}

function secondarySource(secondary: SecondaryResources): NonNullable<DialectTask["secondary"]> {
  const { nonHumanResources, nonHumanCategories } = secondary;
  return {
    ...setSource(secondary),
    ...(nonHumanResources && { resources: [...nonHumanResources] }),
    ...(nonHumanCategories && { categories: nonHumanCategories.map((each) => ({ ...each })) }),
  };
}

/** The first filter stands as `where`, if it is one. */
function filtersSource({ filters = [] }: DistributionSet): DialectPeople {
  const [first, ...others] = filters;
  const text = first && onlyParameter(first, WHERE, WHERE_EXPRESSION);
  if (text === undefined || !peopleShape.shape.where.safeParse(text).success)
    return listed("filters", filters.map(selectorSource));
  return { where: text, ...listed("filters", others.map(selectorSource)) };
}

/** Those that come first, in the order in which they are read, have keys of their own. */
function constraintsSource({ constraints = [] }: DistributionSet): DialectPeople {
  const left = [...constraints];
  const take = (name: string, parameter: string): string | undefined => {
    const [first] = left;
    const value = first && onlyParameter(first, name, parameter);
    const isShort =
      name === LIMIT ? /^(0|[1-9]\d{0,8})$/.test(value ?? "") : elementId.safeParse(value).success;
    if (value === undefined || !isShort) return undefined;
    left.shift();
    return value;
  };
  const separate: string[] = [];
  for (
    let task = take(SEPARATION, SEPARATION_TASK);
    task !== undefined;
    task = take(SEPARATION, SEPARATION_TASK)
  )
    separate.push(task);
  const [only, ...more] = separate;
  const limit = take(LIMIT, LIMIT_NUMBER);
  const retain = take(RETAIN, RETAIN_TASK);
  return {
    ...(only !== undefined && { separateFrom: more.length === 0 ? only : separate }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(retain !== undefined && { retainFamiliar: retain }),
    ...listed("constraints", left.map(selectorSource)),
  };
}

/** The value of a selector's parameter, if that is the only thing that it says. */
function onlyParameter({ name, parameters }: Selector, called: string, parameter: string) {
  return name === called && Object.keys(parameters).length === 1 ? parameters[parameter] : undefined;
}

function selectorSource({ name, parameters }: Selector): DialectSelector {
  return Object.keys(parameters).length === 0 ? name : { name, with: { ...parameters } };
}

function allocationSource({ initiator, allocator }: Resourcing["allocate"]): Pick<DialectTask, "allocate"> {
  if (!allocator) return initiator === "system" ? { allocate: "system" } : {};
  return {
    allocate: {
      ...(initiator === "user" && { by: "user" }),
      strategy: strategyOf(allocator.name),
      ...(Object.keys(allocator.parameters).length > 0 && { with: { ...allocator.parameters } }),
    },
  };
}

function privilegesSource(
  privileges: NonNullable<Resourcing["privileges"]>,
): NonNullable<DialectTask["privileges"]> {
  const left = new Map(Object.entries(privileges));
  const granted: [string, Grant][] = [];
  for (const name of PRIVILEGES) {
    const [first = "", ...others] = PRIVILEGE_NAMES[name] ?? [];
    const to = left.get(first);
    if (to === undefined || others.some((other) => canonical(json(left.get(other))) !== canonical(json(to))))
      continue;
    granted.push([name, to]);
    for (const each of [first, ...others]) left.delete(each);
  }
  const known = PRIVILEGES.filter((name) => granted.some(([each, to]) => each === name && to === "all"));
  if (left.size === 0 && known.length === granted.length) return known;
  return Object.fromEntries([...granted, ...left].map(([name, to]) => [name, grantSource(to)]));
}

function grantSource(to: Grant): DialectGrant {
  if (to === "all") return to;
  if ("except" in to) return { except: setSource(to.except) };
  return to.participants.length + to.roles.length === 0 ? "nobody" : setSource(to);
}
