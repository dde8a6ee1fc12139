/** Writes a specification in the dialect, in the order in which one thinks of a process. */
import type { FaultDetail } from "../../model/fault.ts";
import type {
  Condition,
  Expression,
  Net,
  NetLayout,
  Specification,
  Variable,
  WorkDecomposition,
} from "../../model/specification.ts";
import { yawlType } from "../xsd/builtin-types.ts";
import { readDialect } from "./read.ts";
import { differences, isSame } from "./same.ts";
import type { DialectLayout, DialectNet, DialectSpecification, DialectWork } from "./shape.ts";
import type { TaskSurroundings } from "./task.ts";
import { FileTypes, readSchemaText } from "./types.ts";
import { variablesSource, typeSource, type Writing } from "./write-data.ts";
import { flowsSource, taskSource } from "./write-task.ts";
import { callSource } from "./write-work.ts";
import { yamlText } from "./yaml-text.ts";

/** Most differences that are reported. */
const MOST_LOST = 50;

/**
 * @returns the text, and what of the specification it does not say: found by reading the text again. The order of
 * decompositions, which means nothing, may be another one.
 */
export function writeDialect(
  specification: Specification,
  format: "yaml" | "json",
): { readonly text: string; readonly lost: readonly FaultDetail[] } {
  const source = specificationSource(specification);
  const text = format === "json" ? `${JSON.stringify(source, undefined, 2)}\n` : yamlText(source);
  return { text, lost: lostIn(text, specification) };
}

function lostIn(text: string, specification: Specification): readonly FaultDetail[] {
  const read = readDialect(text, { checksExpressions: false });
  if (!read.ok) return read.fault.details ?? [{ message: read.fault.message }];
  const paths = differences(comparable(specification), comparable(read.value.specification), MOST_LOST);
  return paths.map((path) => ({ element: path, message: `${path} cannot be said in the dialect.` }));
}

/** The model without what belongs to its file, and with what has no order by id. */
function comparable({ format: _format, decompositions, ...rest }: Specification): unknown {
  return {
    ...rest,
    decompositions: Object.fromEntries(
      decompositions.map((each) => [
        each.id,
        each.kind === "net"
          ? { ...each, tasks: Object.fromEntries(each.tasks.map((task) => [task.id, task])) }
          : each,
      ]),
    ),
  };
}

function specificationSource(specification: Specification): DialectSpecification {
  const { id, version, title, documentation, metadata, schemaXml, rootNet, decompositions, types } =
    specification;
  const schema = readSchemaText(schemaXml).types;
  const named = Object.keys(types).filter((name) => !Object.hasOwn(schema.library, name) && !yawlType(name));
  const writing: Writing = { language: languageOf(specification), types: new FileTypes(schema, named) };
  const nets = decompositions.filter((each) => each.kind === "net");
  const work = new Map(decompositions.flatMap((each) => (each.kind === "work" ? [[each.id, each]] : [])));
  const around = {
    nets: new Map(nets.map((net) => [net.id, parametersOf(net)])),
    work: new Map([...work].map(([workId, each]) => [workId, parametersOf(each)])),
  };
  const counts = useCounts(nets);
  const inside = new Set<string>();
  const written = new Map(
    nets.map((net) => [net.id, netSource(net, { work, around, counts, inside, writing })]),
  );
  const root = nets.find((net) => net.id === rootNet);
  const {
    name,
    documentation: netDocumentation,
    root: element,
    log,
    yawl,
    ...top
  } = written.get(rootNet) ?? EMPTY_NET;
  written.delete(rootNet);
  const { layout, ...rest } = top;
  return {
    mizzen: 1,
    id,
    version,
    ...(title !== id && { title }),
    ...(documentation !== undefined && { documentation }),
    ...(Object.keys(metadata).length > 0 && { metadata: { ...metadata } }),
    ...(writing.language !== "xpath" && writing.language !== "variable" && { expressions: writing.language }),
    ...rootSource(root, id, { name, documentation: netDocumentation, root: element, log, yawl }),
    ...rest,
    ...(written.size > 0 && { nets: Object.fromEntries(written) }),
    ...sharedWork(
      [...work.values()].filter((each) => !inside.has(each.id)),
      writing,
    ),
    ...(named.length > 0 && { types: ownTypes(named, types, writing) }),
    ...(schemaXml !== undefined && { schema: schemaXml }),
    ...keptSource(specification),
    ...(layout && { layout }),
  };
}

