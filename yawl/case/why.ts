/** Why something is cancelled. */
import type { CancelCause } from "../work/item.ts";
import type { Progress } from "./progress.ts";

/** Why something is cancelled: a sentence for people, and where its instance is not needed any more the cause for programs. */
export interface Why {
  readonly reason: string;
  readonly cause?: CancelCause;
}

/** The cause, where the case notes causes; also for what is cancelled inside of what has one. */
export function causeOf(step: Progress, { cause }: Why): Pick<Why, "cause"> {
  return cause !== undefined && step.has("causes-of-cancelling") ? { cause } : {};
}
