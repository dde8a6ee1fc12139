/**
 * The control flow of a net: flows between tasks get their implicit conditions, those of a split stand in evaluation
 * order, and every task knows its input conditions and its cancellation set. Data and people are added by `compile.ts`.
 */
import type { Flow, Net, Task } from "../model/specification.ts";
import type { CompiledFlow, CompiledNet, CompiledTask } from "./compiled.ts";

/** Id of the implicit condition between two tasks; YAWL names it the same way. */
export function implicitCondition(from: string, to: string): string {
  return `c{${from}_${to}}`;
}

/** @param net one in which `checkSpecification` finds no error */
export function structureOf(net: Net): CompiledNet {
  const taskIds = new Set(net.tasks.map((task) => task.id));
  const conditions: Record<string, { name?: string }> = {};
  const inputs = new Map<string, string[]>(net.tasks.map((task) => [task.id, []]));
  for (const { id, name, flows } of [net.inputCondition, ...net.conditions, net.outputCondition]) {
    conditions[id] = name === undefined ? {} : { name };
    for (const { to } of flows) inputs.get(to)?.push(id);
  }
  const outputs = new Map<string, readonly CompiledFlow[]>();
  for (const task of net.tasks) {
    const flows: CompiledFlow[] = [];
    for (const { to, predicate, isDefault } of inEvaluationOrder(task)) {
      const condition = taskIds.has(to) ? implicitCondition(task.id, to) : to;
      if (condition !== to) {
        conditions[condition] = {};
        inputs.get(to)?.push(condition);
      }
      flows.push({ to: condition, ...(predicate ? { predicate } : {}), ...(isDefault ? { isDefault } : {}) });
    }
    outputs.set(task.id, flows);
  }
  const tasks: Record<string, CompiledTask> = {};
  for (const task of net.tasks) {
    const cancels = cancellationSet(task, taskIds, conditions);
    tasks[task.id] = {
      id: task.id,
      name: task.name ?? task.id,
      join: task.join,
      split: task.split,
      from: inputs.get(task.id) ?? [],
      flows: outputs.get(task.id) ?? [],
      starting: [],
      completed: [],
      ...(cancels.conditions.length + cancels.tasks.length > 0 ? { cancels } : {}),
    };
  }
  return {
    id: net.id,
    root: net.root,
    input: net.inputCondition.id,
    output: net.outputCondition.id,
    conditions,
    tasks,
    variables: [],
  };
}

function cancellationSet(
  task: Task,
  taskIds: ReadonlySet<string>,
  all: Readonly<Record<string, unknown>>,
): { readonly conditions: readonly string[]; readonly tasks: readonly string[] } {
  const conditions: string[] = [];
  const tasks: string[] = [];
  for (const removal of task.removes) {
    if (removal.kind === "flow") {
      const condition = implicitCondition(removal.from, removal.to);
      if (Object.hasOwn(all, condition)) conditions.push(condition);
    } else (taskIds.has(removal.id) ? tasks : conditions).push(removal.id);
  }
  return { conditions, tasks };
}

/**
 * Evaluation order of a split's flows: by `ordering`, then as in the file; the default of an XOR split last. An OR split
 * evaluates its default as any other flow and takes it when nothing else was taken.
 */
function inEvaluationOrder({ flows, split }: Task): readonly Flow[] {
  if (split === "and") return flows;
  const rank = (flow: Flow): number => (split === "xor" && flow.isDefault ? 1 : 0);
  return flows
    .map((flow, index) => ({ flow, index }))
    .toSorted(
      (a, b) =>
        rank(a.flow) - rank(b.flow) ||
        (a.flow.order ?? Infinity) - (b.flow.order ?? Infinity) ||
        a.index - b.index,
    )
    .map(({ flow }) => flow);
}
