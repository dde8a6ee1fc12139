/** Drives a case as the workflow shell does: each item is allocated, started and completed by a command of its own. */
import type { CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import { link, type LinkedSpecification } from "../../yawl/net/linked.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { SimpleType } from "../../yawl/model/datatype.ts";
import type { Json, JsonObject } from "../../yawl/model/json.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import { openCase } from "../../yawl/run/open-case.ts";
import { hasEnded, type WorkItem } from "../../yawl/work/item.ts";

const DRIVER = { participant: "driver", manager: true };

export interface DriveOptions {
  /** items after which the case is left as it is; cases with loops need it */
  readonly limit?: number;
  /** which of the open items is next; the oldest by default */
  readonly choose?: (open: number) => number;
  /** sees the state after each step */
  readonly onStep?: (state: CaseState) => void;
}

/** A linked specification with the output that completes each of its tasks. */
export interface Drivable {
  readonly linked: LinkedSpecification;
  readonly outputs: ReadonlyMap<string, JsonObject>;
}

export function drivable(specification: CompiledSpecification): Drivable {
  const linked = link(specification);
  const outputs = new Map<string, JsonObject>();
  for (const { tasks } of linked.nets.values()) {
    for (const { id, work } of tasks.values()) {
      const data: Record<string, Json> = {};
      for (const { name, type } of work?.outputs ?? []) {
        data[name] = type.kind === "simple" ? sample(type) : {};
      }
      outputs.set(id, data);
    }
  }
  return { linked, outputs };
}

const SAMPLES: Readonly<Partial<Record<SimpleType["base"], Json>>> = {
  boolean: true,
  integer: 1,
  decimal: 1,
  double: 1,
  date: "2020-01-01",
  time: "00:00:00",
  dateTime: "2020-01-01T00:00:00",
};

function sample({ base }: SimpleType): Json {
  return SAMPLES[base] ?? "hello";
}

/** Runs one case to its end. @returns the number of items that were completed */
export function drive({ linked, outputs }: Drivable, options: DriveOptions = {}): number {
  const { limit = Infinity, choose = () => 0, onStep } = options;
  const open: string[] = [];
  let completed = 0;
  const note = ({ state, events }: Step): void => {
    onStep?.(state);
    for (const event of events) {
      if (event.type !== "item") continue;
      if (event.move === "created") open.push(event.item.id);
      else if (hasEnded(event.item.status)) open.splice(open.indexOf(event.item.id), 1);
    }
  };
  const opened = openCase({ linked, onStep: note });
  if (!opened.ok) throw new Error(opened.fault.message);
  const running = opened.value;
  const give = (item: string, command: ItemCommand): void => {
    const answer = running.send({ item, by: DRIVER, command });
    if (!answer.ok) throw new Error(`${command.type} of ${item}: ${answer.fault.message}`);
  };
  while (open.length > 0 && completed < limit) {
    const id = open[choose(open.length)] ?? "";
    const item: WorkItem | undefined = running.state.items[id];
    if (!item) throw new Error(`no item ${id}`);
    give(id, { type: "allocate", to: DRIVER.participant });
    give(id, { type: "start" });
    give(id, { type: "complete", data: outputs.get(item.task) ?? {} });
    completed += 1;
  }
  return completed;
}
