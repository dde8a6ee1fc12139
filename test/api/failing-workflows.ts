/** Workflows of the type of cases that fail as a fault of Mizzen would make them fail. */
import { condition, proxyActivities, setHandler, defineSignal } from "@temporalio/workflow";
import type { CASE_WORKFLOW } from "../../workflows/messages.ts";

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: "1 minute" });

/** Fails in its first task, or in a later one after the signal, or never. */
async function caseThatFails(when: "at once" | "after the signal" | "never"): Promise<void> {
  let isSignalled = false;
  setHandler(defineSignal("go"), () => void (isSignalled = true));
  if (when === "at once") throw new TypeError("tokens is not iterable");
  await condition(() => isSignalled);
  if (when === "after the signal") throw new RangeError("no such place");
  await nothing();
}

export { caseThatFails as yawlCase };
/** The name is that of cases: the compiler says when it changes. */
export const NAME: typeof CASE_WORKFLOW = "yawlCase";
