/**
 * Work follows the organisation: what changed is noted before it is changed, and when it is, the items that it concerns look for
 * people again. Nobody else is told. A process that dies is followed by whoever sweeps next; to follow twice does no harm.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { absenceFollowed, dueAbsences } from "../../store/absences.ts";
import {
  changeIsMade,
  followUpsDone,
  holdFollowUps,
  noteFollowUps,
  noteForLater,
  noteOnce,
  takeFollowUps,
} from "../../store/follow-ups.ts";
import type { FollowUp, TakenFollowUp } from "../../store/follow-ups.ts";
import { findCase } from "../../store/cases.ts";
import { caseOfItem, findItem } from "../../store/items.ts";
import { organisationNow } from "../../store/organisation-snapshot.ts";
import { endPilesOf } from "../../store/piles.ts";
import { participantWith } from "../../store/participants.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Commands } from "../commands.ts";
import { Problem } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";
import { concernedBy, concernedByAbsence, sceneOf } from "./concerned.ts";
import type { Scene } from "./concerned.ts";
import { giveBackAllOf } from "./removal.ts";
import { differenceOf, standingOf } from "./standing.ts";

export interface FollowUps {
  /** Makes a change; work follows soon after it. @param whats what it may be followed by, as it was before */
  after<T>(whats: readonly FollowUp[], change: () => Promise<T>): Promise<T>;
  /** Everything that is due now is followed when it resolves: changes, and absences that have begun or ended. */
  sweep(): Promise<void>;
  /** The same without waiting for it. */
  sweepSoon(): void;
}

interface Dependencies {
  readonly commands: Pick<Commands, "onItem">;
  readonly catalogue: Catalogue;
  readonly log: Logger;
  /** ends the sweeping */
  readonly closing: AbortSignal;
}

/** Who gives these commands; no participant can have this id. */
const ID = "(organisation)";
const ORGANISATION: Caller = {
  id: ID,
  participant: participantWith({ id: ID, access: ["manager"] }),
  roles: [],
  isAway: false,
  manager: true,
  since: 0,
};

const SWEEP_MILLIS = 5_000;
/** So long others leave alone what somebody has taken. */
const LEASE_MILLIS = 60_000;
/** After so long what failed is tried again. */
const AGAIN_MILLIS = 3_000;
/** So long it takes until work of a suspended case is looked at again. */
const SUSPENDED_MILLIS = 30_000;
const AT_ONCE = 200;
/** How many commands are on their way at once. */
const SIDE_BY_SIDE = 4;

export function openFollowUps({ commands, catalogue, log, closing }: Dependencies): FollowUps {
  let sweeping: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  /** Those who ask while one is under way share the next one. */
  async function sweep(): Promise<void> {
    if (!sweeping) return await start();
    next ??= sweeping.then(start, start);
    await next;
  }

  async function start(): Promise<void> {
    next = undefined;
    const own = sweepOnce().finally(() => {
      if (sweeping === own) sweeping = undefined;
    });
    sweeping = own;
    await own;
  }

  async function sweepOnce(): Promise<void> {
    await noteAbsences(Date.now());
    for (let taken = await take(); taken.length > 0; taken = await take()) {
      await holding(
        taken.map(({ id }) => id),
        async () => {
          const later = await redistribute(await concerned(taken));
          return await noteForLater(later, Date.now(), SUSPENDED_MILLIS);
        },
      );
      if (closing.aborted) return;
    }
  }

  /** Others leave them alone as long as the work takes. Those that it does not answer are done. */
  async function holding(ids: readonly string[], work: () => Promise<ReadonlySet<string>>): Promise<void> {
    const hold = (millis: number) => holdFollowUps(ids, Date.now() + millis);
    const renewal = setInterval(() => void quietly(hold(LEASE_MILLIS)), LEASE_MILLIS / 3);
    renewal.unref();
    try {
      const staying = await work();
      await followUpsDone(ids.filter((id) => !staying.has(id)));
    } catch (error) {
      await quietly(hold(AGAIN_MILLIS));
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  const take = async () => takeFollowUps(Date.now(), AT_ONCE, LEASE_MILLIS);

  async function concerned(taken: readonly TakenFollowUp[]): Promise<ReadonlySet<string>> {
    const scene = sceneOf(catalogue, await organisationNow());
    const items = new Set<string>();
    for (const { what } of taken) {
      for (const id of await itemsOf(scene, what)) items.add(id);
    }
    return items;
  }

  async function itemsOf(scene: Scene, what: FollowUp): Promise<readonly string[]> {
    switch (what.kind) {
      case "person":
        return await ofPerson(scene, what);
      case "absence":
        return await concernedByAbsence(scene, what.absence, what.phase);
      case "item":
        return [what.item];
    }
  }

  async function ofPerson(
    scene: Scene,
    { participant, before }: Extract<FollowUp, { kind: "person" }>,
  ): Promise<readonly string[]> {
    const difference = differenceOf(participant, before, standingOf(scene.organisation, participant));
    if (!difference) return [];
    // of somebody who was locked everything goes back, what is begun, too
    if (difference.wasLocked) {
      await endPilesOf([participant]);
      await giveBackAllOf(commands, [participant], ORGANISATION);
    }
    return await concernedBy(scene, difference);
  }

  /** Those whose cases are suspended are answered: they are for later. */
  async function redistribute(items: ReadonlySet<string>): Promise<readonly string[]> {
    const left = [...items];
    const later: string[] = [];
    const work = async (): Promise<void> => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) {
        if (await isSuspendedWith(id)) later.push(id);
        else await distributeAgain(id);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    return later;
  }

  async function distributeAgain(id: string): Promise<void> {
    try {
      await commands.onItem(id, ORGANISATION, { type: "redistribute" });
    } catch (error) {
      // it has gone on by itself
      if (!(error instanceof Problem && error.status < 500)) throw error;
    }
  }

  async function background(): Promise<void> {
    for (;;) {
      await sleep(SWEEP_MILLIS, undefined, { ref: false, signal: closing }).catch(() => undefined);
      if (closing.aborted) return;
      await quietly(sweep());
    }
  }

  /** What fails is tried again when its time has run out. */
  async function quietly(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => {
      if (!closing.aborted) log.warn({ err: error }, "work does not follow the organisation yet");
    });
  }

  void background();
  const sweepSoon = (): void => void quietly(sweep());
  return {
    sweep,
    sweepSoon,
    async after(whats, change) {
      const ids = await noteFollowUps(whats);
      const result = await change();
      await changeIsMade(ids);
      if (ids.length > 0) sweepSoon();
      return result;
    },
  };
}

/** Whether the item's case takes no commands now. */
async function isSuspendedWith(id: string): Promise<boolean> {
  const item = await findItem(id);
  return item !== undefined && (await findCase(caseOfItem(item)))?.state === "suspended";
}

/** Absences that have begun or ended are noted once; what was noted is followed even if this process dies now. */
async function noteAbsences(now: number): Promise<void> {
  for (let due = await dueAbsences(now, AT_ONCE); due.length > 0; due = await dueAbsences(now, AT_ONCE)) {
    for (const each of due) {
      const { absence, phase } = each;
      const id = `${absence.id}/${absence.from}/${absence.until}/${phase}`;
      await noteOnce(id, { kind: "absence", absence, phase }, now);
      await absenceFollowed(each);
    }
  }
}
