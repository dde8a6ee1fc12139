/** The parts of a dialect task that say what does it, when, and how often; `people.ts` says who. */
import {
  NO_BOUND,
  type ConnectorCall,
  type Expression,
  type Instances,
  type RetryPolicy,
  type TimerDefinition,
} from "../../model/specification.ts";
import { readInstant } from "../../time/instant.ts";
import type { Context } from "./context.ts";
import { expressionOf, mappingsOf } from "./data.ts";
import type { DialectExpression } from "./shape-data.ts";
import { SHARE } from "./shape-task.ts";
import type { DialectAutomation, DialectInstances, DialectTask, DialectTimer } from "./shape-task.ts";

/** @param outputs names of the work's outputs: the only one is what is collected unless the task says what */
export function translateInstances(
  source: DialectInstances,
  outputs: readonly string[] | undefined,
  where: Context,
): Instances {
  const { each, split, as, count, index, min, max, threshold, creation, collect, join, into } = source;
  const { atOnce, tolerate } = source;
  const bound = (value: number | DialectExpression): number | Expression =>
    typeof value === "number" ? value : expressionOf(value, where);
  if (each === undefined) {
    for (const [key, value] of Object.entries({ as, split })) {
      if (value !== undefined) where.in(key).complain(`\`${key}\` belongs to \`each\`, which is not there.`);
    }
  }
  if (into === undefined && (collect ?? join) !== undefined) {
    where.complain("The instances do not say which variable gets what they collect (`into`).");
  }
  return {
    // an empty list is no mistake: the task is done at once
    minimum: min === undefined ? defaultMinimum(each !== undefined || count !== undefined) : bound(min),
    maximum: max === undefined ? NO_BOUND : bound(max),
    threshold: threshold === undefined ? NO_BOUND : bound(threshold),
    creation: creation ?? "static",
    ...(each !== undefined && {
      input: {
        query: expressionOf(each, where),
        ...(split !== undefined && { splitter: expressionOf(split, where) }),
        parameter: as ?? ITEM,
      },
    }),
    ...(count !== undefined && {
      count:
        typeof count === "number" ? { language: "xpath", text: String(count) } : expressionOf(count, where),
    }),
    ...(index !== undefined && { index }),
    ...(into !== undefined && {
      output: {
        query: collect === undefined ? onlyOutput(outputs, where) : expressionOf(collect, where),
        ...(join !== undefined && { joiner: expressionOf(join, where) }),
        variable: into,
      },
    }),
    ...(atOnce !== undefined && { atOnce: bound(atOnce) }),
    ...(tolerate !== undefined && { tolerate: shareOf(tolerate) ?? bound(tolerate) }),
    place: where.place,
  };
}

/** `10%` is a share; in no language is it an expression. */
function shareOf(source: number | DialectExpression): { readonly percent: number } | undefined {
  if (typeof source !== "string") return undefined;
  const [, number] = SHARE.exec(source) ?? [];
  return number === undefined ? undefined : { percent: Number(number) };
}

/** Fewest instances when the file does not say it; where nothing says how many there are, it is that number. */
export function defaultMinimum(isCounted: boolean): number {
  return isCounted ? 0 : 1;
}

/** The parameter that gets an instance's entry unless the task names it. */
export const ITEM = "item";

function onlyOutput(outputs: readonly string[] | undefined, where: Context): Expression {
  const [first, second] = outputs ?? [];
  if (first === undefined || second !== undefined) {
    where.complain("The instances do not say what of their output is kept (`collect`).");
  }
  return { language: "variable", text: first ?? "" };
}

/** A timer; complains unless it says in one way when it expires, or only reminds. */
export function translateTimer(source: DialectTimer, where: Context): TimerDefinition {
  const { after, at, variable, when, from, workdays, pauses, remind } = source;
  const ways = [after, at, variable, when].filter((way) => way !== undefined);
  if (ways.length > 1 || (ways.length === 0 && !remind))
    where.complain("A timer says one of `after`, `at`, `variable` and `when`, or only `remind`.");
  if (at !== undefined && readInstant(at) === undefined) {
    where.in("at").complain(`"${at}" is no date such as 2030-01-31 or 2030-01-31T12:30:00Z.`);
  }
  for (const [index, reminder] of (remind ?? []).entries()) {
    if (ways.length === 0 && "before" in reminder)
      where.in("remind", index).complain("It reminds before the timer expires, which never happens.");
  }
  const started = from === "started" ? "OnExecuting" : "OnEnabled";
  return {
    ...((from !== undefined || variable === undefined) && { trigger: started }),
    ...(after !== undefined && { duration: after }),
    ...(at !== undefined && { expiry: at }),
    ...(variable !== undefined && { variable }),
    ...(when !== undefined && { when: expressionOf(when, where) }),
    ...(workdays !== undefined && { workdays }),
    ...(pauses && { pauses }),
    ...(remind && { reminders: remind }),
  };
}

/** How the form of a task looks, or its address. */
export function translateForm(source: NonNullable<DialectTask["form"]>) {
  if (typeof source === "string") return { customForm: source };
  const { url, title, description, order, fields } = source;
  const form = {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(order && { order }),
    ...(fields && { fields }),
  };
  return { ...(url !== undefined && { customForm: url }), ...(Object.keys(form).length > 0 && { form }) };
}

/** The connector that does the work. Which configuration and parameters it takes is not known here. */
export function translateCall(source: DialectAutomation, where: Context): ConnectorCall | undefined {
  const { call, send, receive, retry, timeout } = source;
  if (call === undefined) {
    for (const name of ["with", "send", "receive", "retry", "timeout"] as const) {
      if (source[name] !== undefined)
        where.in(name).complain(`\`${name}\` belongs to a \`call\`, and there is none.`);
    }
    return undefined;
  }
  const { connector, version } = typeof call === "string" ? { connector: call, version: undefined } : call;
  return {
    connector,
    ...(version !== undefined && { version }),
    configuration: source.with ?? {},
    ...(send && { input: mappingsOf(send, where.in("send")).map(({ mapping }) => mapping) }),
    ...(receive && { output: mappingsOf(receive, where.in("receive")).map(({ mapping }) => mapping) }),
    ...(retry && { retry: retryOf(retry) }),
    ...(timeout !== undefined && { timeout }),
  };
}

/** A retry policy in the model's words. */
export function retryOf({
  attempts,
  initial,
  coefficient,
  maximum,
  deadline,
}: NonNullable<DialectAutomation["retry"]>): RetryPolicy {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(initial !== undefined && { initialInterval: initial }),
    ...(coefficient !== undefined && { coefficient }),
    ...(maximum !== undefined && { maximumInterval: maximum }),
    ...(deadline !== undefined && { deadline }),
  };
}
