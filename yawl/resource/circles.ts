/** Circles among those who stand in for each other. */
import type { Absence } from "./organisation.ts";

/** What absences have in common: a time, and the work that all of them speak of. */
interface Common {
  readonly from: number;
  readonly until: number;
  readonly roles?: readonly string[] | undefined;
  readonly specifications?: readonly string[] | undefined;
}

/** A chain of substitutes that is looked at no further: nobody is replaced so often. */
const LONGEST_CHAIN = 50;

/**
 * The circles of substitutes, by the ids of the absences that begin them: all who are in one are away at the same time, for the
 * same work, so that nobody does it. Each is named from its first to its first (`["ann", "ben", "ann"]`).
 */
export function circlesOfSubstitutes(absences: readonly Absence[]): ReadonlyMap<string, readonly string[]> {
  const byPerson = new Map<string, Absence[]>();
  for (const absence of absences) {
    const same = byPerson.get(absence.participant);
    if (same) same.push(absence);
    else byPerson.set(absence.participant, [absence]);
  }
  const found = new Map<string, readonly string[]>();
  for (const absence of absences) {
    const circle = circleOf(absence, byPerson);
    if (circle) found.set(absence.id, circle);
  }
  return found;
}

function circleOf(
  first: Absence,
  byPerson: ReadonlyMap<string, readonly Absence[]>,
): readonly string[] | undefined {
  const follow = (
    absence: Absence,
    line: readonly string[],
    common: Common,
  ): readonly string[] | undefined => {
    const { substitute } = absence;
    if (substitute === undefined || line.length > LONGEST_CHAIN) return undefined;
    if (substitute === first.participant) return [...line, substitute];
    // a circle further on is named where it begins
    if (line.includes(substitute)) return undefined;
    for (const next of byPerson.get(substitute) ?? []) {
      const rest = inCommon(common, next);
      const circle = rest && follow(next, [...line, substitute], rest);
      if (circle) return circle;
    }
    return undefined;
  };
  return follow(first, [first.participant], first);
}

function inCommon(one: Common, other: Common): Common | undefined {
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  const roles = shared(one.roles, other.roles);
  const specifications = shared(one.specifications, other.specifications);
  if (from >= until || roles?.length === 0 || specifications?.length === 0) return undefined;
  return { from, until, roles, specifications };
}

/** Without a list: all. */
function shared(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  if (!one || !other) return one ?? other;
  return one.filter((each) => other.includes(each));
}
