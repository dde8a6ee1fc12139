/** What the instances of a task begin with: how many, and what each has of its own (SEMANTICS 7). */
import { languageOf } from "../../data/expressions/languages.ts";
import { fault, ok, type Result } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import type { Instances, Variable } from "../../model/specification.ts";
import type { DataScope } from "../dataflow.ts";
import { inputOf } from "../firing.ts";
import { MAX_INSTANCES } from "../limits.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import type { InstanceInput } from "./block.ts";
import { boundOf, boundsOf, instancesOf, scopeOf, type InstanceBounds } from "./bounds.ts";

/** What the instances of a task begin with. */
export interface Instantiation {
  /** input that all have */
  readonly common: JsonObject;
  readonly instances: readonly InstanceInput[];
  readonly bounds: InstanceBounds;
}

/** The input of every instance of a task that fires, and the bounds that hold for it. */
export function instanceInputs(step: CaseStep, at: TaskAt): Result<Instantiation> {
  const { net, linked } = at;
  const instances = instancesOf(at);
  const bounds = boundsOf(step, at);
  if (!bounds.ok) return bounds;
  const common = inputOf(step, at);
  if (!common.ok) return common;
  const own = ownInputs(step, instances, linked.takes, scopeOf(step, at));
  if (!own.ok) return own;
  const count = own.value.length;
  const { minimum, maximum } = bounds.value;
  const most = Math.min(maximum, MAX_INSTANCES);
  if (count < minimum || count > most) {
    return fault(
      "invalid-data",
      `Task "${linked.id}" would have ${count} instances; it needs ${minimum} to ${most}.`,
      [{ element: `${net.id}/${linked.id}`, message: `${count} instances` }],
    );
  }
  return ok({
    common: common.value,
    instances: own.value.map((input, index) => ({
      instance: index + 1,
      input: numbered(instances, input, index + 1),
    })),
    bounds: bounds.value,
  });
}

/** The input with the instance's number, where the task asks for it. */
export function numbered({ index }: Instances, input: JsonObject, number: number): JsonObject {
  return index === undefined ? input : { ...input, [index]: number };
}

/** What each instance has of its own: its part of the split data. */
function ownInputs(
  step: CaseStep,
  instances: Instances,
  parameters: readonly Variable[],
  scope: DataScope,
): Result<readonly JsonObject[]> {
  const { input } = instances;
  if (!input) return withoutParts(step, instances, scope);
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

/** Instances that only have a number. */
function withoutParts(step: CaseStep, instances: Instances, scope: DataScope): Result<readonly JsonObject[]> {
  const isWhole = step.has("instances-in-blocks");
  const count = boundOf("number", instances.count ?? instances.minimum, scope, isWhole);
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
