/** From the dialect's shape to the specification model. Shorthands are spelt out here and nowhere else. */
import { libraryProblems } from "../../data/schema/problems.ts";
import type { FaultDetail } from "../../model/fault.ts";
import type {
  Condition,
  Decomposition,
  Net,
  NetLayout,
  Place,
  Specification,
  Variable,
  WorkDecomposition,
} from "../../model/specification.ts";
import { Context, type FileContext } from "./context.ts";
import { tellOfSchema, typeOf, variablesOf } from "./data.ts";
import { didYouMean } from "./near.ts";
import type { Path } from "./places.ts";
import type { DialectLayout, DialectNet, DialectSpecification, DialectWork } from "./shape.ts";
import { flowsOf, translateTask, type Parameters, type TaskSurroundings } from "./task.ts";
import type { ExpressionParser } from "./syntax.ts";
import { FileTypes, readSchemaText, type SchemaText } from "./types.ts";
import { translateCall } from "./work.ts";

/** Ids of a net's input and output condition, unless it names them. */
const START = "start";
const END = "end";

/** @returns the specification, what is wrong with it, and what its XML Schema text has that is not understood */
export function translate(
  source: DialectSpecification,
  place: (path: Path) => Place,
  parser?: ExpressionParser,
): {
  readonly specification: Specification;
  readonly problems: readonly FaultDetail[];
  readonly schema: SchemaText;
} {
  const problems: FaultDetail[] = [];
  const schema = readSchemaText(source.schema);
  const types = new FileTypes(schema.types, Object.keys(source.types ?? {}));
  const file: FileContext = {
    place,
    language: source.expressions ?? "xpath",
    types,
    problems,
    ...(parser && { parser }),
  };
  const top = new Context(file);
  for (const [name, type] of Object.entries(source.types ?? {})) {
    types.define(name, typeOf(type, top.in("types", name)));
  }
  for (const [name, problems] of libraryProblems(types.defined)) {
    const type = source.types?.[name];
    if (type !== undefined) tellOfSchema(problems, type, top.in("types", name));
  }
  const root = typeof source.rootNet === "string" ? { id: source.rootNet } : source.rootNet;
  const rootId = root?.id ?? source.id;
  const rootNet: DialectNet = { ...source, ...titleOf(root) };
  const nets = new Map([[rootId, parametersOfNet(rootNet)]]);
  for (const [id, net] of Object.entries(source.nets ?? {})) {
    if (id === rootId) top.in("nets", id).complain(`The root net is called "${id}", too.`);
    nets.set(id, parametersOfNet(net));
  }
  const work = new Map(
    Object.entries(source.work ?? {}).map(([id, each]): [string, Parameters] => [
      id,
      { inputs: Object.keys(each.input ?? {}), outputs: Object.keys(each.output ?? {}) },
    ]),
  );
  const decompositions: Decomposition[] = translateNet(rootId, rootNet, { nets, work }, top);
  for (const [id, net] of Object.entries(source.nets ?? {})) {
    decompositions.push(...translateNet(id, net, { nets, work }, top.in("nets", id)));
  }
  for (const [id, each] of Object.entries(source.work ?? {})) {
    decompositions.push(translateWork(id, each, top.in("work", id)));
  }
  const specification: Specification = {
    id: source.id,
    version: source.version,
    title: source.title ?? source.id,
    ...(source.documentation !== undefined && { documentation: source.documentation }),
    format: "mizzen",
    metadata: source.metadata ?? {},
    types: types.library,
    ...(source.schema !== undefined && { schemaXml: source.schema }),
    rootNet: rootId,
    decompositions,
    ...source.yawl,
  };
  return { specification, problems, schema };
}

/** What the root net is called; at the top of the file the title and documentation are the specification's. */
function titleOf(root: Exclude<DialectSpecification["rootNet"], string>) {
  return {
    name: root?.name,
    documentation: root?.documentation,
    root: root?.root,
    log: root?.log,
    yawl: root?.yawl,
  };
}

function parametersOfNet({ input, output }: DialectNet): Parameters {
  return {
    inputs: Object.keys(input ?? {}),
    outputs: Array.isArray(output) ? output : Object.keys(output ?? {}),
  };
}

