/** People: who they are and what the organisation says of them. */
import { removeAbsencesOf } from "./absences.ts";
import { removeCredentials } from "./credentials.ts";
import { participantView } from "./documents.ts";
import { Participants, Retired } from "./models.ts";
import { changingOrganisation } from "./organisation-changes.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import { endPilesOf } from "./piles.ts";
import { disown } from "./specification-owners.ts";
import type { ParticipantView } from "./views.ts";

const DUPLICATE_KEY = 11_000;
/** Documents that were written before there were locks have none. */
const UNLOCKED = { locked: { $ne: true } };

/** A participant with what is given; nothing held, available, and allowed to do their own work for the rest. */
export function participantWith(
  fields: Pick<ParticipantView, "id"> & Partial<ParticipantView>,
): ParticipantView {
  return {
    name: fields.id,
    roles: [],
    positions: [],
    groups: [],
    capabilities: [],
    privileges: [],
    available: true,
    locked: false,
    specifications: [],
    access: ["participant"],
    ...fields,
  };
}

export async function findParticipant(id: string): Promise<ParticipantView | undefined> {
  const document = await Participants.findById(id).lean();
  return document ? participantView(document) : undefined;
}

export async function listParticipants(page: PageRequest): Promise<Page<ParticipantView>> {
  const { documents, nextCursor } = await pageOf(Participants, {}, { direction: 1 }, page);
  return { items: documents.map(participantView), nextCursor };
}

export async function allParticipants(): Promise<readonly ParticipantView[]> {
  const documents = await Participants.find().sort({ _id: 1 }).lean();
  return documents.map(participantView);
}

/** `false`: there is one with this id already. */
export async function createParticipant(participant: ParticipantView): Promise<boolean> {
  const { id, ...fields } = participant;
  try {
    await changingOrganisation(async () => Participants.create([{ _id: id, ...fields }]));
    return true;
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

/** Replaces a participant, or adds it. */
export async function putParticipant(participant: ParticipantView): Promise<void> {
  const { id, ...fields } = participant;
  await changingOrganisation(async () => Participants.replaceOne({ _id: id }, fields, { upsert: true }));
}

/** Removes people and their passwords; their tokens become void, their specifications nobody's, and who gets one of the ids later is somebody else. */
export async function removeParticipants(ids: readonly string[], at = Date.now()): Promise<number> {
  for (const id of ids) await Retired.replaceOne({ _id: id }, { at }, { upsert: true });
  const { deletedCount } = await changingOrganisation(async () => {
    await removeAbsencesOf(ids);
    return await Participants.deleteMany({ _id: { $in: ids } });
  });
  await Promise.all([removeCredentials(ids), disown(ids), endPilesOf(ids)]);
  return deletedCount;
}

/** Keeps people from logging in and from getting work. */
export async function lockParticipants(ids: readonly string[]): Promise<void> {
  await changingOrganisation(async () =>
    Participants.updateMany({ _id: { $in: ids } }, { $set: { locked: true } }),
  );
}

/** Since when an id is this participant's: when the one who had it before was removed, in epoch milliseconds; else 0. */
export async function heldSince(id: string): Promise<number> {
  return (await Retired.findById(id).lean())?.at ?? 0;
}

/** Those of the ids that somebody had who was removed. */
export async function retiredAmong(ids: readonly string[]): Promise<readonly string[]> {
  return (await Retired.find({ _id: { $in: ids } }, { _id: 1 }).lean()).map((document) => document._id);
}

/** Ids of administrators who are not locked, sorted. */
export async function administrators(): Promise<readonly string[]> {
  const documents = await Participants.find({ access: "admin", ...UNLOCKED }, { _id: 1 })
    .sort({ _id: 1 })
    .lean();
  return documents.map((document) => document._id);
}

/** Aliases of somebody that mean somebody else, as their id or alias; with who that is. */
export async function aliasesTaken({
  id,
  aliases = [],
}: ParticipantView): Promise<ReadonlyMap<string, string>> {
  const names = [...aliases, id];
  const others = await Participants.find(
    { _id: { $ne: id }, $or: [{ _id: { $in: names } }, { aliases: { $in: names } }] },
    { _id: 1, aliases: 1 },
  ).lean();
  return new Map(
    others.flatMap(({ _id, aliases: known = [] }) => [_id, ...known].map((name) => [name, _id])),
  );
}

/** Those of the ids that name a participant, locked or not. */
export async function existingParticipants(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const documents = await Participants.find({ _id: { $in: ids } }, { _id: 1 }).lean();
  return new Set(documents.map((document) => document._id));
}

/** Those of the ids that name a participant who can work: not locked. */
export async function workingParticipants(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const documents = await Participants.find({ _id: { $in: ids }, ...UNLOCKED }, { _id: 1 }).lean();
  return new Set(documents.map((document) => document._id));
}

/** The named participants, sorted by id; those who are not there are left out. */
export async function namedParticipants(ids: readonly string[]): Promise<readonly ParticipantView[]> {
  const documents = await Participants.find({ _id: { $in: ids } })
    .sort({ _id: 1 })
    .lean();
  return documents.map(participantView);
}
