import assert from "node:assert/strict";
import { CURRENT_FLAGS, knownFlags } from "../../yawl/case/flags.ts";
import { FORMAT, upgrade, upgraded } from "../../yawl/case/format.ts";
import { failedTasks } from "../../yawl/case/inspect.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { NetShape } from "../net/build.ts";
import { net, specification, variable, Walk, walkOf } from "./walk.ts";

const MANY: NetShape = { start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["c"] }, c: { to: ["o"] } } };

/** After `a`, `b` is done by as many as the variable `count` says: 2.9. */
function twoAndALot(flags?: typeof CURRENT_FLAGS): Walk {
  const instances = {
    minimum: 1,
    maximum: 5,
    threshold: 5,
    creation: "static",
    count: variable("count"),
  } as const;
  const root = net(MANY, {
    locals: [{ name: "count", type: { kind: "any" }, initial: 2.9 }],
    tasks: {
      a: { decomposition: "work" },
      b: { decomposition: "work", instances },
      c: { decomposition: "work" },
    },
  });
  return new Walk(specification([root]), {}, 1, flags ? { flags } : {});
}

describe("behaviour flags", () => {
  it("give a new case all behaviour of today", () => {
    assert.deepEqual(walkOf(MANY).state.flags, CURRENT_FLAGS);
    const one = twoAndALot();
    one.perform("a");
    assert.match(failedTasks(one.state)[0]?.message ?? "", /no whole number from 0 on: count gives 2\.9/);
  });

  it("leave a case that began before one as it was, also when it goes on elsewhere", () => {
    const one = twoAndALot([]);
    one.restart();
    one.perform("a");
    assert.deepEqual(one.open, ["b", "b"], "the count is rounded down, as it always was");
    assert.deepEqual(one.state.flags, []);
  });

  it("that this code does not know are no flags to start a case with", () => {
    assert.deepEqual(knownFlags(["whole-instance-counts"]), ["whole-instance-counts"]);
    assert.throws(() => knownFlags(["of-tomorrow"]), /of-tomorrow/);
    assert.throws(() => knownFlags(["constructor"]), /constructor/);
  });
});

describe("the format of a state", () => {
  it("stands in it; a state of today's is used as it is", () => {
    const { state } = walkOf(MANY);
    assert.equal(state.format, FORMAT);
    assert.equal(upgrade(state), state);
  });

  it("is brought up to date one format after the other", () => {
    const upgrades = {
      1: ({ old, ...rest }: { readonly format: number; readonly old?: unknown }) => ({
        ...rest,
        renamed: old,
      }),
      2: (older: { readonly format: number }) => ({ ...older, added: true }),
    };
    assert.deepEqual(upgraded({ format: 1, old: "x" }, 3, upgrades), {
      format: 3,
      renamed: "x",
      added: true,
    });
    assert.deepEqual(upgraded({ format: 2, renamed: "y" }, 3, upgrades), {
      format: 3,
      renamed: "y",
      added: true,
    });
  });

  it("was 1 when who did what was a record", () => {
    const one = walkOf(MANY);
    one.perform("a");
    const older = {
      ...one.state,
      format: 1,
      performers: { "net/a": ["ann"] } as unknown as CaseState["performers"],
    };
    assert.deepEqual(upgrade(older), one.state);
  });

  it("that is newer than the code, or too old, stops the case instead of spoiling it", () => {
    assert.throws(() => upgrade({ ...walkOf(MANY).state, format: FORMAT + 1 }), /knows formats up to/);
    assert.throws(() => upgraded({ format: 1 }, 2, {}), /cannot be upgraded/);
    assert.throws(() => upgrade({ id: "case" } as CaseState), /format undefined/);
  });
});
