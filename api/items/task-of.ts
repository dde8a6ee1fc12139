/** The compiled task of a work item. */
import type { ItemView } from "../../store/views.ts";
import type { CompiledSpecification, CompiledTask } from "../../yawl/net/compiled.ts";

/** `undefined` when the specification that is stored now no longer has the task. */
export function taskOf({ nets }: CompiledSpecification, { netId, task }: ItemView): CompiledTask | undefined {
  const tasks = Object.hasOwn(nets, netId) ? nets[netId]?.tasks : undefined;
  return tasks && Object.hasOwn(tasks, task) ? tasks[task] : undefined;
}
