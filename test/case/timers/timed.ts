/** Cases with timers, for tests. */
import type { CaseEvent } from "../../../yawl/case/events.ts";
import type { CURRENT_FLAGS } from "../../../yawl/case/flags.ts";
import type { JsonObject } from "../../../yawl/model/json.ts";
import type {
  Decomposition,
  Instances,
  Task,
  TimerDefinition,
  Variable,
} from "../../../yawl/model/specification.ts";
import type { NetShape } from "../../net/build.ts";
import { net, specification, Walk } from "../walk.ts";

export const HOUR = 60 * 60 * 1_000;
export const DAY = 24 * HOUR;

export const ANY: Variable["type"] = { kind: "json", schema: {} };
export const NUMBER: Variable["type"] = { kind: "json", schema: { type: "number", minimum: 1 } };

export const SHAPE: NetShape = { start: ["a"], tasks: { a: { to: ["next"] }, next: { to: ["o"] } } };

export interface Made {
  readonly timer?: TimerDefinition;
  readonly task?: Partial<Task>;
  readonly works?: readonly Decomposition[];
  readonly locals?: readonly Variable[];
  readonly data?: JsonObject;
  readonly shape?: NetShape;
  readonly flags?: typeof CURRENT_FLAGS;
}

/** A case whose task `a` has a timer. */
export function walk({
  timer,
  task = {},
  works = [],
  locals = [],
  data = {},
  shape = SHAPE,
  flags,
}: Made): Walk {
  const plain = Object.fromEntries(
    Object.keys(shape.tasks).map((id) => [id, { decomposition: shape.tasks[id]?.decomposition ?? "work" }]),
  );
  const a = { ...plain["a"], ...(timer ? { timer } : {}), ...task };
  const root = net(shape, { inputs: locals, tasks: { ...plain, a } });
  return new Walk(specification([root], works), data, 1, flags ? { flags } : {});
}

export const AFTER_AN_HOUR: TimerDefinition = { trigger: "OnEnabled", duration: "PT1H" };
export const FROM_START: TimerDefinition = { trigger: "OnExecuting", duration: "PT1H" };

export function timers(one: Walk): readonly string[] {
  return one.pending.filter((each) => each.startsWith("timer"));
}

/** Events of the last step that are about work items and timers. */
export function happened(one: Walk): readonly string[] {
  return one.step.events.flatMap((event: CaseEvent) => {
    if (event.type === "item")
      return [`${event.item.task} ${event.move}${event.by === undefined ? "" : ` by ${event.by}`}`];
    return event.type.startsWith("timer") ? [event.type] : [];
  });
}

export const WORK_IN_B = { tasks: { b: { decomposition: "work" } } } as const;

export function threeInstances(): Instances {
  return {
    minimum: 1,
    maximum: 5,
    threshold: 3,
    creation: "static",
    count: { language: "xpath", text: "3" },
  };
}

/** The tasks `a` and `b` compete for a token; `after` comes after `a`. */
export function choice(): Pick<Made, "shape"> {
  return {
    shape: {
      start: ["a", "b"],
      tasks: { a: { to: ["after"] }, b: { to: ["o"] }, after: { to: ["o"] } },
    },
  };
}
