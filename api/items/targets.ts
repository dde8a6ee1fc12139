/** Whom a work item is given to: people, by id; for offers also roles, for whoever has them now. */
import { findCase } from "../../store/cases.ts";
import { caseOfItem } from "../../store/items.ts";
import {
  availablePeople,
  membersOf,
  namedParticipants,
  workingParticipants,
} from "../../store/participants.ts";
import type { ParticipantView } from "../../store/views.ts";
import { demandOf } from "../../yawl/case/tasks/work.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { Problem } from "../http/problem.ts";
import type { ProblemError } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";
import type { Known } from "./judge.ts";
import { taskOf } from "./task-of.ts";

/**
 * Managers give an item to anybody; others to those who are eligible for it, and learn nothing of who else there is.
 * @throws Problem when it cannot be given to `to`
 */
export async function requireTarget(
  to: string,
  caller: Caller,
  known: Known,
  compiled: CompiledSpecification | undefined,
): Promise<void> {
  if (caller.manager) {
    if ((await workingParticipants([to])).has(to)) return;
    throw refused([{ pointer: "/to", message: `there is no participant "${to}" who is not locked` }]);
  }
  const eligible = await eligiblePeople(known, compiled);
  if (eligible.some(({ id }) => id === to)) return;
  throw refused([
    { pointer: "/to", message: "nobody of this id is eligible for the work item; see its candidates" },
  ]);
}

/**
 * People who may have the item instead: those whom its task asks for now, and those who had it offered or owned it before,
 * as far as they are available. Variables that name people are read from the data of the root net.
 */
export async function eligiblePeople(
  { item, knownTo }: Known,
  compiled: CompiledSpecification | undefined,
): Promise<readonly ParticipantView[]> {
  const task = compiled && taskOf(compiled, item);
  const view = item.netId === compiled?.rootNet ? await findCase(caseOfItem(item)) : undefined;
  const demand = task && demandOf(task, view?.data ?? {});
  const ids = await availablePeople({
    participants: [...knownTo, ...(demand?.participants ?? [])],
    roles: demand?.roles ?? [],
  });
  return await namedParticipants(ids.filter((id) => id !== item.allocatedTo));
}

/** Participants that the names stand for, sorted. @throws Problem when a name stands for nobody */
export async function participantsNamed(names: readonly string[]): Promise<readonly string[]> {
  const people = await workingParticipants(names);
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
