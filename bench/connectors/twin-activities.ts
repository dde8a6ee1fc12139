/** The view of the hand-written twin: what one step changed, in three collections as Mizzen has them. */
import mongoose from "mongoose";

interface Step {
  readonly caseId: string;
  readonly state: string;
  readonly n: number;
}

export async function showSteps({ caseId, state, n }: Step): Promise<void> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("no connection");
  const named = (name: string) => db.collection<{ _id: string }>(name);
  const at = Date.now();
  await Promise.all([
    named("twin_cases").updateOne(
      { _id: caseId },
      { $set: { state, data: JSON.stringify({ n }), at } },
      { upsert: true },
    ),
    named("twin_items").bulkWrite(
      [n, n + 1].map((number) => ({
        updateOne: {
          filter: { _id: `${caseId}.${number}` },
          update: { $set: { caseId, status: number === n ? "completed" : "started", at } },
          upsert: true,
        },
      })),
    ),
    named("twin_events").insertMany(
      [n, n + 1].map((number) => ({ _id: `${caseId}/${n}/${number}`, caseId, at })) as { _id: string }[],
    ),
  ]);
}
