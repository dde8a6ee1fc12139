/** Random specifications, sound or not, and random paths of commands through their cases. */
import fc from "fast-check";
import type { CallOutcome } from "../../yawl/case/outcome.ts";
import { lookingForPeople } from "../../yawl/case/pending.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import type {
  CompiledNet,
  CompiledSpecification,
  CompiledTask,
  CompiledWork,
} from "../../yawl/net/compiled.ts";
import { BOOLEAN } from "../../yawl/model/datatype.ts";
import { ok, type Result } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Expression, Instances, Mapping, TimerDefinition } from "../../yawl/model/specification.ts";
import type { OpenCase } from "../../yawl/run/open-case.ts";
import type { CommandMessage, ItemCommand } from "../../yawl/work/command.ts";
import type { Found } from "../../yawl/work/distribution.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import { linkedNet, type NetShape } from "../net/build.ts";
import { randomNet } from "../net/random.ts";
import { blockNet } from "./random-nets.ts";

/** Truth values that work gives and predicates ask for. */
const FLAGS = ["p", "q", "r"] as const;

const WORK: CompiledWork = {
  id: "Work",
  root: "Work",
  inputs: [],
  outputs: FLAGS.map((name) => ({ name, type: BOOLEAN })),
  interaction: "manual",
};

/** The same, done by a connector. */
const CALL: CompiledWork = {
  ...WORK,
  id: "Call",
  root: "Call",
  interaction: "automated",
  call: {
    connector: "flags",
    version: 1,
    configuration: {},
    answers: FLAGS,
    retry: { attempts: 1, initialInterval: 1, coefficient: 1, maximumInterval: 1 },
    timeout: 1,
  },
};

function variable(text: string): Expression {
  return { language: "variable", text };
}

const GIVES_FLAGS: readonly Mapping[] = FLAGS.map((name) => ({ query: variable(name), mapsTo: name }));

/** What a task does; instances give nothing to the net. */
interface Filling {
  readonly kind: "work" | "empty" | "net" | "many" | "many-nets" | "call" | "many-calls";
  readonly predicates: number;
}

const filling = (kinds: readonly Filling["kind"][]): fc.Arbitrary<Filling> =>
  fc.record({ kind: fc.constantFrom(...kinds), predicates: fc.nat(1_000) });

const BY_ROLE: NonNullable<CompiledTask["resourcing"]> = {
  offer: { initiator: "system", to: { participants: [], roles: ["clerk"] } },
  allocate: { initiator: "user" },
  start: { initiator: "user" },
};

const MANY: Instances = {
  minimum: 2,
  maximum: 5,
  threshold: 2,
  creation: "static",
  count: variable("count"),
};

/** Times are short: a step of a path takes a millisecond, and now and then some hundred pass. */
const TIMERS: readonly TimerDefinition[] = [
  { trigger: "OnEnabled", duration: "PT0.02S" },
  { trigger: "OnExecuting", duration: "PT0.008S", pauses: true },
  { trigger: "OnEnabled", duration: "PT0.3S", reminders: [{ after: "PT0.01S" }, { before: "PT0.1S" }] },
  { trigger: "OnEnabled", variable: "time", pauses: true },
  { trigger: "OnExecuting", reminders: [{ after: "PT0.005S" }] },
];

/** Many tasks have a timer; those that route cannot. */
function timerFor(kind: Filling["kind"], number: number): Pick<CompiledTask, "timer"> {
  const timer = kind === "empty" ? undefined : TIMERS[number % (2 * TIMERS.length)];
  return timer ? { timer } : {};
}

function fill(shape: NetShape, fillings: readonly Filling[], id: string): CompiledNet {
  const { net } = linkedNet({ ...shape, id });
  const tasks: Record<string, CompiledTask> = {};
  for (const [index, task] of Object.values(net.tasks).entries()) {
    const { kind, predicates } = fillings[index % fillings.length] ?? { kind: "work", predicates: 0 };
    const flows = task.flows.map(({ to, predicate, ...rest }, number) => ({
      to,
      ...(predicate ? { predicate: variable(FLAGS[(predicates + number) % FLAGS.length] ?? "p") } : {}),
      ...rest,
    }));
    const isNet = kind === "net" || kind === "many-nets";
    const isCall = kind === "call" || kind === "many-calls";
    const isMany = kind === "many" || kind === "many-nets" || kind === "many-calls";
    tasks[task.id] = {
      ...task,
      flows,
      ...(kind === "empty" ? {} : { decomposition: isNet ? "Sub" : isCall ? "Call" : "Work" }),
      ...(kind === "work" || kind === "call" ? { completed: GIVES_FLAGS } : {}),
      ...(isMany ? { instances: MANY } : {}),
      ...(kind === "work" && index % 2 === 0 ? { resourcing: BY_ROLE } : {}),
      ...timerFor(kind, predicates),
    };
  }
  const flags = FLAGS.map((name) => ({ name, type: BOOLEAN, initial: name === "p" }));
  const count = { name: "count", type: { kind: "any" as const }, initial: 3 };
  const time = { name: "time", type: { kind: "any" as const }, initial: "PT0.05S" };
  return { ...net, tasks, variables: [...flags, count, time] };
}

