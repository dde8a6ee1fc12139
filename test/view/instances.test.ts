/** What the view shows of the instances of a task, while it runs and afterwards. */
import assert from "node:assert/strict";
import { STRING, type DataType } from "../../yawl/model/datatype.ts";
import type { Instances } from "../../yawl/model/specification.ts";
import { NO_BOUND } from "../../yawl/model/specification.ts";
import { link } from "../../yawl/net/linked.ts";
import { CaseWithBlocks } from "../../yawl/run/blocks.ts";
import { instancesAfter, type InstancesView } from "../../yawl/view/instances.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import { MANAGER, net, specification, variable, work } from "../case/walk.ts";

const LIST: DataType = { kind: "json", schema: { type: "array", items: { type: "string" } } };

/** A case with so many instances, and what is shown of them, by execution. */
class Shown {
  readonly shown = new Map<string, readonly InstancesView[]>();
  readonly many: CaseWithBlocks;

  constructor(count: number, inside: number, instances: Partial<Instances> = {}) {
    const root = net(
      { start: ["m"], tasks: { m: { to: ["next"] }, next: { to: ["o"] } } },
      {
        inputs: [{ name: "list", type: LIST }],
        locals: [{ name: "answers", type: LIST }],
        tasks: {
          m: {
            decomposition: "one",
            instances: {
              minimum: 0,
              maximum: 100,
              threshold: 3,
              creation: "static",
              input: { query: variable("list"), parameter: "entry" },
              output: { query: variable("answer"), variable: "answers" },
              ...instances,
            },
          },
          next: { decomposition: "work" },
        },
      },
    );
    const one = work("one", [{ name: "entry", type: STRING }], [{ name: "answer", type: STRING }]);
    const before = new Map<string, CaseState>();
    this.many = new CaseWithBlocks({
      linked: link(specification([root], [one])),
      id: "case",
      data: { list: Array.from({ length: count }, (_, index) => `a${index}`) },
      inside,
      onStep: (execution, step) => {
        const known = this.shown.get(execution) ?? [];
        this.shown.set(execution, instancesAfter(known, before.get(execution), step));
        before.set(execution, step.state);
      },
    });
    this.many.deliverAll();
  }

  get entry(): InstancesView {
    const [entry, ...others] = this.shown.get("case") ?? [];
    assert.deepEqual(others, []);
    return entry ?? assert.fail("nothing is shown");
  }

  complete(instance: number): void {
    for (const [execution, state] of this.many.states) {
      const item = Object.values(state.items).find((each) => each.task === "m" && each.instance === instance);
      if (!item) continue;
      for (const command of [
        { type: "allocate", to: "ann" },
        { type: "start" },
        { type: "complete", data: { answer: "yes" } },
      ] as const) {
        const by = command.type === "allocate" ? MANAGER : { participant: "ann", manager: false };
        this.many.give(execution, { item: item.id, by, command });
        this.many.deliverAll();
      }
      return;
    }
    assert.fail(`no open item of instance ${instance}`);
  }
}

describe("the instances of a task in the view", () => {
  for (const [where, inside] of [
    ["inside", 100],
    ["in blocks", 0],
  ] as const) {
    it(`are counted while they run ${where}, and stay with their last numbers when the threshold is reached`, () => {
      const shown = new Shown(5, inside);
      const since = shown.many.now;
      const bounds = { net: "net", task: "m", since, spawned: 5, threshold: 3, maximum: 100 };
      const none = { completed: 0, cancelled: 0, failed: 0, waiting: 0, open: 0 };
      assert.deepEqual({ ...shown.entry, open: 0, waiting: 0 }, { ...bounds, ...none });
      shown.complete(1);
      shown.complete(4);
      const { open, waiting, completed } = shown.entry;
      assert.ok(open + waiting + completed === 5 && completed <= 2, "what blocks tell may be a little late");
      shown.complete(2);
      const { endedAt, ...last } = shown.entry;
      assert.deepEqual(last, { ...bounds, ...none, completed: 3, cancelled: 2 });
      assert.equal(endedAt, shown.many.now);
      shown.many.give("case", { by: MANAGER, command: { type: "cancel-case" } });
      assert.equal(shown.entry.completed, 3);
    });

    it(`are cancelled with their case ${where}`, () => {
      const shown = new Shown(5, inside, { threshold: NO_BOUND, maximum: NO_BOUND });
      shown.complete(1);
      shown.many.give("case", { by: MANAGER, command: { type: "cancel-case" } });
      shown.many.deliverAll();
      const { endedAt, threshold, maximum, completed, cancelled, open, waiting } = shown.entry;
      assert.notEqual(endedAt, undefined);
      assert.deepEqual([threshold, maximum, open, waiting], [undefined, undefined, 0, 0]);
      assert.equal(completed + cancelled, 5);
    });
  }

  it("are shown by the execution that fired the task, not by its blocks", () => {
    const shown = new Shown(5, 0);
    assert.ok(shown.many.states.size > 1);
    for (const [execution, entries] of shown.shown)
      assert.equal(entries.length, execution === "case" ? 1 : 0, execution);
  });

  it("say what may be open at once, and what waits", () => {
    const shown = new Shown(5, 100, { atOnce: 2, tolerate: { percent: 10 } });
    const { open, waiting, atOnce, tolerated } = shown.entry;
    assert.deepEqual([open, waiting, atOnce, tolerated], [2, 3, 2, { percent: 10 }]);
  });
});
