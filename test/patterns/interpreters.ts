/**
 * Two interpreters side by side that have to agree: one goes on with what it has in memory, the other one forgets
 * everything before each command, and loads its specification and its state from text.
 */
import assert from "node:assert/strict";
import type { CaseEvent } from "../../yawl/case/events.ts";
import { failedTasks } from "../../yawl/case/inspect.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { Result } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { loadCase, openCase, type OpenCase } from "../../yawl/run/open-case.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import type { WorkItem } from "../../yawl/work/item.ts";

/** Something that runs a case for a trace. */
export interface Runner {
  readonly state: CaseState;
  /** open work items, wherever they are */
  readonly items: readonly WorkItem[];
  readonly failed: ReturnType<typeof failedTasks>;
  /** what is still there of a case that has ended */
  readonly left: readonly string[];
  /** @returns what happened, or the type of the fault */
  give(message: CommandMessage, now: number): readonly CaseEvent[] | string;
}

export class Interpreters implements Runner {
  readonly #text: string;
  readonly #steady: OpenCase;
  #saved: string;

  private constructor(specification: CompiledSpecification, data: JsonObject, seed: number) {
    this.#text = JSON.stringify(specification);
    this.#steady = opened(openCase({ specification, data, seed }));
    const restarted = opened(openCase({ specification: this.#reread(), data, seed }));
    this.#saved = agree(this.#steady, restarted);
  }

  static launch(specification: CompiledSpecification, data: JsonObject, seed: number): Interpreters {
    return new Interpreters(specification, data, seed);
  }

  get state(): CaseState {
    return this.#steady.state;
  }

  get items(): readonly WorkItem[] {
    return Object.values(this.state.items);
  }

  get failed(): ReturnType<typeof failedTasks> {
    return failedTasks(this.state);
  }

  get left(): readonly string[] {
    return [...Object.keys(this.state.nets), ...Object.keys(this.state.items)];
  }

  /** @returns what happened, or the type of the fault; both interpreters give the same */
  give(message: CommandMessage, now: number): readonly CaseEvent[] | string {
    const loaded = loadCase(this.#saved, { specification: this.#reread() });
    for (const each of [this.#steady, loaded]) each.clock.set(now);
    const steady = this.#steady.send(message);
    const restarted = loaded.send(message);
    if (!steady.ok || !restarted.ok) {
      assert.deepEqual(steady.ok ? "done" : steady.fault, restarted.ok ? "done" : restarted.fault);
      return steady.ok ? [] : steady.fault.type;
    }
    this.#saved = agree(this.#steady, loaded);
    return steady.value.events;
  }

  #reread(): CompiledSpecification {
    return JSON.parse(this.#text) as CompiledSpecification;
  }
}

function opened(result: Result<OpenCase>): OpenCase {
  if (!result.ok) assert.fail(JSON.stringify(result.fault));
  return result.value;
}

/** Both have come to the same, and saving and loading it loses nothing. @returns what the second one saves */
function agree(steady: OpenCase, restarted: OpenCase): string {
  const saved = JSON.stringify(steady.state);
  assert.deepEqual(JSON.parse(saved), steady.state, "saving and loading loses something of the state");
  const advice = "the interpreter that restarts comes to something else";
  assert.deepEqual(restarted.state, steady.state, advice);
  assert.deepEqual(restarted.step.events, steady.step.events, advice);
  return restarted.save();
}
