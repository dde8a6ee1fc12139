/**
 * When a timer expires and reminds. This is all arithmetic on instants in UTC and on the data of the case, so that a case can do
 * it itself; a timer by a business calendar is to get its instant from outside (docs/decisions/0025).
 */
import { languageOf } from "../../data/expressions/languages.ts";
import { fault, ok, type Result } from "../../model/fault.ts";
import { isJsonObject, type Json } from "../../model/json.ts";
import type { Reminder, TimerDefinition } from "../../model/specification.ts";
import { instantAfter, instantBefore } from "../../time/after.ts";
import { readDuration } from "../../time/duration.ts";
import { readInstant } from "../../time/instant.ts";
import { netScope, valueOf } from "../dataflow.ts";
import { netInstance } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";

/** When a timer that begins now does what; epoch milliseconds. */
export interface Times {
  /** none for one that only reminds */
  readonly expires?: number;
  /** in order, all of them before it expires; some may be over */
  readonly reminders: readonly number[];
}

/** What sets a timer off. */
export type Moment = "enabled" | "started";

/** When a timer expires, as its definition, a variable or an expression says. */
interface Said {
  readonly text: string;
  readonly trigger?: Moment;
  readonly workdays?: boolean;
}

/**
 * The times of a task's timer that is set off now; none where the task has no timer, or another moment sets it off.
 * @returns a `timer-failed` fault when what says when has no value, or says no time; faults of the expression that says it
 */
export function timesOf(step: CaseStep, at: TaskAt, moment: Moment): Result<Times | undefined> {
  const { timer } = at.linked.task;
  if (!timer) return ok(undefined);
  if (timer.trigger !== undefined && momentOf(timer.trigger) !== moment) return ok(undefined);
  const said = saidBy(step, at, timer);
  if (!said.ok) return said;
  const { text, trigger, workdays = timer.workdays ?? false } = said.value ?? {};
  if (timer.trigger === undefined && (trigger ?? "enabled") !== moment) return ok(undefined);
  const expires = text === undefined ? undefined : instantOf(text, step.now, workdays);
  if (text !== undefined && expires === undefined) {
    return failed(at, `"${shortened(text)}" is neither a duration nor a date, or too far away`);
  }
  const reminders = remindersOf(timer, step.now, expires, workdays);
  return ok({ ...(expires === undefined ? {} : { expires }), reminders });
}

function momentOf(trigger: string): Moment {
  return trigger === "OnExecuting" ? "started" : "enabled";
}

/** A text that says when something is over which begins at an instant: a duration, or an instant itself. */
function instantOf(text: string, from: number, workdays: boolean): number | undefined {
  const duration = readDuration(text);
  if (!duration) return readInstant(text);
  return duration.isNegative ? undefined : instantAfter(from, duration, { workdays });
}

function remindersOf(
  { reminders = [] }: TimerDefinition,
  from: number,
  expires: number | undefined,
  workdays: boolean,
): readonly number[] {
  const times = reminders.flatMap((reminder) => {
    const time = reminderAt(reminder, from, expires, workdays);
    return time !== undefined && time < (expires ?? Infinity) ? [time] : [];
  });
  return [...new Set(times)].toSorted((a, b) => a - b);
}

function reminderAt(
  reminder: Reminder,
  from: number,
  expires: number | undefined,
  workdays: boolean,
): number | undefined {
  const duration = readDuration("before" in reminder ? reminder.before : reminder.after);
  if (!duration || duration.isNegative) return undefined;
  if ("after" in reminder) return instantAfter(from, duration, { workdays });
  return expires === undefined ? undefined : instantBefore(expires, duration);
}

/** @returns nothing for a timer that only reminds */
function saidBy(step: CaseStep, at: TaskAt, timer: TimerDefinition): Result<Said | undefined> {
  const { variable, duration, expiry, when } = timer;
  if (variable !== undefined) {
    const value = valueOf(netInstance(step.state, at.key).data, variable);
    const said = saidByValue(value);
    if (said) return ok(said);
    const isEmpty = value === undefined || value === null || value === "";
    return failed(
      at,
      isEmpty
        ? `the variable "${variable}", which says when, has no value`
        : `the value of the variable "${variable}" says no time`,
    );
  }
  if (when) {
    const scope = netScope(at.net.net, netInstance(step.state, at.key).data, step, at.key);
    const text = languageOf(when).text(when.text, scope);
    if (!text.ok) return fault(text.fault.type, `${beginning(at)}: ${text.fault.message}`);
    if (text.value.trim() === "")
      return failed(at, `the expression ${when.text}, which says when, gives nothing`);
    return ok({ text: text.value.trim() });
  }
  const text = duration ?? expiry;
  return ok(text === undefined ? undefined : { text });
}

/** A text, a number of milliseconds, or a `YTimerType`. */
function saidByValue(value: Json | undefined): Said | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : { text: value.trim() };
  if (typeof value === "number") return Number.isInteger(value) ? { text: String(value) } : undefined;
  if (!isJsonObject(value)) return undefined;
  const { expiry, trigger, workdays } = value;
  const said = typeof expiry === "object" ? undefined : saidByValue(expiry);
  if (!said) return undefined;
  return {
    ...said,
    ...(typeof trigger === "string" ? { trigger: momentOf(trigger) } : {}),
    ...(typeof workdays === "boolean" ? { workdays } : {}),
  };
}

function failed(at: TaskAt, why: string): ReturnType<typeof fault> {
  return fault("timer-failed", `${beginning(at)}: ${why}.`, [
    { element: `${at.net.id}/${at.linked.id}`, message: why },
  ]);
}

function beginning({ linked }: TaskAt): string {
  return `The timer of "${linked.id}" cannot be set`;
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
