/** What the view of a case has to show: its histories, replayed. */
import type { Client } from "@temporalio/client";
import type { OutsideEnd } from "../../yawl/view/whole.ts";
import { WholeView } from "../../yawl/view/whole.ts";
import { historyOf } from "./histories.ts";
import type { Replayer } from "./replayer.ts";

export interface Truth {
  readonly whole: WholeView;
  /** of the last certain write that the case knows; none when it has shown nothing yet */
  readonly mark: string | undefined;
  readonly runId: string;
  /** a workflow task is scheduled or under way */
  readonly isBusy: boolean;
  /** it is no case, but has instances of one */
  readonly isBlock: boolean;
  /** how it ended, when it had no part in it itself */
  readonly end: OutsideEnd | undefined;
}

/**
 * @returns `undefined` when Temporal has no such case
 * @throws ReplayFailed when its history cannot be replayed
 */
export async function truthOf(
  client: Client,
  replayer: Replayer,
  caseId: string,
): Promise<Truth | undefined> {
  const found = await historyOf(client, caseId);
  if (!found) return undefined;
  let whole = new WholeView(caseId);
  let mark: string | undefined;
  for (const [index, history] of found.runs.entries()) {
    await replayer.replay(caseId, history, {
      begun(start) {
        if (index === 0) {
          whole = new WholeView(caseId, start.lastEvent + 1, start.lastItem);
          whole.add(start.change);
        }
        mark = start.mark?.mark ?? mark;
      },
      changed(change, written) {
        whole.add(change);
        if (written) mark = written.mark;
      },
    });
  }
  const { end, runId, isBusy, isBlock } = found;
  // a case that had ended by itself and then fails with its workflow is as it is
  const isEnded = end !== undefined && whole.isOpen;
  if (isEnded) whole.endOutside(end);
  return { whole, mark, runId, isBusy, isBlock, end: isEnded ? end : undefined };
}
