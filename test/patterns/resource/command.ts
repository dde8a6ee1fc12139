/** What a step of a trace asks for, as a command. */
import type { ItemCommand } from "../../../yawl/work/command.ts";
import { listOf, type ItemAction, type TraceStep } from "./fixture.ts";

/** The command of an action; who piles takes the item and starts it, beside that later work is theirs. */
export function commandOf(action: Exclude<ItemAction, "unpile">, step: TraceStep): ItemCommand {
  const data = step.with ?? {};
  const [to = ""] = listOf(step.to);
  switch (action) {
    case "take":
    case "pile":
      return { type: "claim-and-start" };
    case "complete":
    case "save":
      return { type: action, data };
    case "delegate":
    case "allocate":
      return { type: action, to };
    case "reallocate":
      return { type: action, to, keepData: step.keepData ?? false };
    case "offer":
      return { type: action, to: listOf(step.to) };
    case "skip":
      return step.with ? { type: action, data } : { type: action };
    case "claim":
    case "start":
    case "reject":
    case "suspend":
    case "resume":
    case "deallocate":
    case "chain":
    case "restart":
    case "redistribute":
      return { type: action };
  }
}