/** The net, after the work that stands inside its tasks. */
function translateNet(
  id: string,
  source: DialectNet,
  shared: Pick<TaskSurroundings, "nets" | "work">,
  where: Context,
): Decomposition[] {
  const inputs = variablesOf(source.input ?? {}, true, where.in("input"));
  const locals = variablesOf(source.data ?? {}, false, where.in("data"));
  const known = new Map([...inputs, ...locals].map((variable) => [variable.name, variable]));
  const outputs = netOutputs(source, known, where.in("output"));
  const variables = new Map([...outputs.map((output) => [output.name, output] as const), ...known]);
  const around: TaskSurroundings = { net: id, variables, ...shared };
  const translated = Object.entries(source.tasks).map(([taskId, task]) =>
    translateTask(taskId, task, around, where.in("tasks", taskId)),
  );
  const net: Net = {
    kind: "net",
    id,
    ...textsOf(source),
    root: source.root ?? id,
    inputs,
    outputs,
    locals,
    inputCondition: inputCondition(source.start, where.in("start")),
    outputCondition: {
      id: source.end?.id ?? END,
      ...textsOf(source.end ?? {}),
      flows: [],
      ...(source.end && { place: where.in("end").place }),
    },
    conditions: Object.entries(source.conditions ?? {}).map(([conditionId, condition]): Condition => {
      const at = where.in("conditions", conditionId);
      return {
        id: conditionId,
        ...textsOf(condition),
        flows: flowsOf(condition.next, at.in("next")),
        place: at.place,
      };
    }),
    tasks: translated.map(({ task }) => task),
    ...(source.attributes && { attributes: source.attributes }),
    ...(source.layout && { layout: layoutOf(source.layout) }),
    ...(source.log && { logPredicate: source.log }),
    ...source.yawl,
    place: where.place,
  };
  checkTargets(net, where);
  return [...translated.flatMap(({ work }) => work ?? []), net];
}

function textsOf({ name, documentation }: { name?: string | undefined; documentation?: string | undefined }) {
  return { ...(name !== undefined && { name }), ...(documentation !== undefined && { documentation }) };
}

/** A list takes variables as they are; an object declares outputs that may be nothing else. */
function netOutputs(
  { output }: DialectNet,
  known: ReadonlyMap<string, Variable>,
  where: Context,
): readonly Variable[] {
  if (!output) return [];
  if (!Array.isArray(output)) return variablesOf(output, false, where);
  return output.flatMap((name, index): Variable[] => {
    const variable = known.get(name);
    if (variable) return [variable];
    where
      .in(index)
      .complain(`There is no variable "${name}" for the net's output.${didYouMean(name, known.keys())}`);
    return [];
  });
}

function inputCondition(start: DialectNet["start"], where: Context): Condition {
  if (typeof start === "object" && "next" in start) {
    return {
      id: start.id ?? START,
      ...textsOf(start),
      flows: flowsOf(start.next, where.in("next")),
      place: where.place,
    };
  }
  return { id: START, flows: flowsOf(start, where), place: where.place };
}

/** Where flows lead to and what is cancelled has to be there. The checks of the model report it, too, but know no near names. */
function checkTargets(net: Net, where: Context): void {
  const all = [net.inputCondition, net.outputCondition, ...net.conditions, ...net.tasks];
  const ids = new Set(all.map(({ id }) => id));
  const tell = (place: Place | undefined, element: string, message: string): void => {
    where.file.problems.push({ element: [...where.path, element].join("/"), ...place, message });
  };
  for (const element of all) {
    for (const { to, place } of element.flows) {
      if (ids.has(to)) continue;
      tell(place, element.id, `A flow leads to "${to}", which the net does not have.${didYouMean(to, ids)}`);
    }
  }
  for (const { id, removes, place } of net.tasks) {
    for (const removal of removes) {
      const missing = removal.kind === "element" && !ids.has(removal.id) ? removal.id : undefined;
      if (missing === undefined) continue;
      const at = where.in("tasks", id, "cancels");
      tell(
        at.place ?? place,
        id,
        `The task cancels "${missing}", which the net does not have.${didYouMean(missing, ids)}`,
      );
    }
  }
}

function translateWork(id: string, source: DialectWork, where: Context): WorkDecomposition {
  const { codelet, service, attributes, enablement, log } = source;
  const call = translateCall(source, where);
  return {
    kind: "work",
    id,
    ...textsOf(source),
    root: source.root ?? id,
    inputs: variablesOf(source.input ?? {}, false, where.in("input")),
    outputs: variablesOf(source.output ?? {}, true, where.in("output")),
    interaction: (source.automated ?? call !== undefined) ? "automated" : "manual",
    ...(codelet !== undefined && { codelet }),
    ...(service !== undefined && { service }),
    ...(call && { call }),
    ...(attributes && { attributes }),
    ...(enablement && { enablementParameters: variablesOf(enablement, false, where.in("enablement")) }),
    ...(log && { logPredicate: log }),
    ...source.yawl,
    place: where.place,
  };
}

function layoutOf({ elements, flows }: DialectLayout): NetLayout {
  const boxes = Object.entries(elements ?? {}).map(([id, [x, y, width, height]]) => [
    id,
    { x, y, width, height },
  ]);
  const bends = Object.entries(flows ?? {}).map(([flow, points]) => [
    flow,
    points.map(([x, y]) => ({ x, y })),
  ]);
  return { elements: Object.fromEntries(boxes), ...(flows && { flows: Object.fromEntries(bends) }) };
}
