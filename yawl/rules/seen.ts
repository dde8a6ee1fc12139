/** What the rules of a specification are about, and what a condition sees of a case. */
import { MAX_STEP_WORK } from "../data/expressions/budget.ts";
import type { Scope } from "../data/expressions/language.ts";
import type { TypeLibrary } from "../model/datatype.ts";
import type { JsonObject } from "../model/json.ts";
import type { Variable } from "../model/specification.ts";
import type { CompiledSpecification } from "../net/compiled.ts";
import { factsAsData, THIS, type Facts } from "./facts.ts";

/** The data around a tree: of the case, or of a task's net and work. */
export interface Room {
  /** name of the root element of the XML view */
  readonly root: string;
  readonly variables: readonly Variable[];
}

/** What rules may name of a specification. Plain JSON. */
export interface Subject {
  readonly id: string;
  readonly version: string;
  /** identifier in the file's metadata */
  readonly identifier?: string;
  readonly types: TypeLibrary;
  readonly case: Room;
  /** by task id; a task that is in several nets has the variables of all */
  readonly tasks: Readonly<Record<string, Room>>;
}

/** What the rules of a specification may name. */
export function subjectOf(compiled: CompiledSpecification, identifier?: string): Subject {
  const { id, version, types, nets, work, rootNet } = compiled;
  const root = nets[rootNet];
  const tasks: Record<string, Room> = {};
  for (const net of Object.values(nets)) {
    for (const task of Object.values(net.tasks)) {
      const done = task.decomposition === undefined ? undefined : entry(work, task.decomposition);
      const before = Object.hasOwn(tasks, task.id) ? (tasks[task.id]?.variables ?? []) : [];
      tasks[task.id] = {
        root: net.root,
        variables: merged([...before, ...net.variables], [...(done?.inputs ?? []), ...(done?.outputs ?? [])]),
      };
    }
  }
  return {
    id,
    version,
    ...(identifier !== undefined && { identifier }),
    types,
    case: { root: root?.root ?? id, variables: root?.variables ?? [] },
    tasks,
  };
}

function entry<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** By name; what comes later stands for what comes first. */
function merged(first: readonly Variable[], later: readonly Variable[]): readonly Variable[] {
  return [...new Map([...first, ...later].map(({ name, type }) => [name, { name, type }])).values()];
}

/** What is around a tree: `undefined` when there is no such task. */
export function roomOf(subject: Subject, task: string | undefined): Room | undefined {
  return task === undefined ? subject.case : entry(subject.tasks, task);
}

/** What a condition sees. */
export interface Seen {
  readonly scope: Scope;
  readonly facts?: Facts;
  /** the scope with the facts as a variable, for expressions */
  readonly withFacts: Scope;
}

/**
 * What conditions see of a case. Together they may do as much work as the expressions of a step.
 * @param data values by name; names that are not declared are values of any type
 */
export function seenOf(data: JsonObject, room: Room, types: TypeLibrary, facts: Facts | undefined): Seen {
  const declared = new Set(room.variables.map(({ name }) => name));
  const others = Object.keys(data).filter((name) => !declared.has(name));
  const variables =
    others.length === 0
      ? room.variables
      : [...room.variables, ...others.map((name): Variable => ({ name, type: { kind: "any" } }))];
  const state = facts?.item?.timer;
  const task = facts?.item?.task;
  const scope: Scope = {
    root: room.root,
    variables,
    data,
    types,
    work: { left: MAX_STEP_WORK },
    ...(facts?.now !== undefined && { now: facts.now }),
    ...(state !== undefined && { timers: (name: string) => (name === task ? state : "dormant") }),
  };
  const isFree = !variables.some(({ name }) => name === THIS);
  return {
    scope,
    ...(facts && { facts }),
    withFacts: isFree
      ? {
          ...scope,
          variables: [...variables, { name: THIS, type: { kind: "any" } }],
          data: { ...data, [THIS]: factsAsData(facts ?? {}) },
        }
      : scope,
  };
}
