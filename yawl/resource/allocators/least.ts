/** Choosing the person with the least of something. */
import { ok, type Result } from "../../model/fault.ts";
import type { Chance } from "../chance.ts";
import type { Choice } from "../kinds.ts";
import type { Person } from "../organisation.ts";

/** How many of the next candidates are named beside the chosen one. */
const MOST_NAMED = 4;

/** How people are ranked. */
export interface Ranking {
  /**
   * What they are compared by: the first number, then the next. `undefined`: nothing is known of them; they are chosen, by
   * chance, only if nothing is known of anybody.
   */
  readonly rank: (person: Person) => readonly number[] | undefined;
  /** the rank in words: "2 open items" */
  readonly say: (rank: readonly number[]) => string;
}

/** The person with the least rank; among those who are alike, one by chance. @param people at least one, sorted by id */
export function least(people: readonly Person[], { rank, say }: Ranking, chance: Chance): Result<Choice> {
  const ranked = people.flatMap((person) => {
    const found = rank(person);
    return found ? [{ person, found }] : [];
  });
  if (ranked.length === 0) {
    return byChance(people, chance, "nothing is known of anybody: by chance");
  }
  ranked.sort((one, other) => compare(one.found, other.found));
  const [first] = ranked as [(typeof ranked)[number]];
  const alike = ranked.filter(({ found }) => compare(found, first.found) === 0);
  const chosen = alike[chance(alike.length)] ?? first;
  const others = ranked.filter((each) => each !== chosen).slice(0, MOST_NAMED);
  const next = others.map(({ person, found }) => `${person.id}: ${say(found)}`).join("; ");
  const tie = alike.length > 1 ? `, by chance among ${alike.length} who are alike` : "";
  return ok({
    participant: chosen.person.id,
    note: `${chosen.person.id}: ${say(chosen.found)}${tie}${next === "" ? "" : `; ${next}`}`,
  });
}

/** One of them by chance. @param people at least one, sorted by id */
export function byChance(people: readonly Person[], chance: Chance, how: string): Result<Choice> {
  const [first] = people as [Person];
  return ok({
    participant: (people[chance(people.length)] ?? first).id,
    note: `${how}, of ${people.length}`,
  });
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
