/** What work may have to follow when the organisation changes: known before it does, as it was then. */
import { isDeepStrictEqual } from "node:util";
import type { FollowUp } from "../../store/follow-ups.ts";
import type { Kind, NamedView, Structure, WholeOrganisation } from "../../store/organisation.ts";
import type { ParticipantView } from "../../store/views.ts";
import { indexOrganisation } from "../../yawl/resource/indexed.ts";
import { differenceOf, NOBODY, standingIn, standingOf } from "./standing.ts";

/** What follows when one person changes, comes or goes. */
export function followUpsOf(
  structure: Structure,
  existing: ParticipantView | undefined,
  next: ParticipantView | undefined,
): readonly FollowUp[] {
  const participant = (next ?? existing)?.id;
  if (participant === undefined) return [];
  const [before = NOBODY, now = NOBODY] = [existing, next].map(
    (person) => person && standingIn(structure, person),
  );
  return differenceOf(participant, before, now) ? [{ kind: "person", participant, before }] : [];
}

/** What follows when one model takes the place of another: for those who stay, come and go. */
export function followUpsBetween(before: WholeOrganisation, after: WholeOrganisation): readonly FollowUp[] {
  const [old, next] = [before, after].map((model) =>
    indexOrganisation({ ...model, people: model.participants, version: 0 }),
  );
  if (!old || !next) return [];
  const everybody = new Set([...before.participants, ...after.participants].map(({ id }) => id));
  return [...everybody].flatMap((participant): readonly FollowUp[] => {
    const standing = standingOf(old, participant);
    return differenceOf(participant, standing, standingOf(next, participant))
      ? [{ kind: "person", participant, before: standing }]
      : [];
  });
}

/** Absences under way that are no more. */
export function endedAbsences(before: WholeOrganisation, after: WholeOrganisation): readonly FollowUp[] {
  const now = Date.now();
  const staying = new Map(after.absences.map((absence) => [absence.id, absence]));
  return before.absences
    .filter(({ from, until }) => from <= now && now < until)
    .filter((absence) => !isDeepStrictEqual(absence, staying.get(absence.id)))
    .map((absence) => ({ kind: "absence", absence, phase: "ended" }));
}

/** The organisation without a role or the like, which is taken from those who have it as far as it means nothing else. */
export function withoutEntry(
  before: WholeOrganisation,
  kind: Kind,
  { id, name }: NamedView,
): WholeOrganisation {
  const left: readonly NamedView[] = before[kind].filter((entry) => entry.id !== id);
  const means = new Set(left.flatMap((entry) => [entry.id, entry.name]));
  const isGone = (reference: string): boolean =>
    (reference === id || reference === name) && !means.has(reference);
  return {
    ...before,
    [kind]: left,
    participants: before.participants.map((person) =>
      kind === "capabilities"
        ? { ...person, capabilities: person.capabilities.filter((held) => !isGone(held.name)) }
        : { ...person, [kind]: person[kind].filter((reference) => !isGone(reference)) },
    ),
  };
}
