import assert from "node:assert/strict";
import fc from "fast-check";
import { orJoinDecision } from "../../yawl/net/or-join/or-join.ts";
import { mustWait } from "./brute-force.ts";
import { between, linkedNet, taskIn, type NetShape } from "./build.ts";
import { placed, randomNet, randomTokens } from "./random.ts";

/** The decision for OR-join `join` of the net. */
function decide(
  shape: NetShape,
  join: string,
  marking: Record<string, number>,
  busy: readonly string[] = [],
): string {
  const net = linkedNet(shape);
  return orJoinDecision(net, taskIn(net, join).task, marking, busy).kind;
}

/** a OR-splits to b and c, which an OR-join d brings together. */
const SPLIT_AND_JOIN: NetShape = {
  start: ["a"],
  tasks: {
    a: { split: "or", to: ["b", "c"] },
    b: { to: ["d"] },
    c: { to: ["d"] },
    d: { join: "or", to: ["o"] },
  },
};
const BD = between("b", "d");
const CD = between("c", "d");

describe("the OR-join (SEMANTICS 3)", () => {
  it("is not enabled without any token in its inputs", () => {
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [between("a", "b")]: 1 }), "wait");
  });

  it("is enabled when all inputs are marked, whatever else is under way", () => {
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [BD]: 1, [CD]: 1, i: 1 }, ["a", "b"]), "enabled");
  });

  it("waits after an OR-split for the other branch that was taken, and for no branch that was not", () => {
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [BD]: 1, [between("a", "c")]: 1 }), "wait");
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [BD]: 1 }), "enabled");
  });

  it("waits for a busy task that can still bring a token", () => {
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [BD]: 1 }, ["c"]), "wait");
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [BD]: 1 }, ["d"]), "enabled");
  });

  it("does not wait for a second token in an input that is marked", () => {
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [BD]: 1, [between("a", "b")]: 1 }, ["b"]), "enabled");
  });

  it("takes every outcome of an upstream XOR-split for possible, but not two of them for one token", () => {
    const net: NetShape = {
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["x", "y"] },
        x: { split: "xor", to: ["p", "q"] },
        p: { to: ["both"] },
        q: { to: ["both"] },
        both: { join: "and", to: ["d"] },
        y: { to: ["d"] },
        d: { join: "or", to: ["o"] },
      },
    };
    const yd = between("y", "d");
    assert.equal(decide(net, "d", { [yd]: 1, [between("a", "x")]: 1 }), "enabled");
    assert.equal(decide(net, "d", { [yd]: 1, [between("a", "x")]: 2 }), "wait");
    assert.equal(decide(net, "d", { [yd]: 1, [between("p", "both")]: 1 }, ["x"]), "wait");
  });

  it("waits in a loop for a token that can come round through another task", () => {
    const loop: NetShape = {
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["d", "x"] },
        x: { split: "xor", to: ["again", "d"] },
        again: { to: ["x"] },
        d: { join: "or", split: "xor", to: ["o", "back"] },
        back: { to: ["d"] },
      },
    };
    // x is an XOR-join: it gets one token from a, and others from again
    const ad = between("a", "d");
    assert.equal(decide(loop, "d", { [ad]: 1 }, ["again"]), "wait");
    assert.equal(decide(loop, "d", { [ad]: 1, [between("again", "x")]: 1 }), "wait");
    // a token that could only come from the join itself is not waited for
    assert.equal(decide(loop, "d", { [ad]: 1 }), "enabled");
    assert.equal(decide(loop, "d", { [ad]: 1 }, ["back"]), "wait");
    // the join is busy with an earlier token, which may come back
    assert.equal(decide(loop, "d", { [ad]: 1 }, ["d"]), "wait");
  });

  it("waits for ever for another OR-join that waits for it: a vicious circle", () => {
    const circle: NetShape = {
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["j1", "j2"] },
        j1: { join: "or", split: "and", to: ["j2", "x"] },
        j2: { join: "or", split: "and", to: ["j1", "y"] },
        x: { to: ["o"] },
        y: { to: ["o"] },
      },
    };
    const marking = { [between("a", "j1")]: 1, [between("a", "j2")]: 1 };
    assert.equal(decide(circle, "j1", marking), "wait");
    assert.equal(decide(circle, "j2", marking), "wait");
    assert.equal(decide(circle, "j1", { [between("a", "j1")]: 1 }), "enabled");
  });

  it("reads another OR-join upstream as an XOR-join", () => {
    const chain: NetShape = {
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["b", "c", "d"] },
        b: { to: ["first"] },
        c: { to: ["first"] },
        first: { join: "or", to: ["d"] },
        d: { join: "or", to: ["o"] },
      },
    };
    assert.equal(decide(chain, "d", { [between("a", "d")]: 1, [between("b", "first")]: 1 }), "wait");
  });

  describe("with cancellation", () => {
    /** killer empties what leads from b to the join; d joins b, killer and a third branch. */
    const region: NetShape = {
      start: ["a"],
      tasks: {
        a: { split: "and", to: ["b", "killer"] },
        b: { to: ["d"] },
        killer: { to: ["d"], cancels: ["b", "a -> b", "b -> d"] },
        d: { join: "or", to: ["o"] },
      },
    };

    it("does not wait for a token that can only come at the price of one it has", () => {
      // killer brings its token but empties b -> d, so that never more inputs are marked than now
      assert.equal(decide(region, "d", { [BD]: 1 }, ["killer"]), "enabled");
    });

    it("waits when the lost token can be replaced afterwards", () => {
      const net: NetShape = {
        ...region,
        tasks: { ...region.tasks, killer: { to: ["d"], cancels: ["b -> d"] } },
      };
      assert.equal(decide(net, "d", { [BD]: 1 }, ["killer"]), "enabled");
      assert.equal(decide(net, "d", { [BD]: 1 }, ["killer", "b"]), "wait");
      assert.equal(decide(net, "d", { [BD]: 1, [between("a", "b")]: 1 }, ["killer"]), "wait");
    });

    it("does not wait for a busy task that the only way onward cancels", () => {
      const net: NetShape = {
        start: ["a"],
        tasks: {
          a: { split: "and", to: ["b", "k", "d"] },
          b: { to: ["m"] },
          k: { to: ["m"], cancels: ["b", "a -> b", "b -> m"] },
          m: { join: "and", to: ["d"] },
          d: { join: "or", to: ["o"] },
        },
      };
      const ad = between("a", "d");
      // m needs b and k; when k ends, what b has done is gone
      assert.equal(decide(net, "d", { [ad]: 1 }, ["b", "k"]), "enabled");
      assert.equal(decide(net, "d", { [ad]: 1, [between("k", "m")]: 1 }, ["b"]), "wait");
    });
  });

  it("answers false, and says why, when the search becomes too large", () => {
    const tasks: Record<string, NetShape["tasks"][string]> = {
      d: { join: "or", to: ["o"] },
      all: { join: "and", to: ["d"] },
    };
    const starts: string[] = [];
    for (let branch = 0; branch < 8; branch++) {
      // two tokens are needed at the end of each branch, through tasks that empty each other's places
      tasks[`p${branch}`] = { to: [`q${branch}`], cancels: [`r${branch}`] };
      tasks[`q${branch}`] = { to: [`r${branch}`], cancels: [`p${(branch + 1) % 8} -> q${(branch + 1) % 8}`] };
      tasks[`r${branch}`] = { to: ["all"], cancels: [`p${branch} -> q${branch}`, `q${(branch + 3) % 8}`] };
      starts.push(`p${branch}`);
    }
    const net = linkedNet({ start: [], tasks: { a: { to: [...starts, "d"] }, ...tasks } });
    const join = taskIn(net, "d").task;
    const decision = orJoinDecision(net, join, { [between("a", "d")]: 1 }, starts, 5);
    assert.equal(decision.kind, "undecided");
    assert.equal(orJoinDecision(net, join, { [between("a", "d")]: 1 }, []).kind, "enabled");
  });

  it("gives the same answer for the same marking, asked again or in a net that was linked anew", () => {
    const net = linkedNet(SPLIT_AND_JOIN);
    const join = taskIn(net, "d").task;
    for (let round = 0; round < 3; round++) {
      assert.equal(orJoinDecision(net, join, { [BD]: 1, [between("a", "c")]: 1 }, []).kind, "wait");
      assert.equal(orJoinDecision(net, join, { [between("a", "c")]: 1, [BD]: 1 }, []).kind, "wait");
      assert.equal(orJoinDecision(net, join, { [BD]: 1 }, []).kind, "enabled");
    }
    assert.equal(decide(SPLIT_AND_JOIN, "d", { [BD]: 1 }), "enabled");
  });

  it("counts with many tokens as quickly as with few", () => {
    const marking = { [BD]: 100_000, [between("a", "c")]: 100_000 };
    assert.equal(decide(SPLIT_AND_JOIN, "d", marking), "wait");
  });

  it("agrees with a search of all reachable markings on random nets", () => {
    const nets = randomNet({ maxTasks: 7, maxOrJoins: 2, cancellation: true });
    fc.assert(
      fc.property(nets, randomTokens(), (shape, tokens) => {
        const net = linkedNet(shape);
        const { marking, busy } = placed(net, tokens);
        for (const { task } of net.orJoins) {
          const first = task.from[0] ?? "i";
          const withOne = { ...marking, [first]: (marking[first] ?? 0) + 1 };
          if (task.from.every((condition) => (withOne[condition] ?? 0) > 0)) continue;
          const expected = mustWait(net, task, withOne, busy, 400);
          if (expected === undefined) continue;
          const decision = orJoinDecision(net, task, withOne, busy);
          assert.equal(decision.kind, expected ? "wait" : "enabled");
        }
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);
});
