/** Which work items have to look for people again after changes of the organisation. */
import { findCase } from "../../store/cases.ts";
import {
  itemsDoneFor,
  itemsNotBegunBy,
  itemsOfferedTo,
  itemsToGet,
  roleOffersOf,
  tasksLookingForPeople,
} from "../../store/concerned-items.ts";
import type { OpenItem, OpenTask, RoleOffer } from "../../store/concerned-items.ts";
import { caseOfItem, findItem } from "../../store/items.ts";
import { demandOf } from "../../yawl/case/tasks/demand.ts";
import type { CompiledTask } from "../../yawl/net/compiled.ts";
import type { Organisation } from "../../yawl/resource/indexed.ts";
import { isOfEverybody } from "../../yawl/resource/pool.ts";
import { isPresent } from "../../yawl/resource/presence.ts";
import type { Absence } from "../../yawl/resource/organisation.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Difference } from "./standing.ts";

/** What is looked at, for many changes at once: each thing is read once. */
export interface Scene {
  readonly catalogue: Catalogue;
  readonly organisation: Organisation;
  looking(): Promise<readonly OpenTask[]>;
  /** `itemsToGet` */
  toGet(task: OpenTask): Promise<readonly string[]>;
}

export function sceneOf(catalogue: Catalogue, organisation: Organisation): Scene {
  let looking: Promise<readonly OpenTask[]> | undefined;
  const toGet = new Map<string, Promise<readonly string[]>>();
  return {
    catalogue,
    organisation,
    async looking() {
      looking ??= tasksLookingForPeople();
      return await looking;
    },
    async toGet(task) {
      const key = JSON.stringify(task);
      const found = toGet.get(key) ?? itemsToGet(task);
      toGet.set(key, found);
      return await found;
    },
  };
}

/** Ids of the items that somebody's change concerns, each once. */
export async function concernedBy(scene: Scene, difference: Difference): Promise<readonly string[]> {
  const { participant, lostRoles, lostHeld, gainedRoles, gainedHeld, left, came } = difference;
  const items = new Set<string>();
  if (left || lostHeld || lostRoles.length > 0) {
    for (const item of await itemsOfferedTo(participant)) {
      const task = await taskOf(scene, item);
      if (task && (left || mayDecide(task, difference))) items.add(item.id);
    }
  }
  if (lostHeld || lostRoles.length > 0) {
    for (const item of await itemsNotBegunBy(participant))
      if (await isNoLongerTheirs(scene, item, difference)) items.add(item.id);
  }
  if (left || lostRoles.length > 0) {
    const gone = { participant, roles: left ? difference.roles : lostRoles };
    for (const open of await scene.looking()) {
      const task = await taskOf(scene, open);
      if (task && asksFor(scene, task, gone))
        for (const id of await offersToNobody(scene, open)) items.add(id);
    }
  }
  if (came || gainedHeld || gainedRoles.length > 0) {
    for (const open of await scene.looking()) {
      const task = await taskOf(scene, open);
      const mayGet = task && (came ? asksFor(scene, task, difference) : mayDecide(task, difference));
      if (mayGet) for (const id of await scene.toGet(open)) items.add(id);
    }
  }
  return [...items];
}

/** Ids of the items that the beginning or the end of an absence concerns, each once. */
export async function concernedByAbsence(
  scene: Scene,
  absence: Absence,
  phase: "begun" | "ended",
): Promise<readonly string[]> {
  const { participant, substitute } = absence;
  const items = new Set<string>();
  const own =
    phase === "begun"
      ? [...(await itemsNotBegunBy(participant)), ...(await itemsOfferedTo(participant))]
      : await itemsDoneFor(participant);
  for (const item of own) {
    const task = await taskOf(scene, item);
    if (task && isInScope(scene, task, item, absence)) items.add(item.id);
  }
  const roles = scene.organisation.rolesOf(participant);
  const person = { participant, roles };
  for (const open of await scene.looking()) {
    const task = await taskOf(scene, open);
    if (!task || !isInScope(scene, task, open, absence) || !asksFor(scene, task, person)) continue;
    if (phase === "ended" || substitute !== undefined)
      for (const id of await scene.toGet(open)) items.add(id);
    if (phase === "begun" && substitute === undefined)
      for (const id of await offersToNobody(scene, open)) items.add(id);
    // who stands in need not have the role
    if (phase === "begun" && substitute !== undefined)
      for (const { id } of await roleOffersOf(open)) items.add(id);
  }
  return [...items];
}

/** Whoever is left out of an offer to roles is named in it: with more members than this somebody is left. */
const MOST_LEFT_OUT = 500;

