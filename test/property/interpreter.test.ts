import assert from "node:assert/strict";
import fc from "fast-check";
import { apply } from "../../yawl/case/apply.ts";
import { launch } from "../../yawl/case/launch.ts";
import type { CaseEvent } from "../../yawl/case/events.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { link } from "../../yawl/net/linked.ts";
import { checkState, checkTokens } from "./invariants.ts";
import { go, moveFor, randomPath, randomSpecification, type Choice } from "./random-cases.ts";
import { runs } from "./runs.ts";

function saved<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const EMPTY: Omit<CaseState, "random"> = {
  id: "case",
  status: "running",
  nets: {},
  items: {},
  lastItem: 0,
  submissions: [],
};

/** Walks through a case and shows each step with the state before it. */
function walk(
  specification: CompiledSpecification,
  path: readonly Choice[],
  look: (step: Step, before: CaseState) => void,
): void {
  const linked = link(specification);
  const launched = launch(linked, { id: "case", data: {}, seed: 7, now: 0 });
  assert.ok(launched.ok);
  look(launched.value, { ...EMPTY, random: 7 });
  let { state } = launched.value;
  for (const [index, choice] of path.entries()) {
    const move = moveFor(state, choice);
    const text = JSON.stringify(state);
    const decided = go(linked, state, move, index + 1);
    assert.equal(JSON.stringify(state), text, "a step leaves the state before it as it was");
    if (!decided.ok) continue;
    look(decided.value, state);
    ({ state } = decided.value);
  }
}

const PATH = 80;

describe("a random case on a random path", () => {
  it("keeps items, nets, tasks and tokens together, and offers exactly what is enabled", () => {
    fc.assert(
      fc.property(randomSpecification(), randomPath(PATH), (specification, path) => {
        const linked = link(specification);
        walk(specification, path, ({ state }) => checkState(linked, state));
      }),
      runs(800),
    );
  }).timeout(0);

  it("explains every token that appears or vanishes, and leaves nothing of a cancelled region (SEMANTICS 6)", () => {
    fc.assert(
      fc.property(randomSpecification(), randomPath(PATH), (specification, path) => {
        const linked = link(specification);
        walk(specification, path, ({ events }, before) => checkTokens(linked, before, events));
      }),
      runs(500),
    );
  }).timeout(0);

  it("has a state that is its events applied, and that JSON gives back as it is", () => {
    fc.assert(
      fc.property(randomSpecification(), randomPath(PATH), (specification, path) => {
        const all: CaseEvent[] = [];
        let first: CaseState | undefined;
        let last: CaseState | undefined;
        walk(specification, path, ({ state, events }, before) => {
          first ??= before;
          last = state;
          all.push(...events);
          assert.deepStrictEqual(apply(before, events), state);
          assert.deepStrictEqual(saved(state), state);
        });
        assert.ok(first);
        assert.deepStrictEqual(apply(first, saved(all)), last);
      }),
      runs(400),
    );
  }).timeout(0);

  it("goes on alike in an interpreter that is restarted at every step", () => {
    fc.assert(
      fc.property(randomSpecification(), randomPath(PATH), (specification, path) => {
        const linked = link(specification);
        const launched = launch(linked, { id: "case", data: {}, seed: 7, now: 0 });
        assert.ok(launched.ok);
        let { state } = launched.value;
        let restarted = saved(state);
        for (const [index, choice] of path.entries()) {
          const move = moveFor(state, choice);
          const one = go(linked, state, move, index);
          const other = go(link(saved(specification)), restarted, saved(move), index);
          assert.equal(one.ok, other.ok);
          if (!one.ok || !other.ok) {
            assert.deepStrictEqual(one, other);
            continue;
          }
          assert.deepStrictEqual(other.value.state, one.value.state);
          // not only equal: in the same order, since order decides what is looked at first
          assert.equal(JSON.stringify(other.value.state), JSON.stringify(one.value.state));
          assert.deepStrictEqual(other.value.events, one.value.events);
          assert.deepStrictEqual(other.value.effects, one.value.effects);
          ({ state } = one.value);
          restarted = saved(other.value.state);
        }
      }),
      runs(500),
    );
  }).timeout(0);
});
