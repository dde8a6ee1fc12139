/** From the dialect's shape to the specification model. Shorthands are spelt out here and nowhere else. */
import type { DataType } from "../../spec/datatype.ts";
import type { FaultDetail } from "../../spec/fault.ts";
import type {
  Condition,
  Decomposition,
  Expression,
  Flow,
  Net,
  Place,
  Removal,
  Specification,
  Task,
  Variable,
} from "../../spec/specification.ts";
import type { Path } from "./places.ts";
import type { DialectFlows, DialectNet, DialectSpecification, DialectTask, DialectType } from "./shape.ts";
import { translateInstances, translateResourcing } from "./work.ts";

/** Ids of a net's input and output condition in the dialect. */
const START = "start";
const END = "end";

type PlaceOf = (path: Path) => Place;

export function translate(
  source: DialectSpecification,
  place: PlaceOf,
): { readonly specification: Specification; readonly problems: readonly FaultDetail[] } {
  const problems: FaultDetail[] = [];
  const decompositions: Decomposition[] = [];
  const nets: [string, DialectNet, Path][] = [[source.id, source, []]];
  for (const [id, net] of Object.entries(source.nets ?? {})) nets.push([id, net, ["nets", id]]);
  for (const [id, net, path] of nets) {
    decompositions.push(translateNet(id, net, { path, place, problems, decompositions }));
  }
  const specification: Specification = {
    id: source.id,
    version: String(source.version),
    title: source.title ?? source.id,
    ...(source.documentation === undefined ? {} : { documentation: source.documentation }),
    format: "mizzen",
    metadata: {},
    types: {},
    rootNet: source.id,
    decompositions,
  };
  return { specification, problems };
}

/** What a translation needs to know of where it is, and where it puts what it finds. */
interface Surroundings {
  readonly path: Path;
  readonly place: PlaceOf;
  readonly problems: FaultDetail[];
  readonly decompositions: Decomposition[];
}

function translateNet(id: string, net: DialectNet, around: Surroundings): Net {
  const { path, place } = around;
  const inputs = variablesOf(net.input ?? {}, true);
  const locals = variablesOf(net.data ?? {}, false);
  const known = new Map([...inputs, ...locals].map((variable) => [variable.name, variable]));
  const outputs = (net.output ?? []).flatMap((name, index): Variable[] => {
    const variable = known.get(name);
    if (variable) return [variable];
    complain(around, ["output", index], `There is no variable "${name}" for the net's output.`);
    return [];
  });
  const conditions = Object.entries(net.conditions ?? {}).map(([conditionId, condition]): Condition => ({
    id: conditionId,
    ...(condition.name === undefined ? {} : { name: condition.name }),
    flows: flowsOf(condition.next, [...path, "conditions", conditionId, "next"], place),
    place: place([...path, "conditions", conditionId]),
  }));
  const tasks = Object.entries(net.tasks).map(([taskId, task]) =>
    translateTask(id, taskId, task, known, around),
  );
  return {
    kind: "net",
    id,
    root: id,
    inputs,
    outputs,
    locals,
    inputCondition: {
      id: START,
      flows: flowsOf(net.start, [...path, "start"], place),
      place: place([...path, "start"]),
    },
    outputCondition: { id: END, flows: [] },
    conditions,
    tasks,
    place: place(path),
  };
}

function translateTask(
  netId: string,
  id: string,
  task: DialectTask,
  variables: ReadonlyMap<string, Variable>,
  around: Surroundings,
): Task {
  const { place } = around;
  const path: Path = [...around.path, "tasks", id];
  const inner: Surroundings = { ...around, path };
  const flows = flowsOf(task.next, [...path, "next"], place);
  const isWork =
    task.net === undefined &&
    (task.offer !== undefined || task.input !== undefined || task.output !== undefined);
  const inputs = inputsOf(task, variables, inner, isWork);
  const outputs = outputsOf(task, variables, inner);
  if (isWork) {
    around.decompositions.push({
      kind: "work",
      id: `${netId}.${id}`,
      root: id,
      inputs: inputs.parameters,
      outputs,
      interaction: "manual",
      place: place(path),
    });
  }
  const decomposition = task.net ?? (isWork ? `${netId}.${id}` : undefined);
  const resourcing = isWork ? translateResourcing(task) : undefined;
  const instances = task.instances ? translateInstances(task.instances) : undefined;
  if (instances && decomposition === undefined) {
    complain(inner, ["instances"], `Task "${id}" only routes; it cannot have instances.`);
  }
  return {
    id,
    name: task.name ?? id,
    ...(task.name?.includes("{") ? { label: labelOf(task.name) } : {}),
    ...(task.documentation === undefined ? {} : { documentation: task.documentation }),
    join: task.join ?? "xor",
    split: task.split ?? (flows.some(({ predicate, isDefault }) => predicate ?? isDefault) ? "xor" : "and"),
    flows,
    removes: (task.cancels ?? []).map(removalOf),
    ...(decomposition === undefined ? {} : { decomposition }),
    startingMappings: inputs.mappings,
    completedMappings: instances ? [] : completedMappings(task, outputs),
    ...(instances ? { instances } : {}),
    ...(resourcing ? { resourcing } : {}),
    place: place(path),
  };
}

