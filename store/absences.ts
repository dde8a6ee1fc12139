/** When people are away, and who does their work meanwhile. */
import { isDeepStrictEqual } from "node:util";
import type { Absence } from "../yawl/resource/organisation.ts";
import { entryView } from "./documents.ts";
import { Absences } from "./models.ts";
import type { AbsenceDocument, AbsencePhase } from "./models.ts";
import { changingOrganisation } from "./organisation-changes.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";

function absenceView({ phase: _phase, ...document }: AbsenceDocument): Absence {
  return entryView(document);
}

export async function allAbsences(): Promise<readonly Absence[]> {
  return (await Absences.find().sort({ _id: 1 }).lean()).map(absenceView);
}

export async function findAbsence(id: string): Promise<Absence | undefined> {
  const document = await Absences.findById(id).lean();
  return document ? absenceView(document) : undefined;
}

/** Absences by id. @param participant only theirs */
export async function listAbsences(page: PageRequest, participant?: string): Promise<Page<Absence>> {
  const filter = participant === undefined ? {} : { participant };
  const { documents, nextCursor } = await pageOf(Absences, filter, { direction: 1 }, page);
  return { items: documents.map(absenceView), nextCursor };
}

/** Adds or replaces an absence; what follows from it begins anew. */
export async function putAbsence(absence: Absence): Promise<void> {
  const { id, ...fields } = absence;
  await changingOrganisation(async () => {
    await Absences.replaceOne({ _id: id }, { ...fields, phase: "planned" }, { upsert: true });
  });
}

/**
 * Makes these all the absences that there are, within a change of the organisation; what followed from those that stay as they
 * were does not follow again.
 */
export async function writeAbsences(absences: readonly Absence[]): Promise<void> {
  const before = new Map((await Absences.find().lean()).map((document) => [document._id, document]));
  const writes = absences.flatMap(({ id, ...fields }) => {
    const old = before.get(id);
    const isSame = old !== undefined && isDeepStrictEqual(absenceView(old), { id, ...fields });
    const replacement: Omit<AbsenceDocument, "_id"> = { ...fields, phase: "planned" };
    return isSame ? [] : [{ replaceOne: { filter: { _id: id }, replacement, upsert: true } }];
  });
  await Absences.bulkWrite(writes);
  await Absences.deleteMany({ _id: { $nin: absences.map(({ id }) => id) } });
}

/** `false`: there is none. */
export async function removeAbsence(id: string): Promise<boolean> {
  return await changingOrganisation(async () => (await Absences.deleteOne({ _id: id })).deletedCount > 0);
}

/** An absence whose beginning or end has come, and has not been followed by the work that it concerns. */
export interface DueAbsence {
  readonly absence: Absence;
  readonly phase: Exclude<AbsencePhase, "planned">;
}

/** Absences that have begun or ended and were not handled, earliest first. @param at epoch milliseconds */
export async function dueAbsences(at: number, limit: number): Promise<readonly DueAbsence[]> {
  const ended = await Absences.find({ phase: { $in: ["planned", "begun"] }, until: { $lte: at } })
    .sort({ until: 1 })
    .limit(limit)
    .lean();
  const begun = await Absences.find({ phase: "planned", from: { $lte: at }, until: { $gt: at } })
    .sort({ from: 1 })
    .limit(limit)
    .lean();
  return [
    ...ended.map((document) => ({ absence: absenceView(document), phase: "ended" as const })),
    ...begun.map((document) => ({ absence: absenceView(document), phase: "begun" as const })),
  ];
}

/** Notes that work has followed; not if the absence has been changed meanwhile. */
export async function absenceFollowed({ absence, phase }: DueAbsence): Promise<void> {
  const { id, from, until } = absence;
  await Absences.updateOne({ _id: id, from, until }, { $set: { phase } });
}

/** People go: their absences go with them, and nobody stands in for others any more. Within a change of the organisation. */
export async function removeAbsencesOf(people: readonly string[]): Promise<void> {
  await Absences.deleteMany({ participant: { $in: people } });
  await Absences.updateMany({ substitute: { $in: people } }, { $unset: { substitute: "" } });
}
