/**
 * Who did what: the people who completed work of a task, over all instances of its net and all rounds of a loop. What is
 * distributed later asks for it (familiar participant, separation of duties: SEMANTICS 15). Nobody is recorded who skipped
 * an item, or whose item ended by itself; and what is recorded stays, whatever is taken back of the case.
 */
/** The people of one task. */
export interface TaskPerformers {
  /** id of the compiled net, not of an instance */
  readonly net: string;
  readonly task: string;
  /** each person once; those who were the last to complete an item at the end */
  readonly people: readonly string[];
}

/** A list, not a record: it is copied at every completion, and a list of a hundred tasks is copied in no time. */
export type Performers = readonly TaskPerformers[];

/** People of one task who are remembered; those who were there longest ago are forgotten first. */
const REMEMBERED_PEOPLE = 100;

/** Who completed work of a task in this case, oldest first. */
export function performersOf(
  { performers }: { readonly performers: Performers },
  net: string,
  task: string,
): readonly string[] {
  return performers.find((each) => each.task === task && each.net === net)?.people ?? [];
}

/** The same with one more completion. */
export function withPerformer(
  performers: Performers,
  net: string,
  task: string,
  participant: string,
): Performers {
  const index = performers.findIndex((each) => each.task === task && each.net === net);
  const known = performers[index];
  if (!known) return [...performers, { net, task, people: [participant] }];
  if (known.people.at(-1) === participant) return performers;
  const people = [...known.people.filter((each) => each !== participant), participant];
  return performers.with(index, { net, task, people: people.slice(-REMEMBERED_PEOPLE) });
}

/** The same with those of a part of the case that went on by itself: what it knew, and more. */
export function withPerformers(performers: Performers, others: Performers): Performers {
  let all = performers;
  for (const { net, task, people } of others) {
    for (const participant of people) {
      if (!performersOf({ performers: all }, net, task).includes(participant)) {
        all = withPerformer(all, net, task, participant);
      }
    }
  }
  return all;
}
