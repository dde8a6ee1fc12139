/** The organisation model: roles, positions, groups and capabilities, and the whole of it at once. */
import type { Model } from "mongoose";
import { namedView } from "./documents.ts";
import { Capabilities, Groups, Participants, Positions, Roles } from "./models.ts";
import type { NamedDocument } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import { administrators, allParticipants } from "./participants.ts";
import type { ParticipantView, RoleView } from "./views.ts";

/** Positions, groups and capabilities have the shape of roles. */
export type NamedView = RoleView;

export const KINDS = ["roles", "positions", "groups", "capabilities"] as const;
export type Kind = (typeof KINDS)[number];

export interface Organisation {
  readonly participants: readonly ParticipantView[];
  readonly roles: readonly NamedView[];
  readonly positions: readonly NamedView[];
  readonly groups: readonly NamedView[];
  readonly capabilities: readonly NamedView[];
}

const MODELS: Readonly<Record<Kind, Model<NamedDocument>>> = {
  roles: Roles,
  positions: Positions,
  groups: Groups,
  capabilities: Capabilities,
};
const DUPLICATE_KEY = 11_000;

export async function findNamed(kind: Kind, id: string): Promise<NamedView | undefined> {
  const document = await MODELS[kind].findById(id).lean();
  return document ? namedView(document) : undefined;
}

export async function listNamed(kind: Kind, page: PageRequest): Promise<Page<NamedView>> {
  const { documents, nextCursor } = await pageOf(MODELS[kind], {}, { direction: 1 }, page);
  return { items: documents.map(namedView), nextCursor };
}

/** `false`: there is one with this id already. */
export async function createNamed(kind: Kind, view: NamedView): Promise<boolean> {
  const { id, ...fields } = view;
  try {
    await MODELS[kind].create([{ _id: id, ...fields }]);
    return true;
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

export async function putNamed(kind: Kind, view: NamedView): Promise<void> {
  const { id, ...fields } = view;
  await MODELS[kind].replaceOne({ _id: id }, fields, { upsert: true });
}

/** Removes it, and takes it from the participants who have it. `false`: there is none. */
export async function removeNamed(kind: Kind, id: string): Promise<boolean> {
  const known = await findNamed(kind, id);
  const { deletedCount } = await MODELS[kind].deleteOne({ _id: id });
  await takeAway(kind, known ? [known] : [{ id, name: id }]);
  return deletedCount > 0;
}

/**
 * Takes what is gone from those who have it: who gets one of the same id or name later has to be given it anew.
 * @param people only from these; absent: from everybody
 */
async function takeAway(kind: Kind, gone: readonly NamedView[], people?: readonly string[]): Promise<void> {
  const names = [...new Set(gone.flatMap(({ id, name }) => [id, name]))];
  const kept = await MODELS[kind].find({ $or: [{ _id: { $in: names } }, { name: { $in: names } }] }).lean();
  const meansAnother = new Set(kept.flatMap(({ _id: id, name }) => [id, name]));
  const taken = { $in: names.filter((name) => !meansAnother.has(name)) };
  const holders = people === undefined ? {} : { _id: { $in: people } };
  await Participants.updateMany(holders, {
    $pull: kind === "capabilities" ? { capabilities: { name: taken } } : { [kind]: taken },
  });
}

export async function readOrganisation(): Promise<Organisation> {
  const [participants, roles, positions, groups, capabilities] = await Promise.all([
    allParticipants(),
    allNamed("roles"),
    allNamed("positions"),
    allNamed("groups"),
    allNamed("capabilities"),
  ]);
  return { participants, roles, positions, groups, capabilities };
}

/**
 * Makes the organisation what the model says, but for people whom it does not name: they are answered, and have to be
 * removed with what they hold. New and changed entries are written before others are removed, so that an interruption
 * leaves too much rather than too little, and the call can be repeated. Administrators whom the model does not name stay:
 * nobody locks everybody out. Passwords are not part of the model.
 */
export async function replaceOrganisation(organisation: Organisation): Promise<readonly string[]> {
  for (const kind of KINDS) await MODELS[kind].bulkWrite(replacing(organisation[kind]));
  await Participants.bulkWrite(replacing(organisation.participants));
  const named = new Set(organisation.participants.map(({ id }) => id));
  for (const kind of KINDS) {
    const others = { _id: { $nin: organisation[kind].map(({ id }) => id) } };
    const gone = (await MODELS[kind].find(others).lean()).map(namedView);
    await MODELS[kind].deleteMany(others);
    const staying = (await administrators()).filter((id) => !named.has(id));
    // What the model gives to people is as it says, whether it names the role or not.
    if (gone.length > 0) await takeAway(kind, gone, staying);
  }
  const kept = new Set([...named, ...(await administrators())]);
  return (await allParticipants()).map(({ id }) => id).filter((id) => !kept.has(id));
}

/**
 * For one round trip, however many there are. In order, as mongoose then checks all of them before the first is written; out of
 * order it would leave out in silence what its schema refuses.
 */
function replacing<View extends { readonly id: string }>(
  views: readonly View[],
): { replaceOne: { filter: { _id: string }; replacement: Omit<View, "id">; upsert: true } }[] {
  return views.map(({ id, ...replacement }) => ({
    replaceOne: { filter: { _id: id }, replacement, upsert: true },
  }));
}

async function allNamed(kind: Kind): Promise<readonly NamedView[]> {
  return (await MODELS[kind].find().sort({ _id: 1 }).lean()).map(namedView);
}
