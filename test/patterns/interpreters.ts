/**
 * Two interpreters side by side that have to agree: one goes on with what it has in memory, the other one forgets
 * everything before each command, and loads its specification and its state from text.
 */
import assert from "node:assert/strict";
import { decide } from "../../yawl/case/decide.ts";
import type { CaseEvent } from "../../yawl/case/events.ts";
import { launch } from "../../yawl/case/launch.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { Step } from "../../yawl/case/step.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { link, type LinkedSpecification } from "../../yawl/net/linked.ts";
import type { Result } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";

export class Interpreters {
  readonly #steady: LinkedSpecification;
  readonly #text: string;
  #state: CaseState;
  #saved: string;

  private constructor(specification: CompiledSpecification, data: JsonObject, seed: number) {
    this.#steady = link(specification);
    this.#text = JSON.stringify(specification);
    const start = { id: "case", data, seed, now: 0 };
    const steady = done(launch(this.#steady, start));
    const restarted = done(launch(this.#relink(), start));
    [this.#state, this.#saved] = agree(steady, restarted);
  }

  static launch(specification: CompiledSpecification, data: JsonObject, seed: number): Interpreters {
    return new Interpreters(specification, data, seed);
  }

  get state(): CaseState {
    return this.#state;
  }

  /** @returns what happened, or the type of the fault; both interpreters give the same */
  give(message: CommandMessage, now: number): readonly CaseEvent[] | string {
    const steady = decide(this.#steady, this.#state, message, now);
    const restarted = decide(this.#relink(), JSON.parse(this.#saved) as CaseState, message, now);
    if (!steady.ok || !restarted.ok) {
      assert.deepEqual(steady.ok ? "done" : steady.fault, restarted.ok ? "done" : restarted.fault);
      return steady.ok ? [] : steady.fault.type;
    }
    [this.#state, this.#saved] = agree(steady.value, restarted.value);
    return steady.value.events;
  }

  #relink(): LinkedSpecification {
    return link(JSON.parse(this.#text) as CompiledSpecification);
  }
}

function done(result: Result<Step>): Step {
  if (!result.ok) assert.fail(JSON.stringify(result.fault));
  return result.value;
}

/** Both have come to the same, and saving and loading it loses nothing. */
function agree(steady: Step, restarted: Step): [CaseState, string] {
  const saved = JSON.stringify(steady.state);
  assert.deepEqual(JSON.parse(saved), steady.state, "saving and loading loses something of the state");
  const advice = "the interpreter that restarts comes to something else";
  assert.deepEqual(restarted.state, steady.state, advice);
  assert.deepEqual(restarted.events, steady.events, advice);
  assert.deepEqual(restarted.effects, steady.effects, advice);
  return [steady.state, JSON.stringify(restarted.state)];
}
