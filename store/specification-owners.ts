/** Whose a specification is: who uploaded its first version, and the designers with whom they share it. */
import { Owners, Specifications } from "./models.ts";

export interface Ownership {
  /** participant id; absent when the owner was removed */
  readonly owner?: string;
  /** ids of those who may upload and delete versions, too */
  readonly designers: readonly string[];
}

/** `undefined` when there is no version of the specification. One without a record belongs to who uploaded it first. */
export async function findOwnership(id: string): Promise<Ownership | undefined> {
  const first = await Specifications.findOne({ id }, { uploadedBy: 1 }).sort({ uploadedAt: 1 }).lean();
  if (!first) return undefined;
  const known = await Owners.findById(id).lean();
  if (!known) return { owner: first.uploadedBy, designers: [] };
  return { ...(known.owner === undefined ? {} : { owner: known.owner }), designers: known.designers };
}

export async function putOwnership(id: string, { owner, designers }: Ownership): Promise<void> {
  await Owners.replaceOne(
    { _id: id },
    { ...(owner === undefined ? {} : { owner }), designers: [...designers] },
    {
      upsert: true,
    },
  );
}

/** For a specification of which the last version was removed: whoever uploads the next one owns it. */
export async function removeOwnership(id: string): Promise<void> {
  await Owners.deleteOne({ _id: id });
}

/** People who are removed own nothing any more, so that an id that is used again inherits nothing. */
export async function disown(ids: readonly string[]): Promise<void> {
  const unrecorded = await Specifications.distinct("id", { uploadedBy: { $in: ids } });
  for (const id of unrecorded) {
    const ownership = await findOwnership(id);
    if (ownership?.owner !== undefined && ids.includes(ownership.owner))
      await putOwnership(id, { designers: ownership.designers.filter((each) => !ids.includes(each)) });
  }
  await Owners.updateMany({ owner: { $in: ids } }, { $unset: { owner: "" } });
  await Owners.updateMany({ designers: { $in: ids } }, { $pull: { designers: { $in: ids } } });
}
