/** What does a task, when and how often, as the dialect writes it. */
import {
  NO_BOUND,
  type ConnectorCall,
  type Expression,
  type Instances,
  type Task,
  type TimerDefinition,
} from "../../model/specification.ts";
import type { DialectAutomation, DialectInstances, DialectTask, DialectTimer } from "./shape-task.ts";
import { SHARE } from "./shape-task.ts";
import { copiesOf, expressionSource, mappingsSource, type Writing } from "./write-data.ts";
import { defaultMinimum, ITEM } from "./work.ts";

/** Multiple instances as `instances`. */
export function instancesSource(
  { minimum, maximum, threshold, creation, input, count, index, output, atOnce, tolerate }: Instances,
  writing: Writing,
): DialectInstances {
  const bound = (value: number | Expression) =>
    typeof value === "number" ? value : expressionSource(value, writing);
  const fixed =
    count?.language === "xpath" && /^(0|[1-9]\d{0,8})$/.test(count.text) ? Number(count.text) : undefined;
  return {
    ...(input && { each: expressionSource(input.query, writing) }),
    ...(input?.splitter && { split: expressionSource(input.splitter, writing) }),
    ...(input && input.parameter !== ITEM && { as: input.parameter }),
    ...(count && { count: fixed ?? expressionSource(count, writing) }),
    ...(index !== undefined && { index }),
    ...(minimum !== defaultMinimum(input !== undefined || count !== undefined) && { min: bound(minimum) }),
    ...(maximum !== NO_BOUND && { max: bound(maximum) }),
    ...(threshold !== NO_BOUND && { threshold: bound(threshold) }),
    ...(atOnce !== undefined && { atOnce: bound(atOnce) }),
    ...(tolerate !== undefined && { tolerate: toleranceSource(tolerate, writing) }),
    ...(creation !== "static" && { creation }),
    ...(output && { collect: expressionSource(output.query, writing) }),
    ...(output?.joiner && { join: expressionSource(output.joiner, writing) }),
    ...(output && { into: output.variable }),
  };
}

/** A share is text; an expression that looks like one says its language. */
function toleranceSource(
  tolerate: NonNullable<Instances["tolerate"]>,
  writing: Writing,
): NonNullable<DialectInstances["tolerate"]> {
  if (typeof tolerate === "number") return tolerate;
  if ("percent" in tolerate) return `${tolerate.percent}%`;
  const source = expressionSource(tolerate, writing);
  // in a file of another language it names its own
  return typeof source === "string" && SHARE.test(source)
    ? expressionSource(tolerate, { ...writing, language: "variable" })
    : source;
}

/** A timer as `timer`. */
export function timerSource(
  { trigger, duration, expiry, variable, when, workdays, pauses, reminders }: TimerDefinition,
  writing: Writing,
): DialectTimer {
  const isDefault = variable === undefined ? trigger !== "OnExecuting" : trigger === undefined;
  return {
    ...(duration !== undefined && { after: duration }),
    ...(expiry !== undefined && { at: expiry }),
    ...(variable !== undefined && { variable }),
    ...(when && { when: expressionSource(when, writing) }),
    ...(!isDefault && { from: trigger === "OnExecuting" ? "started" : "offered" }),
    ...(workdays !== undefined && { workdays }),
    ...(pauses && { pauses }),
    ...(reminders && { remind: reminders.map((each) => ({ ...each })) }),
  };
}

/** A form as `form`. */
export function formSource({ customForm, form }: Task): Pick<DialectTask, "form"> {
  if (!form) return customForm === undefined ? {} : { form: customForm };
  const { title, description, order, fields } = form;
  return {
    form: {
      ...(customForm !== undefined && { url: customForm }),
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(order && { order: [...order] }),
      ...(fields && {
        fields: Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, copiesOf(each)])),
      }),
    },
  };
}

/** A connector call as `call` and the keys beside it. */
export function callSource(call: ConnectorCall | undefined, writing: Writing): DialectAutomation {
  if (!call) return {};
  const { connector, version, configuration, input, output, retry, timeout } = call;
  return {
    call: version === undefined ? connector : { connector, version },
    ...(Object.keys(configuration).length > 0 && { with: copiesOf(configuration) }),
    ...(input && { send: mappingsSource(input, writing, { names: true }) }),
    ...(output && { receive: mappingsSource(output, writing, { names: true }) }),
    ...(retry && {
      retry: {
        ...(retry.attempts !== undefined && { attempts: retry.attempts }),
        ...(retry.initialInterval !== undefined && { initial: retry.initialInterval }),
        ...(retry.coefficient !== undefined && { coefficient: retry.coefficient }),
        ...(retry.maximumInterval !== undefined && { maximum: retry.maximumInterval }),
        ...(retry.deadline !== undefined && { deadline: retry.deadline }),
      },
    }),
    ...(timeout !== undefined && { timeout }),
  };
}
