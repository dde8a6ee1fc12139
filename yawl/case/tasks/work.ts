/**
 * Work for people: it is offered when it is enabled, and its item's start fires it (SEMANTICS 4): it takes the tokens, and
 * whoever else could have had them is withdrawn.
 */
import { ok } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import { endItem } from "../cancel.ts";
import { endOnly } from "../exit.ts";
import { inputOf, take } from "../firing.ts";
import { newItem } from "../items.ts";
import { mayTime, timed } from "../timers/set.ts";
import { demandIn } from "../people.ts";
import { netInstance } from "../state.ts";
import type { TaskKind } from "./kind.ts";

/**
 * A task that people perform: its item waits for somebody to start it, and the start fires it (SEMANTICS 4 in docs/semantics.md).
 */
export const WORK: TaskKind = {
  firesByItself: () => false,

  offer(step, at) {
    const timer = mayTime(step, at);
    if (!timer.ok) {
      step.emit({ type: "task-failed", net: at.key, task: at.linked.id, fault: timer.fault });
      return;
    }
    // a preview: the mappings are evaluated again at the start if the data has changed by then
    const preview = inputOf(step, at);
    const item = WORK.begin(step, at, preview.ok ? preview.value : {});
    step.emit({ type: "task-enabled", net: at.key, task: at.linked.id, item });
  },

  fire() {
    throw new Error("people's work is fired by whoever starts it");
  },

  start(step, at, item) {
    let { data } = item;
    if (item.dataVersion !== netInstance(step.state, at.key).dataVersion || isBlank(data)) {
      const input = inputOf(step, at);
      if (!input.ok) return input;
      data = input.value;
    }
    take(step, at, [item.id]);
    return ok({ data });
  },

  skip(step, at, item) {
    const input = inputOf(step, at);
    if (input.ok) take(step, at, [item.id]);
    return input;
  },

  mayBegin: (step, at) => mayTime(step, at),

  begin(step, at, input, instance) {
    const made = newItem(step, at, "person", input, instance);
    // one that stands for all instances of a task has no time of its own (I11)
    const isOne = instance !== undefined || !at.linked.task.instances;
    const item = isOne ? timed(step, at, made, "enabled") : made;
    const demand = demandIn(step, at);
    if (demand) step.emit({ type: "item", move: "created", item, asks: { demand, since: step.now } });
    else step.emit({ type: "item", move: "created", item });
    return item.id;
  },

  ended: endOnly,

  cancel: (step, _at, id, why) => endItem(step, id, "cancelled", why),
};

/** A preview that failed left no data; the mappings are tried again, so that their fault is seen. */
function isBlank(data: JsonObject): boolean {
  return Object.keys(data).length === 0;
}