/** Offers of a task to roles that nobody has who is there: they wait for an administrator. */
async function offersToNobody({ organisation }: Scene, open: OpenTask): Promise<readonly string[]> {
  const at = Date.now();
  const presentIn = new Map<string, readonly string[]>();
  const hasNobody = ({ roles, people, except }: RoleOffer): boolean => {
    const key = JSON.stringify(roles);
    const members = presentIn.get(key) ?? presentAmong(organisation, roles, at);
    presentIn.set(key, members);
    if (members.length > MOST_LEFT_OUT) return false;
    return people.length === 0 && members.every((id) => except.includes(id));
  };
  return (await roleOffersOf(open)).filter(hasNobody).map(({ id }) => id);
}

function presentAmong(organisation: Organisation, roles: readonly string[], at: number): readonly string[] {
  const found: string[] = [];
  for (const id of organisation.membersOf(roles)) {
    if (found.length > MOST_LEFT_OUT) break;
    if (isPresent(organisation, id, at)) found.push(id);
  }
  return found;
}

async function taskOf({ catalogue }: Scene, open: OpenTask): Promise<CompiledTask | undefined> {
  const compiled = await catalogue.find(open.specificationId, open.specificationVersion);
  const tasks =
    compiled && Object.hasOwn(compiled.nets, open.netId) ? compiled.nets[open.netId]?.tasks : undefined;
  return tasks && Object.hasOwn(tasks, open.task) ? tasks[open.task] : undefined;
}

function setOf({ resourcing }: CompiledTask) {
  // an administrator offers the items of the others
  return resourcing?.offer.initiator === "system" ? resourcing.offer.to : undefined;
}

/** Whether the task's people depend on what was lost or gained. */
function mayDecide(
  task: CompiledTask,
  { lostRoles, gainedRoles, lostHeld, gainedHeld }: Difference,
): boolean {
  const set = setOf(task);
  if (!set) return false;
  const rules = (set.filters?.length ?? 0) + (set.constraints?.length ?? 0);
  if (rules > 0 && (lostHeld || gainedHeld)) return true;
  const changed = [...lostRoles, ...gainedRoles];
  if (changed.length === 0) return false;
  // what a variable names only the case knows, and filters may look at roles
  return rules > 0 || namesByVariable(task) || set.roles.some((role) => changed.includes(role));
}

function namesByVariable(task: CompiledTask): boolean {
  const set = setOf(task);
  return (set?.variables?.length ?? 0) > 0 || set?.familiarTask !== undefined;
}

/** Whether the task may ask for somebody with these roles. */
function asksFor(
  { organisation }: Scene,
  task: CompiledTask,
  { participant, roles }: { readonly participant: string; readonly roles: readonly string[] },
): boolean {
  const set = setOf(task);
  if (!set) return false;
  if (namesByVariable(task)) return true;
  return (
    isOfEverybody(set) ||
    set.roles.some((role) => roles.includes(role)) ||
    set.participants.some((name) => organisation.person(name)?.id === participant)
  );
}

/** Whether it was what is lost that made the item theirs. */
async function isNoLongerTheirs(
  scene: Scene,
  item: OpenItem,
  { participant, lostRoles, lostHeld, roles }: Difference,
): Promise<boolean> {
  const task = await taskOf(scene, item);
  const set = task && setOf(task);
  if (!task || !set) return false;
  if (lostHeld && (set.filters?.length ?? 0) > 0 && asksFor(scene, task, { participant, roles })) return true;
  if (lostRoles.length === 0) return false;
  const named = (await namedBy(scene, item, task)) ?? set;
  const still =
    named.participants.some((name) => scene.organisation.person(name)?.id === participant) ||
    scene.organisation.hasRole(participant, named.roles);
  return !still && named.roles.some((role) => lostRoles.includes(role));
}

/** Whom the task names, with what variables of the root net say. */
async function namedBy(
  { catalogue }: Scene,
  { id, netId, specificationId, specificationVersion }: OpenItem,
  task: CompiledTask,
) {
  const compiled = await catalogue.find(specificationId, specificationVersion);
  const item = namesByVariable(task) && compiled?.rootNet === netId ? await findItem(id) : undefined;
  const view = item && (await findCase(caseOfItem(item)));
  return demandOf(task, view?.data ?? {});
}

function isInScope(
  { organisation }: Scene,
  task: CompiledTask,
  { specificationId }: OpenTask,
  { roles, specifications }: Absence,
): boolean {
  if (specifications && !specifications.includes(specificationId)) return false;
  if (!roles || namesByVariable(task)) return true;
  const named = new Set((setOf(task)?.roles ?? []).flatMap((role) => organisation.idsOf("role", role)));
  return roles.some((role) => organisation.idsOf("role", role).some((id) => named.has(id)));
}
