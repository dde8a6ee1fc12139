/** What a case or a block is launched with, and when that is. */
import { workflowInfo } from "@temporalio/workflow";
import type { Launch } from "../yawl/case/advance.ts";
import type { CaseStart } from "./messages.ts";

export function launchOf({ caseId, data, flags = [], instancesInside, block }: CaseStart): Launch {
  // the sandbox's random numbers are the same in every replay
  const seed = Math.floor(Math.random() * 0x1_0000_0000);
  if (block) return { type: "launch-block", start: block, seed, flags };
  const inside = instancesInside === undefined ? {} : { inside: instancesInside };
  return { type: "launch", id: caseId, data, seed, flags, ...inside };
}

/**
 * The time of a launch: when the workflow was started. The clock of its first workflow task is another one in a replay, where that
 * task went on in further ones until the view was written: they are taken together there, with the time of the last.
 * @returns epoch milliseconds
 */
export function launchTime({ flags = [] }: CaseStart): number {
  return flags.includes("launched-when-started") ? workflowInfo().startTime.getTime() : Date.now();
}
