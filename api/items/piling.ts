/** Piling: a person gets all later work of a task, over all cases of a version of its specification (R10 in docs/semantics.md). */
import { findItem } from "../../store/items.ts";
import { beginPile, endPile, type PiledTask } from "../../store/piles.ts";
import type { ItemView } from "../../store/views.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Commands } from "../commands.ts";
import { Problem } from "../http/problem.ts";
import { actorOn, type Caller } from "../security/caller.ts";
import { noSuchItem } from "./judge.ts";
import { privilegesIn, taskOf } from "./task-of.ts";
import { maySeeItem } from "./visibility.ts";

export interface Piling {
  /** The caller piles the task of an item, which is theirs and started then; answers the item. */
  pile(id: string, caller: Caller): Promise<ItemView>;
  /** Later work of the task goes to whomever it asks for again. */
  unpile(id: string, caller: Caller): Promise<ItemView>;
}

export function pilingOf(commands: Pick<Commands, "onItem">, catalogue: Catalogue): Piling {
  async function visible(id: string, caller: Caller): Promise<ItemView> {
    const item = await findItem(id);
    if (!item || !maySeeItem(item, caller)) throw noSuchItem(id);
    return item;
  }

  return {
    async pile(id, caller) {
      const item = await visible(id, caller);
      const compiled = await catalogue.find(item.specificationId, item.specificationVersion);
      const actor = actorOn(caller, item, compiled && taskOf(compiled, item));
      if (!privilegesIn(compiled, item, actor).has("canPile"))
        throw new Problem("not-eligible", "Its task does not give you the privilege to pile it.");
      if (item.status !== "offered" && item.allocatedTo !== caller.id)
        throw new Problem("wrong-state", `The work item is ${item.status}, and not yours.`);
      const task = piledTaskOf(item);
      const { piler, isNew } = await beginPile(task, caller.id);
      if (piler !== caller.id)
        throw new Problem("conflict", `Somebody else piles the task "${item.task}" already.`);
      if (item.status !== "offered" && item.status !== "allocated") return item;
      try {
        return await commands.onItem(id, caller, { type: "claim-and-start" });
      } catch (error) {
        // who may not have this item has not asked for the later ones; where it is not known what became of it, they repeat it
        if (isNew && error instanceof Problem && error.status < 500) await endPile(task, caller.id);
        throw error;
      }
    },
    async unpile(id, caller) {
      const item = await visible(id, caller);
      await endPile(piledTaskOf(item), caller.id);
      return item;
    },
  };
}

function piledTaskOf(item: ItemView): PiledTask {
  return {
    specification: item.specificationId,
    version: item.specificationVersion,
    net: item.netId,
    task: item.task,
  };
}
