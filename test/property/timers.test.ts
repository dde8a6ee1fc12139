import assert from "node:assert/strict";
import fc from "fast-check";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import type { PendingTimer } from "../../yawl/case/pending.ts";
import { timerOf } from "../../yawl/case/pending.ts";
import { itemOf, netInstance, type CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import { link, netOf, taskOf, type LinkedSpecification, type LinkedTask } from "../../yawl/net/linked.ts";
import { openCase } from "../../yawl/run/open-case.ts";
import { go, moveFor, randomPath, randomSpecification, type Choice } from "./random-cases.ts";
import { runs } from "./runs.ts";

function timersOf({ pending }: CaseState): readonly PendingTimer[] {
  return Object.values(pending).filter((each) => each.kind === "timer");
}

function taskAt(linked: LinkedSpecification, state: CaseState, net: string, task: string): LinkedTask {
  return taskOf(netOf(linked, netInstance(state, net).net), task);
}

/** No timer for what is not there, and each as its definition and what it guards say. */
function checkTimers(linked: LinkedSpecification, state: CaseState): void {
  for (const timer of timersOf(state)) {
    const { of, net, task, due, expires, reminders, pauses, pausedAt } = timer;
    const item = itemOf(state, of);
    const place = item ?? state.nets[of]?.parent;
    assert.ok(place, `${of} has a timer and is not there`);
    assert.deepEqual([place.net, place.task], [net, task]);
    const definition = taskAt(linked, state, net, task).task.timer;
    assert.ok(definition, `${task} has no timer`);
    assert.equal(due, reminders?.[0] ?? expires);
    assert.equal(pauses, definition.pauses);
    const stands = state.status === "suspended" || item?.status === "suspended";
    assert.equal(pausedAt !== undefined, pauses === true && stands, `${of} pauses`);
    if (item?.kind !== "person") continue;
    assert.equal(item.deadline, pausedAt === undefined ? expires : undefined);
  }
}

/** What is open and timed has its timer, unless that one has expired or done what it had to. */
function checkGuarded(linked: LinkedSpecification, state: CaseState, over: ReadonlySet<string>): void {
  for (const { id, net, task, kind, instance, startedAt, call } of Object.values(state.items)) {
    const { timer, instances } = taskAt(linked, state, net, task).task;
    const isSetOff = timer?.trigger === "OnEnabled" || startedAt !== undefined;
    const isOne = !instances || instance !== undefined;
    if (!timer || !isOne || !isSetOff || over.has(id)) continue;
    if (kind === "call" && call.delayedUntil === undefined && timer.reminders && !timer.duration) continue;
    assert.ok(timerOf(state.pending, id), `${id} of ${task} has no timer`);
  }
}

class Watch {
  readonly #linked: LinkedSpecification;
  /** items whose timers are over */
  readonly over = new Set<string>();
  expired = 0;

  constructor(linked: LinkedSpecification) {
    this.#linked = linked;
  }

  look({ state, events }: Step): void {
    for (const event of events) {
      if (event.type === "timer-done") this.over.add(event.timer.of);
      if (event.type !== "timer-expired") continue;
      this.expired += 1;
      const { of } = event.timer;
      if (of.includes("/")) continue;
      assert.ok(!this.over.has(of), `the timer of ${of} expires twice`);
      this.over.add(of);
    }
    checkTimers(this.#linked, state);
    checkGuarded(this.#linked, state, this.over);
  }
}

describe("Timers on a random path through a random case", () => {
  it("guard what is there and nothing else, expire once, and leave nothing open that should have expired", () => {
    let expired = 0;
    fc.assert(
      fc.property(randomSpecification(), randomPath(80), (specification, path: readonly Choice[]) => {
        const watch = new Watch(link(specification));
        const opened = openCase({
          specification,
          seed: 7,
          flags: CURRENT_FLAGS,
          onStep: (step) => watch.look(step),
        });
        assert.ok(opened.ok);
        const { value: running } = opened;
        for (const choice of path) {
          running.clock.advance(1);
          for (const { due, pausedAt, of } of timersOf(running.state))
            assert.ok(pausedAt !== undefined || due > running.clock.now, `${of} should have expired`);
          go(running, moveFor(running.state, choice));
        }
        expired += watch.expired;
      }),
      runs(600),
    );
    assert.ok(expired > 100, `only ${expired} timers expired`);
  }).timeout(0);
});
