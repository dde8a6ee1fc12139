import assert from "node:assert/strict";
import type { Step } from "../../yawl/case/step.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import { loadCase, openCase, type OpenCase } from "../../yawl/run/open-case.ts";
import { net, specification } from "../case/walk.ts";

const MANAGER = { participant: "ann", manager: true };

/** Two calls at once, then work for a clerk. */
const CALLS = specification(
  [
    net(
      {
        start: ["fork"],
        tasks: {
          fork: { to: ["one", "two"], split: "and" },
          one: { to: ["sign"] },
          two: { to: ["sign"] },
          sign: { to: ["o"], join: "and" },
        },
      },
      {
        tasks: {
          one: { decomposition: "call" },
          two: { decomposition: "call" },
          sign: {
            decomposition: "work",
            resourcing: {
              offer: { initiator: "system", to: { participants: [], roles: ["clerk"] } },
              allocate: { initiator: "user" },
              start: { initiator: "user" },
            },
          },
        },
      },
    ),
  ],
  [
    {
      kind: "work",
      id: "call",
      root: "call",
      inputs: [],
      outputs: [],
      interaction: "automated",
      call: { connector: "test", configuration: {} },
    },
  ],
  {},
  () => ({ version: 1, answers: [] }),
);

function opened(onStep?: (step: Step) => void): OpenCase {
  const result = openCase({ specification: CALLS, now: 1_000, ...(onStep ? { onStep } : {}) });
  assert.ok(result.ok, result.ok ? "" : result.fault.message);
  return result.value;
}

describe("a case in memory", () => {
  it("fires what falls due as its clock is moved, each at its own instant and in order", () => {
    const steps: Step[] = [];
    const running = opened((step) => steps.push(step));
    running.answerCall({ item: "case.1", number: 1, kind: "waiting", until: 9_000 });
    running.answerCall({ item: "case.2", number: 1, kind: "waiting", until: 5_000 });
    assert.deepEqual(running.clock.queue, [
      { at: 5_000, pending: "callback:case.2:1" },
      { at: 9_000, pending: "callback:case.1:1" },
    ]);
    running.clock.advance(3_999);
    assert.equal(running.clock.queue.length, 2);
    steps.length = 0;
    running.clock.set(10_000);
    assert.deepEqual(
      steps.map(({ now, events }) => [now, events.map((event) => event.type === "item" && event.item.id)]),
      [
        [5_000, ["case.2"]],
        [9_000, ["case.1"]],
      ],
    );
    assert.equal(running.clock.now, 10_000);
    running.clock.set(1);
    assert.equal(running.clock.now, 10_000, "time does not go back");
  });

  it("asks for people, and goes on with those that are found", () => {
    const running = opened();
    for (const item of ["case.1", "case.2"])
      running.answerCall({ item, number: 1, kind: "answer", answer: {} });
    const asked: unknown[] = [];
    running.findPeople(({ demand }) => {
      asked.push(demand.roles);
      return ["bob"];
    });
    assert.deepEqual(asked, [["clerk"]]);
    assert.deepEqual(running.state.items["case.3"]?.offeredTo, ["bob"]);
    assert.deepEqual(running.state.pending, {});
  });

  it("is saved and loaded with its clock, and its timers go on", () => {
    const running = opened();
    running.answerCall({ item: "case.1", number: 1, kind: "waiting", until: 9_000 });
    running.clock.advance(500);
    const loaded = loadCase(running.save(), { specification: CALLS });
    assert.deepEqual([loaded.state, loaded.clock.now], [running.state, 1_500]);
    loaded.clock.set(9_000);
    assert.equal(loaded.state.items["case.1"]?.status, "suspended");
    assert.equal(running.state.items["case.1"]?.status, "started", "the other one is another case");
  });

  it("answers what cannot be done with a fault, and stays as it is", () => {
    const running = opened();
    const before = running.save();
    const refused = running.send({ item: "case.9", by: MANAGER, command: { type: "start" } });
    assert.ok(!refused.ok && refused.fault.type === "not-found");
    assert.equal(running.save(), before);
    const wrong = specification([
      net({ start: ["a"], tasks: { a: { to: ["o"] } } }, { inputs: [{ name: "x", type: STRING }] }),
    ]);
    const launched = openCase({ specification: wrong, data: { x: 5 } });
    assert.ok(!launched.ok && launched.fault.type === "invalid-data");
  });
});
