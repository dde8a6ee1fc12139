/** Which open work items a change of the organisation may concern. */
import type { PipelineStage } from "mongoose";
import { Items } from "./models.ts";

/** A task of a version of a specification that has open items. */
export interface OpenTask {
  readonly specificationId: string;
  readonly specificationVersion: string;
  readonly netId: string;
  readonly task: string;
}

/** An item that somebody owns and has not begun, or that waits or is offered. */
export interface OpenItem extends OpenTask {
  readonly id: string;
}

/** Tasks that have items which are offered or wait for people, each once. */
export async function tasksLookingForPeople(): Promise<readonly OpenTask[]> {
  const stages: PipelineStage[] = [
    { $match: { status: { $in: ["offered", "unoffered"] }, kind: "person" } },
    {
      $group: {
        _id: {
          specificationId: "$specificationId",
          specificationVersion: "$specificationVersion",
          netId: "$netId",
          task: "$task",
        },
      },
    },
  ];
  const found = await Items.aggregate<{ readonly _id: OpenTask }>(stages);
  return found.map(({ _id }) => _id);
}

const OFFERED = { status: "offered" } as const;
const TO_PEOPLE = { status: "offered", offeredToRoles: null } as const;

/**
 * Items of a task that somebody may get now: those that wait, those that are offered to people by name, and those of roles that
 * somebody stands in for.
 */
export async function itemsToGet(task: OpenTask): Promise<readonly string[]> {
  const { specificationId, specificationVersion, netId, task: id } = task;
  const ofTask = { specificationId, specificationVersion, netId, task: id };
  return await ids({
    ...ofTask,
    $or: [{ status: "unoffered" }, TO_PEOPLE, { ...OFFERED, actingFor: { $ne: null } }],
  });
}

/** An item that is offered to roles. */
export interface RoleOffer {
  readonly id: string;
  readonly roles: readonly string[];
  /** people besides */
  readonly people: readonly string[];
  readonly except: readonly string[];
}

/** Items of a task that are offered to roles. */
export async function roleOffersOf(task: OpenTask): Promise<readonly RoleOffer[]> {
  const { specificationId, specificationVersion, netId, task: id } = task;
  const found = await Items.find(
    { specificationId, specificationVersion, netId, task: id, ...OFFERED, offeredToRoles: { $ne: null } },
    { offeredToRoles: 1, offeredTo: 1, notOfferedTo: 1 },
  ).lean();
  return found.map(({ _id, offeredToRoles = [], offeredTo, notOfferedTo = [] }) => ({
    id: _id,
    roles: offeredToRoles,
    people: offeredTo,
    except: notOfferedTo,
  }));
}

/** Items that are offered to somebody by name. */
export async function itemsOfferedTo(participant: string): Promise<readonly OpenItem[]> {
  return await open({ ...OFFERED, offeredTo: participant });
}

/** Items that somebody owns and has not begun. */
export async function itemsNotBegunBy(participant: string): Promise<readonly OpenItem[]> {
  return await open({ status: "allocated", allocatedTo: participant });
}

/** Items that somebody owns in place of somebody else, and has not begun. */
export async function itemsDoneFor(participant: string): Promise<readonly OpenItem[]> {
  return await open({ status: "allocated", actsFor: participant });
}

const TASK_FIELDS = { specificationId: 1, specificationVersion: 1, netId: 1, task: 1 } as const;

async function ids(filter: Record<string, unknown>): Promise<readonly string[]> {
  const found = await Items.find(filter, { _id: 1 }).lean();
  return found.map(({ _id }) => _id);
}

async function open(filter: Record<string, unknown>): Promise<readonly OpenItem[]> {
  const found = await Items.find(filter, TASK_FIELDS).lean();
  return found.map(({ _id: id, specificationId, specificationVersion, netId, task }) => ({
    id,
    specificationId,
    specificationVersion,
    netId,
    task,
  }));
}
