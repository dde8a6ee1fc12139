/** A case in a test: launched, given commands, looked at. Items are named by their task. */
import assert from "node:assert/strict";
import type { CallOutcome, Outcome } from "../../yawl/case/outcome.ts";
import type { Flag } from "../../yawl/case/flags.ts";
import { pendingId, pendingOf, type Pending } from "../../yawl/case/pending.ts";
import { itemOf, type CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { LinkedSpecification } from "../../yawl/net/linked.ts";
import type { Fault, Result } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type {
  Decomposition,
  Expression,
  Net,
  Specification,
  Task,
  Variable,
} from "../../yawl/model/specification.ts";
import type { Actor, CaseCommand, CommandMessage, ItemCommand } from "../../yawl/work/command.ts";
import type { Decision } from "../../yawl/work/decision.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import { loadCase, openCase, type OpenCase } from "../../yawl/run/open-case.ts";
import { buildNet, buildSpecification, manualWork, type NetShape } from "../net/build.ts";

/** A decision without its reasons. */
type Outcomes = Decision extends infer One ? (One extends Decision ? Omit<One, "why"> : never) : never;

export const MANAGER: Actor = { participant: "ann", manager: true };
export const WORKER: Actor = { participant: "bob", manager: false };

export function xquery(text: string): Expression {
  return { language: "xquery", text };
}

export function variable(text: string): Expression {
  return { language: "variable", text };
}

/** Changes to a net that `NetShape` has no words for. */
export interface NetMore {
  readonly inputs?: readonly Variable[];
  readonly outputs?: readonly Variable[];
  readonly locals?: readonly Variable[];
  readonly tasks?: Readonly<Record<string, Partial<Task>>>;
}

export function net(shape: NetShape, { tasks = {}, ...more }: NetMore = {}): Net {
  const built = buildNet(shape);
  return { ...built, ...more, tasks: built.tasks.map((task) => ({ ...task, ...tasks[task.id] })) };
}

/** Manual work `id` with these parameters. */
export function work(
  id: string,
  inputs: readonly Variable[] = [],
  outputs: readonly Variable[] = [],
): Decomposition {
  return { kind: "work", id, root: id, inputs, outputs, interaction: "manual" };
}

/** The nets, the first of which is the root, with `work` for their tasks beside what is given. */
export function specification(
  nets: readonly Net[],
  others: readonly Decomposition[] = [],
  more: Partial<Specification> = {},
  connectors?: ConnectorCatalogue,
): CompiledSpecification {
  const compiled = compile(
    { ...buildSpecification(nets, [manualWork("work"), ...others]), ...more },
    connectors,
  );
  assert.ok(compiled.ok, compiled.ok ? "" : compiled.fault.message);
  return compiled.value.compiled;
}

/** A case of one net, all of whose tasks are somebody's work unless they are told to be `empty`. */
export function walkOf(shape: NetShape, empty: readonly string[] = [], seed = 1): Walk {
  const tasks = Object.fromEntries(
    Object.keys(shape.tasks)
      .filter((id) => !empty.includes(id) && shape.tasks[id]?.decomposition === undefined)
      .map((id) => [id, { decomposition: "work" }]),
  );
  return new Walk(specification([net(shape, { tasks })]), {}, seed);
}

export class Walk {
  #case: OpenCase;

  constructor(
    compiled: CompiledSpecification,
    data: JsonObject = {},
    seed = 1,
    more: { readonly flags?: readonly Flag[] } = {},
  ) {
    const opened = openCase({ specification: compiled, data, seed, ...more });
    assert.ok(opened.ok, opened.ok ? "" : opened.fault.message);
    this.#case = opened.value;
  }

  get linked(): LinkedSpecification {
    return this.#case.linked;
  }

  get state(): CaseState {
    return this.#case.state;
  }

  /** the last step that was done */
  get step(): Step {
    return this.#case.step;
  }

  get now(): number {
    return this.#case.clock.now;
  }

  get data(): JsonObject {
    return this.#case.data;
  }

  /** Tasks of the open items, sorted. */
  get open(): readonly string[] {
    return Object.values(this.state.items)
      .map(({ task }) => task)
      .toSorted();
  }

  /** What is pending, by kind and task of its item, sorted. */
  get pending(): readonly string[] {
    return Object.values(this.state.pending)
      .map((pending) => {
        const item = "item" in pending ? pending.item : pendingId(pending);
        return `${pending.kind} ${this.state.items[item]?.task ?? item}`;
      })
      .toSorted();
  }

  /** Saves the case, and goes on with what was loaded. */
  restart(): void {
    this.#case = loadCase(this.#case.save(), { linked: this.#case.linked });
  }

  /** Goes on with another state, as if somebody had mended it. */
  mend(state: CaseState): void {
    this.#case = loadCase(JSON.stringify({ state, now: this.now }), { linked: this.#case.linked });
  }

  /** Lets time pass; what is due on the way fires. */
  pass(milliseconds: number): void {
    this.#case.clock.advance(milliseconds);
  }

  /** Says that the instant of something pending has come. */
  due(pending: string, at: number): void {
    assert.ok(this.#case.due(pending, at).ok);
  }

  /** Whom the organisation found for an item, by its id. */
  found(item: string, people: readonly string[]): void {
    assert.ok(this.#case.answerPeople([{ item, people }]).ok);
  }

  /** What was decided for an item, by its id; the reasons do not matter. */
  decided(item: string, decision: Outcomes): void {
    const why = { steps: [], organisation: 1 };
    assert.ok(this.#case.answerPeople([{ item, decision: { ...decision, why } }]).ok);
  }

  /** Sends what may be refused. */
  try(message: CommandMessage): Result<Step> {
    return this.#case.send(message);
  }

  pendingOf(id: string): Pending | undefined {
    return pendingOf(this.state.pending, id);
  }

  marking(net = this.linked.specification.rootNet): Readonly<Record<string, number>> {
    return this.state.nets[net]?.marking ?? {};
  }

  /** The open item of a task; of several, the one at this place. */
  item(task: string, place = 0): WorkItem {
    const item = Object.values(this.state.items).filter((each) => each.task === task)[place];
    assert.ok(item, `there is no item of ${task}; there are ${this.open.join(", ")}`);
    return item;
  }

  /** Gives a command that has to succeed. */
  give(task: string, command: ItemCommand, by: Actor = MANAGER, place = 0): void {
    this.accept({ item: this.item(task, place).id, by, command });
  }

  case(command: CaseCommand): void {
    this.accept({ by: MANAGER, command });
  }

  /** The fault of a command that has to fail, which leaves the state as it is. */
  refuse(task: string, command: ItemCommand, by: Actor = MANAGER, place = 0): Fault {
    return this.refuseMessage({ item: this.item(task, place).id, by, command });
  }

  refuseMessage(message: CommandMessage): Fault {
    const before = JSON.stringify(this.state);
    const answer = this.#case.send(message);
    assert.equal(JSON.stringify(this.state), before);
    if (answer.ok) assert.fail(`${message.command.type} should have been refused`);
    return answer.fault;
  }

  accept(message: CommandMessage): void {
    this.pass(1);
    const answer = this.#case.send(message);
    assert.ok(answer.ok, answer.ok ? "" : answer.fault.message);
  }

  /** What became of the latest call of a task's item; of several, the one at this place. */
  called(task: string, outcome: Outcome, place = 0): void {
    const item = this.item(task, place);
    this.hear({ item: item.id, number: item.call?.number ?? 0, ...outcome });
  }

  hear(outcome: CallOutcome): void {
    this.pass(1);
    assert.ok(this.#case.answerCall(outcome).ok);
  }

  start(task: string, place = 0): WorkItem {
    const { id } = this.item(task, place);
    this.give(task, { type: "allocate", to: MANAGER.participant }, MANAGER, place);
    this.give(task, { type: "start" }, MANAGER, place);
    const started = itemOf(this.state, id) ?? this.item(task, place);
    return started;
  }

  finish(task: string, data: JsonObject = {}, place = 0): void {
    this.give(task, { type: "complete", data }, MANAGER, place);
  }

  /** Allocates, starts and completes. */
  perform(task: string, data: JsonObject = {}, place = 0): void {
    this.start(task, place);
    this.finish(task, data, place);
  }
}
