import assert from "node:assert/strict";
import fc from "fast-check";
import { apply } from "../../yawl/case/apply.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import { emptyCase } from "../../yawl/case/launch.ts";
import type { CaseEvent } from "../../yawl/case/events.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { link } from "../../yawl/net/linked.ts";
import { loadCase, openCase } from "../../yawl/run/open-case.ts";
import { checkPending, checkState, checkTokens } from "./invariants.ts";
import { go, moveFor, randomPath, randomSpecification, type Choice } from "./random-cases.ts";
import { runs } from "./runs.ts";

function saved<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const START = { id: "case", seed: 7, flags: CURRENT_FLAGS };

/** Walks through a case and shows each step with the state before it. */
function walk(
  specification: CompiledSpecification,
  path: readonly Choice[],
  look: (step: Step, before: CaseState) => void,
): void {
  let before = emptyCase(START);
  const opened = openCase({
    specification,
    ...START,
    onStep: (step) => {
      look(step, before);
      before = step.state;
    },
  });
  assert.ok(opened.ok);
  for (const choice of path) {
    opened.value.clock.advance(1);
    const state: CaseState = opened.value.state;
    const text: string = JSON.stringify(state);
    go(opened.value, moveFor(state, choice));
    assert.equal(JSON.stringify(state), text, "a step leaves the state before it as it was");
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

  it("waits for exactly what its items wait for", () => {
    fc.assert(
      fc.property(randomSpecification(), randomPath(PATH), (specification, path) => {
        const answered = new Set<string>();
        walk(specification, path, (step) => checkPending(step, answered));
      }),
      runs(500),
    );
  }).timeout(0);

  it("goes on alike in an interpreter that is restarted at every step", () => {
    fc.assert(
      fc.property(randomSpecification(), randomPath(PATH), (specification, path) => {
        const opened = openCase({ specification, seed: 7 });
        assert.ok(opened.ok);
        const steady = opened.value;
        let text = steady.save();
        for (const choice of path) {
          const restarted = loadCase(text, { specification: saved(specification) });
          for (const each of [steady, restarted]) each.clock.advance(1);
          const move = moveFor(steady.state, choice);
          const one = go(steady, move);
          const other = go(restarted, saved(move));
          text = restarted.save();
          assert.equal(one.ok, other.ok);
          if (!one.ok || !other.ok) {
            assert.deepStrictEqual(one, other);
            continue;
          }
          assert.deepStrictEqual(restarted.state, steady.state);
          // not only equal: in the same order, since order decides what is looked at first
          assert.equal(JSON.stringify(restarted.state), JSON.stringify(steady.state));
          if (!("pass" in move)) assert.deepStrictEqual(other.value.events, one.value.events);
        }
      }),
      runs(500),
    );
  }).timeout(0);
});
