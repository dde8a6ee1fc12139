import assert from "node:assert/strict";
import fc from "fast-check";
import { coverable, type Coverability } from "../../yawl/net/or-join/reset-coverability.ts";
import { resetNetBefore, type ResetNet } from "../../yawl/net/or-join/reset-net.ts";
import { between, linkedNet, taskIn, type NetShape, type TaskShape } from "./build.ts";
import { placed, randomNet, randomTokens } from "./random.ts";

interface Question {
  readonly net: ResetNet;
  readonly start: Float64Array;
  readonly kept: readonly number[];
  readonly wanted: readonly number[];
}

/** Whether the OR-join has to wait, as a question of coverability. */
function question(
  shape: NetShape,
  join: string,
  marking: Record<string, number>,
  busy: readonly string[] = [],
): Question {
  const linked = linkedNet(shape);
  const { task } = taskIn(linked, join);
  const net = resetNetBefore(linked, task);
  const start = new Float64Array(net.size);
  for (const [condition, count] of Object.entries(marking)) {
    const place = net.conditions.get(condition);
    if (place !== undefined) start[place] = count;
  }
  for (const id of busy) {
    const place = net.busy.get(id);
    if (place !== undefined) start[place] = 1;
  }
  const inputs = task.from.map((condition) => net.conditions.get(condition) ?? -1);
  const isMarked = (place: number): boolean => (start[place] ?? 0) > 0;
  return { net, start, kept: inputs.filter(isMarked), wanted: inputs.filter((place) => !isMarked(place)) };
}

function answer({ net, start, kept, wanted }: Question, limit?: number, quickLimit?: number): Coverability {
  return coverable(net, start, kept, wanted, limit, quickLimit);
}

/** An XOR-split chooses one of some branches of equal length, all of which the AND-join `all` needs. */
function chosenButAllNeeded(branches: number, length: number): NetShape {
  const tasks: Record<string, TaskShape> = { all: { join: "and", to: ["d"] }, d: { join: "or", to: ["o"] } };
  const starts: string[] = [];
  for (let branch = 0; branch < branches; branch++) {
    starts.push(`b${branch}s0`);
    for (let step = 0; step < length; step++) {
      tasks[`b${branch}s${step}`] = { to: [step < length - 1 ? `b${branch}s${step + 1}` : "all"] };
    }
  }
  return {
    start: ["a"],
    tasks: { a: { to: ["choose", "d"] }, choose: { split: "xor", to: starts }, ...tasks },
  };
}

describe("coverability of reset nets", () => {
  it("has the same answer with the net made small and without, on random nets", () => {
    const nets = randomNet({ maxTasks: 7, maxOrJoins: 2, cancellation: true });
    fc.assert(
      fc.property(nets, randomTokens(), (shape, tokens) => {
        const linked = linkedNet(shape);
        const { marking, busy } = placed(linked, tokens);
        for (const { id, task } of linked.orJoins) {
          const first = task.from[0] ?? "i";
          const asked = question(shape, id, { ...marking, [first]: 1 }, busy);
          if (asked.wanted.length === 0) continue;
          const small = answer(asked, 3_000, 0);
          const large = answer(asked, 3_000, 3_000);
          if (small.kind === "undecided" || large.kind === "undecided") continue;
          assert.equal(small.kind, large.kind);
        }
      }),
      { numRuns: 400 },
    );
  }).timeout(30_000);

  it("does not combine all positions in branches of which a choice has excluded all but one", () => {
    const shape = chosenButAllNeeded(8, 30);
    const asked = question(shape, "d", { [between("a", "d")]: 1, [between("a", "choose")]: 1 });
    assert.equal(answer(asked).kind, "not-coverable");
    const all = question(shape, "d", { [between("a", "d")]: 1, [between("a", "choose")]: 8 });
    assert.equal(answer(all).kind, "coverable");
  });

  it("does not become exponential in a row of AND-splits that XOR-joins close", () => {
    const tasks: Record<string, TaskShape> = {
      d: { join: "or", to: ["o"] },
      both: { join: "and", to: ["d"] },
      never: { join: "and", to: ["both"] },
    };
    for (let block = 0; block < 20; block++) {
      const next = block < 19 ? `s${block + 1}` : "last";
      tasks[`s${block}`] = { split: "and", to: [`l${block}`, `r${block}`] };
      tasks[`l${block}`] = { to: [`j${block}`] };
      tasks[`r${block}`] = { to: [`j${block}`] };
      tasks[`j${block}`] = { to: [next] };
    }
    const shape: NetShape = {
      start: ["a"],
      tasks: {
        a: { to: ["s0", "d", "never"] },
        ...tasks,
        last: { split: "xor", to: ["both", "x"] },
        x: { to: ["never"] },
      },
    };
    const ad = between("a", "d");
    const before = process.cpuUsage();
    assert.equal(answer(question(shape, "d", { [ad]: 1, [between("a", "s0")]: 1 })).kind, "not-coverable");
    assert.equal(
      answer(question(shape, "d", { [ad]: 1, [between("a", "s0")]: 1, [between("a", "never")]: 1 })).kind,
      "coverable",
    );
    assert.ok(process.cpuUsage(before).user < 1_000_000);
  });

  it("gives up after the limit, and says how far it came", () => {
    const shape = chosenButAllNeeded(4, 20);
    const asked = question(shape, "d", { [between("a", "d")]: 1, [between("a", "choose")]: 1 });
    const decision = answer(asked, 10, 10);
    assert.ok(decision.kind !== "coverable");
    if (decision.kind === "undecided") assert.ok(decision.explored >= 10);
  });
});
