/** The twin's view: the same three collections with the same guards as Mizzen's, written with the bare driver. */
import mongoose from "mongoose";
import { Participants, Roles } from "../../store/models.ts";
import type { TwinChange } from "./twin-workflow.ts";

export async function showTwin(change: TwinChange): Promise<{ people: readonly string[] }> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("MongoDB is not connected");
  const fresh = change.items.find(({ status }) => status === "unoffered");
  const people = fresh ? await membersOf(fresh.role) : [];
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

/** Who has the role, by its id or name, with the two queries that a process of one's own would send. */
async function membersOf(role: string): Promise<readonly string[]> {
  const [members] = await Promise.all([
    Participants.find({ roles: role, available: true, locked: { $ne: true } }, { _id: 1 }).lean(),
    Roles.find({ $or: [{ _id: role }, { name: role }] }, { name: 1 }).lean(),
  ]);
  return members.map(({ _id }) => _id).toSorted();
}

/** A repeated write finds its documents there. */
async function quietly(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if ((error as { code?: number }).code !== 11_000) throw error;
  }
}
