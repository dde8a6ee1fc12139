/** The parts of a dialect task that say who or what does it, when, and how often. */
import {
  NO_BOUND,
  type ConnectorCall,
  type DistributionSet,
  type Expression,
  type Instances,
  type Resourcing,
  type RetryPolicy,
  type Selector,
  type TimerDefinition,
} from "../../model/specification.ts";
import type { Context } from "./context.ts";
import { expressionOf, mappingsOf } from "./data.ts";
import type { DialectExpression } from "./shape-data.ts";
import { SHARE } from "./shape-task.ts";
import type {
  DialectAutomation,
  DialectInstances,
  DialectPeople,
  DialectSelector,
  DialectTask,
  DialectTimer,
} from "./shape-task.ts";

/** Privileges as the dialect names them, and as YAWL does. */
export const PRIVILEGE_NAMES: Readonly<Record<string, readonly string[]>> = {
  suspend: ["canSuspend"],
  reallocate: ["canReallocateStateless", "canReallocateStateful"],
  deallocate: ["canDeallocate"],
  delegate: ["canDelegate"],
  skip: ["canSkip"],
  pile: ["canPile"],
};

/** Strategies by the names that the dialect has for YAWL's allocators; others keep their registered name. */
export const STRATEGIES: Readonly<Record<string, string>> = {
  "shortest-queue": "ShortestQueue",
  "random-choice": "RandomChoice",
  "round-robin-by-time": "RoundRobinByTime",
  "round-robin-by-experience": "RoundRobinByExperience",
  "round-robin-by-frequency": "RoundRobinByLeastFrequency",
  "fastest-to-start": "FastestToStart",
  "fastest-to-complete": "FastestToComplete",
  "cheapest-to-start": "CheapestToStart",
  "cheapest-to-complete": "CheapestToComplete",
};

/** Name of the constraint by which `.yawl` files keep who did one task from another. */
export const SEPARATION = "SeparationOfDuties";
/** Its parameter: the other task. */
export const SEPARATION_TASK = "familiarTask";

