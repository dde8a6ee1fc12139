/**
 * Piles: a person who gets all work of a task, over all cases of a version of its specification, until they want it no more; one
 * person at a time (R10 in docs/semantics.md). They are truth, not a part of any case.
 */
import type { CaseFacts } from "../yawl/work/distribution.ts";
import { Piles, type PileDocument } from "./models/piles.ts";

/** A task of a version of a specification. */
export type PiledTask = Pick<CaseFacts, "specification" | "version" | "net" | "task">;

function idOf({ specification, version, net, task }: PiledTask): string {
  return [specification, version, net, task].map(encodeURIComponent).join("/");
}

/** Who piles the task; nobody mostly. */
export async function pilerOf(task: PiledTask): Promise<string | undefined> {
  return (await Piles.findById(idOf(task)).lean())?.participant;
}

/**
 * Somebody piles a task.
 * @returns who piles it now: they, or whoever did before; `isNew`: nobody did
 */
export async function beginPile(
  task: PiledTask,
  participant: string,
  at = Date.now(),
): Promise<{ readonly piler: string; readonly isNew: boolean }> {
  const { specification, version, net } = task;
  const made: PileDocument = {
    _id: idOf(task),
    participant,
    specification,
    version,
    net,
    task: task.task,
    since: at,
  };
  const { _id, ...fields } = made;
  const before = await Piles.findOneAndUpdate(
    { _id },
    { $setOnInsert: fields },
    { upsert: true, returnDocument: "before" },
  ).lean();
  return before ? { piler: before.participant, isNew: false } : { piler: participant, isNew: true };
}

/** @returns whether they piled it */
export async function endPile(task: PiledTask, participant: string): Promise<boolean> {
  return (await Piles.deleteOne({ _id: idOf(task), participant })).deletedCount > 0;
}

/** Nobody piles for somebody who is not there any more. */
export async function endPilesOf(people: readonly string[]): Promise<void> {
  await Piles.deleteMany({ participant: { $in: people } });
}
