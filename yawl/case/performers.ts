/**
 * Who did what: the people who completed work of a task, over all instances of its net and all rounds of a loop. What is
 * distributed later asks for it (familiar participant, separation of duties: SEMANTICS 15). Nobody is recorded who skipped
 * an item, or whose item ended by itself; and what is recorded stays, whatever is taken back of the case.
 */
/** By net and task, as `performerKey` says; each person once, those who were the last to complete one at the end. */
export type Performers = Readonly<Record<string, readonly string[]>>;

/** People of one task who are remembered; those who were there longest ago are forgotten first. */
const REMEMBERED_PEOPLE = 100;

/** @param net id of the compiled net, not of an instance */
export function performerKey(net: string, task: string): string {
  return `${net}/${task}`;
}

/** Who completed work of a task in this case, oldest first. */
export function performersOf(
  { performers }: { readonly performers: Performers },
  net: string,
  task: string,
): readonly string[] {
  const key = performerKey(net, task);
  return Object.hasOwn(performers, key) ? (performers[key] ?? []) : [];
}

/** The people with one more, who is the last now. */
export function withPerformer(people: readonly string[], participant: string): readonly string[] {
  if (people.at(-1) === participant) return people;
  return [...people.filter((each) => each !== participant), participant].slice(-REMEMBERED_PEOPLE);
}
