/** Checks the expressions of a task: that they can be parsed, and that the variables they name are there. */
import type { Expression, Mapping, Task, WorkDecomposition } from "../../model/specification.ts";
import type { Context } from "./context.ts";
import type { DialectTask } from "./shape-task.ts";

/** Names that expressions see at each place; `undefined`: not known, so nothing is said of them. */
export interface Scopes {
  /** variables of the net */
  readonly net: readonly string[];
  /** what the work gives */
  readonly outputs: readonly string[] | undefined;
  /** what `set` sees: both */
  readonly set: readonly string[] | undefined;
}

/** Reports each expression of a task that cannot be read or names what it does not see, at its place in the file. */
export function checkExpressions(task: Task, source: DialectTask, scopes: Scopes, where: Context): void {
  for (const [index, { predicate }] of task.flows.entries()) {
    if (!predicate) continue;
    const at = Array.isArray(source.next) ? where.in("next", index, "when") : where.in("next", "when");
    check(predicate, scopes.net, at);
  }
  for (const part of task.label ?? [])
    if (typeof part === "object") check(part, scopes.net, where.in("name"));
  if (task.timer?.when) check(task.timer.when, scopes.net, where.in("timer", "when"));
  checkMappings(task.startingMappings, scopes.net, where.in("input"));
  // the mappings of instances are `collect` and `join`
  if (!task.instances) checkMappings(task.completedMappings, scopes.set, where.in("set"));
  const { instances } = task;
  if (!instances) return;
  const at = where.in("instances");
  for (const [key, bound] of [
    ["min", instances.minimum],
    ["max", instances.maximum],
    ["threshold", instances.threshold],
    ["atOnce", instances.atOnce],
    ["count", instances.count],
    ["each", instances.input?.query],
  ] as const) {
    if (typeof bound === "object") check(bound, scopes.net, at.in(key));
  }
  const { tolerate } = instances;
  if (typeof tolerate === "object" && "text" in tolerate) check(tolerate, scopes.net, at.in("tolerate"));
  if (instances.output) check(instances.output.query, scopes.outputs, at.in("collect"));
  if (instances.output?.joiner) check(instances.output.joiner, ["results"], at.in("join"));
}

/** `send` sees the parameters; what `receive` sees is the connector's answer, of which nothing is known here. */
export function checkCall({ call, inputs }: WorkDecomposition, where: Context): void {
  checkMappings(
    call?.input ?? [],
    inputs.map(({ name }) => name),
    where.in("send"),
  );
  checkMappings(call?.output ?? [], undefined, where.in("receive"));
}

function checkMappings(
  mappings: readonly Mapping[],
  scope: readonly string[] | undefined,
  where: Context,
): void {
  for (const { query, mapsTo } of mappings) check(query, scope, where.in(mapsTo));
}

function check(expression: Expression, scope: readonly string[] | undefined, where: Context): void {
  const problem = where.file.parser?.problem(expression, { variables: scope });
  if (problem)
    where.complain(`The expression ${shorten(expression.text)} ${problem.message}.${problem.hint ?? ""}`);
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
