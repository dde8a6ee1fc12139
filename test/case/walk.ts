/** A case in a test: launched, given commands, looked at. Items are named by their task. */
import assert from "node:assert/strict";
import type { CallOutcome, Outcome } from "../../yawl/case/calls.ts";
import { answerCall, decide } from "../../yawl/case/decide.ts";
import { launch } from "../../yawl/case/launch.ts";
import { itemOf, type CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { link, type LinkedSpecification } from "../../yawl/net/linked.ts";
import type { Fault } from "../../yawl/model/fault.ts";
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
import type { WorkItem } from "../../yawl/work/item.ts";
import { buildNet, buildSpecification, manualWork, type NetShape } from "../net/build.ts";

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
  state: CaseState;
  /** the last step that was done */
  step: Step;
  now = 0;
  readonly linked: LinkedSpecification;

  constructor(compiled: CompiledSpecification, data: JsonObject = {}, seed = 1) {
    this.linked = link(compiled);
    const launched = launch(this.linked, { id: "case", data, seed, now: 0 });
    assert.ok(launched.ok, launched.ok ? "" : launched.fault.message);
    this.step = launched.value;
    this.state = launched.value.state;
  }

  /** Tasks of the open items, sorted. */
  get open(): readonly string[] {
    return Object.values(this.state.items)
      .map(({ task }) => task)
      .toSorted();
  }

  get data(): JsonObject {
    return this.state.nets[this.linked.specification.rootNet]?.data ?? this.state.result ?? {};
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
    const decided = decide(this.linked, this.state, message, this.now);
    assert.equal(JSON.stringify(this.state), before);
    if (decided.ok) assert.fail(`${message.command.type} should have been refused`);
    return decided.fault;
  }

  accept(message: CommandMessage): void {
    this.now += 1;
    const decided = decide(this.linked, this.state, message, this.now);
    assert.ok(decided.ok, decided.ok ? "" : decided.fault.message);
    this.step = decided.value;
    this.state = decided.value.state;
  }

  /** What became of the latest call of a task's item; of several, the one at this place. */
  called(task: string, outcome: Outcome, place = 0): void {
    const item = this.item(task, place);
    this.hear({ item: item.id, number: item.call?.number ?? 0, ...outcome });
  }

  hear(outcome: CallOutcome): void {
    this.now += 1;
    this.step = answerCall(this.linked, this.state, outcome, this.now);
    this.state = this.step.state;
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
