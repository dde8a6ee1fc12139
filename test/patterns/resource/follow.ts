/** Follows a trace of a fixture in memory, and fails at the first step at which something else happens. */
import assert from "node:assert/strict";
import type { CaseState } from "../../../yawl/case/state.ts";
import type { CompiledSpecification } from "../../../yawl/net/compiled.ts";
import { link, type LinkedSpecification } from "../../../yawl/net/linked.ts";
import { possibleCommands } from "../../../yawl/work/lifecycle.ts";
import { privilegesOf } from "../../../yawl/work/privileges.ts";
import type { TaskPrivilege } from "../../../yawl/work/lifecycle.ts";
import type { WorkItem } from "../../../yawl/work/item.ts";
import { Cases } from "./cases.ts";
import { commandOf } from "./command.ts";
import {
  ACTIONS,
  ITEM_ACTIONS,
  type ItemAction,
  type OrganisationInFixture,
  type Trace,
  type TraceStep,
} from "./fixture.ts";
import { BOSS, People } from "./people.ts";
import { caseOf, FIRST_CASE, pathOf, standingOf } from "./standing.ts";

/** Between two steps. */
const MINUTE = 60_000;

export function follow(
  specification: CompiledSpecification,
  organisation: OrganisationInFixture,
  trace: Trace,
): void {
  const walk = new Walk(specification, organisation, trace);
  for (const [index, step] of trace.steps.entries()) walk.take(step, index + 1);
}

class Walk {
  readonly #people: People;
  readonly #cases: Cases;
  readonly #linked: LinkedSpecification;
  readonly #trace: Trace;

  constructor(specification: CompiledSpecification, organisation: OrganisationInFixture, trace: Trace) {
    this.#people = new People(organisation);
    this.#linked = link(specification);
    this.#trace = trace;
    this.#cases = new Cases(specification, this.#people.organisation);
    this.#launch(FIRST_CASE, trace.data);
  }

  take(step: TraceStep, number: number): void {
    const action = ACTIONS.find((name) => step[name] !== undefined);
    const at = `step ${number}${action ? `, ${step.by ?? ""} ${action} ${step[action] ?? ""}` : ""}`;
    this.#cases.now += MINUTE;
    assert.equal(this.#perform(step), step.refused, `${at}: refused`);
    this.#compare(step, at);
  }

  #launch(id: string, data: Trace["data"] = {}): void {
    this.#cases.launch({ id, data, seed: this.#trace.seed ?? 1 });
  }

  /** @returns the type of the fault, if it was refused */
  #perform(step: TraceStep): string | undefined {
    if (step.launch !== undefined) {
      this.#launch(step.launch, step.with);
    } else if (step.becomes !== undefined) {
      this.#people.become(step.becomes, step.with ?? {});
      this.#cases.organisation = this.#people.organisation;
    } else if (step.answer !== undefined) {
      this.#cases.answer(caseOf(step.answer), this.#find(step.answer), step.with ?? {});
    } else if (step.unchain !== undefined) {
      const by = this.#people.actor(step.by ?? BOSS);
      const command = { type: "unchain", participant: by.participant } as const;
      // one's own, which the API does for them (api/commands.ts)
      return this.#cases.send(step.unchain, { by: { ...by, manager: true }, command })?.type;
    }
    const action = ITEM_ACTIONS.find((name) => step[name] !== undefined);
    return action === undefined ? undefined : this.#give(action, step[action] ?? "", step);
  }

  #give(action: ItemAction, path: string, step: TraceStep): string | undefined {
    const item = this.#find(path);
    const by = this.#people.actor(step.by ?? BOSS);
    const { piles } = this.#cases;
    const piled = `${this.#netOf(path, item)}/${item.task}`;
    if (action === "unpile") {
      if (piles.get(piled) === by.participant) piles.delete(piled);
      return undefined;
    }
    if (action === "pile") {
      // as the API has it (api/items/piling.ts)
      if (!this.#privilegesOf(path, item, by.participant).has("canPile")) return "not-eligible";
      if (item.status !== "offered" && item.allocatedTo !== by.participant) return "wrong-state";
      if ((piles.get(piled) ?? by.participant) !== by.participant) return "conflict";
      piles.set(piled, by.participant);
      if (item.status === "started") return undefined;
    }
    return this.#cases.send(caseOf(path), { item: item.id, by, command: commandOf(action, step) })?.type;
  }

  #compare(step: TraceStep, at: string): void {
    const failed = this.#cases.failed.map(({ net, task, message }) => `${net}/${task}: ${message}`);
    assert.deepEqual(failed, [], `${at}: tasks that fail`);
    const open = Object.fromEntries([...this.#open()].map(([path, item]) => [path, standingOf(item)]));
    assert.deepEqual(open, step.items ?? {}, `${at}: items`);
    const ended = this.#cases.states.filter(({ status }) => status !== "running").map(({ id }) => id);
    assert.deepEqual(ended, step.ended ?? [], `${at}: cases that have ended`);
    for (const [path, people] of Object.entries(step.may ?? {})) this.#compareActions(path, people, at);
    for (const [path, out] of Object.entries(step.leftOut ?? {})) {
      const dropped = this.#whyOf(path).steps.flatMap((each) => each.dropped);
      const reasons = Object.fromEntries(dropped.map(({ participant, reason }) => [participant, reason]));
      assert.deepEqual(reasons, out, `${at}: left out of ${path}`);
    }
    for (const [path, reason] of Object.entries(step.because ?? {})) {
      assert.equal(this.#whyOf(path).fault, reason, `${at}: why nobody gets ${path}`);
    }
    for (const [path, saved] of Object.entries(step.saved ?? {})) {
      assert.deepEqual(this.#find(path).draft ?? null, saved, `${at}: saved with ${path}`);
    }
  }

  #compareActions(path: string, people: Readonly<Record<string, readonly string[]>>, at: string): void {
    const item = this.#find(path);
    for (const [id, expected] of Object.entries(people)) {
      const actions = possibleCommands(item, this.#people.actor(id), this.#privilegesOf(path, item, id));
      assert.deepEqual(actions.toSorted(), expected.toSorted(), `${at}: what ${id} may do with ${path}`);
    }
  }

  #privilegesOf(path: string, item: WorkItem, id: string): ReadonlySet<TaskPrivilege> {
    const task = this.#linked.specification.nets[this.#netOf(path, item)]?.tasks[item.task];
    return privilegesOf(task, [], this.#people.actor(id));
  }

  #netOf(path: string, { net }: WorkItem): string {
    return this.#state(path).nets[net]?.net ?? net;
  }

  #state(path: string): CaseState {
    const id = caseOf(path);
    return this.#cases.states.find((state) => state.id === id) ?? assert.fail(`there is no case ${id}`);
  }

  #whyOf(path: string): {
    readonly steps: readonly { readonly dropped: readonly Dropped[] }[];
    readonly fault?: string;
  } {
    const decision = this.#cases.decisions.get(this.#find(path).id);
    return decision?.why ?? assert.fail(`nobody was looked for to do ${path}`);
  }

  #open(): ReadonlyMap<string, WorkItem> {
    return new Map(
      this.#cases.states.flatMap(({ id, items }) =>
        Object.values(items).map((item) => [pathOf(id, item), item] as const),
      ),
    );
  }

  #find(path: string): WorkItem {
    const open = this.#open();
    return open.get(path) ?? assert.fail(`there is no item ${path}, only ${[...open.keys()].join(", ")}`);
  }
}

type Dropped = { readonly participant: string; readonly reason: string };
