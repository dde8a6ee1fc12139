/** Random specifications, sound or not, and random paths of commands through their cases. */
import fc from "fast-check";
import type { CaseState } from "../../yawl/case/state.ts";
import type {
  CompiledNet,
  CompiledSpecification,
  CompiledTask,
  CompiledWork,
} from "../../yawl/net/compiled.ts";
import { BOOLEAN } from "../../yawl/spec/datatype.ts";
import type { JsonObject } from "../../yawl/spec/json.ts";
import type { Expression, Instances, Mapping } from "../../yawl/spec/specification.ts";
import type { CommandMessage, ItemCommand } from "../../yawl/work/command.ts";
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

function variable(text: string): Expression {
  return { language: "variable", text };
}

const GIVES_FLAGS: readonly Mapping[] = FLAGS.map((name) => ({ query: variable(name), mapsTo: name }));

/** What a task does; instances give nothing to the net. */
interface Filling {
  readonly kind: "work" | "empty" | "net" | "many" | "many-nets";
  readonly predicates: number;
}

const filling = (kinds: readonly Filling["kind"][]): fc.Arbitrary<Filling> =>
  fc.record({ kind: fc.constantFrom(...kinds), predicates: fc.nat(1_000) });

const MANY: Instances = {
  minimum: 2,
  maximum: 5,
  threshold: 2,
  creation: "static",
  count: variable("count"),
};

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
    tasks[task.id] = {
      ...task,
      flows,
      ...(kind === "empty" ? {} : { decomposition: isNet ? "Sub" : "Work" }),
      ...(kind === "work" ? { completed: GIVES_FLAGS } : {}),
      ...(kind === "many" || kind === "many-nets" ? { instances: MANY } : {}),
    };
  }
  const flags = FLAGS.map((name) => ({ name, type: BOOLEAN, initial: name === "p" }));
  const count = { name: "count", type: { kind: "any" as const }, initial: 3 };
  return { ...net, tasks, variables: [...flags, count] };
}

/** A root net with nested ones: all joins and splits, loops, choices, cancellation, composites, multiple instances. */
export function randomSpecification(): fc.Arbitrary<CompiledSpecification> {
  const shape = (depth: number, maxTasks: number): fc.Arbitrary<NetShape> =>
    fc.oneof(
      { arbitrary: blockNet(depth), weight: 5 },
      { arbitrary: randomNet({ maxTasks, maxOrJoins: 2, cancellation: true }), weight: 1 },
    );
  const work = ["work", "work", "work", "work", "work"] as const;
  const rootKinds = [...work, "empty", "net", "many", "many-nets"] as const;
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
      work: { Work: WORK },
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

/** The command for a choice: mostly one that brings an item nearer to its end. */
export function commandFor(state: CaseState, { item: number, kind, flags }: Choice): CommandMessage {
  const items = Object.values(state.items);
  const item = items[number % items.length];
  if (kind === 99) return { by: MANAGER, command: { type: "cancel-case", reason: "enough" } };
  if (kind === 98) return { by: MANAGER, command: { type: "suspend-case" } };
  if (state.status === "suspended") return { by: MANAGER, command: { type: "resume-case" } };
  if (kind === 97) return { by: MANAGER, command: { type: "retry" } };
  if (!item) return { by: MANAGER, command: { type: "resume-case" } };
  const data = Object.fromEntries(FLAGS.map((name, index) => [name, (flags & (1 << index)) !== 0]));
  const command = kind < 85 ? advance(item, data) : (ODD[kind % ODD.length] ?? { type: "start" });
  return { item: item.id, by: MANAGER, command };
}

const ODD: readonly ItemCommand[] = [
  { type: "skip" },
  { type: "suspend" },
  { type: "deallocate" },
  { type: "reallocate", to: "ann", keepData: true },
  { type: "save", data: { p: true } },
  { type: "offer", to: ["ann", "bob"] },
  { type: "complete", data: {} },
];

function advance(item: WorkItem, data: JsonObject): ItemCommand {
  switch (item.status) {
    case "allocated":
      return { type: "start" };
    case "started":
      return { type: "complete", data };
    case "suspended":
      return { type: "resume" };
    default:
      return { type: "allocate", to: "ann" };
  }
}
