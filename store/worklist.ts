/** What is asked of somebody's worklist beside its contents (`inbox.ts`). */
import { offeredToThem, type Offeree } from "./items.ts";
import { Items } from "./models.ts";

/** Of the items that somebody has started or suspended, how many there are beside one. */
export async function countStarted(participant: string, but: string): Promise<number> {
  return await Items.countDocuments({
    allocatedTo: participant,
    status: { $in: ["started", "suspended"] },
    _id: { $ne: but },
  });
}

/** Id of the oldest item that is offered to somebody. */
export async function firstOffered(offeree: Offeree): Promise<string | undefined> {
  return await first({ $or: offeredToThem(offeree) });
}

/** Id of the oldest item that is somebody's and not started. */
export async function firstAllocated(participant: string): Promise<string | undefined> {
  return await first({ allocatedTo: participant, status: "allocated" });
}

async function first(filter: Record<string, unknown>): Promise<string | undefined> {
  const found = await Items.findOne(filter, { _id: 1 }).sort({ enabledAt: 1, _id: 1 }).lean();
  return found?._id;
}
