/** Whom a work item is given to: people, by id; for offers also roles, for whoever has them now. */
import { resourcing } from "../../activities/resourcing/in-use.ts";
import { caseOfItem, performersIn, type Offeree } from "../../store/items.ts";
import { findCase } from "../../store/cases.ts";
import { organisationNow } from "../../store/organisation-snapshot.ts";
import { namedParticipants, workingParticipants } from "../../store/participants.ts";
import { isPresent, presentMembersOf } from "../../yawl/resource/presence.ts";
import type { ParticipantView } from "../../store/views.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { demandOf } from "../../yawl/case/tasks/demand.ts";
import type { CompiledSpecification, CompiledTask, TaskRef } from "../../yawl/net/compiled.ts";
import { candidatesOf } from "../../yawl/resource/decide.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { CaseFacts, Demand, TaskPeople } from "../../yawl/work/distribution.ts";
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
 * People who may have the item instead: those whom its task asks for now, by all of its rules, and those who had it offered or
 * owned it before, as far as they are there. Variables that name people are read from the data of the root net.
 */
export async function eligiblePeople(
  { item, knownTo }: Known,
  compiled: CompiledSpecification | undefined,
): Promise<readonly ParticipantView[]> {
  const at = Date.now();
  const organisation = await organisationNow();
  const task = compiled && taskOf(compiled, item);
  const view = item.netId === compiled?.rootNet ? await findCase(caseOfItem(item)) : undefined;
  const asked = task && demandOf(task, view?.data ?? {});
  const asks = asked && task && { ...asked, rules: await factsOf(asked, item, task, view?.data) };
  const ids = new Set([...(asks ? candidatesOf(asks, at, organisation, resourcing()) : []), ...knownTo]);
  const there = [...ids].filter((id) => id !== item.allocatedTo && isPresent(organisation, id, at));
  return await namedParticipants(there.toSorted());
}

/** What the case knows that decides it, as its view shows it; the case looks again when it gets the command. */
async function factsOf(
  demand: Demand,
  item: Known["item"],
  { people = {} }: CompiledTask,
  data: JsonObject = {},
): Promise<CaseFacts> {
  const caseId = caseOfItem(item);
  const performers = async (ref: TaskRef): Promise<TaskPeople> => ({
    task: ref.task,
    people: await performersIn(caseId, ref),
  });
  const [familiar, separate, performed] = await Promise.all([
    people.familiar && performers(people.familiar),
    Promise.all((people.separate ?? []).map(performers)),
    Promise.all((people.performed ?? []).map(performers)),
  ]);
  return {
    caseId,
    specification: item.specificationId,
    version: item.specificationVersion,
    net: item.netId,
    task: item.task,
    separate,
    performed,
    ...(people.variables ? { values: data } : {}),
    ...(familiar && demand.set.familiarTask !== undefined ? { familiar } : {}),
  };
}

/**
 * The command that offers an item to whom the names stand for: people, and whoever has a role now.
 * @throws Problem when a name stands for nobody
 */
export async function offerTo(
  names: readonly string[],
): Promise<Extract<ItemCommand, { readonly type: "offer" }>> {
  const [people, organisation] = await Promise.all([workingParticipants(names), organisationNow()]);
  const at = Date.now();
  const named = new Set(names.filter((name) => people.has(name)));
  const members = new Set<string>();
  const errors = names.flatMap((name, index): readonly ProblemError[] => {
    if (named.has(name)) return [];
    const there = presentMembersOf(organisation, [name], at);
    for (const id of there) if (!named.has(id)) members.add(id);
    if (there.length > 0) return [];
    const message = `there is no participant, and nobody in a role, called "${name}"`;
    return [{ pointer: `/to/${index}`, message }];
  });
  if (errors.length > 0) throw refused(errors);
  const to = [...named, ...members].toSorted();
  return { type: "offer", to, ...(members.size > 0 ? { members: [...members].toSorted() } : {}) };
}

/** Somebody with their roles, as offers are looked up; whoever is not there has none. */
export async function offereeNamed(participant: string): Promise<Offeree> {
  const organisation = await organisationNow();
  return { participant, roles: [...organisation.rolesOf(participant)] };
}

function refused(errors: readonly ProblemError[]): Problem {
  return new Problem("invalid-data", "The work item cannot be given to that name.", { errors });
}
