/** What waits until others have decided is answered once, in the order in which it came, and never lost. */
import assert from "node:assert/strict";
import { heldOf } from "../../../yawl/case/instances/hold.ts";
import type { Given } from "../../../yawl/run/blocks.ts";
import { MANAGER } from "../walk.ts";
import { Reviews } from "./reviews.ts";

function answerOf(one: Reviews, given: Given): string | undefined {
  if (given.kind === "answer") return given.result.ok ? "ok" : given.result.fault.type;
  const answer = one.answers.get(`${given.execution} ${given.id}`);
  return answer && (answer.fault?.type ?? "ok");
}

function begun(count: number, threshold: number): Reviews {
  const one = new Reviews(count, { threshold }, 0);
  one.deliverAll();
  return one;
}

describe("a completion that may be one too many", () => {
  it("has no answer until the case has decided, and leaves its item as it is", () => {
    const one = begun(3, 1);
    const given = one.complete(2);
    assert.equal(given.kind, "held");
    assert.equal(answerOf(one, given), undefined);
    assert.ok(one.open.includes(2));
    one.deliverAll();
    assert.equal(answerOf(one, given), "ok");
    assert.deepEqual(one.open, ["next"]);
  });

  it("is refused when others were first, and what was sent is in the log, once", () => {
    const one = begun(4, 2);
    const all = [1, 2, 3, 4].map((instance) => one.complete(instance));
    one.deliverAll();
    const answers = all.map((given) => answerOf(one, given));
    assert.deepEqual(
      answers.map(String).toSorted((a, b) => a.localeCompare(b)),
      ["ok", "ok", "wrong-state", "wrong-state"],
    );
    const late = one.events.flatMap((event) => (event.type === "came-late" ? [event.data["answer"]] : []));
    const refused = answers.flatMap((answer, index) => (answer === "ok" ? [] : [`done ${index + 1}`]));
    assert.deepEqual(
      late.map(String).toSorted((a, b) => a.localeCompare(b)),
      refused,
    );
    const done = answers.flatMap((answer, index) => (answer === "ok" ? [`done ${index + 1}`] : []));
    assert.deepEqual(one.state.nets["net"]?.data["answers"], done);
  });

  /** The first instance is completed twice before anybody has heard of it. */
  const twice = (second: {
    readonly data: { readonly answer: string };
    readonly submissionId: string;
  }): { readonly one: Reviews; readonly answers: readonly (string | undefined)[] } => {
    const one = begun(3, 1);
    const { execution, item } = one.find(1);
    for (const command of [{ type: "allocate", to: "ann" }, { type: "start" }] as const) {
      one.give(execution, { item, by: MANAGER, command });
    }
    const given = [{ data: { answer: "mine" }, submissionId: "s1" }, second].map((sent) =>
      one.give(execution, { item, by: MANAGER, command: { type: "complete", ...sent } }),
    );
    one.deliverAll();
    return { one, answers: given.map((each) => answerOf(one, each)) };
  };

  it("sent twice by the same submission is done once, and both are told so", () => {
    const { one, answers } = twice({ data: { answer: "mine" }, submissionId: "s1" });
    assert.deepEqual(answers, ["ok", "ok"]);
    assert.deepEqual(one.state.nets["net"]?.data["answers"], ["mine"]);
    assert.ok(!one.events.some(({ type }) => type === "came-late"));
  });

  it("for which another one was first is refused, and its data is in the log", () => {
    const { one, answers } = twice({ data: { answer: "other" }, submissionId: "s2" });
    assert.deepEqual(answers, ["ok", "wrong-state"]);
    assert.deepEqual(one.state.nets["net"]?.data["answers"], ["mine"]);
    const late = one.events.flatMap((event) => (event.type === "came-late" ? [event.data] : []));
    assert.deepEqual(late, [{ answer: "other" }]);
  });

  it("is decided after a restart of everybody as before it", () => {
    const one = begun(5, 2);
    const all = [5, 3, 1].map((instance) => one.complete(instance));
    one.restart();
    one.deliver(3);
    one.restart();
    one.deliverAll();
    const answers = all.map((given) => answerOf(one, given));
    assert.equal(answers.filter((answer) => answer === "ok").length, 2);
    assert.ok(answers.every((answer) => answer !== undefined));
    for (const state of one.states.values()) assert.deepEqual(heldOf(state), []);
  });

  it("that was given before the case was suspended is answered while it is", () => {
    const one = begun(3, 1);
    const given = one.complete(2);
    one.give("case", { by: MANAGER, command: { type: "suspend-case" } });
    one.deliverAll();
    assert.equal(answerOf(one, given), "ok");
    assert.equal(one.state.status, "suspended");
  });
});

describe("what instances in blocks cost", () => {
  /** Bytes of a state as it is stored. */
  const size = (state: unknown): number => JSON.stringify(state).length;

  /** A case with so many instances, each block of which has begun. */
  const many = (count: number): Reviews => {
    const one = new Reviews(count, { threshold: Math.floor(count * 0.7) }, 0);
    one.deliverAll();
    return one;
  };
  const bookkeeping = ({ state }: Reviews): number =>
    size({ ...state, nets: {} }) / Object.keys(state.blocks ?? {}).length;

  it("in the case does not grow with the instances of a block", () => {
    const [few, lots] = [many(1000), many(5000)];
    assert.ok(bookkeeping(lots) < bookkeeping(few) * 1.1, `${bookkeeping(lots)} of ${bookkeeping(few)}`);
  });

  it("in a block does not grow with the instances of the others", () => {
    const ofOne = (one: Reviews): number => {
      const [id, block] = [...one.states].find(([each]) => each !== "case") ?? [];
      assert.ok(id !== undefined && block?.block);
      return size(block) / block.block.size;
    };
    // 125 a block of 1,000, and 500 a block of 10,000
    assert.ok(ofOne(many(10_000)) < ofOne(many(1000)) * 1.1);
  });

  it("is the same few messages for each completion, however many there are", () => {
    const messages = (one: Reviews): number => {
      let count = 0;
      for (let instance = 1; instance <= 60; instance += 1) {
        one.complete(instance);
        for (; one.underWay.length > 0; count += 1) one.deliver();
      }
      return count;
    };
    assert.ok(messages(many(5000)) <= messages(many(1000)));
  });
}).timeout(20_000);
