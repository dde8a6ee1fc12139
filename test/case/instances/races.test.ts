/** What races between a case and its blocks: each of these once left work open, unanswered or beyond a limit. */
import assert from "node:assert/strict";
import { STRING, type DataType } from "../../../yawl/model/datatype.ts";
import { NO_BOUND } from "../../../yawl/model/specification.ts";
import { link } from "../../../yawl/net/linked.ts";
import { CaseWithBlocks, type Given } from "../../../yawl/run/blocks.ts";
import type { CaseCommand } from "../../../yawl/work/command.ts";
import { MANAGER, net, specification, variable } from "../walk.ts";
import { Reviews } from "./reviews.ts";

const tell = (one: CaseWithBlocks, command: CaseCommand, to = "case"): Given =>
  one.give(to, { by: MANAGER, command });
const okOf = (given: Given): boolean => given.kind === "answer" && given.result.ok;
const answered = (one: CaseWithBlocks, given: Given): unknown =>
  given.kind === "held" ? one.answers.get(`${given.execution} ${given.id}`) : given.result;
const running = (one: CaseWithBlocks): readonly string[] =>
  [...one.states].flatMap(([id, { status }]) => (status === "running" || status === "suspended" ? [id] : []));

describe("a case and its blocks", () => {
  it("a block that begins after its case was suspended is suspended", () => {
    const one = new Reviews(10, {}, 0);
    tell(one, { type: "suspend-case" });
    one.deliverAll();
    const going = [...one.states].filter(([id, s]) => id !== "case" && s.status === "running").length;
    assert.equal(going, 0);
  });
  it("an instance cancelled before its block began does not begin", () => {
    const one = new Reviews(10, {}, 0);
    assert.ok(okOf(tell(one, { type: "cancel-instance", task: "m", instance: 4 })));
    one.deliverAll();
    assert.ok(!one.open.includes(4));
  });
  it("a block whose begin is under way is no unbegun one: none goes on after the case's end", () => {
    const one = new Reviews(5, { atOnce: 3 }, 0);
    for (;;) {
      const at = one.underWay.findIndex(({ what }) => what.type === "begin");
      if (at < 0) break;
      one.deliver(at);
    }
    tell(one, { type: "control-instances", task: "m", atOnce: 1 });
    tell(one, { type: "cancel-case" });
    one.deliverAll();
    assert.deepEqual(running(one), []);
  });
  const race = (): { one: Reviews; inBlock: Given; own: Given } => {
    const one = new Reviews(2, { creation: "dynamic", threshold: 2 }, 2);
    assert.ok(okOf(tell(one, { type: "add-instance", task: "m", data: { entry: "x" } })));
    one.deliverAll();
    const inBlock = one.complete(3);
    assert.ok(okOf(inBlock));
    assert.ok(okOf(one.complete(1)));
    const own = one.complete(2);
    assert.equal(own.kind, "held");
    return { one, inBlock, own };
  };
  it("what is held in the case is answered when the case is cancelled", () => {
    const { one, own } = race();
    tell(one, { type: "cancel-case" });
    one.deliverAll();
    assert.notEqual(answered(one, own), undefined);
    assert.deepEqual(one.state.held?.entries, []);
  });
  it("a held completion that is refused is in the log with its data", () => {
    const { one, own } = race();
    one.deliverAll();
    const answer = answered(one, own) as { fault?: { type: string; message: string } };
    assert.equal(answer.fault?.type, "wrong-state");
    assert.match(answer.fault?.message ?? "", /in the case's log/);
  });
  it("add-instance given to a block is a fault, no exception", () => {
    const one = new Reviews(10, { creation: "dynamic" }, 0);
    one.deliverAll();
    const block = [...one.states.keys()][1] ?? "";
    const given = tell(one, { type: "add-instance", task: "m", data: { entry: "x" } }, block);
    assert.ok(given.kind === "answer" && !given.result.ok);
  });
  it("a call-back that another instruction overtakes is not lost", () => {
    const one = new Reviews(250, { threshold: 100 }, 0);
    one.deliverAll();
    let held: Given | undefined;
    for (let n = 1; n <= 100 && held === undefined; n += 1) {
      const given = one.complete(n);
      if (given.kind !== "held") {
        one.deliverAll();
        continue;
      }
      // its report goes to the case, which calls back; then suspend and resume overtake that
      for (let at; (at = one.underWay.findIndex(({ to }) => to === "case")) >= 0;) one.deliver(at);
      tell(one, { type: "suspend-case" });
      tell(one, { type: "resume-case" });
      // the newest first, as a signal may carry only how things stand now
      while (one.underWay.length > 0) one.deliver(one.underWay.length - 1);
      if (answered(one, given) === undefined) held = given;
    }
    assert.equal(held, undefined);
  });
  it("a deadlocked case leaves no block behind", () => {
    const inner = net(
      {
        id: "inner",
        start: ["w"],
        tasks: { w: { to: ["d"] }, v: { to: ["d"] }, d: { join: "and", to: ["o"] } },
        conditions: { never: ["v"] },
      },
      { tasks: { w: { decomposition: "work" } } },
    );
    const LIST: DataType = { kind: "json", schema: { type: "array" } };
    const root = net(
      { start: ["m"], tasks: { m: { to: ["o"] } } },
      {
        inputs: [{ name: "list", type: LIST }],
        tasks: {
          m: {
            decomposition: "inner",
            instances: {
              minimum: 0,
              maximum: 9,
              threshold: NO_BOUND,
              creation: "static",
              count: variable("n"),
            },
          },
        },
        locals: [{ name: "n", type: STRING, initial: "4" }],
      },
    );
    const one = new CaseWithBlocks({
      linked: link(specification([root, inner])),
      id: "case",
      data: { list: [] },
      inside: 0,
    });
    one.deliverAll();
    for (const [id, s] of one.states)
      for (const item of Object.values(s.items)) {
        for (const command of [
          { type: "allocate", to: "ann" },
          { type: "start" },
          { type: "complete", data: {} },
        ] as const)
          one.give(id, { item: item.id, by: MANAGER, command });
      }
    one.deliverAll();
    assert.equal(one.state.status, "deadlocked");
    assert.deepEqual(running(one), []);
    assert.equal(one.state.blocks, undefined);
  });
  it("the limit of open ones counts those in the case and in blocks together", () => {
    const one = new Reviews(2, { creation: "dynamic", atOnce: 2 }, 2);
    tell(one, { type: "add-instance", task: "m", data: { entry: "x" } });
    one.deliverAll();
    assert.deepEqual(one.open, [1, 2]);
  });
  it("a dynamic block tells when what was added is done", () => {
    const one = new Reviews(250, { creation: "dynamic", threshold: NO_BOUND }, 0);
    one.deliverAll();
    for (let n = 201; n <= 250; n += 1) one.complete(n);
    one.deliverAll();
    assert.ok(okOf(tell(one, { type: "add-instance", task: "m", data: { entry: "x" } })));
    one.deliverAll();
    one.complete(251);
    one.deliverAll();
    for (let n = 1; n <= 200; n += 1) one.complete(n);
    one.deliverAll();
    assert.deepEqual(one.open, ["next"]);
  });
  it("a case ended with held work in a block answers it and logs it", () => {
    const one = new Reviews(10, {}, 0);
    one.deliverAll();
    const given = one.complete(5);
    assert.equal(given.kind, "held");
    tell(one, { type: "cancel-case" });
    one.deliverAll();
    assert.notEqual(answered(one, given), undefined);
    assert.deepEqual(running(one), []);
  });
  it("what was held in the case while it was suspended is answered after the resume", () => {
    const { one, own } = race();
    tell(one, { type: "suspend-case" });
    one.deliverAll();
    tell(one, { type: "resume-case" });
    one.deliverAll();
    assert.notEqual(answered(one, own), undefined);
  });
  it("cancel-instance of one whose block has nothing under way is refused", () => {
    const one = new Reviews(10, { creation: "dynamic", threshold: NO_BOUND }, 0);
    one.deliverAll();
    assert.ok(okOf(one.complete(4)));
    one.deliverAll();
    assert.ok(!okOf(tell(one, { type: "cancel-instance", task: "m", instance: 4 })));
  });
  it("a lowered limit and a restart leave as many open as the limit says, once those have ended", () => {
    const one = new Reviews(8, { atOnce: 4, threshold: NO_BOUND }, 0);
    one.deliverAll();
    assert.equal(one.open.length, 4);
    tell(one, { type: "control-instances", task: "m", atOnce: 2 });
    one.deliverAll();
    for (const n of one.open.slice(0, 3)) {
      one.complete(Number(n));
      one.deliverAll();
    }
    assert.equal(one.open.length, 2);
    one.restart();
    one.deliverAll();
    assert.equal(one.open.length, 2);
  });
  it("the loss of a block frees what its grants kept: what is held goes on", () => {
    const { one, own } = race();
    const block = Object.keys(one.state.blocks ?? {})[0] ?? "";
    one.states.delete(block);
    one.underWay.splice(0);
    assert.ok(one.take("case", { type: "block-lost", block, message: "terminated" }).ok);
    one.deliverAll();
    assert.notEqual(answered(one, own), undefined);
    assert.deepEqual(one.state.held?.entries ?? [], []);
  });
  it("an add that the case has accepted is answered so, though the block closes with the same word", () => {
    const one = new Reviews(4, { creation: "dynamic", threshold: 2 }, 0);
    one.deliverAll();
    one.complete(1);
    one.deliverAll();
    const add = one.command(3, { type: "add-instance", data: { entry: "x" } });
    assert.equal(add.kind, "held");
    for (let at; (at = one.underWay.findIndex(({ to }) => to === "case")) >= 0;) one.deliver(at);
    const run = one.state.nets["net"]?.tasks["m"];
    const spawned = run?.phase === "busy" ? run.multi?.spawned : undefined;
    one.complete(2);
    for (let at; (at = one.underWay.findIndex(({ to }) => to === "case")) >= 0;) one.deliver(at);
    while (one.underWay.length > 0) one.deliver(one.underWay.length - 1);
    const answer = answered(one, add) as { fault?: unknown };
    assert.equal(spawned, 5);
    assert.equal(answer.fault, undefined);
  });
});
