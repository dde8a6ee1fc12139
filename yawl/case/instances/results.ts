/** What the instances of a task give, and what comes of it (I5). */
import { languageOf } from "../../data/expressions/languages.ts";
import { checkValue, faultTypeOf } from "../../data/types/validate.ts";
import { escapeName } from "../../data/xml/names.ts";
import type { DataType } from "../../model/datatype.ts";
import { fault, ok, type Failure, type Result } from "../../model/fault.ts";
import type { Json } from "../../model/json.ts";
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

/**
 * The results, in the order of the instances, become the new value of the output variable.
 * @returns a `mapping-failed` fault when the joiner fails, or gives what the variable's type does not allow
 */
export function joinResults(step: CaseStep, at: TaskAt, results: readonly InstanceResult[]): Result<Mapped> {
  const { net } = at;
  const { output } = instancesOf(at);
  if (!output) return ok({ values: {}, emptied: [] });
  const { variable } = output;
  const target = net.net.variables.find(({ name }) => name === variable);
  if (!target) return noVariable(variable);
  const inOrder = results.toSorted((a, b) => a.instance - b.instance);
  const value = joined(step, at, output, inOrder, target.type);
  if (!value.ok) return step.has("instances-in-blocks") ? withPlace(value, at, variable) : value;
  return ok(
    value.value === undefined
      ? { values: {}, emptied: [variable] }
      : { values: { [variable]: value.value }, emptied: [] },
  );
}

/** What the joiner gives, or the results as they are where there is none. */
function joined(
  step: CaseStep,
  { linked }: TaskAt,
  { joiner, variable, query }: NonNullable<Instances["output"]>,
  results: readonly InstanceResult[],
  type: DataType,
): Result<Json | undefined> {
  const { types } = step.linked;
  const root = linked.work?.root ?? linked.nested?.root ?? "data";
  const scope = { root, types, now: step.now, work: step.work };
  if (joiner) return languageOf(joiner).joined(joiner.text, results, scope, type);
  const list = results.map(({ value }) => value ?? null);
  if (!step.has("instances-in-blocks")) return ok(list);
  // elements stand one after the other in that of the variable
  if (query.language === "xquery") {
    return languageOf(query).joined(`element {"${escapeName(variable)}"} {/*/*}`, results, scope, type);
  }
  const problems = checkValue(list, type, types, "", step.work);
  if (problems.length === 0) return ok(list);
  const [first] = problems;
  return fault(
    faultTypeOf(problems, "mapping-failed"),
    `There is no \`join\`, and a list of them is of the wrong type: ${first?.pointer ?? ""} ${first?.message ?? ""}.`,
    problems,
  );
}

/** The fault with the task that it concerns. */
function withPlace(
  { fault: { type, message, details } }: Failure,
  { net, linked }: TaskAt,
  variable: string,
): Failure {
  const element = `${net.id}/${linked.id}/${variable}`;
  const places = (details ?? [{ message }]).map((detail) => ({ ...detail, element }));
  return fault(type, `The results of "${linked.id}" do not become "${variable}". ${message}`, places);
}

function noVariable(name: string): Failure {
  return fault("mapping-failed", `There is no variable "${name}" to join the results into.`);
}