function keptSource({ importedNets, layoutXml, unread }: Specification): Pick<DialectSpecification, "yawl"> {
  if (!importedNets && layoutXml === undefined && !unread) return {};
  return {
    yawl: {
      ...(importedNets && { importedNets: [...importedNets] }),
      ...(layoutXml !== undefined && { layoutXml }),
      ...(unread && { unread: [...unread] }),
    },
  };
}

const EMPTY_NET: DialectNet = { start: [], tasks: {} };

function rootSource(
  root: Net | undefined,
  id: string,
  texts: Pick<DialectNet, "name" | "documentation" | "root" | "log" | "yawl">,
): Pick<DialectSpecification, "rootNet"> {
  const all = {
    ...(root && root.id !== id && { id: root.id }),
    ...(texts.name !== undefined && { name: texts.name }),
    ...(texts.documentation !== undefined && { documentation: texts.documentation }),
    ...(texts.root !== undefined && { root: texts.root }),
    ...(texts.log && { log: texts.log }),
    ...(texts.yawl && { yawl: texts.yawl }),
  };
  const keys = Object.keys(all);
  if (keys.length === 0) return {};
  return { rootNet: keys.length === 1 && all.id !== undefined ? all.id : all };
}

function ownTypes(named: readonly string[], types: Specification["types"], writing: Writing) {
  return Object.fromEntries(
    named.flatMap((name) => {
      const type = types[name];
      if (!type) return [];
      const { word, object } = typeSource(type, writing);
      return [[name, word ?? object]];
    }),
  ) as NonNullable<DialectSpecification["types"]>;
}

interface NetWriting {
  readonly work: ReadonlyMap<string, WorkDecomposition>;
  readonly around: Pick<TaskSurroundings, "nets" | "work">;
  /** how many tasks refer to a decomposition */
  readonly counts: ReadonlyMap<string, number>;
  /** ids of the work that stands inside its task */
  readonly inside: Set<string>;
  readonly writing: Writing;
}

function netSource(net: Net, { work, around, counts, inside, writing }: NetWriting): DialectNet {
  const known = new Map([...net.inputs, ...net.locals].map((variable) => [variable.name, variable]));
  const variables = new Map([...net.outputs.map((output) => [output.name, output] as const), ...known]);
  const tasks = net.tasks.map((task) => {
    const own = task.decomposition === `${net.id}.${task.id}` ? work.get(task.decomposition) : undefined;
    const single = own && counts.get(own.id) === 1 ? own : undefined;
    const { source, hasWork } = taskSource(task, net, single, { net: net.id, variables, ...around }, writing);
    if (hasWork && single) inside.add(single.id);
    return [task.id, source] as const;
  });
  const { inputCondition, outputCondition, conditions, attributes, layout } = net;
  const { flows: _none, ...end } = conditionSource(outputCondition, "end");
  return {
    ...textsOf(net),
    ...(net.root !== net.id && { root: net.root }),
    ...(net.inputs.length > 0 && { input: variablesSource(net.inputs, true, writing) }),
    ...(net.locals.length > 0 && { data: variablesSource(net.locals, false, writing) }),
    ...outputSource(net.outputs, known, writing),
    ...(attributes && { attributes: { ...attributes } }),
    ...(net.logPredicate && { log: net.logPredicate }),
    ...(net.dataGateway !== undefined && { yawl: { dataGateway: net.dataGateway } }),
    start: startSource(inputCondition, writing),
    ...(Object.keys(end).length > 0 && { end }),
    ...(conditions.length > 0 && {
      conditions: Object.fromEntries(
        conditions.map((condition) => [
          condition.id,
          { ...textsOf(condition), next: flowsSource(condition.flows, writing) },
        ]),
      ),
    }),
    tasks: Object.fromEntries(tasks),
    ...(layout && { layout: layoutSource(layout) }),
  };
}

