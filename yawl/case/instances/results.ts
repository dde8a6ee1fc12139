/** What the instances of a task give, and what comes of it (I5). */
import { languageOf } from "../../data/expressions/languages.ts";
import { fault, ok, type Failure, type Result } from "../../model/fault.ts";
import type { Instances } from "../../model/specification.ts";
import type { DataScope, Mapped } from "../dataflow.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import type { InstanceResult } from "./block.ts";
import { instancesOf } from "./bounds.ts";

/** What one instance gives: nothing where the task collects nothing. */
export function resultOf(
  instances: Instances,
  instance: number,
  output: DataScope,
): Result<readonly InstanceResult[]> {
  if (!instances.output) return ok([]);
  const { query } = instances.output;
  const result = languageOf(query).result(query.text, output);
  return result.ok ? ok([{ instance, ...result.value }]) : result;
}

/** The results, in the order of the instances, become the new value of the output variable. */
export function joinResults(step: CaseStep, at: TaskAt, results: readonly InstanceResult[]): Result<Mapped> {
  const { net, linked } = at;
  const { output } = instancesOf(at);
  if (!output) return ok({ values: {}, emptied: [] });
  const { joiner, variable } = output;
  const inOrder = results.toSorted((a, b) => a.instance - b.instance);
  const target = net.net.variables.find(({ name }) => name === variable);
  if (!target) return noVariable(variable);
  if (!joiner) {
    return ok({ values: { [variable]: inOrder.map(({ value }) => value ?? null) }, emptied: [] });
  }
  const value = languageOf(joiner).joined(
    joiner.text,
    inOrder,
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
