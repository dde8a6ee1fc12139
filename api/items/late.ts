/**
 * Completions that come when their instance is not needed any more: they are refused, and what was sent is kept, so that nobody's
 * work is lost: in the log of the case, or in the audit records where the case has ended.
 */
import { isAudited, recordAudit } from "../../store/audit.ts";
import { hasLateEntry } from "../../store/events.ts";
import { forgetRequest, rememberRequest } from "../../store/idempotency.ts";
import { caseOfItem, findItem } from "../../store/items.ts";
import type { ItemView } from "../../store/views.ts";
import { COMMAND } from "../../workflows/messages.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import { Problem } from "../http/problem.ts";
import { isGone } from "../temporal-errors.ts";
import type { TemporalGateway } from "../temporal.ts";

type ItemMessage = Extract<CommandMessage, { item: string }>;

/**
 * Keeps what was sent, if it is a completion by whoever had the item when its instance was cancelled; of one person once for an
 * item, however often they repeat it.
 * @returns the refusal; none when it is no such completion
 */
export type KeepLate = (message: ItemMessage, deadline: number) => Promise<Problem | undefined>;

export function keepLate(temporal: TemporalGateway): KeepLate {
  return async (message, deadline) => {
    if (message.command.type !== "complete") return undefined;
    const item = await findItem(message.item);
    if (!item || !isLateFor(item, message.by.participant)) return undefined;
    const isInLog = await keep(item, message, deadline);
    const where = isInLog ? "in the case's log" : "in the audit records, as the case has ended";
    return new Problem(
      "wrong-state",
      `${item.reason ?? ""} The work item was ${item.status === "cancelled" ? "cancelled" : "ended"} before it was completed; what was sent is kept ${where}.`,
    );
  };

  /** @returns whether the log has it */
  async function keep(item: ItemView, message: ItemMessage, deadline: number): Promise<boolean> {
    const by = message.by.participant;
    const executions = [...new Set([item.caseId, caseOfItem(item)])];
    if (await hasLateEntry(executions, item.id, by)) return true;
    if (await isAudited({ action: LATE, subject: item.id, by })) return false;
    // the log shows it only in a moment
    const key = `${by}:late:${item.id}`;
    const { isNew } = await rememberRequest(key, { digest: "late", caseId: caseOfItem(item) });
    if (!isNew) return true;
    try {
      for (const execution of executions) if (await signal(execution, message, deadline)) return true;
    } catch (error) {
      await forgetRequest(key);
      throw error;
    }
    await audit(item, message);
    return false;
  }

  async function signal(execution: string, message: ItemMessage, deadline: number): Promise<boolean> {
    try {
      await temporal.client.withDeadline(deadline, async () =>
        temporal.client.workflow.getHandle(execution).signal<[CommandMessage]>(COMMAND, message),
      );
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }
}

const LATE = "work-item.complete-late";

async function audit({ id }: ItemView, { by, command }: ItemMessage): Promise<void> {
  await recordAudit({
    by: by.participant,
    action: LATE,
    subject: id,
    result: "refused",
    reason: "wrong-state",
    ...("data" in command && command.data ? { data: command.data } : {}),
  });
}

/**
 * It was theirs, and the engine ended it: its time was over, enough others were done, or somebody cancelled the instance.
 */
function isLateFor(
  { status, allocatedTo, cause, instance, startedAt }: ItemView,
  participant: string,
): boolean {
  if (allocatedTo !== participant) return false;
  if (cause === "expired") return startedAt !== undefined;
  if (status !== "cancelled") return false;
  return instance !== undefined || cause !== undefined;
}
