/**
 * Compiles a specification: flows between tasks get their implicit conditions, initial values become JSON, split flows
 * stand in evaluation order. Everything that would stop a case from running is found here, at upload.
 */
import { libraryProblems, typeProblems } from "../data/schema/problems.ts";
import { checkValue } from "../data/types/validate.ts";
import { fromXmlText } from "../data/xml/convert.ts";
import { ok, type FaultDetail, type Result } from "../model/fault.ts";
import type { Json } from "../model/json.ts";
import type { PeopleRules } from "../model/people-rules.ts";
import type {
  Instances,
  Mapping,
  Net,
  Specification,
  Task,
  Variable,
  WorkDecomposition,
} from "../model/specification.ts";
import { checkAnswers } from "./checks/answers.ts";
import { checkSpecification } from "./checks/check.ts";
import { compileCall, type ConnectorCatalogue } from "./compile-call.ts";
import { compilePeople, withoutPlaces, type PeopleOf } from "./compile-people.ts";
import type {
  CompiledNet,
  CompiledSpecification,
  CompiledTask,
  CompiledVariable,
  CompiledWork,
} from "./compiled.ts";
import { structureOf } from "./structure.ts";

/** A specification that can run, with the warnings about it. */
export interface Compilation {
  readonly compiled: CompiledSpecification;
  /** warnings: the net runs, but something in it looks wrong */
  readonly checks: readonly FaultDetail[];
}

/**
 * @param connectors those that automated tasks may call
 * @param rules the filters, constraints and allocators that there are; without them any name is taken to be one
 * @returns the compiled specification with its warnings, or an `invalid-specification` fault with every error at its place
 */
export function compile(
  specification: Specification,
  connectors?: ConnectorCatalogue,
  rules?: PeopleRules,
): Result<Compilation> {
  const found = checkSpecification(specification, { rules });
  const peopleOf = compilePeople(specification, rules);
  const errors = [...found.errors, ...wrongTypes(specification)];
  const initials: FaultDetail[] = [];
  const nets: Record<string, CompiledNet> = {};
  const work: Record<string, CompiledWork> = {};
  for (const decomposition of specification.decompositions) {
    const value = (variable: Variable): Variable =>
      withInitial(variable, decomposition.id, specification, initials);
    if (decomposition.kind === "net") nets[decomposition.id] = compileNet(decomposition, value, peopleOf);
    else {
      const called = compileCall(decomposition, connectors, errors);
      work[decomposition.id] = { ...compileWork(decomposition, specification.format, value), ...called };
    }
  }
  if (connectors) checkCallers(specification, connectors, errors);
  if (errors.length > 0) {
    const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
    return {
      ok: false,
      fault: {
        type: "invalid-specification",
        message: `The specification "${specification.id}" has ${count}: ${errors[0]?.message ?? ""}`,
        details: errors,
      },
    };
  }
  const compiled: CompiledSpecification = {
    format: 1,
    id: specification.id,
    version: specification.version,
    title: specification.title,
    rootNet: specification.rootNet,
    types: specification.types,
    nets,
    work,
  };
  return ok({ compiled, checks: [...found.warnings, ...initials] });
}

/** Types that no value could be checked against: nobody who fills in a form could mend that. */
function wrongTypes({ types, decompositions }: Specification): readonly FaultDetail[] {
  const found: FaultDetail[] = [];
  const tell = (element: string, problems: readonly FaultDetail[]): void => {
    for (const { pointer, message } of problems)
      found.push({ element, message: pointer ? `In the type, at "${pointer}": ${message}` : message });
  };
  for (const [name, problems] of libraryProblems(types)) tell(name, problems);
  for (const decomposition of decompositions) {
    const locals = decomposition.kind === "net" ? decomposition.locals : [];
    for (const { name, type } of [...decomposition.inputs, ...decomposition.outputs, ...locals])
      tell(`${decomposition.id}/${name}`, typeProblems(type, types));
  }
  return found;
}

/** Tasks that call a connector and leave to it what its answer has. */
function checkCallers(
  { decompositions }: Specification,
  connectors: ConnectorCatalogue,
  errors: FaultDetail[],
): void {
  const open = new Map(
    decompositions.flatMap((each) => {
      if (each.kind !== "work" || !each.call || each.outputs.length > 0) return [];
      const { connector, version } = each.call;
      const signature = connectors(connector, version);
      return signature ? [[each.id, { connector, answers: signature.answers }] as const] : [];
    }),
  );
  if (open.size === 0) return;
  for (const net of decompositions) {
    if (net.kind !== "net") continue;
    for (const task of net.tasks) {
      const call = task.decomposition === undefined ? undefined : open.get(task.decomposition);
      if (call && !task.instances) checkAnswers(net, task, call.connector, call.answers, errors);
    }
  }
}

