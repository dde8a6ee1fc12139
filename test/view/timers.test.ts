import assert from "node:assert/strict";
import { describeCase } from "../../yawl/view/details.ts";
import { describeEvent } from "../../yawl/view/describe.ts";
import { changedTimers, timersOf } from "../../yawl/view/timers.ts";
import type { TimerDefinition } from "../../yawl/model/specification.ts";
import { net, specification, Walk } from "../case/walk.ts";

const HOUR = 60 * 60 * 1_000;

/** Work `a` with the timer, `b` for an hour less and `c` without one, all at once. */
function begun(timer: TimerDefinition): Walk {
  const shorter: TimerDefinition = { trigger: "OnEnabled", duration: "PT1H" };
  const root = net(
    {
      start: ["fork"],
      tasks: {
        fork: { to: ["a", "b", "c"] },
        a: { to: ["join"] },
        b: { to: ["join"] },
        c: { to: ["join"] },
        join: { join: "and", to: ["o"] },
      },
    },
    {
      tasks: {
        a: { decomposition: "work", timer },
        b: { decomposition: "work", timer: shorter },
        c: { decomposition: "work" },
      },
    },
  );
  return new Walk(specification([root]));
}

describe("The timers of a case in the view", () => {
  it("are those that run, the next first, then how those ended that have none running", () => {
    const one = begun({ trigger: "OnEnabled", duration: "PT2H" });
    const [a, b] = [one.item("a").id, one.item("b").id];
    assert.deepEqual(timersOf(one.state), [
      { net: "net", task: "b", item: b, state: "active", due: HOUR },
      { net: "net", task: "a", item: a, state: "active", due: 2 * HOUR },
    ]);
    one.perform("b");
    assert.deepEqual(timersOf(one.state), [
      { net: "net", task: "a", item: a, state: "active", due: 2 * HOUR },
      { net: "net", task: "b", state: "closed" },
    ]);
  });

  it("are paused while they stand", () => {
    const one = begun({ trigger: "OnEnabled", duration: "PT2H", pauses: true });
    one.case({ type: "suspend-case" });
    assert.deepEqual(
      timersOf(one.state).map(({ state }) => state),
      ["active", "paused"],
    );
  });

  it("are written again only when one of them has changed", () => {
    const one = begun({ trigger: "OnEnabled", duration: "PT2H" });
    assert.equal(changedTimers(undefined, one.state)?.length, 2);
    const before = one.state;
    one.start("a");
    assert.equal(changedTimers(before, one.state), undefined);
    one.finish("a");
    assert.equal(changedTimers(before, one.state)?.length, 2);
  });

  it("stand in the details of the Temporal Web UI, with their instants", () => {
    const one = begun({ trigger: "OnEnabled", duration: "PT2H" });
    const details = describeCase(one.state, (id) => `/${id}`);
    assert.match(
      details,
      /### Timers\n- `b` in `net` \(`case\.2`\): due at 1970-01-01T01:00:00\.000Z\n- `a`/,
    );
  });

  it("are events of the case when they expire or cannot be set, and not when they are set", () => {
    const timer = { kind: "timer", of: "case.1", net: "net", task: "a", due: HOUR } as const;
    assert.equal(describeEvent({ type: "timer-set", timer }), undefined);
    assert.deepEqual(describeEvent({ type: "timer-expired", timer }), {
      type: "timer-expired",
      net: "net",
      task: "a",
      item: "case.1",
    });
    assert.deepEqual(describeEvent({ type: "timer-expired", timer: { ...timer, of: "net/a" } }), {
      type: "timer-expired",
      net: "net",
      task: "a",
    });
  });
});
