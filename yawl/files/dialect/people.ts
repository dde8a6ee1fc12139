/** The parts of a dialect task that say who does it. */
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
import type { Context } from "./context.ts";
import type { DialectGrant, DialectPeople, DialectSelector } from "./shape-people.ts";
import type { DialectTask } from "./shape-task.ts";
import { allocatorOf } from "./strategies.ts";

/** Privileges as the dialect names them, and as YAWL does. */
export const PRIVILEGE_NAMES: Readonly<Record<string, readonly string[]>> = {
  suspend: ["canSuspend"],
  reallocate: ["canReallocateStateless", "canReallocateStateful"],
  deallocate: ["canDeallocate"],
  delegate: ["canDelegate"],
  skip: ["canSkip"],
  pile: ["canPile"],
};

/** `undefined` when the task says nothing about people: somebody has to offer the work by hand then. */
export function translateResourcing(task: DialectTask, where: Context): Resourcing | undefined {
  const { offer, allocate, start, privileges, secondary } = task;
  if ([offer, allocate, start, privileges, secondary].every((part) => part === undefined)) return undefined;
  return {
    offer:
      offer === undefined || offer === "administrator"
        ? { initiator: "user" }
        : { initiator: offer.by ?? "system", ...distributionOf(offer, where.in("offer")) },
    allocate: allocationOf(allocate, where.in("allocate")),
    start: { initiator: start ?? "user" },
    ...(privileges && { privileges: privilegesOf(privileges) }),
    ...(secondary && {
      secondary: {
        ...setOf(secondary),
        ...(secondary.resources && { nonHumanResources: secondary.resources }),
        ...(secondary.categories && {
          nonHumanCategories: secondary.categories.map(({ name, subcategory }) => ({
            name,
            ...(subcategory !== undefined && { subcategory }),
          })),
        }),
      },
    }),
  };
}

/** `{ by }` alone names no set at all; `{}` an empty one. */
function distributionOf({ by, ...people }: DialectPeople, where: Context): { readonly to?: DistributionSet } {
  if (by !== undefined && Object.keys(people).length === 0) return {};
  const { rolesFrom, participantsFrom, familiar } = people;
  const variables = [
    ...(participantsFrom ?? []).map((name) => ({ name, refersTo: "participant" as const })),
    ...(rolesFrom ?? []).map((name) => ({ name, refersTo: "role" as const })),
  ];
  const filters = filtersOf(people, where);
  const constraints = constraintsOf(people, where);
  return {
    to: {
      ...setOf(people),
      ...(variables.length > 0 && { variables }),
      ...(filters.length > 0 && { filters }),
      ...(constraints.length > 0 && { constraints }),
      ...(familiar !== undefined && { familiarTask: familiar }),
      place: (familiar === undefined ? where : where.in("familiar")).place,
    },
  };
}

/** `where` comes before the filters by name. */
function filtersOf({ where: text, filters }: DialectPeople, at: Context): readonly Selector[] {
  return [
    ...(text === undefined
      ? []
      : [{ name: WHERE, parameters: { [WHERE_EXPRESSION]: text }, place: at.in("where").place }]),
    ...(filters ?? []).map((each, index) => selectorOf(each, at.in("filters", index))),
  ];
}

/**
 * Each task that the work is separated from is a constraint of its own. What has a key of its own comes before the
 * constraints by name; who is familiar comes last, as they are preferred among those who are left.
 */
function constraintsOf(
  { separateFrom, limit, retainFamiliar, constraints }: DialectPeople,
  at: Context,
): readonly Selector[] {
  const tasks = typeof separateFrom === "string" ? [separateFrom] : (separateFrom ?? []);
  return [
    ...tasks.map((task, index) => ({
      name: SEPARATION,
      parameters: { [SEPARATION_TASK]: task },
      place: (Array.isArray(separateFrom) ? at.in("separateFrom", index) : at.in("separateFrom")).place,
    })),
    ...(limit === undefined
      ? []
      : [{ name: LIMIT, parameters: { [LIMIT_NUMBER]: String(limit) }, place: at.in("limit").place }]),
    ...(retainFamiliar === undefined
      ? []
      : [
          {
            name: RETAIN,
            parameters: { [RETAIN_TASK]: retainFamiliar },
            place: at.in("retainFamiliar").place,
          },
        ]),
    ...(constraints ?? []).map((each, index) => selectorOf(each, at.in("constraints", index))),
  ];
}

function setOf({ participants, roles }: Pick<DialectPeople, "participants" | "roles">): PeopleSet {
  return { participants: participants ?? [], roles: roles ?? [] };
}

function selectorOf(source: DialectSelector, where: Context): Selector {
  return typeof source === "string"
    ? { name: source, parameters: {}, place: where.place }
    : { name: source.name, parameters: source.with ?? {}, place: where.place };
}

function allocationOf(source: DialectTask["allocate"], where: Context): Resourcing["allocate"] {
  if (source === undefined || typeof source === "string") return { initiator: source ?? "user" };
  const { by, strategy, with: parameters } = source;
  if (strategy === undefined) return { initiator: by ?? "user" };
  return {
    initiator: by ?? "system",
    allocator: {
      name: allocatorOf(strategy),
      parameters: parameters ?? {},
      place: where.in("strategy").place,
    },
  };
}

function privilegesOf(source: NonNullable<DialectTask["privileges"]>): NonNullable<Resourcing["privileges"]> {
  const entries: readonly (readonly [string, DialectGrant])[] = Array.isArray(source)
    ? source.map((name) => [name, "all"])
    : Object.entries(source);
  return Object.fromEntries(
    entries.flatMap(([name, to]) =>
      (PRIVILEGE_NAMES[name] ?? [name]).map((privilege) => [privilege, grantOf(to)]),
    ),
  );
}

function grantOf(to: DialectGrant): Grant {
  if (to === "all") return "all";
  if (to === "nobody") return setOf({});
  return "except" in to ? { except: setOf(to.except) } : setOf(to);
}
