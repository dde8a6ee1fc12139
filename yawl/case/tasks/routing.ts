/** Tasks without a decomposition: they fire and exit in no time, and only route tokens. */
import { ok } from "../../model/fault.ts";
import { NO_CHANGE } from "../dataflow.ts";
import { exitTask, prepareExit } from "../exit.ts";
import { take } from "../firing.ts";
import type { TaskKind } from "./kind.ts";

export const ROUTING: TaskKind = {
  firesByItself: () => true,
  offer: neverWaits,

  fire(step, at) {
    const exit = prepareExit(step, at, NO_CHANGE);
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

function neverWaits(): never {
  throw new Error("a task without work waits for nobody");
}

function neverRuns(): never {
  throw new Error("nothing runs for a task without work");
}
