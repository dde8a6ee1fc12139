/** Random nets and markings for property tests. */
import fc from "fast-check";
import type { LinkedNet } from "../../yawl/net/linked.ts";
import type { NetShape, TaskShape } from "./build.ts";

export interface RandomNetOptions {
  readonly maxTasks: number;
  readonly maxOrJoins: number;
  readonly cancellation: boolean;
}

/** Nets of any shape: loops, shared conditions, dead parts. Task `t0` follows the input condition. */
export function randomNet({ maxTasks, maxOrJoins, cancellation }: RandomNetOptions): fc.Arbitrary<NetShape> {
  const code = fc.constantFrom("and", "xor", "or" as const);
  const wild = fc.nat(1_000);
  const task = fc.record({
    join: code,
    split: code,
    to: fc.array(wild, { minLength: 1, maxLength: 3 }),
    cancels: cancellation ? fc.oneof(fc.constant([]), fc.array(wild, { maxLength: 3 })) : fc.constant([]),
  });
  return fc
    .record({
      tasks: fc.array(task, { minLength: 2, maxLength: maxTasks }),
      conditions: fc.array(fc.array(wild, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
    })
    .map(({ tasks, conditions }): NetShape => {
      const taskIds = tasks.map((_, index) => `t${index}`);
      const conditionIds = conditions.map((_, index) => `c${index}`);
      const pick = (choices: readonly string[], numbers: readonly number[]): string[] => [
        ...new Set(numbers.map((number) => choices[number % choices.length] ?? "o")),
      ];
      const targets = [...taskIds, ...conditionIds, "o"];
      let orJoins = 0;
      const shapes: Record<string, TaskShape> = {};
      for (const [index, shape] of tasks.entries()) {
        const isOr = shape.join === "or" && orJoins < maxOrJoins;
        if (isOr) orJoins += 1;
        shapes[`t${index}`] = {
          join: shape.join === "or" && !isOr ? "xor" : shape.join,
          split: shape.split,
          to: pick(targets, shape.to),
          cancels: pick([...taskIds, ...conditionIds], shape.cancels),
        };
      }
      const flows = conditions.map((numbers, index) => [`c${index}`, pick(taskIds, numbers)] as const);
      return { start: ["t0"], tasks: shapes, conditions: Object.fromEntries(flows) };
    });
}

/** A random place for a few tokens, and random busy tasks. */
export function randomTokens(): fc.Arbitrary<{
  readonly tokens: readonly number[];
  readonly busy: readonly number[];
}> {
  return fc.record({
    tokens: fc.array(fc.nat(1_000), { maxLength: 3 }),
    busy: fc.array(fc.nat(1_000), { maxLength: 2 }),
  });
}

/** Tokens in some conditions and busy tasks, picked by number. */
export function placed(
  net: LinkedNet,
  { tokens, busy }: { readonly tokens: readonly number[]; readonly busy: readonly number[] },
): { readonly marking: Record<string, number>; readonly busy: readonly string[] } {
  const conditions = Object.keys(net.net.conditions).filter((condition) => condition !== net.net.output);
  const tasks = [...net.tasks.keys()];
  const marking: Record<string, number> = {};
  for (const number of tokens) {
    const condition = conditions[number % conditions.length] ?? "i";
    marking[condition] = (marking[condition] ?? 0) + 1;
  }
  return { marking, busy: [...new Set(busy.map((number) => tasks[number % tasks.length] ?? "t0"))] };
}
