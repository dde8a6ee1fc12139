/** The log of a case: its own events, and those of the blocks that have instances of its tasks. */
import { Buffer } from "node:buffer";
import { blockIdsOf } from "./blocks.ts";
import { listEvents } from "./cases.ts";
import { eventView } from "./documents.ts";
import { Events } from "./models.ts";
import type { EventDocument } from "./models.ts";
import { BadCursor, MAXIMUM_PAGE } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { EventView } from "./views.ts";

/**
 * What happened in a case, in order: by number, and where the case has blocks by time, execution and number in it. A cursor of
 * the first order also continues in the second, which a case may get between two pages.
 */
export async function logOf(caseId: string, page: PageRequest): Promise<Page<EventView>> {
  const blocks = await blockIdsOf(caseId);
  if (blocks.length === 0) return await listEvents(caseId, page);
  const executions = [caseId, ...blocks];
  const limit = Math.max(1, Math.min(page.limit, MAXIMUM_PAGE));
  const start = page.cursor === undefined ? {} : after(await positionOf(page.cursor, executions));
  const found = await Events.find({ $and: [{ caseId: { $in: executions } }, start] })
    .sort({ at: 1, caseId: 1, number: 1 })
    .limit(limit + 1)
    .lean();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(eventView), nextCursor: found.length > limit && last ? cursorAt(last) : null };
}

const LATE: readonly string[] = ["came-late", "command-refused"];

/** Whether the log of an execution has what somebody sent for a work item when it was too late. */
export async function hasLateEntry(
  executions: readonly string[],
  item: string,
  by: string,
): Promise<boolean> {
  const found = await Events.exists({ caseId: { $in: executions }, type: { $in: LATE }, item, by });
  return found !== null;
}

type Position = Pick<EventView, "at" | "caseId" | "number">;

function after({ at, caseId, number }: Position): Record<string, unknown> {
  return {
    $or: [{ at: { $gt: at } }, { at, caseId: { $gt: caseId } }, { at, caseId, number: { $gt: number } }],
  };
}

/** Begins as the cursors of `page.ts` do: with the document's id and its number. */
function cursorAt({ _id, at, caseId, number }: EventDocument): string {
  return Buffer.from(JSON.stringify([_id, number, at, caseId])).toString("base64url");
}

async function positionOf(cursor: string, executions: readonly string[]): Promise<Position> {
  const [id, number, at, caseId] = read(cursor);
  if (typeof id === "string" && typeof number === "number") {
    if (typeof at === "number" && typeof caseId === "string") return { at, caseId, number };
    const seen = at === undefined ? await Events.findById(id).lean() : undefined;
    if (seen && executions.includes(seen.caseId)) return seen;
  }
  throw new BadCursor("unreadable cursor");
}

function read(cursor: string): readonly unknown[] {
  try {
    const text: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(text) ? text : [];
  } catch {
    return [];
  }
}

const DISTRIBUTED: readonly string[] = ["item-offered", "item-allocated", "item-unoffered"];

/** How often and how people were looked for for an item, and what was found, in order; what people decided is not among it. */
export async function distributionsOf(caseId: string, item: string): Promise<readonly EventView[]> {
  const found = await Events.find({ caseId, item, type: { $in: DISTRIBUTED } })
    .sort({ number: 1 })
    .lean();
  return found.map(eventView).filter(({ details }) => details && "why" in details);
}
