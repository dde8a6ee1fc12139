/** The compiled task of a work item, and what it lets its owner do. */
import type { ItemView } from "../../store/views.ts";
import type { CompiledSpecification, CompiledTask } from "../../yawl/net/compiled.ts";
import { placeOf } from "../../yawl/net/place.ts";
import type { Actor } from "../../yawl/work/command.ts";
import type { TaskPrivilege } from "../../yawl/work/lifecycle.ts";
import { privilegesOf } from "../../yawl/work/privileges.ts";

/** `undefined` when the specification that is stored now no longer has the task. */
export function taskOf({ nets }: CompiledSpecification, { netId, task }: ItemView): CompiledTask | undefined {
  const tasks = Object.hasOwn(nets, netId) ? nets[netId]?.tasks : undefined;
  return tasks && Object.hasOwn(tasks, task) ? tasks[task] : undefined;
}

/** Privileges that somebody has who owns the item. @param compiled its specification, if it is stored */
export function privilegesIn(
  compiled: CompiledSpecification | undefined,
  item: ItemView,
  owner: Pick<Actor, "participant" | "roles">,
): ReadonlySet<TaskPrivilege> {
  if (!compiled) return privilegesOf(undefined);
  return privilegesOf(taskOf(compiled, item), placeOf(compiled, item.net).around, owner);
}
