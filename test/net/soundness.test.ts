import assert from "node:assert/strict";
import fc from "fast-check";
import { soundness, type Soundness } from "../../yawl/net/soundness/soundness.ts";
import { problemsOf } from "./brute-force.ts";
import { between, linkedNet, otherwise, type NetShape, type TaskShape } from "./build.ts";
import { randomNet } from "./random.ts";

function verdictOf(shape: NetShape, limit?: number): Soundness {
  return soundness(linkedNet(shape), limit);
}

/** The verdict in a word: `sound`, `undecided`, or the problem. */
function word(verdict: Soundness): string {
  return verdict.verdict === "unsound" ? verdict.problem : verdict.verdict;
}

describe("the soundness of a net", () => {
  it("holds for a sequence, and for parallel branches that are joined", () => {
    assert.equal(word(verdictOf({ start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["o"] } } })), "sound");
    const tasks: Record<string, TaskShape> = {
      a: { split: "and", to: ["b", "c"] },
      b: { to: ["d"] },
      c: { to: ["d"] },
    };
    assert.equal(
      word(verdictOf({ start: ["a"], tasks: { ...tasks, d: { join: "and", to: ["o"] } } })),
      "sound",
    );
  });

  it("finds the deadlock of an XOR-split before an AND-join, with the tasks that lead there", () => {
    const verdict = verdictOf({
      start: ["a"],
      tasks: {
        a: { split: "xor", to: ["b", "c"] },
        b: { to: ["d"] },
        c: { to: ["d"] },
        d: { join: "and", to: ["o"] },
      },
    });
    assert.ok(verdict.verdict === "unsound");
    assert.equal(verdict.problem, "deadlock");
    assert.deepEqual(verdict.path, ["a", "b"]);
    assert.deepEqual(verdict.marking, { [between("b", "d")]: 1 });
    assert.equal(verdict.element, between("b", "d"));
  });

  it("finds the token that an AND-split before an XOR-join leaves behind (SEMANTICS 8)", () => {
    const verdict = verdictOf({
      start: ["a"],
      tasks: { a: { split: "and", to: ["b", "c"] }, b: { to: ["d"] }, c: { to: ["d"] }, d: { to: ["o"] } },
    });
    assert.equal(word(verdict), "improper-completion");
  });

  it("finds a loop without a way out", () => {
    const verdict = verdictOf({
      start: ["a"],
      tasks: { a: { split: "xor", to: ["b", "o"] }, b: { to: ["c"] }, c: { to: ["b"] } },
    });
    assert.ok(verdict.verdict === "unsound");
    assert.equal(verdict.problem, "livelock");
    assert.deepEqual(verdict.path.slice(0, 1), ["a"]);
  });

  it("finds a task that no choice leads to", () => {
    const verdict = verdictOf({
      start: ["a"],
      tasks: { a: { split: "xor", to: [{ to: "o" }, "b"] }, b: { to: ["o"] } },
    });
    assert.ok(verdict.verdict === "unsound");
    assert.equal(verdict.problem, "dead-task");
    assert.equal(verdict.element, "b");
  });

  it("holds for an OR-split that an OR-join closes, and not for one that an AND-join closes", () => {
    const tasks = (join: "or" | "and"): NetShape => ({
      start: ["a"],
      tasks: {
        a: { split: "or", to: ["b", "c"] },
        b: { to: ["d"] },
        c: { to: ["d"] },
        d: { join, to: ["o"] },
      },
    });
    assert.equal(word(verdictOf(tasks("or"))), "sound");
    assert.equal(word(verdictOf(tasks("and"))), "deadlock");
  });

  it("takes an OR-split's default only when nothing else is taken (SEMANTICS 2)", () => {
    // b and the default c never come together, so that an XOR-join leaves nothing behind
    const verdict = verdictOf({
      start: ["a"],
      tasks: {
        a: { split: "or", to: ["b", otherwise("c")] },
        b: { to: ["d"] },
        c: { to: ["d"] },
        d: { to: ["o"] },
      },
    });
    assert.equal(word(verdict), "sound");
  });

  it("finds the vicious circle of two OR-joins", () => {
    const verdict = verdictOf({
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["j1", "j2"] },
        j1: { join: "or", split: "and", to: ["j2", "e"] },
        j2: { join: "or", split: "and", to: ["j1", "e"] },
        e: { join: "and", to: ["o"] },
      },
    });
    assert.ok(verdict.verdict === "unsound");
    assert.equal(verdict.problem, "deadlock");
    assert.deepEqual(verdict.path, ["a"]);
  });

  it("sees that cancellation takes a busy task away", () => {
    const race: NetShape = {
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["work", "stop"] },
        work: { to: ["done"] },
        stop: { to: ["done"], cancels: ["work", "a -> work", "work -> done"] },
        done: { join: "and", to: ["o"] },
      },
    };
    assert.equal(word(verdictOf(race)), "deadlock");
    const first: NetShape = {
      ...race,
      tasks: {
        ...race.tasks,
        done: {
          join: "xor",
          to: ["o"],
          cancels: ["stop", "a -> stop", "stop -> done", "work", "a -> work", "work -> done"],
        },
      },
    };
    assert.equal(word(verdictOf(first)), "sound");
  });

  it("explores many parallel branches in few states", () => {
    const tasks: Record<string, TaskShape> = { end: { join: "and", to: ["o"] } };
    const starts: string[] = [];
    for (let branch = 0; branch < 12; branch++) {
      starts.push(`b${branch}s0`);
      for (let step = 0; step < 10; step++)
        tasks[`b${branch}s${step}`] = { to: [step < 9 ? `b${branch}s${step + 1}` : "end"] };
    }
    const verdict = verdictOf({ start: ["a"], tasks: { a: { to: starts }, ...tasks } });
    assert.equal(verdict.verdict, "sound");
    assert.ok(verdict.explored < 200, `${verdict.explored} states`);
  });

  it("is not decided when tokens pile up without bound, and says how many states it has seen", () => {
    const verdict = verdictOf({
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["b", "loop"] },
        loop: { split: "and", to: ["loop", "b"] },
        b: { join: "and", to: ["o"] },
      },
    });
    assert.notEqual(verdict.verdict, "sound");
    const limited = verdictOf({ start: ["a"], tasks: { a: { to: ["a", "b"] }, b: { to: ["b"] } } }, 50);
    assert.equal(limited.verdict, "undecided");
    assert.ok(limited.explored >= 50);
  });

  it("is the same with all orders of steps looked at, on random nets", () => {
    const nets = randomNet({ maxTasks: 6, maxOrJoins: 2, cancellation: true });
    fc.assert(
      fc.property(nets, (shape) => {
        const net = linkedNet(shape);
        const problems = problemsOf(net, 400);
        if (!problems) return;
        const verdict = soundness(net);
        const { deadlock, livelock, improper, dead } = problems;
        const expected = deadlock
          ? "deadlock"
          : livelock
            ? "livelock"
            : improper
              ? "improper-completion"
              : dead.length > 0
                ? "dead-task"
                : "sound";
        assert.equal(word(verdict), expected);
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);
});
