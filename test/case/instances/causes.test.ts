/** Why work was cancelled is known by a code, wherever in an instance it was: in the case, in blocks, in nets inside. */
import assert from "node:assert/strict";
import { CURRENT_FLAGS, type Flag } from "../../../yawl/case/flags.ts";
import { fault } from "../../../yawl/model/fault.ts";
import { isLate } from "../../../yawl/case/instances/hold.ts";
import type { Instances } from "../../../yawl/model/specification.ts";
import { link } from "../../../yawl/net/linked.ts";
import { CaseWithBlocks } from "../../../yawl/run/blocks.ts";
import type { CaseCommand, ItemCommand } from "../../../yawl/work/command.ts";
import type { WorkItem } from "../../../yawl/work/item.ts";
import { MANAGER, net, specification } from "../walk.ts";

/** Four nets with an item in a net inside of each; one of them has to be done. */
class Nested extends CaseWithBlocks {
  /** items that ended, as they were then */
  readonly cancelled: WorkItem[];

  constructor(inside: number, { instances = {}, flags = CURRENT_FLAGS }: Options = {}) {
    const cancelled: WorkItem[] = [];
    const many: Instances = { minimum: 4, maximum: 4, threshold: 1, creation: "static", ...instances };
    const root = net({
      start: ["m"],
      tasks: { m: { to: ["o"], decomposition: "outer", instances: many } },
    });
    const outer = net({ id: "outer", start: ["n"], tasks: { n: { to: ["o"], decomposition: "inner" } } });
    const inner = net({ id: "inner", start: ["w"], tasks: { w: { to: ["o"], decomposition: "work" } } });
    super({
      linked: link(specification([root, outer, inner])),
      id: "case",
      inside,
      flags,
      onStep: (_, { events }) => {
        for (const event of events)
          if (event.type === "item" && event.item.status === "cancelled") cancelled.push(event.item);
      },
    });
    this.cancelled = cancelled;
    this.deliverAll();
    for (const [execution, { items }] of this.states)
      for (const { id, task } of Object.values(items))
        if (task === "w") this.#command(execution, id, { type: "allocate", to: "ann" }, { type: "start" });
  }

  completeOne(): void {
    for (const [execution, { items }] of this.states) {
      const item = Object.values(items).find(({ task }) => task === "w");
      if (!item) continue;
      this.#command(execution, item.id, { type: "complete", data: {} });
      this.deliverAll();
      return;
    }
  }

  onCase(command: CaseCommand): void {
    const given = this.give("case", { by: MANAGER, command });
    assert.ok(given.kind === "held" || given.result.ok);
    this.deliverAll();
  }

  #command(execution: string, item: string, ...commands: readonly ItemCommand[]): void {
    for (const command of commands) {
      const given = this.give(execution, { item, by: MANAGER, command });
      assert.ok(given.kind === "held" || given.result.ok);
    }
  }

  /** What is known of those whose work was cancelled. */
  get whys(): readonly (readonly [string | undefined, string | undefined])[] {
    return this.cancelled.flatMap(({ task, cause, reason }) => (task === "w" ? [[cause, reason]] : []));
  }
}

interface Options {
  readonly instances?: Partial<Instances>;
  readonly flags?: readonly Flag[];
}

const REACHED = ["threshold-reached", 'Task "m" reached its threshold.'] as const;

for (const [where, inside] of [
  ["in the case", 4],
  ["in blocks", 0],
] as const) {
  describe(`work that is cancelled inside of instances ${where}`, () => {
    it("says that enough others were done", () => {
      const one = new Nested(inside);
      one.completeOne();
      assert.deepEqual(one.whys, [REACHED, REACHED, REACHED]);
    });

    it("says that its instance was cancelled", () => {
      const one = new Nested(inside, { instances: { threshold: 4 } });
      one.onCase({ type: "cancel-instance", task: "m", instance: 3 });
      assert.deepEqual(one.whys, [["instance-cancelled", 'Instance 3 of "m" was cancelled.']]);
    });

    it("has no such cause when the case was cancelled", () => {
      const one = new Nested(inside);
      one.onCase({ type: "cancel-case" });
      assert.equal(one.whys.length, 4);
      assert.ok(one.whys.every(([cause]) => cause === undefined));
    });

    it("says what it always said in a case that began before there were causes", () => {
      const flags = CURRENT_FLAGS.filter((flag) => flag !== "causes-of-cancelling");
      const one = new Nested(inside, { flags });
      one.completeOne();
      const before = [undefined, 'Task "w" was cancelled.'];
      assert.deepEqual(one.whys, [before, before, before]);
    });
  });
}

it("a fault says by a code that something came too late, not by its sentence", () => {
  assert.ok(!isLate(fault("wrong-state", "This comes too late.").fault));
  assert.ok(isLate(fault("wrong-state", "Zu spät.", [{ code: "came-late", message: "" }]).fault));
});
