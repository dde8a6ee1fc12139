/**
 * Whom a work item looks for, with what the case knows that decides it; and who may not have an item because of what they
 * did, or have in hand, in this case (R6, R7 in docs/semantics.md).
 */
import type { JsonObject } from "../model/json.ts";
import type { FindingPeople, TaskRef } from "../net/compiled.ts";
import type { CaseFacts, Demand, TaskPeople } from "../work/distribution.ts";
import type { PersonItem, WorkItem } from "../work/item.ts";
import { valueOf } from "./dataflow.ts";
import { performersOf } from "./performers.ts";
import { netInstance, type CaseState } from "./state.ts";
import type { CaseStep, TaskAt } from "./tasks/kind.ts";
import { demandOf } from "./tasks/demand.ts";

const NOTHING: FindingPeople = {};

/** How an item comes to look for people. */
interface AskedFor {
  readonly except?: readonly string[];
  readonly byPeople?: boolean;
  readonly item?: string;
}

/**
 * Whom an item of the task looks for; none when an administrator offers it.
 * @param except people who gave it back
 * @param byPeople the engine's choice was given back: people choose now
 * @param item id of the item, where there is one already: that its owner has it keeps nobody from it
 */
export function demandIn(
  step: CaseStep,
  at: TaskAt,
  { except = [], byPeople = false, item }: AskedFor = {},
): Demand | undefined {
  const demand = demandOf(at.linked.task, netInstance(step.state, at.key).data);
  if (!demand) return undefined;
  const { allocator, start, ...rest } = demand;
  const asked: Demand = {
    ...rest,
    ...(byPeople || !allocator ? {} : { allocator, ...(start ? { start } : {}) }),
    ...(except.length > 0 ? { except } : {}),
  };
  if (!step.has("three-phase-distribution")) return asked;
  return { ...asked, rules: factsOf(step, at, asked.allocator !== undefined, item) };
}

function factsOf(
  step: CaseStep,
  { net, linked, key }: TaskAt,
  isAllocated: boolean,
  item: string | undefined,
): CaseFacts {
  const { state } = step;
  const { specification } = step.linked;
  const { familiar, separate, performed, variables, needsSeed, mayPile } = linked.task.people ?? NOTHING;
  return {
    caseId: state.block?.root ?? state.id,
    specification: specification.id,
    version: specification.version,
    net: net.id,
    task: linked.id,
    ...(familiar ? { familiar: performersAt(state, familiar) } : {}),
    ...(separate?.length ? { separate: separate.map((ref) => holdersAt(state, ref, item)) } : {}),
    ...(performed?.length ? { performed: performed.map((ref) => performersAt(state, ref)) } : {}),
    ...(variables?.length ? { values: valuesOf(netInstance(state, key).data, variables) } : {}),
    ...(state.chained?.length ? { chained: state.chained } : {}),
    ...(mayPile ? { mayPile } : {}),
    ...(needsSeed || isAllocated ? { seed: drawn(step) } : {}),
  };
}

/** Those that have one. */
function valuesOf(data: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = valueOf(data, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A number of the case's own random ones, 32 bits: replay draws the same. */
function drawn(step: CaseStep): number {
  return step.draw(0x1_0000_0000);
}

function performersAt(state: CaseState, { net, task }: TaskRef): TaskPeople {
  return { task, people: performersOf(state, net, task) };
}

/** Who did a task, and who has work of it in hand. */
function holdersAt(state: CaseState, ref: TaskRef, but: string | undefined): TaskPeople {
  const people = new Set(performersOf(state, ref.net, ref.task));
  for (const item of openItemsOf(state, ref)) {
    if (item.id !== but) for (const id of ownersOf(item)) people.add(id);
  }
  return { task: ref.task, people: [...people] };
}

function openItemsOf(state: CaseState, { net, task }: TaskRef): readonly WorkItem[] {
  return Object.values(state.items).filter(
    (item) => item.task === task && netInstance(state, item.net).net === net,
  );
}

/** The owner, and whom they stand for: neither of them may do what the other is kept from. */
function ownersOf({ allocatedTo, actsFor }: WorkItem): readonly string[] {
  return [allocatedTo, actsFor].filter((id) => id !== undefined);
}

/**
 * The task because of which somebody may not have an item: they did it in this case, or have it in hand.
 * @param actsFor for whom they would do it
 */
export function separatedFrom(
  step: CaseStep,
  item: PersonItem,
  participant: string,
  actsFor?: string,
): string | undefined {
  if (!step.has("three-phase-distribution")) return undefined;
  const refs = step.find(item).linked.task.people?.separate ?? [];
  for (const ref of refs) {
    const { people } = holdersAt(step.state, ref, item.id);
    if (people.some((id) => id === participant || id === actsFor)) return ref.task;
  }
  return undefined;
}
