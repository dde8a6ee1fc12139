/** Tasks without a decomposition: they fire and exit in no time, route tokens, and may set variables. */
import { ok, type Result } from "../../model/fault.ts";
import { netScope, NO_CHANGE, runMappings, type Mapped } from "../dataflow.ts";
import { exitTask, prepareExit } from "../exit.ts";
import { take } from "../firing.ts";
import { netInstance } from "../state.ts";
import type { CaseStep, TaskAt, TaskKind } from "./kind.ts";

/** A task without work: it fires by itself, and is done at once. */
export const ROUTING: TaskKind = {
  firesByItself: () => true,
  offer: neverWaits,

  fire(step, at) {
    const change = changeBy(step, at);
    if (!change.ok) return change;
    const exit = prepareExit(step, at, change.value);
    if (!exit.ok) return exit;
    take(step, at);
    exitTask(step, at, exit.value);
    return ok(undefined);
  },

  start: neverWaits,
  skip: neverWaits,
  mayBegin: () => ok(undefined),
  begin: neverRuns,
  ended: neverRuns,
  cancel: neverRuns,
};

/** What the task sets, over the net's variables. In YAWL it sets nothing, so that its XQuery is left out. */
function changeBy(step: CaseStep, { key, net, linked }: TaskAt): Result<Mapped> {
  const { completed, seesNet } = linked.task;
  if (!seesNet) return ok(NO_CHANGE);
  const own = completed.filter(({ query }) => query.language !== "xquery");
  const scope = netScope(net.net, netInstance(step.state, key).data, step, key);
  return runMappings(own, scope, net.net.variables);
}

function neverWaits(): never {
  throw new Error("a task without work waits for nobody");
}

function neverRuns(): never {
  throw new Error("nothing runs for a task without work");
}
