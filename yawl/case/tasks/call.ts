/** Automated work: it fires as soon as it is enabled, and a connector performs its item. */
import { ok } from "../../model/fault.ts";
import { revised } from "../../model/revised.ts";
import { beginCall } from "../calls.ts";
import { endItem } from "../cancel.ts";
import { endOnly } from "../exit.ts";
import { inputOf, run, take } from "../firing.ts";
import { newItem } from "../items.ts";
import { begin, mayTime } from "../timers/set.ts";
import type { TaskKind } from "./kind.ts";

/** A task that calls a connector: it fires by itself, and is done when the call is. Its timer delays the call (T2). */
export const CALL: TaskKind = {
  firesByItself: () => true,
  offer: neverWaits,

  fire(step, at) {
    const timer = mayTime(step, at);
    if (!timer.ok) return timer;
    const input = inputOf(step, at);
    if (!input.ok) return input;
    take(step, at);
    run(step, at, CALL.begin(step, at, input.value));
    return ok(undefined);
  },

  start: neverWaits,
  skip: neverWaits,
  mayBegin: (step, at) => mayTime(step, at),

  begin(step, at, input, instance) {
    const item = newItem(step, at, "call", input, instance);
    const started = revised(item, { status: "started", startedAt: step.now } as const);
    const first = { number: 1, key: item.id };
    const timer = begin(step, at, item.id);
    if (timer?.expires === undefined) {
      beginCall(step, at, "created", started, first);
      return item.id;
    }
    const call = { ...first, delayedUntil: timer.expires };
    step.emit({ type: "item", move: "created", item: revised(started, { call }) });
    step.emit({ type: "timer-set", timer });
    return item.id;
  },

  ended: endOnly,

  cancel: (step, _at, id, why) => endItem(step, id, "cancelled", why),
};

function neverWaits(): never {
  throw new Error("a connector's task waits for nobody");
}
