/**
 * Nets made of blocks that are sound by construction: sequences, splits with their joins, loops, deferred choices. Some are
 * then spoilt: another join or split, a cancellation set.
 */
import fc from "fast-check";
import type { JoinCode } from "../../yawl/model/specification.ts";
import { otherwise, type NetShape, type TaskShape } from "../net/build.ts";

type Block =
  | { readonly kind: "task" }
  | { readonly kind: "sequence" | "and" | "or" | "xor" | "choice"; readonly parts: readonly Block[] }
  | { readonly kind: "loop"; readonly parts: readonly Block[] };

interface Spoiling {
  readonly task: number;
  readonly what: "join" | "split" | "cancels";
  readonly code: JoinCode;
  readonly targets: readonly number[];
}

/** @param depth how deep blocks stand in blocks */
export function blockNet(depth: number): fc.Arbitrary<NetShape> {
  const { block } = fc.letrec<{ block: Block }>((tie) => ({
    block: fc.oneof(
      { maxDepth: depth, depthIdentifier: "block", depthSize: "max" },
      { arbitrary: fc.constant<Block>({ kind: "task" }), weight: 1 },
      {
        arbitrary: fc.record({
          kind: fc.constantFrom("sequence", "sequence", "and", "or", "or", "xor", "choice", "loop" as const),
          parts: fc.array(tie("block"), {
            minLength: 2,
            maxLength: 3,
            size: "max",
            depthIdentifier: "block",
          }),
        }),
        weight: 3,
      },
    ),
  }));
  const spoiling: fc.Arbitrary<Spoiling> = fc.record({
    task: fc.nat(1_000),
    what: fc.constantFrom("join", "split", "cancels", "cancels", "cancels", "cancels"),
    code: fc.constantFrom("and", "or", "xor"),
    targets: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 5, size: "max" }),
  });
  return fc
    .tuple(block, fc.array(spoiling, { maxLength: 4, size: "max" }))
    .map(([root, spoilings]) => new Layout(root, spoilings).shape());
}

type Shape = { -readonly [Key in keyof TaskShape]: TaskShape[Key] };

class Layout {
  readonly #tasks: Record<string, Shape> = {};
  readonly #conditions: Record<string, readonly string[]> = {};
  readonly #start: string;

  constructor(root: Block, spoilings: readonly Spoiling[]) {
    const { entry, exit } = this.#add(root);
    this.#to(exit, "o");
    this.#start = this.#isTask(entry) ? entry : this.#before(entry);
    for (const spoiling of spoilings) this.#spoil(spoiling);
  }

  shape(): NetShape {
    return { start: [this.#start], tasks: this.#tasks, conditions: this.#conditions };
  }

  /** Lays a block out. @returns its first element and its last task, whose flows are still open */
  #add(block: Block): { readonly entry: string; readonly exit: string } {
    switch (block.kind) {
      case "task": {
        const task = this.#task({});
        return { entry: task, exit: task };
      }
      case "sequence": {
        const parts = block.parts.map((part) => this.#add(part));
        for (const [index, part] of parts.slice(1).entries()) this.#to(parts[index]?.exit ?? "", part.entry);
        return { entry: parts[0]?.entry ?? "", exit: parts.at(-1)?.exit ?? "" };
      }
      case "loop": {
        const entry = this.#task({});
        const exit = this.#task({ split: "xor" });
        const body = this.#add(block.parts[0] ?? { kind: "task" });
        this.#to(entry, body.entry);
        this.#to(body.exit, exit);
        this.#to(exit, entry);
        return { entry, exit };
      }
      case "choice": {
        const condition = `c${Object.keys(this.#conditions).length}`;
        this.#conditions[condition] = [];
        const exit = this.#task({});
        const entries = block.parts.map((part) => {
          const branch = this.#add(part);
          this.#to(branch.exit, exit);
          return this.#isTask(branch.entry) ? branch.entry : this.#before(branch.entry);
        });
        this.#conditions[condition] = entries;
        return { entry: condition, exit };
      }
      default: {
        const entry = this.#task({ split: block.kind });
        const exit = this.#task({ join: block.kind });
        for (const part of block.parts) {
          const branch = this.#add(part);
          this.#to(entry, branch.entry);
          this.#to(branch.exit, exit);
        }
        return { entry, exit };
      }
    }
  }

  #task(shape: Partial<TaskShape>): string {
    const id = `t${Object.keys(this.#tasks).length}`;
    this.#tasks[id] = { to: [], ...shape };
    return id;
  }

  #before(element: string): string {
    const task = this.#task({});
    this.#to(task, element);
    return task;
  }

  /** The last flow of an XOR or OR split is its default. */
  #to(from: string, to: string): void {
    const task = this.#tasks[from];
    if (!task) throw new Error(`no task ${from}`);
    const guarded = task.split !== undefined && task.split !== "and";
    const others = task.to.map((flow) => (typeof flow === "string" ? flow : flow.to));
    task.to = guarded ? [...others, otherwise(to)] : [...others, to];
  }

  #isTask(id: string): boolean {
    return Object.hasOwn(this.#tasks, id);
  }

  #spoil({ task: number, what, code, targets }: Spoiling): void {
    const ids = Object.keys(this.#tasks);
    const task = this.#tasks[ids[number % ids.length] ?? ""];
    if (!task) return;
    if (what === "join") task.join = code;
    else if (what === "split" && task.split === undefined) task.split = code;
    else if (what === "cancels") task.cancels = [...new Set(targets.map((target) => this.#target(target)))];
  }

  /** A task, a condition, or the flow between two tasks. */
  #target(number: number): string {
    const flows = Object.entries(this.#tasks).flatMap(([from, { to }]) =>
      to.flatMap((flow) => {
        const target = typeof flow === "string" ? flow : flow.to;
        return this.#isTask(target) ? [`${from} -> ${target}`] : [];
      }),
    );
    const all = [...Object.keys(this.#tasks), ...Object.keys(this.#conditions), ...flows];
    return all[number % all.length] ?? "t0";
  }
}
