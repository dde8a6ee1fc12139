/** The case fails as a whole: it ends, or the block says so to its parent. */
import type { Fault } from "../model/fault.ts";
import { cancelNet } from "./cancel.ts";
import { netInstance } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

/**
 * Ends the case as failed, with all that is open cancelled; a block only tells its parent. Does nothing when the root net is gone.
 */
export function failCase(step: CaseStep, fault: Fault): void {
  if (step.state.block) {
    step.emit({ type: "block-failed", fault });
    return;
  }
  const root = step.linked.specification.rootNet;
  if (!Object.hasOwn(step.state.nets, root)) return;
  const result = netInstance(step.state, root).data;
  cancelNet(step, root);
  step.emit({ type: "case-failed", result, fault });
}
