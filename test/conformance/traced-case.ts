/** A case that follows a trace, wherever the instances of its tasks are. */
import type { CaseEvent } from "../../yawl/case/events.ts";
import { failedTasks } from "../../yawl/case/inspect.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import { loadCase, type OpenCase } from "../../yawl/run/open-case.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import type { Runner } from "../patterns/interpreters.ts";

export type TracedCase = Pick<Runner, "state" | "items" | "failed" | "give">;

/** All of it is in one state, which is loaded from text after each command. */
export class Reloaded implements TracedCase {
  #case: OpenCase;

  constructor(opened: OpenCase) {
    this.#case = opened;
  }

  get state(): CaseState {
    return this.#case.state;
  }

  get items(): readonly WorkItem[] {
    return Object.values(this.state.items);
  }

  get failed(): ReturnType<typeof failedTasks> {
    return failedTasks(this.state);
  }

  give(message: CommandMessage): readonly CaseEvent[] | string {
    const answer = this.#case.send(message);
    if (!answer.ok) return answer.fault.message;
    this.#case = loadCase(this.#case.save(), { linked: this.#case.linked });
    return answer.value.events;
  }
}
