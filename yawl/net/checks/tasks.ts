/** Checks of single tasks: cancellation sets, names that two tasks share. */
import type { Net, Task } from "../../model/specification.ts";
import { called, listed, type Findings } from "./findings.ts";
import { didYouMean } from "../../model/near.ts";

/** Errors and warnings about cancellation sets of the tasks of a net, and about names that two of them share. */
export function checkTasks(net: Net, findings: Findings): void {
  const byName = new Map<string, Task[]>();
  let between: ReadonlySet<string> | undefined;
  for (const task of net.tasks) {
    if (task.removes.length > 0) checkCancellationSet(net, task, (between ??= flowsOf(net)), findings);
    if (task.name === undefined || task.name === "") continue;
    const known = byName.get(task.name);
    if (known) known.push(task);
    else byName.set(task.name, [task]);
  }
  for (const [name, [first, second, ...more]] of byName) {
    if (!first || !second) continue;
    const ids = listed([first, second, ...more].map(({ id }) => `"${id}"`));
    findings.warn(
      [net.id, second.id],
      second.place,
      `The tasks ${ids} are all called "${name}"; people cannot tell their items apart, nor can a predicate timer(${name}).`,
      "same-name",
    );
  }
}

/** Flows between two tasks, which have implicit conditions, as the dialect names them. */
function flowsOf(net: Net): ReadonlySet<string> {
  const tasks = new Set(net.tasks.map(({ id }) => id));
  return new Set(
    net.tasks.flatMap(({ id, flows }) =>
      flows.flatMap(({ to }) => (tasks.has(to) ? [`${id} -> ${to}`] : [])),
    ),
  );
}

function checkCancellationSet(net: Net, task: Task, between: ReadonlySet<string>, findings: Findings): void {
  const seen = new Set<string>();
  for (const removal of task.removes) {
    const key = removal.kind === "flow" ? `${removal.from} -> ${removal.to}` : removal.id;
    if (seen.has(key)) {
      findings.warn(
        [net.id, task.id],
        task.place,
        `The cancellation set of ${called(task)} names "${key}" twice.`,
        "cancels-twice",
      );
    }
    seen.add(key);
    if (removal.kind === "flow" && !between.has(key)) {
      findings.warn(
        [net.id, task.id],
        task.place,
        `The cancellation set of ${called(task)} names the flow from "${removal.from}" to "${removal.to}", which the net does not have: it is without effect.${didYouMean(key, between)}`,
        "cancels-missing-flow",
      );
    }
    if (removal.kind === "element" && removal.id === net.outputCondition.id) {
      findings.warn(
        [net.id, task.id],
        task.place,
        `The cancellation set of ${called(task)} has the output condition in it, which is without effect: the net ends with the first token there.`,
        "cancels-end",
      );
    }
  }
}
