/** What finding people for each task looks at, worked out once: which other tasks' performers count, resolved to their nets. */
import { PILED, SEPARATION, type PeopleRules } from "../model/people-rules.ts";
import type {
  DistributionSet,
  Grant,
  Net,
  Resourcing,
  Selector,
  Specification,
  Task,
} from "../model/specification.ts";
import type { FindingPeople, TaskRef } from "./compiled.ts";
import { NamedTasks, separatedTask } from "./named-tasks.ts";

/** Of a task; nothing where there is nothing to look at. */
export type PeopleOf = (net: Net, task: Task) => { readonly people?: FindingPeople };

/** @param rules without them the tasks that filters and constraints of one's own name are not known */
export function compilePeople(specification: Specification, rules: PeopleRules | undefined): PeopleOf {
  const named = new NamedTasks(specification);
  const separate = separations(specification, named);
  return (net, task) => {
    const apart = separate.get(keyOf({ net: net.id, task: task.id }));
    const { resourcing } = task;
    const people: FindingPeople = {
      ...(resourcing ? asked(resourcing, net, named, rules) : {}),
      ...(apart ? { separate: [...apart.values()] } : {}),
    };
    return Object.keys(people).length > 0 ? { people } : {};
  };
}

function asked(
  { offer, allocate, privileges }: Resourcing,
  net: Net,
  named: NamedTasks,
  rules: PeopleRules | undefined,
): FindingPeople {
  const { familiarTask, filters = [], constraints = [] } = offer.to ?? {};
  const performed = performedTasks(filters, constraints, net, named, rules);
  const variables = variablesAsked(offer.to, allocate.allocator, net, rules);
  const isPiled = constraints.some(({ name }) => name === PILED) || isGranted(privileges?.["canPile"]);
  return {
    ...(familiarTask === undefined ? {} : { familiar: familiarOf(familiarTask, net, named) }),
    ...(performed.length > 0 ? { performed } : {}),
    ...(variables.length > 0 ? { variables } : {}),
    ...(allocate.initiator === "system" ? { needsSeed: true } : {}),
    ...(isPiled ? { mayPile: true } : {}),
  };
}

/** The net's own; where it has none of the name, no value is to be had. */
function variablesAsked(
  { filters = [], constraints = [] }: Pick<DistributionSet, "filters" | "constraints"> = {},
  allocator: Selector | undefined,
  { inputs, outputs, locals }: Net,
  rules: PeopleRules | undefined,
): readonly string[] {
  const there = new Set([...inputs, ...outputs, ...locals].map(({ name }) => name));
  const names = [
    ...filters.flatMap((each) => rules?.variablesOf("filter", each) ?? []),
    ...constraints.flatMap((each) => rules?.variablesOf("constraint", each) ?? []),
    ...(allocator ? (rules?.variablesOf("allocator", allocator) ?? []) : []),
  ];
  return [...new Set(names)].filter((name) => there.has(name)).toSorted();
}

/** One that is not there was done by nobody: the work waits for an administrator. */
function familiarOf(task: string, net: Net, named: NamedTasks): TaskRef {
  const [first] = named.find(task, net);
  return first ? refOf(first.net, first.task) : { net: net.id, task };
}

function performedTasks(
  filters: readonly Selector[],
  constraints: readonly Selector[],
  net: Net,
  named: NamedTasks,
  rules: PeopleRules | undefined,
): readonly TaskRef[] {
  const ids = [
    ...filters.flatMap((each) => rules?.tasksOf("filter", each) ?? []),
    ...constraints
      // what is separated is listed by itself, from both sides
      .filter(({ name }) => name !== SEPARATION)
      .flatMap((each) => rules?.tasksOf("constraint", each) ?? []),
  ];
  const found = new Map<string, TaskRef>();
  for (const id of ids)
    for (const each of named.find(id, net)) {
      const ref = refOf(each.net, each.task);
      found.set(keyOf(ref), ref);
    }
  return [...found.values()];
}

/** Whoever keeps a task apart from another keeps the other one apart, too, whichever is done first. */
function separations(
  { decompositions }: Specification,
  named: NamedTasks,
): ReadonlyMap<string, ReadonlyMap<string, TaskRef>> {
  const found = new Map<string, Map<string, TaskRef>>();
  const keep = (one: TaskRef, other: TaskRef): void => {
    const known = found.get(keyOf(one));
    if (known) known.set(keyOf(other), other);
    else found.set(keyOf(one), new Map([[keyOf(other), other]]));
  };
  for (const net of decompositions) {
    if (net.kind !== "net") continue;
    for (const task of net.tasks) {
      for (const { name, parameters } of task.resourcing?.offer.to?.constraints ?? []) {
        const other = name === SEPARATION ? separatedTask(parameters) : undefined;
        if (other === undefined) continue;
        for (const each of named.find(other, net)) {
          keep(refOf(net, task), refOf(each.net, each.task));
          keep(refOf(each.net, each.task), refOf(net, task));
        }
      }
    }
  }
  return found;
}

/** The task's resourcing without the places of its parts, which belong to the file. */
export function withoutPlaces(resourcing: Resourcing): Resourcing {
  const { offer, allocate } = resourcing;
  const plain = ({ name, parameters }: Selector): Selector => ({ name, parameters });
  const { place: _, filters, constraints, ...set } = offer.to ?? { participants: [], roles: [] };
  return {
    ...resourcing,
    offer: {
      ...offer,
      ...(offer.to && {
        to: {
          ...set,
          ...(filters && { filters: filters.map(plain) }),
          ...(constraints && { constraints: constraints.map(plain) }),
        },
      }),
    },
    allocate: { ...allocate, ...(allocate.allocator && { allocator: plain(allocate.allocator) }) },
  };
}

function isGranted(to: Grant | undefined): boolean {
  return to !== undefined && (to === "all" || "except" in to || to.participants.length + to.roles.length > 0);
}

function refOf(net: Net, task: Task): TaskRef {
  return { net: net.id, task: task.id };
}

function keyOf({ net, task }: TaskRef): string {
  return `${net}\n${task}`;
}