function textsOf({ name, documentation }: { readonly name?: string; readonly documentation?: string }) {
  return { ...(name !== undefined && { name }), ...(documentation !== undefined && { documentation }) };
}

function conditionSource(condition: Condition, usual: string) {
  return {
    ...(condition.id !== usual && { id: condition.id }),
    ...textsOf(condition),
    flows: condition.flows,
  };
}

function startSource(condition: Condition, writing: Writing): DialectNet["start"] {
  const { flows, ...says } = conditionSource(condition, "start");
  const next = flowsSource(flows, writing);
  return Object.keys(says).length === 0 ? next : { ...says, next };
}

function outputSource(
  outputs: readonly Variable[],
  known: ReadonlyMap<string, Variable>,
  writing: Writing,
): Pick<DialectNet, "output"> {
  if (outputs.length === 0) return {};
  const areKnown = outputs.every((output) => isSame(output, known.get(output.name)));
  return { output: areKnown ? outputs.map(({ name }) => name) : variablesSource(outputs, false, writing) };
}

function sharedWork(all: readonly WorkDecomposition[], writing: Writing): Pick<DialectSpecification, "work"> {
  if (all.length === 0) return {};
  return { work: Object.fromEntries(all.map((each) => [each.id, workSource(each, writing)])) };
}

function workSource(work: WorkDecomposition, writing: Writing): DialectWork {
  const { id, root, inputs, outputs, interaction, codelet, service, call, attributes } = work;
  const isAutomated = interaction === "automated";
  return {
    ...textsOf(work),
    ...(root !== id && { root }),
    ...(isAutomated !== (call !== undefined) && { automated: isAutomated }),
    ...(codelet !== undefined && { codelet }),
    ...(service !== undefined && { service }),
    ...callSource(call, writing),
    ...(inputs.length > 0 && { input: variablesSource(inputs, false, writing) }),
    ...(outputs.length > 0 && { output: variablesSource(outputs, true, writing) }),
    ...(work.enablementParameters && {
      enablement: variablesSource(work.enablementParameters, false, writing),
    }),
    ...(attributes && { attributes: { ...attributes } }),
    ...(work.logPredicate && { log: work.logPredicate }),
    ...(work.serviceCall && { yawl: { serviceCall: work.serviceCall } }),
  };
}

function layoutSource({ elements, flows }: NetLayout): DialectLayout {
  const boxes = Object.entries(elements).map(([id, { x, y, width, height }]) => [
    id,
    [x, y, width, height] as const,
  ]);
  const bends = Object.entries(flows ?? {}).map(([flow, points]) => [flow, points.map(({ x, y }) => [x, y])]);
  return {
    elements: Object.fromEntries(boxes),
    ...(flows && { flows: Object.fromEntries(bends) }),
  };
}

function parametersOf({ inputs, outputs }: Net | WorkDecomposition) {
  return { inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name) };
}

function useCounts(nets: readonly Net[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { decomposition } of nets.flatMap(({ tasks }) => tasks)) {
    if (decomposition !== undefined) counts.set(decomposition, (counts.get(decomposition) ?? 0) + 1);
  }
  return counts;
}

/** The language that most expressions are in; plain text means it. */
function languageOf(specification: Specification): Expression["language"] {
  const counts = { xpath: 0, xquery: 0, jsonata: 0, variable: -1 };
  const count = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("language" in value && "text" in value && typeof value.language === "string") {
      for (const name of ["xpath", "xquery", "jsonata"] as const)
        if (value.language === name) counts[name] += 1;
      return;
    }
    for (const part of Object.values(value)) count(part);
  };
  for (const each of specification.decompositions) {
    if (each.kind === "net") count([each.tasks, each.conditions, each.inputCondition]);
    else count(each.call);
  }
  if (counts.jsonata > counts.xpath && counts.jsonata > counts.xquery) return "jsonata";
  return counts.xquery > counts.xpath ? "xquery" : "xpath";
}
