/** The twin's view: the same three collections with the same guards as Mizzen's, written with the bare driver. */
import mongoose from "mongoose";
import { availablePeople } from "../../store/participants.ts";
import type { TwinChange } from "./twin-workflow.ts";

export async function showTwin(change: TwinChange): Promise<{ people: readonly string[] }> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("MongoDB is not connected");
  const fresh = change.items.find(({ status }) => status === "unoffered");
  const people = fresh ? await availablePeople({ participants: [], roles: [fresh.role] }) : [];
  const items = change.items.map((item) =>
    item === fresh && people.length > 0 ? { ...item, status: "offered", offeredTo: people } : item,
  );
  const newer = { revision: { $lt: change.revision } };
  await Promise.all([
    quietly(
      db
        .collection<{ _id: string }>("twin_cases")
        .updateOne(
          { _id: change.caseId, ...newer },
          { $set: { state: change.state, data: change.data, revision: change.revision } },
          { upsert: true },
        ),
    ),
    quietly(
      db.collection<{ _id: string }>("twin_items").bulkWrite(
        items.map(({ id, ...item }) => ({
          replaceOne: {
            filter: { _id: id, ...newer },
            replacement: { ...item, caseId: change.caseId, revision: change.revision },
            upsert: true,
          },
        })),
        { ordered: false },
      ),
    ),
    quietly(
      db.collection<{ _id: string }>("twin_events").insertMany(
        change.events.map((event) => ({ ...event, _id: `${change.caseId}/${event.number}` })),
        { ordered: false },
      ),
    ),
  ]);
  return { people };
}

/** A repeated write finds its documents there. */
async function quietly(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if ((error as { code?: number }).code !== 11_000) throw error;
  }
}