/** A root net with nested ones: all joins and splits, loops, choices, cancellation, composites, multiple instances. */
export function randomSpecification(): fc.Arbitrary<CompiledSpecification> {
  const shape = (depth: number, maxTasks: number): fc.Arbitrary<NetShape> =>
    fc.oneof(
      { arbitrary: blockNet(depth), weight: 5 },
      { arbitrary: randomNet({ maxTasks, maxOrJoins: 2, cancellation: true }), weight: 1 },
    );
  const work = ["work", "work", "work", "work", "call", "call"] as const;
  const rootKinds = [...work, "empty", "net", "many", "many-nets", "many-calls"] as const;
  return fc
    .record({
      root: shape(3, 7),
      rootFillings: fc.array(filling(rootKinds), { minLength: 12, maxLength: 12 }),
      sub: shape(1, 3),
      subFillings: fc.array(filling([...work, "empty", "many"]), { minLength: 6, maxLength: 6 }),
    })
    .map(({ root, rootFillings, sub, subFillings }) => ({
      format: 1,
      id: "random",
      version: "1",
      title: "Random",
      rootNet: "Root",
      types: {},
      nets: { Root: fill(root, rootFillings, "Root"), Sub: fill(sub, subFillings, "Sub") },
      work: { Work: WORK, Call: CALL },
    }));
}

/** Numbers that choose a command once the open items are known. */
export interface Choice {
  readonly item: number;
  readonly kind: number;
  readonly flags: number;
}

export function randomPath(maxLength: number): fc.Arbitrary<readonly Choice[]> {
  const choice = fc.record({ item: fc.nat(1_000), kind: fc.nat(99), flags: fc.nat(7) });
  return fc.array(choice, { minLength: Math.ceil(maxLength / 2), maxLength, size: "max" });
}

const MANAGER = { participant: "ann", manager: true };

/** What happens next in a case: a command, the outcome of a call, people that were found, time that passes. */
export type Move =
  | CommandMessage
  | CallOutcome
  | { readonly found: readonly Found[] }
  | { readonly pass: number };

/** Makes the move; one that lets time pass answers the last step of what fell due. */
export function go(running: OpenCase, move: Move): Result<Step> {
  if ("command" in move) return running.send(move);
  if ("found" in move) return running.answerPeople(move.found);
  if ("kind" in move) return running.answerCall(move);
  running.clock.advance(move.pass);
  return ok(running.step);
}

/** The move for a choice: mostly one that brings an item nearer to its end. */
export function moveFor(state: CaseState, { item: number, kind, flags }: Choice): Move {
  const items = Object.values(state.items);
  const item = items[number % items.length];
  if (kind === 99) return { by: MANAGER, command: { type: "cancel-case", reason: "enough" } };
  if (kind === 98) return { by: MANAGER, command: { type: "suspend-case" } };
  if (kind === 96) return { pass: 600 };
  const data = Object.fromEntries(FLAGS.map((name, index) => [name, (flags & (1 << index)) !== 0]));
  if (item?.call && item.status === "started" && (state.status === "running" || kind < 20)) {
    return outcomeFor(item, kind, data);
  }
  const looking = lookingForPeople(state);
  if (looking.length > 0 && kind < 40)
    return { found: looking.map(({ item: { id } }) => ({ item: id, people: PEOPLE[flags % 4] ?? [] })) };
  if (state.status === "suspended") return { by: MANAGER, command: { type: "resume-case" } };
  if (kind === 97) return { by: MANAGER, command: { type: "retry" } };
  if (!item) return { by: MANAGER, command: { type: "resume-case" } };
  const command = kind < 85 ? nearer(item, data) : (ODD[kind % ODD.length] ?? { type: "start" });
  return { item: item.id, by: MANAGER, command };
}

/** Whom the organisation may find. */
const PEOPLE = [[], ["ann"], ["ann", "bob"], ["bob"]] as const;

/** Mostly an answer; now and then a failure, an answer that does not fit, one that comes too late, or none yet. */
function outcomeFor(item: WorkItem, kind: number, data: JsonObject): CallOutcome {
  const call = { item: item.id, number: item.call?.number ?? 0 };
  if (kind > 90) return { ...call, kind: "failure", failure: { type: "odd", message: "it failed" } };
  if (kind > 86) return { ...call, kind: "answer", answer: { p: "no truth value" } };
  if (kind > 83) return { ...call, number: call.number - 1, kind: "answer", answer: data };
  if (kind > 80) return { ...call, kind: "waiting", until: 1_000 };
  return { ...call, kind: "answer", answer: data };
}

const ODD: readonly ItemCommand[] = [
  { type: "skip" },
  { type: "suspend" },
  { type: "deallocate" },
  { type: "reallocate", to: "ann", keepData: true },
  { type: "save", data: { p: true } },
  { type: "offer", to: ["ann", "bob"] },
  { type: "complete", data: {} },
  { type: "retry", data: {} },
  { type: "fail" },
];

function nearer(item: WorkItem, data: JsonObject): ItemCommand {
  switch (item.status) {
    case "allocated":
      return { type: "start" };
    case "started":
      return { type: "complete", data };
    case "suspended":
      return item.call ? { type: "retry" } : { type: "resume" };
    default:
      return { type: "allocate", to: "ann" };
  }
}
