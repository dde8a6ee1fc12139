/** Checks of flows: that tokens can come and go, and that a split's choice is what its author meant (SEMANTICS 2). */
import type { Flow, Net, Task } from "../../model/specification.ts";
import { called, type Findings } from "./findings.ts";

/** Errors for flows that cannot be, warnings for splits whose choice is hardly what was meant; each with net, element and target. */
export function checkFlows(net: Net, findings: Findings): void {
  const { inputCondition, outputCondition } = net;
  const taskIds = new Set(net.tasks.map((task) => task.id));
  const conditions = [inputCondition, ...net.conditions, outputCondition];
  const withInput = new Set<string>();
  for (const element of [...conditions, ...net.tasks]) {
    const seen = new Set<string>();
    for (const flow of element.flows) {
      withInput.add(flow.to);
      const path = [net.id, element.id, flow.to];
      const place = flow.place ?? element.place;
      if (flow.to === inputCondition.id) {
        findings.error(
          path,
          place,
          `${called(element)} has a flow into the input condition, where a case starts.`,
        );
      }
      if (element === outputCondition) {
        findings.error(path, place, "A flow leaves the output condition, where the net ends.");
      } else if (!taskIds.has(element.id) && !taskIds.has(flow.to)) {
        findings.error(
          path,
          place,
          `The condition ${called(element)} has a flow to a condition; a task has to stand between them.`,
        );
      }
      if (seen.has(flow.to)) {
        findings.error(path, place, `${called(element)} has two flows to "${flow.to}".`);
      }
      seen.add(flow.to);
    }
  }
  for (const task of net.tasks) {
    const path = [net.id, task.id];
    if (task.id === "") findings.error([net.id], task.place, "A task has no id.");
    if (!withInput.has(task.id)) {
      findings.error(path, task.place, `No flow leads to the task ${called(task)}, so it can never start.`);
    }
    if (task.flows.length === 0) {
      findings.error(
        path,
        task.place,
        `No flow leaves the task ${called(task)}, so a case cannot go on after it.`,
      );
    }
    checkSplit(net, task, findings);
  }
  if (inputCondition.id === "")
    findings.error([net.id], net.place, `The net ${called(net)} has no input condition.`);
  else if (inputCondition.flows.length === 0) {
    findings.error(
      [net.id, inputCondition.id],
      inputCondition.place,
      "No flow leaves the input condition, so nothing can start.",
    );
  }
  if (outputCondition.id === "")
    findings.error([net.id], net.place, `The net ${called(net)} has no output condition.`);
  else if (!withInput.has(outputCondition.id)) {
    findings.warn(
      [net.id, outputCondition.id],
      outputCondition.place,
      `No flow leads to the output condition, so the net ${called(net)} can never end by itself.`,
      "no-way-to-end",
    );
  }
}

function checkSplit(net: Net, task: Task, findings: Findings): void {
  const { flows, split } = task;
  const path = [net.id, task.id];
  const warn = (flow: Flow | undefined, message: string, code: string): void => {
    findings.warn(flow ? [...path, flow.to] : path, flow?.place ?? task.place, message, code);
  };
  if (split === "and" || flows.length < 2) {
    const ignored = flows.find((flow) => flow.predicate);
    if (ignored && flows.length > 1) {
      warn(
        ignored,
        `The task ${called(task)} has an AND split: all flows are taken, and predicates are not looked at.`,
        "predicate-ignored",
      );
    }
    return;
  }
  const defaults = flows.filter((flow) => flow.isDefault);
  const kind = split === "xor" ? "XOR" : "OR";
  if (defaults.length > 1) {
    warn(
      defaults[1],
      `The ${kind} split of ${called(task)} has ${defaults.length} default flows; only one of them is used.`,
      "several-defaults",
    );
  }
  const unconditional = flows.filter((flow) => !flow.predicate && !flow.isDefault);
  if (defaults.length === 0 && unconditional.length === 0) {
    warn(
      undefined,
      `The ${kind} split of ${called(task)} has no default flow; if no predicate is true, its last flow is taken.`,
      "no-default",
    );
  }
  for (const flow of unconditional) {
    const rest = split === "xor" ? ", and flows that are evaluated after it are never taken" : "";
    warn(
      flow,
      `The flow from ${called(task)} to "${flow.to}" has no predicate and is not the default: it is always taken${rest}.`,
      "flow-always-taken",
    );
  }
}
