/** A case in which nothing can go on is deadlocked (SEMANTICS 9), wherever its instances are; one in which something still may is not. */
import assert from "node:assert/strict";
import type { DataType } from "../../../yawl/model/datatype.ts";
import { NO_BOUND, type Instances } from "../../../yawl/model/specification.ts";
import { link } from "../../../yawl/net/linked.ts";
import { CaseWithBlocks } from "../../../yawl/run/blocks.ts";
import { MANAGER, net, specification, variable, work, xquery } from "../walk.ts";

const ANY: DataType = { kind: "json", schema: {} };
const FLAG = [{ name: "isTrap", type: { kind: "simple", base: "boolean", xsd: "boolean" } }] as const;

/** Instances whose nets end after `w`, or lead nowhere when that says so: an AND-join waits for what never comes. */
class Traps extends CaseWithBlocks {
  constructor(count: number, inside: number, instances: Partial<Instances> = {}, perBlock = 1) {
    const inner = net(
      {
        id: "inner",
        start: ["w"],
        conditions: { never: ["v"] },
        tasks: {
          w: {
            split: "xor",
            to: [
              { to: "d", predicate: variable("isTrap") },
              { to: "o", isDefault: true },
            ],
          },
          v: { to: ["d"] },
          d: { join: "and", to: ["o"] },
        },
      },
      {
        locals: FLAG,
        outputs: [{ name: "given", type: ANY }],
        tasks: {
          w: {
            decomposition: "deciding",
            completedMappings: [{ query: variable("isTrap"), mapsTo: "isTrap" }],
          },
        },
      },
    );
    const all: Instances = {
      minimum: count,
      maximum: 20,
      threshold: NO_BOUND,
      creation: "static",
      ...instances,
    };
    const root = net(
      { start: ["m"], tasks: { m: { to: ["o"], decomposition: "inner", instances: all } } },
      {
        locals: [{ name: "answers", type: ANY }],
      },
    );
    super({
      linked: link(specification([root, inner], [work("deciding", [], FLAG)])),
      id: "case",
      inside,
      perBlock,
    });
    this.deliverAll();
  }

  get open(): number {
    return [...this.states.values()].reduce((sum, { items }) => sum + Object.keys(items).length, 0);
  }

  /** Does the first work that is open. */
  decide(isTrap: boolean): void {
    for (const [execution, { items }] of this.states) {
      const [item] = Object.keys(items);
      if (item === undefined) continue;
      for (const command of [
        { type: "allocate", to: MANAGER.participant },
        { type: "start" },
        { type: "complete", data: { isTrap } },
      ] as const) {
        const given = this.give(execution, { item, by: MANAGER, command });
        assert.ok(given.kind === "held" || given.result.ok);
      }
      this.deliverAll();
      return;
    }
    throw new Error("nothing is open");
  }

  /** Nothing goes on after the case. */
  checkNothingLeft(): void {
    for (const [id, { status }] of this.states) {
      assert.ok(status !== "running" && status !== "suspended", `${id} is ${status}`);
    }
    assert.equal(this.state.blocks, undefined);
  }
}

for (const [where, inside, perBlock] of [
  ["in the case", 100, 1],
  ["in blocks of one", 0, 1],
  ["in blocks of two", 0, 2],
] as const) {
  describe(`a case with instances ${where}`, () => {
    it("is deadlocked when the last that could go on leads nowhere", () => {
      const one = new Traps(3, inside, {}, perBlock);
      one.decide(true);
      one.decide(false);
      assert.equal(one.state.status, "running");
      one.decide(true);
      assert.equal(one.state.status, "deadlocked");
      one.checkNothingLeft();
    });

    it("is deadlocked when others wait for room that those which lead nowhere have", () => {
      const one = new Traps(4, inside, { atOnce: 2 }, perBlock);
      one.decide(true);
      assert.equal(one.open, 1);
      assert.equal(one.state.status, "running");
      one.decide(true);
      assert.equal(one.state.status, "deadlocked");
      one.checkNothingLeft();
    });

    it("goes on where others have room", () => {
      const one = new Traps(3, inside, { atOnce: 2 }, perBlock);
      one.decide(true);
      one.decide(false);
      assert.equal(one.open, 1);
      assert.equal(one.state.status, "running");
    });

    it("is not deadlocked by a threshold that is reached without those which lead nowhere", () => {
      const one = new Traps(3, inside, { threshold: 1 }, perBlock);
      one.decide(true);
      one.decide(false);
      assert.equal(one.state.status, "completed");
      one.checkNothingLeft();
    });

    it("is not deadlocked by an instance whose result fails: that waits for a retry", () => {
      const output = { query: xquery("error()"), variable: "answers" };
      const one = new Traps(1, inside, { output }, perBlock);
      one.decide(false);
      assert.equal(one.state.status, "running");
      one.give("case", { by: MANAGER, command: { type: "retry" } });
      one.deliverAll();
      assert.equal(one.state.status, "running");
      one.give("case", { by: MANAGER, command: { type: "cancel-case" } });
      one.deliverAll();
      one.checkNothingLeft();
    });

    it("is deadlocked after a restart as before it, and not while it is suspended", () => {
      const one = new Traps(2, inside, {}, perBlock);
      one.decide(true);
      one.restart();
      one.deliverAll();
      assert.equal(one.state.status, "running");
      one.give("case", { by: MANAGER, command: { type: "suspend-case" } });
      one.deliverAll();
      assert.equal(one.state.status, "suspended");
      one.give("case", { by: MANAGER, command: { type: "resume-case" } });
      one.deliverAll();
      one.decide(true);
      assert.equal(one.state.status, "deadlocked");
      one.checkNothingLeft();
    });
  });
}
