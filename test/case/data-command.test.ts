import assert from "node:assert/strict";
import { describeEvent } from "../../yawl/view/describe.ts";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { MANAGER, Walk, WORKER } from "./walk.ts";

function compiled(...lines: readonly string[]): CompiledSpecification {
  const read = readDialect(['mizzen: 1\nid: x\nversion: "1"', ...lines, ""].join("\n"));
  if (!read.ok) assert.fail(read.fault.message);
  const made = compile(read.value.specification);
  if (!made.ok) assert.fail(made.fault.message);
  return made.value.compiled;
}

const CLAIM = compiled(
  "data:",
  "  amount: { type: number, default: 5 }",
  "  remark: { type: string, default: none }",
  "  maybe: { type: [string, 'null'] }",
  "start: see",
  "tasks:",
  "  see: { offer: { roles: [clerk] }, next: [{ to: big, when: $amount > 100 }, { to: small, otherwise: true }] }",
  "  big: { offer: { roles: [clerk] }, next: end }",
  "  small: { offer: { roles: [clerk] }, next: end }",
);
const REASON = "the supplier corrected it";

function change(data: JsonObject) {
  return { type: "change-data", data, reason: REASON } as const;
}

describe("a manager who changes the data of a case", () => {
  it("gives variables other values; what is not named stays, and the case goes on with them", () => {
    const one = new Walk(CLAIM);
    one.case(change({ amount: 500, maybe: null }));
    assert.deepEqual(one.data, { amount: 500, remark: "none", maybe: null });
    one.perform("see");
    assert.deepEqual(one.open, ["big"]);
  });

  it("is in the log: who, why, which variables, and the values before and after", () => {
    const one = new Walk(CLAIM);
    one.case(change({ amount: 500, remark: null }));
    assert.deepEqual(
      one.step.events.flatMap((event) => describeEvent(event) ?? []),
      [
        {
          type: "data-changed",
          net: one.linked.specification.rootNet,
          by: MANAGER.participant,
          details: {
            reason: REASON,
            variables: ["amount", "remark"],
            changes: [
              { variable: "amount", before: 5, after: 500 },
              { variable: "remark", before: "none" },
            ],
          },
        },
      ],
    );
    assert.deepEqual(
      one.data,
      { amount: 500 },
      "null empties what has no null, and its default does not come back",
    );
  });

  it("has long values in the case, and not in the log", () => {
    const one = new Walk(CLAIM);
    one.case(change({ remark: "x".repeat(5_000) }));
    const [event] = one.step.events;
    assert.deepEqual((event && describeEvent(event))?.details?.["changes"], [
      { variable: "remark", before: "none", afterTooLong: true },
    ]);
  });

  it("changes all or nothing: every value that does not fit is told with its place", () => {
    const one = new Walk(CLAIM);
    const fault = one.refuseMessage({
      by: MANAGER,
      command: change({ amount: "much", remark: 7, remarks: "x", maybe: "fits" }),
    });
    assert.equal(fault.type, "invalid-data");
    assert.deepEqual(fault.details?.map(({ pointer }) => pointer).toSorted(), [
      "/amount",
      "/remark",
      "/remarks",
    ]);
    assert.equal(one.refuseMessage({ by: MANAGER, command: change({}) }).type, "invalid-data");
  });

  it("may do it while the case is suspended, and not when it has ended", () => {
    const one = new Walk(CLAIM);
    one.case({ type: "suspend-case" });
    one.case(change({ amount: 7 }));
    assert.deepEqual([one.state.status, one.data["amount"]], ["suspended", 7]);
    one.case({ type: "cancel-case" });
    assert.equal(one.refuseMessage({ by: MANAGER, command: change({ amount: 8 }) }).type, "wrong-state");
  });

  it("has done it already when every variable has that value, and once for a key", () => {
    const one = new Walk(CLAIM);
    one.case(change({ amount: 5, remark: "none" }));
    assert.equal(one.step.events.length, 0, "nothing happened");
    const keyed = { by: MANAGER, command: change({ amount: 6 }), key: "k" };
    one.accept(keyed);
    one.case(change({ amount: 7 }));
    one.accept(keyed);
    assert.deepEqual([one.step.events.length, one.data["amount"]], [0, 7]);
    const other = one.refuseMessage({ ...keyed, command: change({ amount: 9 }) });
    assert.equal(other.type, "submission-conflict");
  });

  it("gives a reason, and is a manager", () => {
    const one = new Walk(CLAIM);
    assert.equal(one.refuseMessage({ by: WORKER, command: change({ amount: 1 }) }).type, "not-eligible");
    const silent = one.refuseMessage({ by: MANAGER, command: { ...change({ amount: 1 }), reason: " " } });
    assert.equal(silent.details?.[0]?.pointer, "/command/reason");
  });

  it("leaves items with the input that they began with, and the rest of the state as it is after a save", () => {
    const one = new Walk(CLAIM);
    const item = one.start("see");
    one.case(change({ amount: 500 }));
    assert.deepEqual(one.item("see"), item);
    one.restart();
    assert.equal(one.data["amount"], 500);
  });
});
