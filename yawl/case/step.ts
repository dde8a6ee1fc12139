/** What `advance` answers: one step of a case. */
import type { Fault } from "../model/fault.ts";
import type { LinkedSpecification } from "../net/linked.ts";
import type { CaseEvent } from "./events.ts";
import type { CaseState } from "./state.ts";

/** What an input made of a case. */
export interface Step {
  readonly linked: LinkedSpecification;
  /** the state after the step */
  readonly state: CaseState;
  /** what happened, in order; nothing when the input changed nothing */
  readonly events: readonly CaseEvent[];
  /** epoch milliseconds; the same for everything in this step */
  readonly now: number;
  /** what became of commands that were held before, by the number under which they were */
  readonly answers?: readonly { readonly id: number; readonly fault?: Fault }[];
  /** number under which the command of this step is held: a later step answers it, or `answers` of this one does */
  readonly heldAs?: number | undefined;
}
