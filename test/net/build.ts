/**
 * Nets in a few lines, for tests. The input condition is `i`, the output condition `o`.
 *
 * ```ts
 * linkedNet({ start: ["a"], tasks: { a: { split: "and", to: ["b", "c"] }, b: { to: ["d"] }, c: { to: ["d"] }, d: { join: "and", to: ["o"] } } });
 * ```
 */
import { controlFlow } from "../../yawl/net/soundness/control-flow.ts";
import type { LinkedNet, LinkedTask } from "../../yawl/net/linked.ts";
import type {
  Decomposition,
  Expression,
  Flow,
  Instances,
  JoinCode,
  Net,
  Removal,
  Specification,
  SplitCode,
  Task,
} from "../../yawl/model/specification.ts";

export interface TaskShape {
  /** default: xor, as in YAWL's editor */
  readonly join?: JoinCode;
  /** default: and */
  readonly split?: SplitCode;
  /** flows of XOR and OR splits get a predicate unless they are given in full */
  readonly to: readonly (string | Flow)[];
  /** ids of conditions and tasks; `"a -> b"` for the implicit condition between two tasks */
  readonly cancels?: readonly string[];
  readonly decomposition?: string;
  readonly name?: string;
  readonly instances?: Instances;
}

export interface NetShape {
  readonly id?: string;
  /** tasks after the input condition */
  readonly start: readonly string[];
  readonly tasks: Readonly<Record<string, TaskShape>>;
  /** explicit conditions and the tasks after them */
  readonly conditions?: Readonly<Record<string, readonly string[]>>;
}

const MAYBE: Expression = { language: "xquery", text: "true()" };

/** A default flow. */
export function otherwise(to: string): Flow {
  return { to, isDefault: true };
}

/** A flow without predicate. */
export function always(to: string): Flow {
  return { to };
}

export function buildNet(shape: NetShape): Net {
  const id = shape.id ?? "net";
  const flows = (to: readonly string[]): readonly Flow[] => to.map((target) => ({ to: target }));
  return {
    kind: "net",
    id,
    root: id,
    inputs: [],
    outputs: [],
    locals: [],
    inputCondition: { id: "i", flows: flows(shape.start) },
    outputCondition: { id: "o", flows: [] },
    conditions: Object.entries(shape.conditions ?? {}).map(([condition, to]) => ({
      id: condition,
      flows: flows(to),
    })),
    tasks: Object.entries(shape.tasks).map(([task, taskShape]) => buildTask(task, taskShape)),
  };
}

function buildTask(id: string, shape: TaskShape): Task {
  const { split = "and", join = "xor" } = shape;
  const guarded = split !== "and" && shape.to.length > 1;
  return {
    id,
    join,
    split,
    flows: shape.to.map((to): Flow => {
      if (typeof to !== "string") return to;
      return guarded ? { to, predicate: MAYBE } : { to };
    }),
    removes: (shape.cancels ?? []).map(buildRemoval),
    startingMappings: [],
    completedMappings: [],
    ...(shape.decomposition === undefined ? {} : { decomposition: shape.decomposition }),
    ...(shape.name === undefined ? {} : { name: shape.name }),
    ...(shape.instances === undefined ? {} : { instances: shape.instances }),
  };
}

function buildRemoval(text: string): Removal {
  const [from, to] = text.split(" -> ");
  return from !== undefined && to !== undefined ? { kind: "flow", from, to } : { kind: "element", id: text };
}

/** A specification of these nets, the first of which is the root, and these further decompositions. */
export function buildSpecification(
  nets: readonly Net[],
  others: readonly Decomposition[] = [],
): Specification {
  return {
    id: "test",
    version: "0.1",
    title: "Test",
    format: "4.0",
    metadata: {},
    types: {},
    rootNet: nets[0]?.id ?? "",
    decompositions: [...nets, ...others],
  };
}

/** Manual work without data. */
export function manualWork(id: string): Decomposition {
  return { kind: "work", id, root: id, inputs: [], outputs: [], interaction: "manual" };
}

/** The net as the interpreter sees it, without data. */
export function linkedNet(shape: NetShape): LinkedNet {
  return controlFlow(buildNet(shape));
}

export function taskIn(net: LinkedNet, id: string): LinkedTask {
  const task = net.tasks.get(id);
  if (!task) throw new Error(`no task ${id}`);
  return task;
}

/** Id of the implicit condition between two tasks. */
export function between(from: string, to: string): string {
  return `c{${from}_${to}}`;
}
