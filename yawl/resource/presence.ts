/** Who can get work now, and who does it for those who are away. */
import type { Organisation } from "./indexed.ts";
import type { Absence, Person } from "./organisation.ts";

/** What an absence may be limited to. */
export interface WorkScope {
  /** epoch milliseconds */
  readonly at: number;
  /** roles that the work goes to, by id or name */
  readonly roles: readonly string[];
  /** id of the specification */
  readonly specification: string;
}

/** Absences of somebody that count now and for this work, the most specific first. */
export function absencesNow(organisation: Organisation, id: string, scope: WorkScope): readonly Absence[] {
  return organisation.absencesOf(id).filter((absence) => isNow(organisation, absence, scope));
}

function isNow(
  organisation: Organisation,
  absence: Absence,
  { at, roles, specification }: WorkScope,
): boolean {
  if (at < absence.from || at >= absence.until) return false;
  if (absence.specifications !== undefined && !absence.specifications.includes(specification)) return false;
  if (absence.roles === undefined) return true;
  return absence.roles.some((upper) =>
    roles.some((role) => role === upper || organisation.isWithin("role", role, upper)),
  );
}

/** Why somebody gets no new work of this kind now, as a sentence's end ("is locked"); `undefined`: they do. */
export function whyAway(organisation: Organisation, person: Person, scope: WorkScope): string | undefined {
  if (person.locked) return "is locked";
  if (!person.available) return "is not available";
  const [absence] = absencesNow(organisation, person.id, scope);
  return absence && `is absent until ${new Date(absence.until).toISOString()}`;
}

/** Whether somebody is there at all now: known, not locked, available, and not absent from all work. @param at epoch milliseconds */
export function isPresent(organisation: Organisation, id: string, at: number): boolean {
  const person = organisation.person(id);
  // absences from some work only are none here
  return (
    person !== undefined && whyAway(organisation, person, { at, roles: [], specification: "" }) === undefined
  );
}

/** Ids of everybody who has one of the roles, or one below, and is there; sorted. @param at epoch milliseconds */
export function presentMembersOf(
  organisation: Organisation,
  roles: readonly string[],
  at: number,
): readonly string[] {
  return organisation.membersOf(roles).filter((id) => isPresent(organisation, id, at));
}

/**
 * Who does this work for somebody who is absent: their substitute, or where that one is absent too, the substitute's, and
 * so on. Whoever is not available or locked without being absent has no substitute: nobody said who that is.
 * @param isRefused why somebody must not have this work, or stand in the line of those who do it for each other
 */
export function substituteOf(
  organisation: Organisation,
  absent: string,
  scope: WorkScope,
  isRefused: (id: string) => boolean,
): string | undefined {
  return search(absent, new Set([absent]));

  function search(id: string, seen: Set<string>): string | undefined {
    for (const { substitute } of absencesNow(organisation, id, scope)) {
      if (substitute === undefined || seen.has(substitute)) continue;
      seen.add(substitute);
      const person = organisation.person(substitute);
      if (!person || isRefused(substitute)) continue;
      if (whyAway(organisation, person, scope) === undefined) return substitute;
      const next = search(substitute, seen);
      if (next !== undefined) return next;
    }
    return undefined;
  }
}
