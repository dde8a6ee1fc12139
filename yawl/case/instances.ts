/** Multiple-instance tasks (SEMANTICS 7): how many, with which data, when they are done, and what comes of them. */
import { languageOf } from "../data/expressions/languages.ts";
import { fault, ok, type Failure, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { Expression, Instances, Variable } from "../model/specification.ts";
import { netScope, type DataScope, type Mapped } from "./dataflow.ts";
import { inputOf } from "./firing.ts";
import { MAX_INSTANCES } from "./limits.ts";
import { netInstance, runOf, type MultipleInstances } from "./state.ts";
import type { CaseStep, Performed, TaskAt } from "./tasks/kind.ts";

export interface InstanceBounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly threshold: number;
}

/** The input of every instance of a task that fires, and the bounds that hold for it. */
export function instanceInputs(
  step: CaseStep,
  at: TaskAt,
): Result<{ readonly inputs: readonly JsonObject[]; readonly bounds: InstanceBounds }> {
  const { key, net, linked } = at;
  const { instances } = linked.task;
  if (!instances) throw new Error(`task ${linked.id} has one instance`);
  const scope = netScope(net.net, netInstance(step.state, key).data, step);
  const minimum = bound(instances.minimum, scope);
  if (!minimum.ok) return minimum;
  const maximum = bound(instances.maximum, scope);
  if (!maximum.ok) return maximum;
  const threshold = bound(instances.threshold, scope);
  if (!threshold.ok) return threshold;
  const common = inputOf(step, at);
  if (!common.ok) return common;
  const own = ownInputs(step, instances, linked.takes, scope);
  if (!own.ok) return own;
  const count = own.value.length;
  if (count < minimum.value || count > Math.min(maximum.value, MAX_INSTANCES)) {
    return fault(
      "invalid-data",
      `Task "${linked.id}" would have ${count} instances; it needs ${minimum.value} to ${Math.min(maximum.value, MAX_INSTANCES)}.`,
      [{ element: `${net.id}/${linked.id}`, message: `${count} instances` }],
    );
  }
  const inputs = own.value.map((input, index) => ({
    ...common.value,
    ...input,
    ...(instances.index === undefined ? {} : { [instances.index]: index + 1 }),
  }));
  return ok({
    inputs,
    bounds: { minimum: minimum.value, maximum: maximum.value, threshold: threshold.value },
  });
}

/** A bound: a number, or an expression that gives one; not a number means no bound was given. */
function bound(value: number | Expression, scope: DataScope): Result<number> {
  if (typeof value === "number") return ok(value);
  const answer = languageOf(value).text(value.text, scope);
  if (!answer.ok) return answer;
  const number = answer.value.trim() === "" ? NaN : Number(answer.value);
  return Number.isFinite(number)
    ? ok(number)
    : fault("mapping-failed", `The expression ${value.text} gives no number.`);
}

/** What each instance has of its own: its part of the split data. */
function ownInputs(
  step: CaseStep,
  instances: Instances,
  parameters: readonly Variable[],
  scope: DataScope,
): Result<readonly JsonObject[]> {
  const { input } = instances;
  if (!input) {
    const count = instances.count ? bound(instances.count, scope) : bound(instances.minimum, scope);
    if (!count.ok) return count;
    if (step.has("whole-instance-counts") && !Number.isInteger(count.value)) {
      return fault("invalid-data", `The number of instances is no whole number: ${count.value}.`);
    }
    const number = Math.max(0, Math.floor(count.value));
    if (number > MAX_INSTANCES) {
      return fault("too-large", `${number} instances are more than the limit of ${MAX_INSTANCES}.`);
    }
    return ok(Array.from({ length: number }, () => ({})));
  }
  const parameter = parameters.find(({ name }) => name === input.parameter);
  const entries = languageOf(input.query).parts(
    input.query.text,
    input.splitter?.text,
    scope,
    parameter?.type ?? { kind: "any" },
  );
  if (!entries.ok) return entries;
  // old files split data for work that takes none: the number of instances is all that it says then
  return ok(
    entries.value.map((value) => (value === undefined || !parameter ? {} : { [parameter.name]: value })),
  );
}

/**
 * One instance is done. When that makes the task complete (all are done, or the threshold is reached), the other
 * instances are removed and the joined result is given; else `more`.
 */
export function finishInstance(
  step: CaseStep,
  at: TaskAt,
  { id, instance }: Performed,
  output: DataScope,
): Result<Mapped | "more"> {
  const { key, linked } = at;
  const run = runOf(netInstance(step.state, key), linked.id);
  const instances = linked.task.instances;
  if (run?.phase !== "busy" || !run.multi || !instances) {
    throw new Error(`task ${linked.id} of ${key} has no instances`);
  }
  const result = resultOf(instances, instance ?? 0, output);
  if (!result.ok) return result;
  const multi: MultipleInstances = {
    ...run.multi,
    completed: run.multi.completed + 1,
    results: [...run.multi.results, ...result.value].toSorted((a, b) => a.instance - b.instance),
  };
  step.emit({ type: "instance-ended", net: key, task: linked.id, id, multi });
  const left = run.running.filter((other) => other !== id);
  if (left.length > 0 && multi.completed < multi.threshold) return ok("more");
  for (const other of left) {
    at.kind.cancel(step, at, other, `Task "${linked.id}" reached its threshold.`);
  }
  return joinResults(step, at, multi);
}

function resultOf(
  instances: Instances,
  instance: number,
  output: DataScope,
): Result<MultipleInstances["results"]> {
  if (!instances.output) return ok([]);
  const { query } = instances.output;
  const result = languageOf(query).result(query.text, output);
  return result.ok ? ok([{ instance, ...result.value }]) : result;
}

/** The results, in the order of the instances, become the new value of the output variable. */
export function joinResults(
  step: CaseStep,
  { net, linked }: TaskAt,
  multi: MultipleInstances,
): Result<Mapped> {
  const { instances } = linked.task;
  if (!instances?.output) return ok({ values: {}, emptied: [] });
  const { joiner, variable } = instances.output;
  const target = net.net.variables.find(({ name }) => name === variable);
  if (!target) return noVariable(variable);
  if (!joiner) {
    const results = multi.results.map(({ value }) => value ?? null);
    return ok({ values: { [variable]: results }, emptied: [] });
  }
  const value = languageOf(joiner).joined(
    joiner.text,
    multi.results,
    {
      root: linked.work?.root ?? linked.nested?.root ?? "data",
      types: step.linked.types,
      now: step.now,
      work: step.work,
    },
    target.type,
  );
  if (!value.ok) return value;
  return ok(
    value.value === undefined
      ? { values: {}, emptied: [variable] }
      : { values: { [variable]: value.value }, emptied: [] },
  );
}

function noVariable(name: string): Failure {
  return fault("mapping-failed", `There is no variable "${name}" to join the results into.`);
}
