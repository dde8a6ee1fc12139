/**
 * The control flow of a net alone, compiled and linked without its data, for analysis before the whole specification is
 * compiled. Conditions between tasks are named, and flows are ordered, as in `compile.ts`.
 */
import type { Flow, Net, Task } from "../spec/specification.ts";
import type { CompiledFlow, CompiledTask } from "./compiled.ts";
import { link, type LinkedNet } from "./linked.ts";

/** @param net one in which `checkSpecification` finds no error */
export function controlFlow(net: Net): LinkedNet {
  const taskIds = new Set(net.tasks.map((task) => task.id));
  const conditions: Record<string, object> = {};
  const inputs = new Map<string, string[]>(net.tasks.map((task) => [task.id, []]));
  for (const condition of [net.inputCondition, ...net.conditions, net.outputCondition]) {
    conditions[condition.id] = {};
    for (const { to } of condition.flows) inputs.get(to)?.push(condition.id);
  }
  const outputs = new Map<string, readonly CompiledFlow[]>();
  for (const task of net.tasks) {
    const flows: CompiledFlow[] = [];
    for (const { to, predicate, isDefault } of ordered(task)) {
      const condition = taskIds.has(to) ? `c{${task.id}_${to}}` : to;
      conditions[condition] = {};
      if (condition !== to) inputs.get(to)?.push(condition);
      flows.push({ to: condition, ...(predicate ? { predicate } : {}), ...(isDefault ? { isDefault } : {}) });
    }
    outputs.set(task.id, flows);
  }
  const tasks: Record<string, CompiledTask> = {};
  for (const task of net.tasks) {
    const cancels = cancellationSet(task, taskIds);
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
  const compiled = {
    id: net.id,
    root: net.root,
    input: net.inputCondition.id,
    output: net.outputCondition.id,
    conditions,
    tasks,
    variables: [],
  };
  const nets = { [net.id]: compiled };
  const linked = link({
    format: 1,
    id: net.id,
    version: "",
    title: "",
    rootNet: net.id,
    types: {},
    nets,
    work: {},
  });
  const found = linked.nets.get(net.id);
  if (!found) throw new Error(`net ${net.id} got lost`);
  return found;
}

function cancellationSet(
  task: Task,
  taskIds: ReadonlySet<string>,
): { readonly conditions: readonly string[]; readonly tasks: readonly string[] } {
  const conditions: string[] = [];
  const tasks: string[] = [];
  for (const removal of task.removes) {
    if (removal.kind === "flow") conditions.push(`c{${removal.from}_${removal.to}}`);
    else (taskIds.has(removal.id) ? tasks : conditions).push(removal.id);
  }
  return { conditions, tasks };
}

function ordered({ flows, split }: Task): readonly Flow[] {
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
