/** The compiled task of a work item. */
import type { ItemView } from "../../store/views.ts";
import type { CompiledNet, CompiledSpecification, CompiledTask } from "../../yawl/net/compiled.ts";

/** The key of a net instance is a path (`Root/Task.2/Task`): each step is a composite task that leads to the next net. */
export function taskOf(specification: CompiledSpecification, item: ItemView): CompiledTask | undefined {
  let net: CompiledNet | undefined = own(specification.nets, specification.rootNet);
  for (const step of item.net.split("/").slice(1)) {
    const tasks = net?.tasks ?? {};
    const decomposition: string | undefined = (own(tasks, step) ?? own(tasks, step.replace(/\.\d+$/, "")))?.decomposition;
    net = decomposition === undefined ? undefined : own(specification.nets, decomposition);
  }
  return net ? own(net.tasks, item.task) : undefined;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
