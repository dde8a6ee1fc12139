/** The specifications that the benchmarks run, made here: nets without data, a trip, an OR-join with cancellation, one string. */
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { STRING, type DataType, type SimpleBase } from "../../yawl/model/datatype.ts";
import type { Decomposition, Flow, Mapping, Net, Task, Variable } from "../../yawl/model/specification.ts";

type TaskShape = Partial<Omit<Task, "id" | "flows">> & { readonly to: readonly (string | Flow)[] };

interface NetShape {
  readonly start: readonly string[];
  readonly tasks: Readonly<Record<string, TaskShape>>;
  readonly conditions?: Readonly<Record<string, readonly string[]>>;
  readonly variables?: readonly Variable[];
}

function flow(to: string | Flow): Flow {
  return typeof to === "string" ? { to } : to;
}

function net(shape: NetShape): Net {
  return {
    kind: "net",
    id: "Net",
    root: "Net",
    inputs: [],
    outputs: [],
    locals: shape.variables ?? [],
    inputCondition: { id: "i", flows: shape.start.map(flow) },
    outputCondition: { id: "o", flows: [] },
    conditions: Object.entries(shape.conditions ?? {}).map(([id, to]) => ({ id, flows: to.map(flow) })),
    tasks: Object.entries(shape.tasks).map(([id, { to, ...rest }]) => ({
      id,
      join: "xor",
      split: "and",
      removes: [],
      startingMappings: [],
      completedMappings: [],
      decomposition: `Do-${id}`,
      ...rest,
      flows: to.map(flow),
    })),
  };
}

/** Work of the net's tasks; those that are not described take and give nothing. */
function specification(
  id: string,
  root: Net,
  parameters: Readonly<
    Record<string, readonly [inputs: readonly Variable[], outputs: readonly Variable[]]>
  > = {},
): CompiledSpecification {
  const work = root.tasks.map(({ id: task }): Decomposition => {
    const [inputs, outputs] = parameters[task] ?? [[], []];
    return { kind: "work", id: `Do-${task}`, root: "data", inputs, outputs, interaction: "manual" };
  });
  const compiled = compile({
    id,
    version: "1",
    title: id,
    format: "4.0",
    metadata: {},
    types: {},
    rootNet: root.id,
    decompositions: [root, ...work],
  });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return compiled.value.compiled;
}

/** So many tasks one after the other, without data. */
export function sequence(length: number): CompiledSpecification {
  const tasks: Record<string, TaskShape> = {};
  for (let number = 1; number <= length; number += 1) {
    tasks[`t${number}`] = { to: [number === length ? "o" : `t${number + 1}`] };
  }
  return specification(`sequence-${length}`, net({ start: ["t1"], tasks }));
}

/** One task, then so many at once, then one when all are done. */
export function broad(width: number): CompiledSpecification {
  const names = Array.from({ length: width }, (_, index) => `t${index + 1}`);
  const tasks: Record<string, TaskShape> = { first: { to: names } };
  for (const name of names) tasks[name] = { to: ["last"] };
  tasks["last"] = { join: "and", to: ["o"] };
  return specification(`broad-${width}`, net({ start: ["first"], tasks }));
}

/** The reference's worked example of an OR-join: a loop that fills a condition until a task of it is cancelled. */
export function workedOrJoin(): CompiledSpecification {
  return specification(
    "or-join",
    net({
      start: ["A"],
      conditions: {
        b: ["B"],
        c: ["C"],
        loop: ["B"],
        de: ["D", "E"],
        fd: ["F"],
        fe: ["F"],
        g1: ["G"],
        g2: ["G"],
      },
      tasks: {
        A: { to: ["b", "c"] },
        B: { to: ["de", "loop"] },
        C: { to: ["g1"] },
        D: { to: ["fd"], removes: [{ kind: "element", id: "loop" }] },
        E: { to: ["fe"] },
        F: { join: "and", to: ["g2"] },
        G: { join: "or", to: ["o"] },
      },
    }),
  );
}

function variable(name: string, base: SimpleBase = "string", initial?: string): Variable {
  const type: DataType = base === "string" ? STRING : { kind: "simple", base, xsd: base };
  return initial === undefined ? { name, type } : { name, type, initial };
}

/** `<X>{/Root/X/text()}</X>`, as YAWL's editor writes it. */
function wrapped(root: string, name: string): Mapping {
  return {
    query: { language: "xquery", text: `<${name}>{/${root}/${name}/text()}</${name}>` },
    mapsTo: name,
  };
}

function path(root: string, name: string): Mapping {
  return { query: { language: "xquery", text: `/${root}/${name}` }, mapsTo: name };
}

/** One string mapped into and out of each of so many tasks. */
export function oneString(length: number): CompiledSpecification {
  const tasks: Record<string, TaskShape> = {};
  const parameters: Record<string, readonly [readonly Variable[], readonly Variable[]]> = {};
  for (let number = 1; number <= length; number += 1) {
    tasks[`t${number}`] = {
      to: [number === length ? "o" : `t${number + 1}`],
      startingMappings: [wrapped("Net", "text")],
      completedMappings: [wrapped("data", "text")],
    };
    parameters[`t${number}`] = [[variable("text")], [variable("text")]];
  }
  const shape = { start: ["t1"], tasks, variables: [variable("text", "string", "hello")] };
  return specification("one-string", net(shape), parameters);
}

/** A customer is registered; flight, hotel and car are booked as wished; one payment when all of it is done. */
export function trip(): CompiledSpecification {
  const customer = variable("customer", "string", "somebody");
  const dates = [variable("from", "dateTime"), variable("until", "dateTime")];
  const wishes = ["flight", "hotel", "car"].map((name) => variable(`wants-${name}`, "boolean"));
  const bookings = ["flight", "hotel", "car"].map((name) => variable(`${name}-details`));
  const account = variable("account", "decimal");
  const registered = [customer, ...dates, ...wishes, account];
  const names = (variables: readonly Variable[]): readonly string[] => variables.map(({ name }) => name);
  const tasks: Record<string, TaskShape> = {
    register: {
      split: "or",
      to: ["flight", "hotel", "car"].map((name) => ({
        to: name,
        predicate: { language: "xquery", text: `/Net/wants-${name} = 'true'` },
        ...(name === "flight" ? { isDefault: true as const } : {}),
      })),
      startingMappings: [path("Net", "customer")],
      completedMappings: names(registered).map((name) => path("data", name)),
    },
    pay: {
      join: "or",
      to: ["o"],
      startingMappings: names([customer, account, ...bookings]).map((name) => path("Net", name)),
    },
  };
  const parameters: Record<string, readonly [readonly Variable[], readonly Variable[]]> = {
    register: [[customer], registered],
    pay: [[customer, account, ...bookings], []],
  };
  for (const name of ["flight", "hotel", "car"]) {
    tasks[name] = {
      to: ["pay"],
      startingMappings: names([customer, ...dates]).map((input) => path("Net", input)),
      completedMappings: [path("data", `${name}-details`)],
    };
    parameters[name] = [[customer, ...dates], [variable(`${name}-details`)]];
  }
  const variables = [...registered, ...bookings];
  return specification("trip", net({ start: ["register"], tasks, variables }), parameters);
}
