/**
 * What tokens can reach, from the flows alone: elements that no path from the input condition leads to, elements from
 * which no path leads to the output condition, and AND-joins of which one input never gets a token.
 */
import type { Condition, Net, Task } from "../../model/specification.ts";
import { called, type Findings } from "./findings.ts";

type Element = Condition | Task;

/** @returns ids of the tasks that can never start */
export function checkReach(net: Net, findings: Findings): ReadonlySet<string> {
  const elements = new Map<string, Element>();
  for (const element of [net.inputCondition, ...net.conditions, ...net.tasks, net.outputCondition]) {
    elements.set(element.id, element);
  }
  const into = new Map<string, string[]>();
  for (const element of elements.values()) {
    for (const { to } of element.flows) {
      const known = into.get(to);
      if (known) known.push(element.id);
      else into.set(to, [element.id]);
    }
  }
  const out = (id: string): readonly string[] => elements.get(id)?.flows.map((flow) => flow.to) ?? [];
  const reached = closure([net.inputCondition.id], out);
  const ending = closure([net.outputCondition.id], (id) => into.get(id) ?? []);
  const started = startable(net, elements, into);
  const dead = new Set<string>();
  for (const [id, element] of elements) {
    const kind = "join" in element ? "task" : "condition";
    const warn = (message: string, code: string): void =>
      findings.warn([net.id, id], element.place, message, code);
    if ("join" in element && !started.has(id)) dead.add(id);
    if (!reached.has(id)) {
      if (id !== net.outputCondition.id)
        warn(`No path leads from the input condition to the ${kind} ${called(element)}.`, "unreachable");
    } else if ("join" in element && element.join === "and" && !started.has(id)) {
      const missing = (into.get(id) ?? []).filter((from) => !started.has(from));
      // Say it where it begins: a task behind one that cannot start is no news.
      if (missing.length < (into.get(id)?.length ?? 0)) {
        const names = missing.map((from) => called(elements.get(from) ?? { id: from })).join(", ");
        warn(
          `The AND-join of ${called(element)} can never fire: no token can come from ${names}.`,
          "join-never-fires",
        );
      }
    }
    if (!ending.has(id) && id !== net.inputCondition.id) {
      warn(`No path leads from the ${kind} ${called(element)} to the output condition.`, "no-way-to-end");
    }
  }
  return dead;
}

function closure(from: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set(from);
  const queue = [...from];
  for (let at = 0; at < queue.length; at++) {
    for (const id of next(queue[at] ?? "")) {
      if (seen.has(id)) continue;
      seen.add(id);
      queue.push(id);
    }
  }
  return seen;
}

/** Elements that get a token or start if firing costs no tokens: an AND-join needs all inputs, the others one. */
function startable(
  net: Net,
  elements: ReadonlyMap<string, Element>,
  into: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const missing = new Map<string, number>();
  for (const task of net.tasks) {
    missing.set(task.id, task.join === "and" ? (into.get(task.id)?.length ?? 0) : 1);
  }
  const started = new Set([net.inputCondition.id]);
  const queue = [net.inputCondition.id];
  for (let at = 0; at < queue.length; at++) {
    for (const { to } of elements.get(queue[at] ?? "")?.flows ?? []) {
      const left = (missing.get(to) ?? 1) - 1;
      missing.set(to, left);
      if (left > 0 || started.has(to)) continue;
      started.add(to);
      queue.push(to);
    }
  }
  return started;
}
