import assert from "node:assert/strict";
import type { Instances } from "../../../yawl/model/specification.ts";
import { link } from "../../../yawl/net/linked.ts";
import { CaseWithBlocks } from "../../../yawl/run/blocks.ts";
import type { Pending } from "../../../yawl/case/pending.ts";
import { net, specification, xquery } from "../walk.ts";

const HOUR = 60 * 60 * 1_000;

/** A task with four instances, two in each of two blocks, each with an hour from its offer. */
function begun(threshold: number, atOnce?: number): CaseWithBlocks {
  const instances: Instances = {
    minimum: 1,
    maximum: 9,
    threshold,
    creation: "static",
    count: xquery("4"),
    ...(atOnce === undefined ? {} : { atOnce }),
  };
  const root = net(
    { start: ["a"], tasks: { a: { to: ["next"] }, next: { to: ["o"] } } },
    {
      inputs: [{ name: "time", type: { kind: "any" } }],
      tasks: {
        a: { decomposition: "work", instances, timer: { variable: "time" } },
        next: { decomposition: "work" },
      },
    },
  );
  const linked = link(specification([root]));
  const running = new CaseWithBlocks({ linked, id: "case", data: { time: "PT1H" }, inside: 0, perBlock: 2 });
  running.deliverAll();
  return running;
}

function timersIn(running: CaseWithBlocks): readonly (readonly [string, string, Pending])[] {
  return [...running.states].flatMap(([execution, { pending }]) =>
    Object.entries(pending).flatMap(([id, each]) =>
      each.kind === "timer" ? [[execution, id, each] as const] : [],
    ),
  );
}

/** Says that every timer is due that is, in each execution. */
function expire(running: CaseWithBlocks): void {
  for (const [execution, pending, timer] of timersIn(running)) {
    const at = timer.kind === "timer" ? timer.due : 0;
    if (at <= running.now) assert.ok(running.take(execution, { type: "timer-due", pending, at }).ok);
  }
}

function openTasks(running: CaseWithBlocks): readonly string[] {
  return [...running.states.values()].flatMap(({ items }) => Object.values(items).map(({ task }) => task));
}

describe("Timers of instances in blocks (I11, I12)", () => {
  it("are the blocks' own, and read the variable as it was when the task fired", () => {
    const running = begun(4);
    assert.deepEqual(
      timersIn(running).map(([execution]) => execution),
      ["case.1", "case.1", "case.2", "case.2"],
    );
    for (const [, , timer] of timersIn(running)) assert.ok(timer.kind === "timer" && timer.expires === HOUR);
    running.now = HOUR;
    expire(running);
    running.deliverAll();
    assert.deepEqual(openTasks(running), ["next"]);
  });

  it("wait for the permit to complete, and complete exactly what the threshold asks for", () => {
    const running = begun(2);
    running.now = HOUR;
    let skipped = 0;
    expire(running);
    running.restart();
    running.deliverAll();
    assert.deepEqual(openTasks(running), ["next"]);
    for (const { ended } of running.states.values())
      skipped += ended.filter(({ status, task }) => status === "skipped" && task === "a").length;
    assert.equal(skipped, 2);
  });

  it("begin with the instances that had to wait for room", () => {
    const running = begun(4, 2);
    assert.equal(timersIn(running).length, 2);
    running.now = HOUR;
    expire(running);
    running.deliverAll();
    const [, , timer] = timersIn(running)[0] ?? assert.fail("others have begun");
    assert.ok(timer.kind === "timer" && timer.expires === 2 * HOUR);
    running.now = 2 * HOUR;
    expire(running);
    running.deliverAll();
    assert.deepEqual(openTasks(running), ["next"]);
  });
});
