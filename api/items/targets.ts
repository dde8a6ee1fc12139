/** Whom a work item is given to: people, by id; for offers also roles, for whoever has them now. */
import { existingParticipants, membersOf } from "../../store/participants.ts";
import { Problem } from "../http/problem.ts";
import type { ProblemError } from "../http/problem.ts";

/** @throws Problem when there is no such participant */
export async function requireParticipant(id: string): Promise<void> {
  if ((await existingParticipants([id])).has(id)) return;
  throw refused([{ pointer: "/to", message: `there is no participant "${id}"` }]);
}

/** Participants that the names stand for, sorted. @throws Problem when a name stands for nobody */
export async function participantsNamed(names: readonly string[]): Promise<readonly string[]> {
  const people = await existingParticipants(names);
  const groups = await Promise.all(
    names.map(async (name) => (people.has(name) ? [name] : await membersOf([name]))),
  );
  const errors = groups.flatMap((group, index): readonly ProblemError[] =>
    group.length > 0
      ? []
      : [
          {
            pointer: `/to/${index}`,
            message: `there is no participant, and nobody in a role, called "${names[index] ?? ""}"`,
          },
        ],
  );
  if (errors.length > 0) throw refused(errors);
  return [...new Set(groups.flat())].toSorted();
}

function refused(errors: readonly ProblemError[]): Problem {
  return new Problem("invalid-data", "The work item cannot be given to that name.", { errors });
}