/** A list passes variables of the same name; an object gives each parameter an expression. */
function inputsOf(
  task: DialectTask,
  variables: ReadonlyMap<string, Variable>,
  around: Surroundings,
  isWork: boolean,
): { readonly parameters: readonly Variable[]; readonly mappings: Task["startingMappings"] } {
  const input = task.input ?? [];
  const parameters: Variable[] = [];
  const mappings: Task["startingMappings"][number][] = [];
  if (Array.isArray(input)) {
    for (const [index, name] of input.entries()) {
      const variable = variables.get(name);
      if (!variable) {
        complain(around, ["input", index], `There is no variable "${name}" in the net.`);
        continue;
      }
      parameters.push({ name, type: variable.type });
      mappings.push({ query: { language: "variable", text: name }, mapsTo: name });
    }
  } else {
    for (const [name, text] of Object.entries(input)) {
      parameters.push({ name, type: ANY });
      mappings.push({ query: { language: "xpath", text }, mapsTo: name });
    }
  }
  if (isWork) {
    for (const name of [task.instances?.as, task.instances?.index]) {
      if (name !== undefined && !parameters.some((parameter) => parameter.name === name)) {
        parameters.push({ name, type: ANY });
      }
    }
  }
  return { parameters, mappings };
}

/** A list takes its types from the net's variables of the same name; an object says them. */
function outputsOf(
  task: DialectTask,
  variables: ReadonlyMap<string, Variable>,
  around: Surroundings,
): readonly Variable[] {
  const output = task.output ?? [];
  if (!Array.isArray(output)) return variablesOf(output, true);
  return output.flatMap((name, index): Variable[] => {
    const variable = variables.get(name);
    if (variable) return [{ name, type: variable.type, mandatory: true }];
    complain(around, ["output", index], `There is no variable "${name}" in the net.`);
    return [];
  });
}

/** `set` says it all; without it every output goes to the variable of its name. */
function completedMappings(task: DialectTask, outputs: readonly Variable[]): Task["completedMappings"] {
  if (task.set) {
    return Object.entries(task.set).map(([mapsTo, text]) => ({
      query: { language: "xpath", text },
      mapsTo,
    }));
  }
  const names = task.net === undefined ? outputs.map(({ name }) => name) : (outputNames(task) ?? []);
  return names.map((name) => ({ query: { language: "variable", text: name }, mapsTo: name }));
}

function outputNames(task: DialectTask): readonly string[] | undefined {
  return Array.isArray(task.output) ? task.output : task.output && Object.keys(task.output);
}

const ANY: DataType = { kind: "json", schema: {} };

/** Variables in the order of the file. Inputs and outputs must be given unless they say otherwise. */
function variablesOf(source: Readonly<Record<string, DialectType>>, mandatory: boolean): readonly Variable[] {
  return Object.entries(source).map(([name, declared]): Variable => {
    if (typeof declared === "string") return { name, type: shorthand(declared), mandatory };
    const { required, default: initial, ...schema } = declared;
    const isRequired = typeof required === "boolean" ? required : mandatory && initial === undefined;
    return {
      name,
      type: { kind: "json", schema: Array.isArray(required) ? { ...schema, required } : schema },
      mandatory: isRequired,
      ...(initial === undefined ? {} : { initial }),
    };
  });
}

function shorthand(name: Extract<DialectType, string>): DataType {
  switch (name) {
    case "any":
      return ANY;
    case "date":
      return { kind: "json", schema: { type: "string", format: "date" } };
    case "dateTime":
      return { kind: "json", schema: { type: "string", format: "date-time" } };
    case "string":
    case "number":
    case "integer":
    case "boolean":
    case "object":
    case "array":
      return { kind: "json", schema: { type: name } };
  }
}

function flowsOf(next: DialectFlows, path: Path, place: PlaceOf): readonly Flow[] {
  const list = Array.isArray(next) ? next : [next];
  return list.map((flow, index): Flow => {
    const where = place(Array.isArray(next) ? [...path, index] : path);
    if (typeof flow === "string") return { to: flow, place: where };
    return {
      to: flow.to,
      ...(flow.when === undefined ? {} : { predicate: { language: "xpath", text: flow.when } }),
      ...(flow.otherwise ? { isDefault: true as const } : {}),
      place: where,
    };
  });
}

/** `task -> task` names the flow between two tasks; anything else a task or condition. */
function removalOf(text: string): Removal {
  const [from, to] = text.split("->").map((part) => part.trim());
  return from !== undefined && to !== undefined ? { kind: "flow", from, to } : { kind: "element", id: text };
}

/** `Process Invoice #{$number}`: text with expressions in braces. */
function labelOf(name: string): readonly (string | Expression)[] {
  return name
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== "")
    .map((part) =>
      part.startsWith("{") && part.endsWith("}")
        ? { language: "xpath" as const, text: part.slice(1, -1).trim() }
        : part,
    );
}

function complain({ path, place, problems }: Surroundings, rest: Path, message: string): void {
  const whole = [...path, ...rest];
  problems.push({ element: whole.join("/"), ...place(whole), message });
}
