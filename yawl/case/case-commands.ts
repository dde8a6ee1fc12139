/** Commands on the case as a whole. */
import { fault, ok, type Result } from "../model/fault.ts";
import type { Actor, CaseCommand } from "../work/command.ts";
import { cancelNet } from "./cancel.ts";
import type { CaseStep } from "./case-step.ts";
import { netInstance, runOf, type CaseState } from "./state.ts";

/** Does what a command asks of the case, or answers the fault that says why not. */
export function decideCase(step: CaseStep, command: CaseCommand, by: Actor): Result<undefined> {
  const { status } = step.state;
  if (!by.manager) return fault("not-eligible", "Only case managers may do this to a case.");
  switch (command.type) {
    case "suspend-case":
      if (status === "suspended") return ok(undefined);
      if (status !== "running") return ended(status);
      step.emit({ type: "case-suspended" });
      return ok(undefined);
    case "resume-case":
      if (status === "running") return ok(undefined);
      if (status !== "suspended") return ended(status);
      step.emit({ type: "case-resumed" });
      // calls that were answered in the meantime have moved tokens
      for (const [key, { marking }] of Object.entries(step.state.nets)) step.touch(key, Object.keys(marking));
      return ok(undefined);
    case "retry":
      if (status !== "running") return ended(status);
      return retry(step);
    case "cancel-case": {
      if (status === "cancelled") return ok(undefined);
      if (status !== "running" && status !== "suspended") return ended(status);
      const root = step.linked.specification.rootNet;
      const result = netInstance(step.state, root).data;
      cancelNet(step, root);
      step.emit({
        type: "case-cancelled",
        result,
        ...(command.reason === undefined ? {} : { reason: command.reason }),
      });
      return ok(undefined);
    }
  }
}

function ended(status: CaseState["status"]): Result<undefined> {
  return fault("wrong-state", `The case is ${status}.`);
}

/** Looks again at every task that failed to fire or to exit, e.g. after its data was mended. */
function retry(step: CaseStep): Result<undefined> {
  for (const key of Object.keys(step.state.nets)) {
    for (const task of Object.keys(netInstance(step.state, key).tasks)) {
      const run = runOf(netInstance(step.state, key), task);
      if (run?.phase === "failed") {
        step.emit({ type: "task-retried", net: key, task });
        step.touch(key, step.netFor(key).tasks.get(task)?.task.from ?? []);
      } else if (run?.phase === "busy" && run.fault) {
        step.emit({ type: "task-retried", net: key, task });
        for (const child of run.running) if (Object.hasOwn(step.state.nets, child)) step.touch(child, []);
      }
    }
  }
  return ok(undefined);
}
