/** Bounds of a multiple-instance task: numbers, or expressions over the net's data (I1, I2). */
import { languageOf } from "../../data/expressions/languages.ts";
import { fault, ok, type Result } from "../../model/fault.ts";
import { NO_BOUND, type Expression, type Instances } from "../../model/specification.ts";
import { netScope, type DataScope } from "../dataflow.ts";
import { netInstance, type MultipleInstances, type Tolerance } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";

/** Bounds of a multiple-instance task that fires, in instances (SEMANTICS 7, I1 and I2 in docs/semantics.md). */
export interface InstanceBounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly threshold: number;
  readonly atOnce?: number;
  readonly tolerated?: Tolerance;
}

/** The instances of a task that has several. */
export function instancesOf({ linked }: Pick<TaskAt, "linked">): Instances {
  const { instances } = linked.task;
  if (!instances) throw new Error(`task ${linked.id} has one instance`);
  return instances;
}

/** What the expressions of a task's instances see: the data of its net. */
export function scopeOf(step: CaseStep, { key, net }: TaskAt): DataScope {
  return netScope(net.net, netInstance(step.state, key).data, step, key);
}

/** All bounds, as they are when the task fires. */
export function boundsOf(step: CaseStep, at: TaskAt): Result<InstanceBounds> {
  const instances = instancesOf(at);
  const scope = scopeOf(step, at);
  const isWhole = step.has("instances-in-blocks");
  const minimum = boundOf("minimum", instances.minimum, scope, isWhole);
  if (!minimum.ok) return minimum;
  const maximum = boundOf("maximum", instances.maximum, scope, isWhole);
  if (!maximum.ok) return maximum;
  const threshold = boundOf("threshold", instances.threshold, scope, isWhole);
  if (!threshold.ok) return threshold;
  const bounds = { minimum: minimum.value, maximum: maximum.value, threshold: threshold.value };
  const atOnce =
    instances.atOnce === undefined
      ? ok(undefined)
      : boundOf("number at once", instances.atOnce, scope, isWhole);
  if (!atOnce.ok) return atOnce;
  if (atOnce.value !== undefined && atOnce.value < 1) {
    return fault("invalid-data", `At least one instance has to be open at once, not ${atOnce.value}.`);
  }
  const tolerated = toleranceOf(instances.tolerate, scope);
  if (!tolerated.ok) return tolerated;
  return ok({
    ...bounds,
    ...(atOnce.value === undefined ? {} : { atOnce: atOnce.value }),
    ...(tolerated.value === undefined ? {} : { tolerated: tolerated.value }),
  });
}

/**
 * A bound: a number, or an expression that gives one.
 * @param what its name, for people
 * @param isWhole a fraction and what is below zero are faults
 */
export function boundOf(
  what: string,
  value: number | Expression,
  scope: DataScope,
  isWhole: boolean,
): Result<number> {
  if (typeof value === "number") return ok(value);
  const answer = languageOf(value).text(value.text, scope);
  if (!answer.ok) return answer;
  const number = answer.value.trim() === "" ? NaN : Number(answer.value);
  if (!Number.isFinite(number)) {
    return fault("mapping-failed", `The expression ${value.text} gives no number.`);
  }
  if (!isWhole || (Number.isInteger(number) && number >= 0)) return ok(number);
  return fault(
    "invalid-data",
    `The ${what} of the instances is no whole number from 0 on: ${value.text} gives ${answer.value.trim()}.`,
  );
}

/**
 * The threshold as it is now (I2): evaluated again, since the data may have changed. It is reached by a completion: one of
 * 0 by the first.
 */
export function thresholdNow(step: CaseStep, at: TaskAt, multi: MultipleInstances): Result<number> {
  const { threshold } = instancesOf(at);
  const now =
    typeof threshold === "number"
      ? ok(multi.threshold)
      : boundOf("threshold", threshold, scopeOf(step, at), true);
  return now.ok ? ok(Math.max(1, now.value)) : now;
}

/** The same for the maximum. */
export function maximumNow(step: CaseStep, at: TaskAt, multi: MultipleInstances): Result<number> {
  const { maximum } = instancesOf(at);
  if (typeof maximum === "number") return ok(multi.maximum);
  return boundOf("maximum", maximum, scopeOf(step, at), true);
}

/** Whether a threshold is no number that could be reached before all are done. */
export function isUnbounded(threshold: number): boolean {
  return threshold >= NO_BOUND;
}

function toleranceOf(value: Instances["tolerate"], scope: DataScope): Result<Tolerance | undefined> {
  if (value === undefined || typeof value === "number") return ok(value);
  if ("percent" in value) return ok(value);
  const answer = languageOf(value).text(value.text, scope);
  if (!answer.ok) return answer;
  const tolerance = readTolerance(answer.value);
  return tolerance === undefined
    ? fault(
        "invalid-data",
        `How many instances may fail is neither a whole number nor a share such as 10%: ${value.text} gives ${answer.value.trim()}.`,
      )
    : ok(tolerance);
}

/** A whole number, or a share as `10%`; none for anything else. */
export function readTolerance(text: string): Tolerance | undefined {
  const [, number = "", percent] = /^\s*(\d{1,9}(?:\.\d{1,6})?)\s*(%?)\s*$/.exec(text) ?? [];
  if (number === "") return undefined;
  if (percent) return Number(number) <= 100 ? { percent: Number(number) } : undefined;
  return Number.isInteger(Number(number)) ? Number(number) : undefined;
}

/** How many of so many instances may fail; none when a failure waits for an operator. */
export function toleratedOf(tolerated: Tolerance | undefined, all: number): number | undefined {
  if (tolerated === undefined || typeof tolerated === "number") return tolerated;
  return Math.floor((tolerated.percent * all) / 100);
}
