/**
 * The compiled specification with its look-ups: what the interpreter walks. Made once for each case when its workflow
 * starts or is replayed; never part of the state.
 */
import type { TypeLibrary } from "../model/datatype.ts";
import type { Variable } from "../model/specification.ts";
import type { CompiledNet, CompiledSpecification, CompiledTask, CompiledWork } from "./compiled.ts";

/** A task with what is looked up again and again. */
export interface LinkedTask {
  readonly id: string;
  /** position in the net; the order in which tasks are looked at */
  readonly index: number;
  readonly task: CompiledTask;
  /** what happens when it fires: nothing, a nested net, a call of a connector, or work for somebody */
  readonly kind: "empty" | "composite" | "call" | "work";
  /** its decomposition, where it is work */
  readonly work: CompiledWork | undefined;
  /** its decomposition, where it is a net */
  readonly nested: CompiledNet | undefined;
  /** parameters that its decomposition takes in */
  readonly takes: readonly Variable[];
  /** some input condition is shared with another task: starting one withdraws the others (deferred choice) */
  readonly contested: boolean;
  /** all output conditions, in the order of the flows: what an AND-split marks */
  readonly outputs: readonly string[];
}

/** A net with its tasks and conditions by id. */
export interface LinkedNet {
  readonly id: string;
  readonly net: CompiledNet;
  readonly tasks: ReadonlyMap<string, LinkedTask>;
  /** condition -> tasks that take tokens from it, in net order */
  readonly consumers: ReadonlyMap<string, readonly LinkedTask[]>;
  readonly orJoins: readonly LinkedTask[];
}

/** A compiled specification with its indexes; made once, never stored. */
export interface LinkedSpecification {
  readonly specification: CompiledSpecification;
  readonly types: TypeLibrary;
  readonly nets: ReadonlyMap<string, LinkedNet>;
}

/** Makes the indexes of a compiled specification. */
export function link(specification: CompiledSpecification): LinkedSpecification {
  const nets = new Map<string, LinkedNet>();
  for (const net of Object.values(specification.nets)) nets.set(net.id, linkNet(net, specification));
  return { specification, types: specification.types, nets };
}

function linkNet(net: CompiledNet, specification: CompiledSpecification): LinkedNet {
  const compiled = Object.values(net.tasks);
  const consumerCount = new Map<string, number>();
  for (const task of compiled) {
    for (const condition of task.from) {
      consumerCount.set(condition, (consumerCount.get(condition) ?? 0) + 1);
    }
  }
  const tasks = new Map<string, LinkedTask>();
  const consumers = new Map<string, LinkedTask[]>();
  for (const [index, task] of compiled.entries()) {
    const linked: LinkedTask = {
      id: task.id,
      index,
      task,
      ...decompositionOf(task, specification),
      contested: task.from.some((condition) => (consumerCount.get(condition) ?? 0) > 1),
      outputs: task.flows.map(({ to }) => to),
    };
    tasks.set(task.id, linked);
    for (const condition of task.from) {
      const known = consumers.get(condition);
      if (known) known.push(linked);
      else consumers.set(condition, [linked]);
    }
  }
  const orJoins = [...tasks.values()].filter(({ task }) => task.join === "or" && task.from.length > 1);
  return { id: net.id, net, tasks, consumers, orJoins };
}

function decompositionOf(
  { decomposition: id }: CompiledTask,
  { nets, work: works }: CompiledSpecification,
): Pick<LinkedTask, "kind" | "work" | "nested" | "takes"> {
  const nested = id !== undefined && Object.hasOwn(nets, id) ? nets[id] : undefined;
  const work = id !== undefined && !nested && Object.hasOwn(works, id) ? works[id] : undefined;
  if (id === undefined) return { kind: "empty", work, nested, takes: [] };
  if (nested) {
    return { kind: "composite", work, nested, takes: nested.variables.filter(({ input }) => input) };
  }
  return { kind: work?.call ? "call" : "work", work, nested, takes: work?.inputs ?? [] };
}

/** @throws Error when there is none: a bug, since compilation checks every reference */
export function netOf(linked: LinkedSpecification, id: string): LinkedNet {
  const net = linked.nets.get(id);
  if (!net) throw new Error(`no net ${id}`);
  return net;
}

/** @throws Error when there is none: a bug, since compilation checks every reference */
export function taskOf(net: LinkedNet, id: string): LinkedTask {
  const task = net.tasks.get(id);
  if (!task) throw new Error(`no task ${id} in net ${net.id}`);
  return task;
}
