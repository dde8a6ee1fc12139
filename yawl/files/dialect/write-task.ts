/** Tasks as the dialect writes them: of the forms that there are, the shortest that is read as the same task. */
import type { Flow, Mapping, Net, Task, WorkDecomposition } from "../../model/specification.ts";
import { Context, type FileContext } from "./context.ts";
import type { DialectFlow, DialectFlows, DialectTask } from "./shape-task.ts";
import { isSame } from "./same.ts";
import { labelOf, translateTask, type TaskSurroundings } from "./task.ts";
import { expressionSource, mappingsSource, variablesSource, type Writing } from "./write-data.ts";
import { resourcingSource } from "./write-people.ts";
import { callSource, formSource, instancesSource, timerSource } from "./write-work.ts";

/** A task as a file of the dialect says it. */
export interface WrittenTask {
  readonly source: DialectTask;
  /** whether the work stands inside the task */
  readonly hasWork: boolean;
}

/** @param work the decomposition, when it may stand inside the task: nothing else refers to it */
export function taskSource(
  task: Task,
  net: Net,
  work: WorkDecomposition | undefined,
  around: TaskSurroundings,
  writing: Writing,
): WrittenTask {
  const candidates = [
    ...(work ? withWork(task, work, net, writing) : []),
    ...withoutWork(task, around, writing),
  ];
  for (const candidate of candidates) {
    if (isReadAs(candidate, task, work, around, writing)) return candidate;
  }
  const last = candidates.at(-1);
  if (!last) throw new Error("a task has at least one form");
  return last;
}

function isReadAs(
  { source, hasWork }: WrittenTask,
  task: Task,
  work: WorkDecomposition | undefined,
  around: TaskSurroundings,
  { language, types }: Writing,
): boolean {
  const file: FileContext = {
    language,
    types,
    problems: [],
    place: () => ({ line: 1, column: 1 }),
  };
  const read = translateTask(task.id, source, around, new Context(file));
  if (file.problems.length > 0 || hasWork !== (read.work !== undefined)) return false;
  return isSame(read.task, task) && (!hasWork || isSame(read.work, work));
}

/** Forms with the work inside, the shortest first. */
function* withWork(task: Task, work: WorkDecomposition, net: Net, writing: Writing): Generator<WrittenTask> {
  const known = new Set([...net.inputs, ...net.locals, ...net.outputs].map(({ name }) => name));
  const names = work.outputs.map(({ name }) => name);
  const outputs: Pick<DialectTask, "output">[] = [
    ...(names.length === 0 ? [{}] : []),
    ...(names.every((name) => known.has(name)) ? [{ output: names }] : []),
    { output: variablesSource(work.outputs, true, writing) },
  ];
  for (const input of inputForms(task.startingMappings, writing)) {
    for (const output of outputs) {
      for (const set of setForms(task.completedMappings, writing)) {
        const source = assemble(task, writing, {
          ...callSource(work.call, writing),
          ...input,
          ...output,
          ...set,
        });
        yield { source, hasWork: true };
      }
    }
  }
}

/** Forms that refer to a net or to shared work, or to neither. */
function* withoutWork(task: Task, { nets }: TaskSurroundings, writing: Writing): Generator<WrittenTask> {
  const { decomposition, completedMappings } = task;
  const does: Pick<DialectTask, "net" | "work">[] =
    decomposition === undefined
      ? [{}, { work: false }]
      : [nets.has(decomposition) ? { net: decomposition } : { work: decomposition }];
  const names = completedMappings.map(({ mapsTo }) => mapsTo);
  const isNames = completedMappings.every(isOwnName);
  const results: Pick<DialectTask, "output" | "set">[] = [
    {},
    ...(isNames && names.length > 0 ? [{ output: names }] : []),
    { set: mappingsSource(completedMappings, writing, { names: true }) },
  ];
  for (const what of does) {
    for (const input of inputForms(task.startingMappings, writing)) {
      for (const result of results) {
        yield { source: assemble(task, writing, { ...what, ...input, ...result }), hasWork: false };
      }
    }
  }
}

function inputForms(mappings: readonly Mapping[], writing: Writing): Pick<DialectTask, "input">[] {
  if (mappings.length === 0) return [{}, { input: [] }];
  return [true, false].map((names) => ({ input: mappingsSource(mappings, writing, { names }) }));
}

function setForms(mappings: readonly Mapping[], writing: Writing): Pick<DialectTask, "set">[] {
  return [{}, { set: mappingsSource(mappings, writing, { names: false }) }];
}

function isOwnName({ query, mapsTo }: Mapping): boolean {
  return query.language === "variable" && query.text === mapsTo;
}

/** The keys in the order in which one thinks: what it is, who does it, with what, and where it goes on. */
function assemble(task: Task, writing: Writing, work: Partial<DialectTask>): DialectTask {
  const { call, with: configuration, send, receive, retry, timeout, input, output, set, ...does } = work;
  const flows = flowsSource(task.flows, writing);
  const split = task.flows.some(({ predicate, isDefault }) => predicate ?? isDefault) ? "xor" : "and";
  return defined({
    ...nameSource(task, writing),
    documentation: task.documentation,
    ...does,
    ...resourcingSource(task.resourcing),
    ...formSource(task),
    call,
    with: configuration,
    input,
    enablement: task.enablementMappings && mappingsSource(task.enablementMappings, writing, { names: true }),
    send,
    receive,
    output,
    set,
    retry,
    timeout,
    instances: task.instances && instancesSource(task.instances, writing),
    timer: task.timer && timerSource(task.timer, writing),
    join: task.join === "xor" ? undefined : task.join,
    split: task.split === split ? undefined : task.split,
    cancels:
      task.removes.length === 0
        ? undefined
        : task.removes.map((removal) =>
            removal.kind === "flow" ? `${removal.from} -> ${removal.to}` : removal.id,
          ),
    next: flows,
    yawl: keptSource(task),
  });
}

function keptSource({ configuration, defaultConfiguration }: Task): DialectTask["yawl"] {
  if (!configuration && !defaultConfiguration) return undefined;
  return { ...(configuration && { configuration }), ...(defaultConfiguration && { defaultConfiguration }) };
}

/** Without the keys that say nothing. */
function defined(source: DialectTask): DialectTask {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined)) as DialectTask;
}

function nameSource({ name, label }: Task, writing: Writing): Pick<DialectTask, "name" | "label"> {
  const own = name === undefined ? undefined : labelOf(name, writing.language);
  const parts = label?.map((part) =>
    typeof part === "string" ? part : { value: expressionSource(part, writing) },
  );
  if (name === undefined) return parts ? { label: parts } : {};
  if (label) return own && isSame(own, label) ? { name } : { name, label: parts };
  return { name: own ? { plain: name } : name };
}

/** Flows as `next`; the inverse of `flowsOf`. */
export function flowsSource(flows: readonly Flow[], writing: Writing): DialectFlows {
  const all = flows.map((flow): DialectFlow => {
    const { to, predicate, order, isDefault, documentation } = flow;
    if (!predicate && order === undefined && !isDefault && documentation === undefined) return to;
    return {
      to,
      ...(predicate && { when: expressionSource(predicate, writing) }),
      ...(isDefault && { otherwise: true as const }),
      ...(order !== undefined && { order }),
      ...(documentation !== undefined && { documentation }),
    };
  });
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : all;
}
