/**
 * Cases in memory with the people of a fixture: whoever looks for people is answered by the rules, on the organisation as it is
 * then and on what people have and did in all cases. Each step is done twice, by a case that goes on with what it has in memory
 * and by one that was loaded from text; they have to agree.
 */
import assert from "node:assert/strict";
import { ok, type Fault, type Result } from "../../../yawl/model/fault.ts";
import type { JsonObject } from "../../../yawl/model/json.ts";
import type { CaseState } from "../../../yawl/case/state.ts";
import { failedTasks } from "../../../yawl/case/inspect.ts";
import type { Step } from "../../../yawl/case/step.ts";
import type { CompiledSpecification } from "../../../yawl/net/compiled.ts";
import { candidatesOf, decide, needsOf } from "../../../yawl/resource/decide.ts";
import type { Organisation } from "../../../yawl/resource/indexed.ts";
import { historyOf, queueOf, type History, type Loads, type Queues } from "../../../yawl/resource/loads.ts";
import { loadCase, openCase, type OpenCase } from "../../../yawl/run/open-case.ts";
import type { CommandMessage } from "../../../yawl/work/command.ts";
import type { Decision } from "../../../yawl/work/decision.ts";
import type { CaseFacts, Demand, Found } from "../../../yawl/work/distribution.ts";
import type { WorkItem } from "../../../yawl/work/item.ts";

/** An item that is open or has ended, with the net that its task is in. */
interface Known {
  readonly item: WorkItem;
  readonly net: string;
}

export interface Launch {
  readonly id: string;
  readonly data: JsonObject;
  readonly seed: number;
}

/** All cases of a trace. */
export class Cases {
  readonly #specification: CompiledSpecification;
  /** the organisation as it is now */
  organisation: Organisation;
  /** who piles which task, by net and task */
  readonly piles = new Map<string, string>();
  /** how the people of an item were found last, by its id */
  readonly decisions = new Map<string, Decision>();
  /** epoch milliseconds; a working morning, so that nobody's absence begins by chance */
  now = Date.UTC(2026, 2, 2, 9);
  readonly #cases = new Map<string, OpenCase>();
  readonly #known = new Map<string, Known>();

  constructor(specification: CompiledSpecification, organisation: Organisation) {
    this.#specification = specification;
    this.organisation = organisation;
  }

  get states(): readonly CaseState[] {
    return [...this.#cases.values()].map(({ state }) => state);
  }

  /** Open work items of all cases. */
  get items(): readonly WorkItem[] {
    return this.states.flatMap(({ items }) => Object.values(items));
  }

  get failed(): ReturnType<typeof failedTasks> {
    return this.states.flatMap((state) => failedTasks(state));
  }

  launch(launch: Launch): void {
    assert.ok(!this.#cases.has(launch.id), `there is a case ${launch.id} already`);
    const open = (): OpenCase =>
      valueOf(openCase({ specification: this.#specification, now: this.now, ...launch }));
    const steady = open();
    assert.deepEqual(open().state, steady.state, "the same launch comes to the same");
    this.#cases.set(launch.id, steady);
    this.#learn(steady.step);
    this.#settle(steady);
  }

  /** @returns why it was refused */
  send(caseId: string, message: CommandMessage): Fault | undefined {
    const addressee = this.#case(caseId);
    const done = this.#twice(addressee, (each) => each.send(message));
    if (!done.ok) return done.fault;
    this.#settle(addressee);
    return undefined;
  }

  /** The connector of an automated item answers. */
  answer(caseId: string, { id, call }: WorkItem, answer: JsonObject): void {
    const addressee = this.#case(caseId);
    const outcome = { item: id, number: call?.number ?? 0, kind: "answer", answer } as const;
    valueOf(this.#twice(addressee, (each) => each.answerCall(outcome)));
    this.#settle(addressee);
  }

  #case(id: string): OpenCase {
    return this.#cases.get(id) ?? assert.fail(`there is no case ${id}`);
  }

  #twice(steady: OpenCase, act: (each: OpenCase) => Result<Step>): Result<Step> {
    const loaded = loadCase(steady.save(), { linked: steady.linked });
    for (const each of [steady, loaded]) each.clock.set(this.now);
    const [done, again] = [act(steady), act(loaded)];
    assert.deepEqual(
      again.ok || again.fault,
      done.ok || done.fault,
      "a case that restarts answers otherwise",
    );
    assert.deepEqual(loaded.state, steady.state, "a case that restarts comes to something else");
    if (done.ok) this.#learn(done.value);
    return done;
  }

  #learn({ state, events }: Step): void {
    const learn = (item: WorkItem): void => {
      const net = state.nets[item.net]?.net ?? this.#known.get(item.id)?.net ?? item.net;
      this.#known.set(item.id, { item, net });
    };
    for (const event of events) if (event.type === "item") learn(event.item);
    for (const item of Object.values(state.items)) learn(item);
  }

  /**
   * What the shell does: people are found for one item after the other, so that each decision counts for the next, and what the
   * system starts is started.
   */
  #settle(looking: OpenCase): void {
    for (;;) {
      const pending = Object.values(looking.state.pending).find(
        ({ kind }) => kind === "people" || kind === "start",
      );
      if (pending?.kind === "people") {
        const found: Found = { item: pending.item, decision: this.#decide(pending.demand) };
        this.decisions.set(pending.item, found.decision);
        valueOf(this.#twice(looking, (each) => each.answerPeople([found])));
      } else if (pending?.kind === "start") {
        // it is due at once: the clock starts it
        valueOf(this.#twice(looking, (each) => ok(each.step)));
      } else {
        return;
      }
    }
  }

  #decide(demand: Demand): Decision {
    const { rules } = demand;
    assert.ok(rules, "a case of today says what its rules look at");
    const { organisation, now } = this;
    const people = needsOf(demand).length === 0 ? [] : candidatesOf(demand, now, organisation);
    return decide({
      demand,
      at: now,
      organisation,
      loads: this.#loadsOf(people, rules),
      piled: rules.mayPile ? this.piles.get(`${rules.net}/${rules.task}`) : undefined,
    });
  }

  /** What these people have and did, as a view of all cases would say. */
  #loadsOf(people: readonly string[], { net, task }: CaseFacts): Loads {
    const queues: Record<string, Queues> = {};
    const history: Record<string, History> = {};
    for (const known of this.#known.values()) {
      const { allocatedTo: owner, status, allocatedAt, endedAt } = known.item;
      if (owner === undefined || !people.includes(owner)) continue;
      const isOpen = status === "allocated" || status === "started" || status === "suspended";
      if (isOpen) {
        const queue = queueOf({ queues, history }, owner);
        queues[owner] = { ...queue, [status]: queue[status] + 1 };
      }
      if (known.net !== net || known.item.task !== task) continue;
      const past = historyOf({ queues, history }, owner);
      const isDone = status === "completed";
      const last = Math.max(allocatedAt ?? 0, past.lastAllocatedAt ?? 0);
      const lastDone = Math.max((isDone ? endedAt : undefined) ?? 0, past.lastCompletedAt ?? 0);
      history[owner] = {
        completed: past.completed + (isDone ? 1 : 0),
        allocated: past.allocated + 1,
        inHand: (past.inHand ?? 0) + (isOpen ? 1 : 0),
        lastAllocatedAt: last,
        ...(lastDone > 0 ? { lastCompletedAt: lastDone } : {}),
      };
    }
    return { queues, history };
  }
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) assert.fail(JSON.stringify(result.fault));
  return result.value;
}
