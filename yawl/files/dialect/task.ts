/** A task of the dialect: to the model's task, and to the work that it does when that stands inside it. */
import type {
  Expression,
  Flow,
  Mapping,
  Removal,
  Task,
  Variable,
  WorkDecomposition,
} from "../../model/specification.ts";
import { checkCall, checkExpressions } from "./check-expressions.ts";
import type { Context } from "./context.ts";
import { ANY, expressionOf, mappingsOf, variablesOf } from "./data.ts";
import { didYouMean } from "./near.ts";
import { translateResourcing } from "./people.ts";
import type { DialectFlows, DialectTask } from "./shape-task.ts";
import { ITEM, translateCall, translateForm, translateInstances, translateTimer } from "./work.ts";

/** What a task can refer to. */
export interface TaskSurroundings {
  readonly net: string;
  /** variables of the net by name */
  readonly variables: ReadonlyMap<string, Variable>;
  /** names of parameters of the file's nets and shared work by id, with the file's `nets` and `work` apart */
  readonly nets: ReadonlyMap<string, Parameters>;
  readonly work: ReadonlyMap<string, Parameters>;
}

/** Names of what a decomposition takes and gives. */
export interface Parameters {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A task, and the work that stands inside of it. */
export interface TranslatedTask {
  readonly task: Task;
  /** the work that stands inside the task */
  readonly work?: WorkDecomposition;
}

/** A task of the dialect in the words of the model; the work that it describes becomes a decomposition of its own. */
export function translateTask(
  id: string,
  source: DialectTask,
  around: TaskSurroundings,
  where: Context,
): TranslatedTask {
  const flows = flowsOf(source.next, where.in("next"));
  const shared = referred(source, around, where);
  const isWork =
    shared === undefined && source.work === undefined && source.net === undefined && saysWork(source);
  const inputs = source.input ? mappingsOf(source.input, where.in("input")) : [];
  checkInputs(inputs, shared, around);
  const outputs = outputsOf(source, isWork, around, where);
  const ownId = `${around.net}.${id}`;
  const call = translateCall(source, where);
  if (call && !isWork)
    where
      .in("call")
      .complain("A task that calls a connector does nothing else: it has no `net` and no `work`.");
  const work: WorkDecomposition | undefined = isWork
    ? {
        kind: "work",
        id: ownId,
        root: id,
        inputs: parametersOf(inputs, source, around),
        // of a call without `output` the compiler knows them: they are the properties of the connector's answer
        outputs,
        interaction: call ? "automated" : "manual",
        ...(call && { call }),
        place: where.place,
      }
    : undefined;
  const decomposition =
    source.net ?? (source.work === false ? undefined : source.work) ?? (isWork ? ownId : undefined);
  const outputNames = shared?.outputs ?? outputs.map(({ name }) => name);
  const instances =
    source.instances && translateInstances(source.instances, outputNames, where.in("instances"));
  if (instances && decomposition === undefined && source.work !== false) {
    where.in("instances").complain(`Task "${id}" only routes; it cannot have instances.`);
  }
  if (instances?.output) checkVariable(instances.output.variable, around, where.in("instances", "into"));
  const resourcing = translateResourcing(source, where);
  checkPeople(source, around, where);
  if (source.timer?.variable !== undefined)
    checkVariable(source.timer.variable, around, where.in("timer", "variable"));
  const task: Task = {
    id,
    ...nameOf(source, where),
    ...(source.documentation !== undefined && { documentation: source.documentation }),
    join: source.join ?? "xor",
    split: source.split ?? (flows.some(({ predicate, isDefault }) => predicate ?? isDefault) ? "xor" : "and"),
    flows,
    removes: (source.cancels ?? []).map(removalOf),
    ...(decomposition !== undefined && { decomposition }),
    startingMappings: inputs.map(({ mapping }) => mapping),
    completedMappings: completedMappings(source, outputNames, around, where),
    ...(source.enablement && {
      enablementMappings: mappingsOf(source.enablement, where.in("enablement")).map(({ mapping }) => mapping),
    }),
    ...(instances && { instances }),
    ...(source.timer && { timer: translateTimer(source.timer, where.in("timer")) }),
    ...(resourcing && { resourcing }),
    ...(source.form !== undefined && translateForm(source.form)),
    ...source.yawl,
    place: where.place,
  };
  if (where.file.parser) {
    const isKnown = call === undefined || source.output !== undefined;
    const net = [...around.variables.keys()];
    const scopes = {
      net,
      outputs: isKnown ? outputNames : undefined,
      set: isKnown ? [...outputNames, ...net] : undefined,
    };
    checkExpressions(task, source, scopes, where);
    if (work) checkCall(work, where);
  }
  return { task, ...(work && { work }) };
}

/** A task is work of its own when it says who does it or what goes in and out; a timer alone makes it a pause. */
function saysWork({ offer, input, output, call, timer }: DialectTask): boolean {
  return [offer, input, output, call, timer].some((part) => part !== undefined);
}

/** The parameters of the net or shared work that the task refers to. */
function referred(source: DialectTask, around: TaskSurroundings, where: Context): Parameters | undefined {
  const { net, work } = source;
  if (net !== undefined && work !== undefined)
    where.in("work").complain("A task has a `net` or `work`, not both.");
  const id = net ?? (work === false ? undefined : work);
  if (id === undefined) return undefined;
  const all = net === undefined ? around.work : around.nets;
  const found = all.get(id);
  if (!found) {
    const kind = net === undefined ? "work" : "nets";
    where
      .in(net === undefined ? "work" : "net")
      .complain(`There is no "${id}" under \`${kind}\`.${didYouMean(id, all.keys())}`);
  }
  return found ?? { inputs: [], outputs: [] };
}

type Inputs = ReturnType<typeof mappingsOf>;

/** Names have to be variables of the net; what is shared has to have the parameters that the task fills. */
function checkInputs(inputs: Inputs, shared: Parameters | undefined, around: TaskSurroundings): void {
  for (const { mapping, isName, where: at } of inputs) {
    if (isName) checkVariable(mapping.mapsTo, around, at);
    if (shared && !shared.inputs.includes(mapping.mapsTo)) {
      at.complain(
        `"${mapping.mapsTo}" is no input of what the task does.${didYouMean(mapping.mapsTo, shared.inputs)}`,
      );
    }
  }
}

/** Parameters have the types of the variables that they are named after; others take any value. */
function parametersOf(inputs: Inputs, source: DialectTask, around: TaskSurroundings): readonly Variable[] {
  const parameters = new Map<string, Variable>();
  for (const {
    mapping: { mapsTo },
    isName,
  } of inputs) {
    const type = (isName ? around.variables.get(mapsTo)?.type : undefined) ?? ANY;
    parameters.set(mapsTo, { name: mapsTo, type });
  }
  const { instances } = source;
  const entry = instances?.as ?? (instances?.each === undefined ? undefined : ITEM);
  for (const name of [entry, instances?.index]) {
    if (name !== undefined && !parameters.has(name)) parameters.set(name, { name, type: ANY });
  }
  return [...parameters.values()];
}

/** A list takes its types from the net's variables of the same name; an object says them. */
function outputsOf(
  source: DialectTask,
  isWork: boolean,
  around: TaskSurroundings,
  where: Context,
): readonly Variable[] {
  const output = source.output ?? [];
  const at = where.in("output");
  if (!Array.isArray(output)) {
    if (!isWork)
      at.complain("The types of what comes out stand where the work is described; here are names only.");
    return variablesOf(output, true, at);
  }
  return output.flatMap((name, index): Variable[] => {
    if (!checkVariable(name, around, at.in(index))) return [];
    const variable = around.variables.get(name);
    return variable ? [{ name, type: variable.type, mandatory: true }] : [];
  });
}

/** `set` says it all; without it every output goes to the variable of its name. */
function completedMappings(
  source: DialectTask,
  outputs: readonly string[],
  around: TaskSurroundings,
  where: Context,
): readonly Mapping[] {
  if (source.set) {
    return mappingsOf(source.set, where.in("set")).map(({ mapping, where: at }) => {
      checkVariable(mapping.mapsTo, around, at);
      return mapping;
    });
  }
  if (source.instances) return [];
  const named = Array.isArray(source.output) ? source.output : undefined;
  const names = named ?? (source.net === undefined ? outputs : []);
  if (!named) {
    for (const name of names) {
      if (!around.variables.has(name)) {
        const at = source.output ? where.in("output", name) : where;
        at.complain(
          `The output "${name}" has no variable of its name in the net; say where it goes by \`set\`.${didYouMean(name, around.variables.keys())}`,
        );
      }
    }
  }
  return names.map((name) => ({ query: { language: "variable", text: name }, mapsTo: name }));
}

function checkVariable(name: string, { variables }: TaskSurroundings, at: Context): boolean {
  if (variables.has(name)) return true;
  at.complain(`There is no variable "${name}" in the net.${didYouMean(name, variables.keys())}`);
  return false;
}

function checkPeople({ offer }: DialectTask, around: TaskSurroundings, where: Context): void {
  if (typeof offer !== "object") return;
  for (const key of ["rolesFrom", "participantsFrom"] as const) {
    for (const [index, name] of (offer[key] ?? []).entries())
      checkVariable(name, around, where.in("offer", key, index));
  }
}

/** The flows of `next`, in the order of the file. */
export function flowsOf(next: DialectFlows, where: Context): readonly Flow[] {
  const list = Array.isArray(next) ? next : [next];
  return list.map((flow, index): Flow => {
    const at = Array.isArray(next) ? where.in(index) : where;
    if (typeof flow === "string") return { to: flow, place: at.place };
    return {
      to: flow.to,
      ...(flow.when !== undefined && { predicate: expressionOf(flow.when, at) }),
      ...(flow.order !== undefined && { order: flow.order }),
      ...(flow.otherwise && { isDefault: true as const }),
      ...(flow.documentation !== undefined && { documentation: flow.documentation }),
      place: at.place,
    };
  });
}

/** `task -> task` names the flow between two tasks; anything else a task or condition. */
function removalOf(text: string): Removal {
  const [from, to] = text.split("->").map((part) => part.trim());
  return from !== undefined && to !== undefined ? { kind: "flow", from, to } : { kind: "element", id: text };
}

/** `Process Invoice #{$number}`: text with expressions in braces. What starts with `/` is XPath over the XML view. */
function nameOf({ name, label }: DialectTask, where: Context): Pick<Task, "name" | "label"> {
  const parts = label?.map((part) => (typeof part === "string" ? part : expressionOf(part.value, where)));
  if (name === undefined) return parts ? { label: parts } : {};
  if (typeof name !== "string") return { name: name.plain, ...(parts && { label: parts }) };
  const found = parts ?? labelOf(name, where.file.language);
  return { name, ...(found && { label: found }) };
}

/** The title in parts where it has expressions in braces; `undefined` where it is plain text. */
export function labelOf(
  name: string,
  language: Expression["language"],
): readonly (string | Expression)[] | undefined {
  if (!/\{[^{}/][^{}]*\}/.test(name)) return undefined;
  return name
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== "")
    .map((part) =>
      part.startsWith("{") && part.endsWith("}") ? { language, text: part.slice(1, -1).trim() } : part,
    );
}
