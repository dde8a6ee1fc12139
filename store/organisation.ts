/** The organisation model: roles, positions, groups and capabilities, and the whole of it at once. */
import type { Model } from "mongoose";
import type { Absence, Capability, Group, Position, Resource, Role } from "../yawl/resource/organisation.ts";
import { allAbsences, writeAbsences } from "./absences.ts";
import { entryView } from "./documents.ts";
import { Capabilities, Groups, Participants, Positions, Resources, Roles } from "./models.ts";
import type { NamedDocument } from "./models.ts";
import { changingOrganisation } from "./organisation-changes.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import { administrators, allParticipants } from "./participants.ts";
import type { ParticipantView } from "./views.ts";

export const KINDS = ["roles", "positions", "groups", "capabilities"] as const;
export type Kind = (typeof KINDS)[number];

/** Any of the four: each has the fields of its kind. */
export type NamedView = Role & Position & Group & Capability;

/** All of it, as it is shown and replaced at once. */
export interface WholeOrganisation {
  readonly participants: readonly ParticipantView[];
  readonly roles: readonly Role[];
  readonly positions: readonly Position[];
  readonly groups: readonly Group[];
  readonly capabilities: readonly Capability[];
  readonly resources: readonly Resource[];
  readonly absences: readonly Absence[];
}

/** What there is besides people, things and absences. */
export type Structure = Pick<WholeOrganisation, Kind>;

/** What takes its place; things and absences stay where it does not speak of them. */
export type NewOrganisation = Omit<WholeOrganisation, "resources" | "absences"> &
  Partial<Pick<WholeOrganisation, "resources" | "absences">>;

const MODELS: Readonly<Record<Kind, Model<NamedDocument>>> = {
  roles: Roles,
  positions: Positions,
  groups: Groups,
  capabilities: Capabilities,
};
const DUPLICATE_KEY = 11_000;

export async function findNamed(kind: Kind, id: string): Promise<NamedView | undefined> {
  const document = await MODELS[kind].findById(id).lean();
  return document ? entryView(document) : undefined;
}

export async function listNamed(kind: Kind, page: PageRequest): Promise<Page<NamedView>> {
  const { documents, nextCursor } = await pageOf(MODELS[kind], {}, { direction: 1 }, page);
  return { items: documents.map(entryView), nextCursor };
}

/** `false`: there is one with this id already. */
export async function createNamed(kind: Kind, view: NamedView): Promise<boolean> {
  const { id, ...fields } = view;
  try {
    await changingOrganisation(async () => MODELS[kind].create([{ _id: id, ...fields }]));
    return true;
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

export async function putNamed(kind: Kind, view: NamedView): Promise<void> {
  const { id, ...fields } = view;
  await changingOrganisation(async () => MODELS[kind].replaceOne({ _id: id }, fields, { upsert: true }));
}

/** Removes it, and takes it from the participants who have it. `false`: there is none. */
export async function removeNamed(kind: Kind, id: string): Promise<boolean> {
  const known = await findNamed(kind, id);
  return await changingOrganisation(async () => {
    const { deletedCount } = await MODELS[kind].deleteOne({ _id: id });
    await takeAway(kind, known ? [known] : [{ id, name: id }]);
    return deletedCount > 0;
  });
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

/** What there is besides people, things and absences. */
export async function readStructure(): Promise<Structure> {
  const [roles, positions, groups, capabilities] = await Promise.all(KINDS.map(allNamed));
  return {
    roles: roles ?? [],
    positions: positions ?? [],
    groups: groups ?? [],
    capabilities: capabilities ?? [],
  };
}

export async function readOrganisation(): Promise<WholeOrganisation> {
  const [participants, roles, positions, groups, capabilities, resources, absences] = await Promise.all([
    allParticipants(),
    allNamed("roles"),
    allNamed("positions"),
    allNamed("groups"),
    allNamed("capabilities"),
    allResources(),
    allAbsences(),
  ]);
  return { participants, roles, positions, groups, capabilities, resources, absences };
}

/**
 * Makes the organisation what the model says, but for people whom it does not name: they are answered, and have to be
 * removed with what they hold. New and changed entries are written before others are removed, so that an interruption
 * leaves too much rather than too little, and the call can be repeated. Administrators whom the model does not name stay:
 * nobody locks everybody out. Passwords are not part of the model.
 */
export async function replaceOrganisation(organisation: NewOrganisation): Promise<readonly string[]> {
  return await changingOrganisation(async () => {
    for (const kind of KINDS) {
      const entries: readonly NamedView[] = organisation[kind];
      await MODELS[kind].bulkWrite(replacing(entries));
    }
    await Participants.bulkWrite(replacing(organisation.participants));
    if (organisation.resources) await writeResources(organisation.resources);
    if (organisation.absences) await writeAbsences(organisation.absences);
    const named = new Set(organisation.participants.map(({ id }) => id));
    for (const kind of KINDS) {
      const others = { _id: { $nin: organisation[kind].map(({ id }) => id) } };
      const gone = (await MODELS[kind].find(others).lean()).map(entryView);
      await MODELS[kind].deleteMany(others);
      const staying = (await administrators()).filter((id) => !named.has(id));
      // What the model gives to people is as it says, whether it names the role or not.
      if (gone.length > 0) await takeAway(kind, gone, staying);
    }
    const kept = new Set([...named, ...(await administrators())]);
    return (await allParticipants()).map(({ id }) => id).filter((id) => !kept.has(id));
  });
}

/** Things that work needs, by id. */
export async function allResources(): Promise<readonly Resource[]> {
  return (await Resources.find().sort({ _id: 1 }).lean()).map(entryView);
}

/** Makes these all the things that there are. */
export async function replaceResources(resources: readonly Resource[]): Promise<void> {
  await changingOrganisation(async () => writeResources(resources));
}

async function writeResources(resources: readonly Resource[]): Promise<void> {
  await Resources.bulkWrite(replacing(resources));
  await Resources.deleteMany({ _id: { $nin: resources.map(({ id }) => id) } });
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

export async function allNamed(kind: Kind): Promise<readonly NamedView[]> {
  return (await MODELS[kind].find().sort({ _id: 1 }).lean()).map(entryView);
}
