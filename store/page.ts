/** Pages of long lists. A cursor names the last entry that was seen, so that pages stay stable while the list changes. */
import { Buffer } from "node:buffer";
import type { Model } from "mongoose";

export const MAXIMUM_PAGE = 200;

export interface PageRequest {
  /** entries wanted, at most `MAXIMUM_PAGE` */
  readonly limit: number;
  /** from the page before */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** `null` on the last page */
  readonly nextCursor: string | null;
}

/** The cursor is not one that this list gave out. */
export class BadCursor extends Error {
  override readonly name = "BadCursor";
}

/** Order of a list: by a number field, then by `_id`. `none` sorts by `_id` alone. */
export interface Order {
  readonly field?: string;
  readonly direction: 1 | -1;
}

/** One page of a collection's documents, lean. */
export async function pageOf<Document extends { _id: string }>(
  model: Model<Document>,
  filter: Record<string, unknown>,
  order: Order,
  request: PageRequest,
): Promise<{ readonly documents: readonly Document[]; readonly nextCursor: string | null }> {
  const limit = Math.max(1, Math.min(request.limit, MAXIMUM_PAGE));
  const conditions = request.cursor === undefined ? [filter] : [filter, after(request.cursor, order)];
  const byField = order.field === undefined ? {} : { [order.field]: order.direction };
  const options = { sort: { ...byField, _id: order.direction }, limit: limit + 1 };
  const found = await model.find({ $and: conditions }, null, options).lean<Document[]>();
  const documents = found.slice(0, limit);
  const last = documents.at(-1);
  return { documents, nextCursor: found.length > limit && last ? cursorAt(last, order) : null };
}

function cursorAt(document: { _id: string }, order: Order): string {
  const position =
    order.field === undefined ? [] : [(document as Record<string, unknown>)[order.field] ?? null];
  return Buffer.from(JSON.stringify([document._id, ...position])).toString("base64url");
}

function after(cursor: string, order: Order): Record<string, unknown> {
  const [id, position] = readCursor(cursor, order.field !== undefined);
  const beyond = order.direction === 1 ? "$gt" : "$lt";
  if (order.field === undefined) return { _id: { [beyond]: id } };
  return {
    $or: [{ [order.field]: { [beyond]: position } }, { [order.field]: position, _id: { [beyond]: id } }],
  };
}

function readCursor(cursor: string, withPosition: boolean): readonly [string, number] {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw new BadCursor("unreadable cursor");
  }
  const [id, position] = Array.isArray(read) ? (read as unknown[]) : [];
  if (typeof id !== "string" || (withPosition && typeof position !== "number"))
    throw new BadCursor("unreadable cursor");
  return [id, typeof position === "number" ? position : 0];
}
