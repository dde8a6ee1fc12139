/** How functions are made that queries call: they know what surrounds the evaluation. */
import type { Budget } from "../budget.ts";
import type { TimerState } from "../language.ts";
import { OWN } from "./ast.ts";
import { registerCustomXPathFunction } from "./fontoxpath.ts";

/** What functions of an evaluation know besides their arguments. */
export interface Surroundings {
  readonly budget: Budget;
  /** epoch milliseconds */
  readonly now: number;
  readonly timers: (task: string) => TimerState;
  /** properties of the largest object in the variables: fontoxpath looks through all of them for each lookup */
  readonly widest: number;
}

/** Makes a function with types of XPath; the engine checks and converts the arguments by them. */
export function define(
  name: string,
  parameters: readonly string[],
  result: string,
  answer: (surroundings: Surroundings, ...args: readonly unknown[]) => unknown,
): void {
  registerCustomXPathFunction(
    { namespaceURI: OWN, localName: name },
    [...parameters],
    result,
    // the engine checked the arguments' types
    (context, ...args: readonly unknown[]) => answer(context.currentContext as Surroundings, ...args),
  );
}
