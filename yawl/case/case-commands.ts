/** Commands on the case as a whole. */
import { fault, ok, type Result } from "../model/fault.ts";
import type { Actor, CaseCommand } from "../work/command.ts";
import { judgeCase } from "../work/verdict.ts";
import { cancelNet } from "./cancel.ts";
import { instruct } from "./instances/blocks.ts";
import { controlInstances } from "./instances/control.ts";
import { endAll } from "./instances/part.ts";
import { review } from "./instances/review.ts";
import type { CaseStep } from "./tasks/kind.ts";
import { changeData } from "./data-command.ts";
import { netInstance, runOf } from "./state.ts";

/** Does what a command asks of the case, or answers the fault that says why not; nothing when it was done before. */
export function decideCase(step: CaseStep, command: CaseCommand, by: Actor): Result<undefined> {
  const { status } = step.state;
  const verdict = judgeCase(status, command, by);
  switch (verdict.kind) {
    case "repeated":
      return ok(undefined);
    case "refused":
      return verdict.refusal.type === "not-eligible"
        ? fault("not-eligible", "Only case managers may do this to a case.")
        : fault("wrong-state", `The case is ${status}.`);
    case "allowed":
      return perform(step, command, by);
  }
}

function perform(step: CaseStep, command: CaseCommand, by: Actor): Result<undefined> {
  switch (command.type) {
    case "suspend-case":
      step.emit({ type: "case-suspended" });
      return ok(undefined);
    case "resume-case":
      step.emit({ type: "case-resumed" });
      // calls that were answered in the meantime have moved tokens
      step.touchAll();
      return ok(undefined);
    case "retry":
      retry(step);
      return ok(undefined);
    case "cancel-case":
      cancelCase(step, command.reason);
      return ok(undefined);
    case "add-instance":
    case "cancel-instance":
    case "control-instances":
    case "retry-instances":
      return controlInstances(step, command);
    case "unchain":
      if (step.state.chained?.includes(command.participant))
        step.emit({ type: "chained", participant: command.participant, ends: true });
      return ok(undefined);
    case "change-data":
      return changeData(step, command, by);
  }
}

function cancelCase(step: CaseStep, reason: string | undefined): void {
  if (step.state.block) {
    endAll(step, { reason: reason ?? "It was cancelled." });
    return;
  }
  const root = step.linked.specification.rootNet;
  const result = netInstance(step.state, root).data;
  cancelNet(step, root);
  step.emit({ type: "case-cancelled", result, ...(reason === undefined ? {} : { reason }) });
}

/** Looks again at every task that failed to fire or to exit, e.g. after its data was mended. */
export function retry(step: CaseStep): void {
  for (const block of Object.values(step.state.blocks ?? {})) {
    if (block.instruction.close === undefined)
      instruct(step, block, { retries: block.instruction.retries + 1 });
  }
  for (const key of Object.keys(step.state.nets)) {
    for (const task of Object.keys(netInstance(step.state, key).tasks)) {
      const run = runOf(netInstance(step.state, key), task);
      if (run?.phase === "failed") {
        step.emit({ type: "task-retried", net: key, task });
        step.touch(key, step.netFor(key).tasks.get(task)?.task.from ?? []);
      } else if (run?.phase === "busy" && run.fault) {
        step.emit({ type: "task-retried", net: key, task });
        for (const child of run.running) if (Object.hasOwn(step.state.nets, child)) step.touch(child, []);
        if (run.multi && step.has("instances-in-blocks")) review(step, step.find({ net: key, task }));
      }
    }
  }
}
