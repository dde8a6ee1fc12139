/** Timers of tasks (since 2.0): from a net variable, or a trigger with a duration or a moment. */
import { isMoment } from "../../data/types/moment.ts";
import { readDuration as parseDuration } from "../../time/duration.ts";
import type { TimerDefinition } from "../../model/specification.ts";
import { areReminders, isExpression, isText, isTruth } from "./extension.ts";
import { quoted } from "./findings.ts";
import type { Part } from "./part.ts";

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

const TRIGGERS = ["OnEnabled", "OnExecuting"] as const;

function isTrigger(value: unknown): value is (typeof TRIGGERS)[number] {
  return TRIGGERS.some((trigger) => trigger === value);
}

/** Reads a timer; errors when it does not say when it expires or what sets it off. */
export function readTimer(part: Part): TimerDefinition {
  const variable = part.textOf("netparam");
  const trigger = part.one("trigger");
  const expiry = readExpiry(part);
  const duration = readDuration(part);
  const workdays = part.one("workdays");
  const when = part.extra("when", isExpression);
  const pauses = part.extra("pauses", isTruth);
  const reminders = part.extra("reminders", areReminders);
  // YAWL's schema asks for an expiry
  const isMade = part.extra("made", isTruth) === true;
  if (variable === undefined && expiry === undefined && duration === undefined) {
    part.error("The timer says neither when nor after how long it expires.");
  }
  const kept = part.extra("trigger", isTrigger);
  if (variable === undefined && !trigger) part.error("The timer does not say what sets it off (<trigger>).");
  return {
    ...(trigger && { trigger: trigger.oneOf(trigger.text, TRIGGERS, "OnEnabled") }),
    ...(kept && { trigger: kept }),
    ...(duration !== undefined && !isMade && { duration }),
    ...(expiry !== undefined && { expiry }),
    ...(variable !== undefined && { variable }),
    ...(when && { when }),
    ...(workdays && { workdays: isYes(workdays) }),
    ...(pauses && { pauses }),
    ...(reminders && { reminders }),
  };
}

function isYes(part: Part): boolean {
  const text = part.oneOf(part.text, ["true", "false", "1", "0"], "false");
  return text === "true" || text === "1";
}

/** Epoch milliseconds, as YAWL's schema has it, or a date with or without time. */
function readExpiry(part: Part): string | undefined {
  const element = part.one("expiry");
  const written = element?.text || undefined;
  const text = part.extra("expiry", isText) ?? written;
  if (text === undefined) return undefined;
  if (!/^[-+]?\d{1,16}$/.test(text) && !isMoment(text, "dateTime") && !isMoment(text, "date"))
    element?.error(`The timer's expiry ${quoted(text)} is neither a number of milliseconds nor a date.`);
  return text;
}

function readDuration(part: Part): string | undefined {
  const written = part.textOf("duration");
  const text = part.extra("duration", isText) ?? written;
  if (text === undefined) return readTicks(part.one("durationparams"));
  const duration = parseDuration(text);
  if (!duration || duration.isNegative)
    part.one("duration")?.error(`The timer's duration ${quoted(text)} is no duration such as P1DT2H.`);
  return text;
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
