/** Who or what does a task, when and how often, as the dialect writes it. */
import { canonical } from "../../model/json.ts";
import type { SecondaryResources } from "../../model/kept.ts";
import {
  NO_BOUND,
  type ConnectorCall,
  type DistributionSet,
  type Expression,
  type Instances,
  type Resourcing,
  type Selector,
  type Task,
  type TimerDefinition,
} from "../../model/specification.ts";
import type {
  DialectAutomation,
  DialectInstances,
  DialectPeople,
  DialectSelector,
  DialectTask,
  DialectTimer,
} from "./shape-task.ts";
import { PRIVILEGES, SHARE } from "./shape-task.ts";
import { copiesOf, expressionSource, json, mappingsSource, type Writing } from "./write-data.ts";
import { defaultMinimum, ITEM, PRIVILEGE_NAMES, SEPARATION, SEPARATION_TASK, STRATEGIES } from "./work.ts";

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
  const { variables = [], filters, constraints = [], familiarTask } = to;
  const [first, ...others] = constraints;
  const separate = first && separatedFrom(first);
  const named = (refersTo: "role" | "participant") =>
    variables.filter((variable) => variable.refersTo === refersTo).map(({ name }) => name);
  const left = separate === undefined ? constraints : others;
  const people: DialectPeople = {
    ...setSource(to),
    ...listed("rolesFrom", named("role")),
    ...listed("participantsFrom", named("participant")),
    ...listed("filters", (filters ?? []).map(selectorSource)),
    ...(separate !== undefined && { separateFrom: separate }),
    ...listed("constraints", left.map(selectorSource)),
    ...(familiarTask !== undefined && { familiar: familiarTask }),
  };
  if (by === "system") return people;
  return { by, ...(Object.keys(people).length === 0 ? { roles: [] } : people) };
}

/** A list under its key, unless there is nothing in it. */
function listed<Entry>(name: keyof DialectPeople, entries: readonly Entry[]): Record<string, Entry[]> {
  return entries.length === 0 ? {} : { [name]: [...entries] };
}