/** `undefined` when the task says nothing about people: somebody has to offer the work by hand then. */
export function translateResourcing(task: DialectTask): Resourcing | undefined {
  const { offer, allocate, start, privileges, secondary } = task;
  if ([offer, allocate, start, privileges, secondary].every((part) => part === undefined)) return undefined;
  return {
    offer:
      offer === undefined || offer === "administrator"
        ? { initiator: "user" }
        : { initiator: offer.by ?? "system", ...distributionOf(offer) },
    allocate: allocationOf(allocate),
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
function distributionOf({ by, ...people }: DialectPeople): { readonly to?: DistributionSet } {
  if (by !== undefined && Object.keys(people).length === 0) return {};
  const { rolesFrom, participantsFrom, filters, constraints, familiar, separateFrom } = people;
  const variables = [
    ...(participantsFrom ?? []).map((name) => ({ name, refersTo: "participant" as const })),
    ...(rolesFrom ?? []).map((name) => ({ name, refersTo: "role" as const })),
  ];
  const all = [
    ...(separateFrom === undefined
      ? []
      : [{ name: SEPARATION, parameters: { [SEPARATION_TASK]: separateFrom } }]),
    ...(constraints ?? []).map(selectorOf),
  ];
  return {
    to: {
      ...setOf(people),
      ...(variables.length > 0 && { variables }),
      ...(filters?.length && { filters: filters.map(selectorOf) }),
      ...(all.length > 0 && { constraints: all }),
      ...(familiar !== undefined && { familiarTask: familiar }),
    },
  };
}

function setOf({ participants, roles }: Pick<DialectPeople, "participants" | "roles">) {
  return { participants: participants ?? [], roles: roles ?? [] };
}

function selectorOf(source: DialectSelector): Selector {
  return typeof source === "string"
    ? { name: source, parameters: {} }
    : { name: source.name, parameters: source.with ?? {} };
}

function allocationOf(source: DialectTask["allocate"]): Resourcing["allocate"] {
  if (source === undefined || typeof source === "string") return { initiator: source ?? "user" };
  const { by, strategy, with: parameters } = source;
  if (strategy === undefined) return { initiator: by ?? "user" };
  const name = Object.hasOwn(STRATEGIES, strategy) ? (STRATEGIES[strategy] ?? strategy) : strategy;
  return { initiator: by ?? "system", allocator: { name, parameters: parameters ?? {} } };
}

function privilegesOf(source: NonNullable<DialectTask["privileges"]>): NonNullable<Resourcing["privileges"]> {
  const entries = Array.isArray(source)
    ? source.map((name) => [name, "all" as const] as const)
    : Object.entries(source);
  return Object.fromEntries(
    entries.flatMap(([name, to]) => {
      const granted = to === "all" ? to : setOf(to === "nobody" ? {} : to);
      return (PRIVILEGE_NAMES[name] ?? [name]).map((privilege) => [privilege, granted]);
    }),
  );
}

/** @param outputs names of the work's outputs: the only one is what is collected unless the task says what */
export function translateInstances(
  source: DialectInstances,
  outputs: readonly string[] | undefined,
  where: Context,
): Instances {
  const { each, split, as, count, index, min, max, threshold, creation, collect, join, into } = source;
  const { atOnce, tolerate } = source;
  const bound = (value: number | DialectExpression): number | Expression =>
    typeof value === "number" ? value : expressionOf(value, where);
  if (each === undefined) {
    for (const [key, value] of Object.entries({ as, split })) {
      if (value !== undefined) where.in(key).complain(`\`${key}\` belongs to \`each\`, which is not there.`);
    }
  }
  if (into === undefined && (collect ?? join) !== undefined) {
    where.complain("The instances do not say which variable gets what they collect (`into`).");
  }
  return {
    // an empty list is no mistake: the task is done at once
    minimum: min === undefined ? defaultMinimum(each !== undefined || count !== undefined) : bound(min),
    maximum: max === undefined ? NO_BOUND : bound(max),
    threshold: threshold === undefined ? NO_BOUND : bound(threshold),
    creation: creation ?? "static",
    ...(each !== undefined && {
      input: {
        query: expressionOf(each, where),
        ...(split !== undefined && { splitter: expressionOf(split, where) }),
        parameter: as ?? ITEM,
      },
    }),
    ...(count !== undefined && {
      count:
        typeof count === "number" ? { language: "xpath", text: String(count) } : expressionOf(count, where),
    }),
    ...(index !== undefined && { index }),
    ...(into !== undefined && {
      output: {
        query: collect === undefined ? onlyOutput(outputs, where) : expressionOf(collect, where),
        ...(join !== undefined && { joiner: expressionOf(join, where) }),
        variable: into,
      },
    }),
    ...(atOnce !== undefined && { atOnce: bound(atOnce) }),
    ...(tolerate !== undefined && { tolerate: shareOf(tolerate) ?? bound(tolerate) }),
    place: where.place,
  };
}

/** `10%` is a share; in no language is it an expression. */
function shareOf(source: number | DialectExpression): { readonly percent: number } | undefined {
  if (typeof source !== "string") return undefined;
  const [, number] = SHARE.exec(source) ?? [];
  return number === undefined ? undefined : { percent: Number(number) };
}

/** Fewest instances when the file does not say it; where nothing says how many there are, it is that number. */
export function defaultMinimum(isCounted: boolean): number {
  return isCounted ? 0 : 1;
}

/** The parameter that gets an instance's entry unless the task names it. */
export const ITEM = "item";

function onlyOutput(outputs: readonly string[] | undefined, where: Context): Expression {
  const [first, second] = outputs ?? [];
  if (first === undefined || second !== undefined) {
    where.complain("The instances do not say what of their output is kept (`collect`).");
  }
  return { language: "variable", text: first ?? "" };
}

/** A timer; complains unless it says in one way when it expires. */
export function translateTimer(source: DialectTimer, where: Context): TimerDefinition {
  const { after, at, variable, from, workdays } = source;
  const ways = [after, at, variable].filter((way) => way !== undefined);
  if (ways.length !== 1) where.complain("A timer says one of `after`, `at` and `variable`.");
  if (at !== undefined && !/^\d+$/.test(at) && Number.isNaN(Date.parse(at))) {
    where.in("at").complain(`"${at}" is no date.`);
  }
  const started = from === "started" ? "OnExecuting" : "OnEnabled";
  return {
    ...((from !== undefined || variable === undefined) && { trigger: started }),
    ...(after !== undefined && { duration: after }),
    ...(at !== undefined && { expiry: at }),
    ...(variable !== undefined && { variable }),
    ...(workdays !== undefined && { workdays }),
  };
}

/** How the form of a task looks, or its address. */
export function translateForm(source: NonNullable<DialectTask["form"]>) {
  if (typeof source === "string") return { customForm: source };
  const { url, title, description, order, fields } = source;
  const form = {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(order && { order }),
    ...(fields && { fields }),
  };
  return { ...(url !== undefined && { customForm: url }), ...(Object.keys(form).length > 0 && { form }) };
}

/** The connector that does the work. Which configuration and parameters it takes is not known here. */
export function translateCall(source: DialectAutomation, where: Context): ConnectorCall | undefined {
  const { call, send, receive, retry, timeout } = source;
  if (call === undefined) {
    for (const name of ["with", "send", "receive", "retry", "timeout"] as const) {
      if (source[name] !== undefined)
        where.in(name).complain(`\`${name}\` belongs to a \`call\`, and there is none.`);
    }
    return undefined;
  }
  const { connector, version } = typeof call === "string" ? { connector: call, version: undefined } : call;
  return {
    connector,
    ...(version !== undefined && { version }),
    configuration: source.with ?? {},
    ...(send && { input: mappingsOf(send, where.in("send")).map(({ mapping }) => mapping) }),
    ...(receive && { output: mappingsOf(receive, where.in("receive")).map(({ mapping }) => mapping) }),
    ...(retry && { retry: retryOf(retry) }),
    ...(timeout !== undefined && { timeout }),
  };
}

/** A retry policy in the model's words. */
export function retryOf({
  attempts,
  initial,
  coefficient,
  maximum,
  deadline,
}: NonNullable<DialectAutomation["retry"]>): RetryPolicy {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(initial !== undefined && { initialInterval: initial }),
    ...(coefficient !== undefined && { coefficient }),
    ...(maximum !== undefined && { maximumInterval: maximum }),
    ...(deadline !== undefined && { deadline }),
  };
}
