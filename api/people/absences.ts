/** Absences: everybody's own, and for managers those of all. */
import { randomUUID } from "node:crypto";
import { allAbsences, findAbsence, listAbsences, putAbsence, removeAbsence } from "../../store/absences.ts";
import type { FollowUp } from "../../store/follow-ups.ts";
import { allNamed } from "../../store/organisation.ts";
import type { Page, PageRequest } from "../../store/page.ts";
import { namedParticipants } from "../../store/participants.ts";
import type { Absence } from "../../yawl/resource/organisation.ts";
import { Problem } from "../http/problem.ts";
import { present } from "../routes/people.ts";
import type { AbsenceInput } from "../routes/absence-shapes.ts";
import type { Caller } from "../security/caller.ts";
import { entryErrors } from "./check-model.ts";
import type { FollowUps } from "./follow-ups.ts";

export interface AbsenceCommands {
  /** @param participant theirs only; somebody who is no manager sees their own only */
  list(page: PageRequest, participant: string | undefined, caller: Caller): Promise<Page<Absence>>;
  find(id: string, caller: Caller): Promise<Absence>;
  create(input: AbsenceInput, caller: Caller): Promise<Absence>;
  put(id: string, input: AbsenceInput, caller: Caller): Promise<Absence>;
  remove(id: string, caller: Caller): Promise<void>;
}

export function absencesOf(followUps: FollowUps): AbsenceCommands {
  async function save(absence: Absence, before: Absence | undefined): Promise<Absence> {
    await check(absence);
    await followUps.after(endOf(before), async () => putAbsence(absence));
    followUps.sweepSoon();
    return absence;
  }
  return {
    async list(page, participant, caller) {
      if (caller.manager) return await listAbsences(page, participant);
      if (participant !== undefined && participant !== caller.id) return { items: [], nextCursor: null };
      return await listAbsences(page, caller.id);
    },
    find: seen,
    async create(input, caller) {
      const absence = absenceFrom(randomUUID(), input, input.participant ?? caller.id);
      requireOwn(absence, caller);
      return await save(absence, undefined);
    },
    async put(id, input, caller) {
      const before = await seen(id, caller);
      const absence = absenceFrom(id, input, input.participant ?? before.participant);
      requireOwn(absence, caller);
      return await save(absence, before);
    },
    async remove(id, caller) {
      const before = await seen(id, caller);
      await followUps.after(endOf(before), async () => removeAbsence(id));
    },
  };
}

/** What others are away for is nobody's business but their managers'. */
async function seen(id: string, caller: Caller): Promise<Absence> {
  const absence = await findAbsence(id);
  if (absence && (caller.manager || absence.participant === caller.id)) return absence;
  throw new Problem("not-found", `There is no absence "${id}".`);
}

function requireOwn({ participant }: Absence, caller: Caller): void {
  if (caller.manager || participant === caller.id) return;
  throw new Problem("not-allowed", "Only managers enter the absences of others.");
}

function absenceFrom(id: string, input: AbsenceInput, participant: string): Absence {
  return { ...present(input), id, participant };
}

/** @throws Problem `invalid-data` with what is wrong at its place */
async function check(absence: Absence): Promise<void> {
  const { id, participant, substitute } = absence;
  const [participants, roles, others] = await Promise.all([
    namedParticipants(substitute === undefined ? [participant] : [participant, substitute]),
    allNamed("roles"),
    allAbsences(),
  ]);
  const absences = [...others.filter((other) => other.id !== id), absence];
  const model = { participants, roles, positions: [], groups: [], capabilities: [], resources: [], absences };
  const errors = entryErrors(model, "absences", id);
  if (errors.length > 0) throw new Problem("invalid-data", "The absence cannot be so.", { errors });
}

/** It ends when it is removed or becomes another one. */
function endOf(absence: Absence | undefined): readonly FollowUp[] {
  const now = Date.now();
  const isUnderWay = absence && absence.from <= now && now < absence.until;
  return isUnderWay ? [{ kind: "absence", absence, phase: "ended" }] : [];
}
