/** Which kind a task is: the one place where it is asked. */
import type { LinkedTask } from "../../net/linked.ts";
import { CALL } from "./call.ts";
import { COMPOSITE } from "./composite.ts";
import type { TaskKind } from "./kind.ts";
import { many } from "./many.ts";
import { ROUTING } from "./routing.ts";
import { WORK } from "./work.ts";

const ONE: Readonly<Record<LinkedTask["kind"], TaskKind>> = {
  empty: ROUTING,
  work: WORK,
  call: CALL,
  composite: COMPOSITE,
};

/** Routing does nothing, however often: it has no instances. */
const MANY: Readonly<Record<LinkedTask["kind"], TaskKind>> = {
  empty: ROUTING,
  work: many(WORK),
  call: many(CALL),
  composite: many(COMPOSITE),
};

/** The kind of a task, wrapped where it has several instances. */
export function kindOf({ kind, task }: LinkedTask): TaskKind {
  return task.instances ? MANY[kind] : ONE[kind];
}