function setSource({ roles, participants }: Pick<DistributionSet, "roles" | "participants">) {
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

/** The task whose performer a constraint keeps away, if it says nothing else. */
function separatedFrom({ name, parameters }: Selector): string | undefined {
  return name === SEPARATION && Object.keys(parameters).length === 1
    ? parameters[SEPARATION_TASK]
    : undefined;
}

function selectorSource({ name, parameters }: Selector): DialectSelector {
  return Object.keys(parameters).length === 0 ? name : { name, with: { ...parameters } };
}

function allocationSource({ initiator, allocator }: Resourcing["allocate"]): Pick<DialectTask, "allocate"> {
  if (!allocator) return initiator === "system" ? { allocate: "system" } : {};
  const strategy =
    Object.keys(STRATEGIES).find((key) => STRATEGIES[key] === allocator.name) ?? allocator.name;
  return {
    allocate: {
      ...(initiator === "user" && { by: "user" }),
      strategy,
      ...(Object.keys(allocator.parameters).length > 0 && { with: { ...allocator.parameters } }),
    },
  };
}

function privilegesSource(
  privileges: NonNullable<Resourcing["privileges"]>,
): NonNullable<DialectTask["privileges"]> {
  const left = new Map(Object.entries(privileges));
  const granted: [string, (typeof privileges)[string]][] = [];
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
  return Object.fromEntries(
    [...granted, ...left].map(([name, to]) => {
      if (to === "all") return [name, to];
      return [name, to.participants.length + to.roles.length === 0 ? "nobody" : setSource(to)];
    }),
  );
}

/** Multiple instances as `instances`. */
export function instancesSource(
  { minimum, maximum, threshold, creation, input, count, index, output, atOnce, tolerate }: Instances,
  writing: Writing,
): DialectInstances {
  const bound = (value: number | Expression) =>
    typeof value === "number" ? value : expressionSource(value, writing);
  const fixed =
    count?.language === "xpath" && /^(0|[1-9]\d{0,8})$/.test(count.text) ? Number(count.text) : undefined;
  return {
    ...(input && { each: expressionSource(input.query, writing) }),
    ...(input?.splitter && { split: expressionSource(input.splitter, writing) }),
    ...(input && input.parameter !== ITEM && { as: input.parameter }),
    ...(count && { count: fixed ?? expressionSource(count, writing) }),
    ...(index !== undefined && { index }),
    ...(minimum !== defaultMinimum(input !== undefined || count !== undefined) && { min: bound(minimum) }),
    ...(maximum !== NO_BOUND && { max: bound(maximum) }),
    ...(threshold !== NO_BOUND && { threshold: bound(threshold) }),
    ...(atOnce !== undefined && { atOnce: bound(atOnce) }),
    ...(tolerate !== undefined && { tolerate: toleranceSource(tolerate, writing) }),
    ...(creation !== "static" && { creation }),
    ...(output && { collect: expressionSource(output.query, writing) }),
    ...(output?.joiner && { join: expressionSource(output.joiner, writing) }),
    ...(output && { into: output.variable }),
  };
}

/** A share is text; an expression that looks like one says its language. */
function toleranceSource(
  tolerate: NonNullable<Instances["tolerate"]>,
  writing: Writing,
): NonNullable<DialectInstances["tolerate"]> {
  if (typeof tolerate === "number") return tolerate;
  if ("percent" in tolerate) return `${tolerate.percent}%`;
  const source = expressionSource(tolerate, writing);
  // in a file of another language it names its own
  return typeof source === "string" && SHARE.test(source)
    ? expressionSource(tolerate, { ...writing, language: "variable" })
    : source;
}

/** A timer as `timer`. */
export function timerSource({
  trigger,
  duration,
  expiry,
  variable,
  workdays,
}: TimerDefinition): DialectTimer {
  const isDefault = variable === undefined ? trigger !== "OnExecuting" : trigger === undefined;
  return {
    ...(duration !== undefined && { after: duration }),
    ...(expiry !== undefined && { at: expiry }),
    ...(variable !== undefined && { variable }),
    ...(!isDefault && { from: trigger === "OnExecuting" ? "started" : "offered" }),
    ...(workdays !== undefined && { workdays }),
  };
}

/** A form as `form`. */
export function formSource({ customForm, form }: Task): Pick<DialectTask, "form"> {
  if (!form) return customForm === undefined ? {} : { form: customForm };
  const { title, description, order, fields } = form;
  return {
    form: {
      ...(customForm !== undefined && { url: customForm }),
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(order && { order: [...order] }),
      ...(fields && {
        fields: Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, copiesOf(each)])),
      }),
    },
  };
}

/** A connector call as `call` and the keys beside it. */
export function callSource(call: ConnectorCall | undefined, writing: Writing): DialectAutomation {
  if (!call) return {};
  const { connector, version, configuration, input, output, retry, timeout } = call;
  return {
    call: version === undefined ? connector : { connector, version },
    ...(Object.keys(configuration).length > 0 && { with: copiesOf(configuration) }),
    ...(input && { send: mappingsSource(input, writing, { names: true }) }),
    ...(output && { receive: mappingsSource(output, writing, { names: true }) }),
    ...(retry && {
      retry: {
        ...(retry.attempts !== undefined && { attempts: retry.attempts }),
        ...(retry.initialInterval !== undefined && { initial: retry.initialInterval }),
        ...(retry.coefficient !== undefined && { coefficient: retry.coefficient }),
        ...(retry.maximumInterval !== undefined && { maximum: retry.maximumInterval }),
        ...(retry.deadline !== undefined && { deadline: retry.deadline }),
      },
    }),
    ...(timeout !== undefined && { timeout }),
  };
}
