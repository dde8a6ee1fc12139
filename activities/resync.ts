/** Makes views of cases again: asked for by people, by the API when a command ended without a clear answer, or for all of them. */
import { heartbeat } from "@temporalio/activity";
import type { Client } from "@temporalio/client";
import { blocksMadeBy } from "../store/blocks.ts";
import { openExecutions } from "../store/view/doubts.ts";
import { EXECUTIONS, type ResyncSummary } from "../workflows/messages.ts";

/** Makes one view again, and answers what became of it. */
export type Resync = (
  caseId: string,
  reason: string,
) => Promise<"same" | "mended" | "moved" | "absent" | "unreadable">;

const AT_ONCE = 8;
const MOST_NAMED = 100;
const HEARTBEAT_MILLIS = 2_000;

export function resyncActivities(client: Client, resync: Resync) {
  /** Views of these cases. @param parts those of their blocks, too */
  async function resyncViews(
    caseIds: readonly string[],
    reason: string,
    parts: "with blocks" | "alone" = "alone",
  ): Promise<ResyncSummary> {
    return await resyncAll(caseIds, reason, parts);
  }

  /**
   * Views of all cases that Temporal has, and of those that are shown as running and that it has not; the blocks of cases are
   * among both.
   */
  async function rebuildViews(): Promise<ResyncSummary> {
    return await resyncAll(everyExecution(client), "all views are made again", "alone");
  }

  async function resyncAll(
    caseIds: Iterable<string> | AsyncIterable<string>,
    reason: string,
    parts: "with blocks" | "alone",
  ): Promise<ResyncSummary> {
    const counts = { same: 0, mended: 0, moved: 0, absent: 0, unreadable: 0 };
    const unreadableCases: string[] = [];
    const one = async (caseId: string, isPart = false): Promise<void> => {
      const result = await resync(caseId, reason);
      // a block that never began leaves nothing to show
      if (!(isPart && result === "absent")) counts[result] += 1;
      if (result === "unreadable" && unreadableCases.length < MOST_NAMED) unreadableCases.push(caseId);
      if (parts === "alone") return;
      // what the case shows now says which blocks it has
      const blocks = [...(await blocksMadeBy(caseId))];
      const next = async (): Promise<void> => {
        for (let block = blocks.pop(); block !== undefined; block = blocks.pop()) await one(block, true);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
    };
    const alive = setInterval(() => heartbeat({ ...counts }), HEARTBEAT_MILLIS);
    try {
      const running = new Set<Promise<void>>();
      for await (const caseId of caseIds) {
        const work = one(caseId).finally(() => running.delete(work));
        running.add(work);
        if (running.size >= AT_ONCE) await Promise.race(running);
      }
      await Promise.all(running);
    } finally {
      clearInterval(alive);
    }
    const { same, mended, absent, unreadable } = counts;
    return { same, mended, absent, unreadable, unreadableCases };
  }

  return { resyncViews, rebuildViews };
}

async function* everyExecution(client: Client): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query: EXECUTIONS, pageSize: 1_000 })) {
    if (seen.has(workflowId)) continue;
    seen.add(workflowId);
    yield workflowId;
  }
  for (const caseId of await openExecutions()) if (!seen.has(caseId)) yield caseId;
}
