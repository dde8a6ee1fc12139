/** Looks at a command on a case before it is sent. */
import type { CaseState, CaseView } from "../../store/views.ts";
import type { CaseCommand } from "../../yawl/work/command.ts";
import { Problem } from "../http/problem.ts";

interface Rule {
  readonly from: readonly CaseState[];
  /** states that the command leads to: who finds the case there is answered at once */
  readonly done: readonly CaseState[];
  readonly verb: string;
}

const RULES: Readonly<Record<CaseCommand["type"], Rule>> = {
  "cancel-case": { from: ["running", "suspended"], done: ["cancelled"], verb: "cancel" },
  "suspend-case": { from: ["running"], done: ["suspended"], verb: "suspend" },
  "resume-case": { from: ["suspended"], done: ["running"], verb: "resume" },
  retry: { from: ["running"], done: [], verb: "retry" },
};

/** @throws Problem when the case is not in a state from which the command leads on */
export function judgeCase(view: CaseView, command: CaseCommand): "send" | "done" {
  const rule = RULES[command.type];
  if (rule.done.includes(view.state)) return "done";
  if (rule.from.includes(view.state)) return "send";
  throw new Problem(
    "wrong-state",
    `The case is ${view.state}. To ${rule.verb} it, it has to be ${rule.from.join(" or ")}.`,
  );
}

export function noSuchCase(id: string): Problem {
  return new Problem("not-found", `There is no case "${id}".`);
}
