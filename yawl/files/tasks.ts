/** Tasks of a net: joins and splits, data, multiple instances, timers. */
import type { Expression, Instances, Task, TimerDefinition } from "../spec/specification.ts";
import { quoted } from "./findings.ts";
import { readFlows, readMappings, readQuery, readRemovals, xquery } from "./flows.ts";
import type { Part } from "./part.ts";
import { readResourcing } from "./resourcing.ts";

const CODES = ["and", "xor", "or"] as const;

export function readTask(part: Part): Task {
  const name = part.textOf("name");
  const documentation = part.textOf("documentation");
  const decomposition = part.one("decomposesTo")?.requiredAttribute("id");
  const enablementMappings = readMappings(part, "enablementMappings");
  const instances = readInstances(part);
  const timer = part.one("timer");
  const resourcing = part.one("resourcing");
  const customForm = part.textOf("customForm");
  const configuration = part.element.children.find((child) => child.name === "configuration");
  if (configuration) part.warn("The configuration of the task is not read: its ports are all active.");
  return {
    id: part.requiredAttribute("id"),
    ...(name !== undefined && { name }),
    ...(documentation !== undefined && { documentation }),
    join: codeOf(part, "join"),
    split: codeOf(part, "split"),
    flows: readFlows(part),
    removes: readRemovals(part),
    ...(decomposition !== undefined && { decomposition }),
    startingMappings: readMappings(part, "startingMappings") ?? [],
    completedMappings: readMappings(part, "completedMappings") ?? [],
    ...(enablementMappings && { enablementMappings }),
    ...(instances && { instances }),
    ...(timer && { timer: readTimer(timer) }),
    ...(resourcing && { resourcing: readResourcing(resourcing) }),
    ...(customForm !== undefined && { customForm }),
    place: part.place,
  };
}

function codeOf(task: Part, element: "join" | "split"): "and" | "xor" | "or" {
  const part = task.required(element);
  return part?.oneOf(part.attribute("code"), CODES, "and") ?? "and";
}

/** Multiple-instance attributes, which the task says by `xsi:type` or has. */
function readInstances(task: Part): Instances | undefined {
  const declared = task.xsiType === "MultipleInstanceExternalTaskFactsType";
  if (!declared && !task.one("miDataInput")) return undefined;
  const input = task.required("miDataInput");
  const output = task.one("miDataOutput");
  const creation = task.required("creationMode");
  return {
    minimum: readBound(task, "minimum"),
    maximum: readBound(task, "maximum"),
    threshold: readBound(task, "threshold"),
    creation: creation?.oneOf(creation.attribute("code"), ["static", "dynamic"], "static") ?? "static",
    input: {
      query: input ? readQuery(input, "expression") : xquery(""),
      splitter: input ? readQuery(input, "splittingExpression") : xquery(""),
      parameter: input?.requiredText("formalInputParam") ?? "",
    },
    ...(output && {
      output: {
        query: readQuery(output, "formalOutputExpression"),
        joiner: readQuery(output, "outputJoiningExpression"),
        variable: output.requiredText("resultAppliedToLocalVariable"),
      },
    }),
  };
}

/** A bound on the number of instances: a whole number, or a query over the net's data. */
function readBound(task: Part, element: string): number | Expression {
  const text = task.requiredText(element);
  if (!/^[-+]?[\d.]+$/.test(text)) return xquery(text);
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  task.one(element)?.error(`The ${element} ${quoted(text)} is no number of instances.`);
  return 0;
}

/** Durations by unit, as `durationparams` name them, in ISO 8601; weeks as days, for XML Schema knows no weeks. */
const UNITS: Readonly<Record<string, (ticks: number) => string>> = {
  YEAR: (ticks) => `P${ticks}Y`,
  MONTH: (ticks) => `P${ticks}M`,
  WEEK: (ticks) => `P${ticks * 7}D`,
  DAY: (ticks) => `P${ticks}D`,
  HOUR: (ticks) => `PT${ticks}H`,
  MIN: (ticks) => `PT${ticks}M`,
  SEC: (ticks) => `PT${ticks}S`,
  MSEC: (ticks) => `PT${Math.floor(ticks / 1000)}.${String(ticks % 1000).padStart(3, "0")}S`,
};

/** A timer (since 2.0): from a net variable, or a trigger with a duration or a moment. */
function readTimer(part: Part): TimerDefinition {
  const variable = part.textOf("netparam");
  const trigger = part.one("trigger");
  const expiry = part.textOf("expiry");
  const workdays = part.textOf("workdays");
  const duration = part.textOf("duration") ?? readTicks(part.one("durationparams"));
  if (variable === undefined && expiry === undefined && duration === undefined) {
    part.error("The timer says neither when nor after how long it expires.");
  }
  if (variable === undefined && !trigger) part.error("The timer does not say what sets it off (<trigger>).");
  return {
    ...(trigger && {
      trigger: trigger.oneOf(trigger.text, ["OnEnabled", "OnExecuting"], "OnEnabled"),
    }),
    ...(duration !== undefined && { duration }),
    ...(expiry !== undefined && { expiry }),
    ...(variable !== undefined && { variable }),
    ...(workdays !== undefined && { workdays: workdays === "true" || workdays === "1" }),
  };
}

function readTicks(part: Part | undefined): string | undefined {
  if (!part) return undefined;
  const ticks = part.requiredText("ticks");
  const interval = part.requiredText("interval");
  const toText = Object.hasOwn(UNITS, interval) ? UNITS[interval] : undefined;
  if (!/^\d{1,12}$/.test(ticks)) part.error(`The ticks ${quoted(ticks)} of the timer are no whole number.`);
  else if (!toText) part.error(`The interval ${quoted(interval)} of the timer is not known.`);
  else return toText(Number(ticks));
  // not undefined: what is wrong has been said
  return "";
}
