/**
 * What is true of a case: what its history says. Here it is asked of the case itself, which a worker replays from its history
 * to answer (`STATE`); that says all of the case and of its open items, and the rules of `life.ts` hold for the rest.
 */
import type { Client } from "@temporalio/client";
import { failedTasks, whereabouts } from "../../yawl/case/decide.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { CaseView, EventView, ItemView } from "../../yawl/view/views.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import { STATE } from "../../workflows/messages.ts";

export interface Truth {
  readonly case: Pick<CaseView, "state" | "data" | "marking" | "busy"> &
    Partial<Pick<CaseView, "failures" | "fault" | "reason">>;
  /** work items that have not ended, by id */
  readonly open: ReadonlyMap<string, WorkItem>;
  /** number of the last work item: there are all up to it, and none beyond */
  readonly lastItem: number;
  /** the whole view, where it is known: it is then compared document by document */
  readonly whole?: {
    readonly case: CaseView;
    readonly items: readonly ItemView[];
    readonly events: readonly EventView[];
  };
}

const QUERY_MILLIS = 30_000;

/**
 * The one place that says what is true.
 * @throws Error when the case cannot say it: nobody replays its history, or it is not there
 */
export async function truthOf(caseId: string, client: Client): Promise<Truth> {
  const state = await client.withDeadline(Date.now() + QUERY_MILLIS, async () =>
    client.workflow.getHandle(caseId).query<CaseState>(STATE),
  );
  const root = Object.values(state.nets).find(({ depth }) => depth === 0);
  const failures = failedTasks(state);
  return {
    case: {
      state: state.status,
      data: root?.data ?? state.result ?? {},
      ...whereabouts(state),
      ...(failures.length > 0 ? { failures } : {}),
      ...(state.fault === undefined ? {} : { fault: state.fault }),
      ...(state.reason === undefined ? {} : { reason: state.reason }),
    },
    open: new Map(Object.entries(state.items)),
    lastItem: state.lastItem,
  };
}