/** Initial values are parsed and checked once, here. One that does not fit its type is reported and left out. */
function withInitial(
  variable: Variable,
  owner: string,
  specification: Specification,
  problems: FaultDetail[],
): Variable {
  const { initialXml, initial, ...rest } = variable;
  const report = (problem: string): Variable => {
    problems.push({
      severity: "warning",
      code: "initial-value",
      element: `${owner}/${variable.name}`,
      message: `The initial value of "${variable.name}" does not fit its type: ${problem}`,
    });
    return rest;
  };
  let value = initial;
  if (initialXml !== undefined) {
    const parsed = fromXmlText(initialXml, variable.type, specification.types);
    if (!parsed.ok) return report(parsed.fault.message);
    value = parsed.value;
  }
  if (value === undefined) return rest;
  const [problem] = checkValue(value, variable.type, specification.types, "");
  if (!problem) return { ...rest, initial: value satisfies Json };
  return report(`${problem.pointer === "" ? "it" : `"${problem.pointer}"`} ${problem.message}.`);
}

/**
 * What a person has to fill in: in the dialect what says so; YAWL's outputs of work are all needed (SEMANTICS 12), whatever
 * their `mandatory` says.
 */
function outputsOf(
  { outputs, call }: WorkDecomposition,
  format: Specification["format"],
): readonly Variable[] {
  if (format === "mizzen" || call) return outputs;
  return outputs.map((output) => ({ ...output, mandatory: true }));
}

function compileWork(
  decomposition: WorkDecomposition,
  format: Specification["format"],
  value: (variable: Variable) => Variable,
): CompiledWork {
  return {
    id: decomposition.id,
    root: decomposition.root,
    inputs: decomposition.inputs.map(value),
    outputs: outputsOf(decomposition, format).map(value),
    interaction: decomposition.interaction,
    ...(decomposition.codelet === undefined ? {} : { codelet: decomposition.codelet }),
    ...(decomposition.service === undefined ? {} : { service: decomposition.service }),
  };
}

function compileNet(net: Net, value: (variable: Variable) => Variable, peopleOf: PeopleOf): CompiledNet {
  const structure = structureOf(net);
  const tasks: Record<string, CompiledTask> = {};
  for (const task of net.tasks) {
    const flow = structure.tasks[task.id];
    if (flow) tasks[task.id] = { ...flow, ...workOf(task), ...peopleOf(net, task) };
  }
  return { ...structure, tasks, variables: netVariables(net, value) };
}

/** What a task does, beside where its tokens come from and go. */
function workOf(task: Task): Partial<CompiledTask> {
  return {
    starting: task.startingMappings,
    completed: task.completedMappings,
    ...(task.completedMappings.some(mayNameNet) ? { seesNet: true } : {}),
    ...labelOf(task),
    ...(task.decomposition === undefined ? {} : { decomposition: task.decomposition }),
    ...(task.instances ? { instances: withoutPlace(task.instances) } : {}),
    ...(task.timer ? { timer: task.timer } : {}),
    ...(task.resourcing ? { resourcing: withoutPlaces(task.resourcing) } : {}),
    ...(task.documentation === undefined ? {} : { documentation: task.documentation }),
    ...formOf(task),
  };
}

function withoutPlace(instances: Instances): Instances {
  const { place: _, ...others } = instances;
  return others;
}

/** Whether a completed mapping may name a variable of the net; a copy of an output of the same name does not. */
function mayNameNet({ query, mapsTo }: Mapping): boolean {
  return query.language !== "xquery" && !(query.language === "variable" && query.text === mapsTo);
}

function formOf({ form, customForm }: Task): Pick<CompiledTask, "form"> {
  if (!form && customForm === undefined) return {};
  return { form: { ...form, ...(customForm === undefined ? {} : { url: customForm }) } };
}

/** A task name may hold XPaths in braces, `Invoice {/Invoice/Number}`: they are filled in for each work item. */
function labelOf({ name, label }: Task): Pick<CompiledTask, "label"> {
  if (label) return { label };
  if (!name?.includes("{/")) return {};
  const parts = name
    .split(/(\{\/[^{}]*\})/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("{/") ? { language: "xquery" as const, text: part.slice(1, -1) } : part));
  return { label: parts };
}

/** A name that is both input and output is one variable; a local of the same name adds its initial value. */
function netVariables(net: Net, value: (variable: Variable) => Variable): readonly CompiledVariable[] {
  const found = new Map<string, CompiledVariable>();
  const add = (variable: Variable, role: "input" | "output" | "local"): void => {
    const known = found.get(variable.name);
    found.set(variable.name, {
      ...value(variable),
      ...known,
      ...(role === "local" ? {} : { [role]: true as const }),
    });
  };
  for (const variable of net.inputs) add(variable, "input");
  for (const variable of net.locals) add(variable, "local");
  for (const variable of net.outputs) add(variable, "output");
  return [...found.values()];
}
