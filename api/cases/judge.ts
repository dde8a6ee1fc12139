/** Looks at a command on a case before it is sent. */
import type { CaseView } from "../../store/views.ts";
import type { CaseCommand } from "../../yawl/work/command.ts";
import { judgeCase as verdictOn } from "../../yawl/work/verdict.ts";
import { Problem } from "../http/problem.ts";

const VERBS: Readonly<Record<CaseCommand["type"], string>> = {
  "cancel-case": "cancel",
  "suspend-case": "suspend",
  "resume-case": "resume",
  retry: "retry",
  "add-instance": "add an instance to",
  "cancel-instance": "cancel an instance of",
  "control-instances": "change the limits of instances of",
  "retry-instances": "repeat failed instances of",
  unchain: "be changed",
  "change-data": "change the data of",
};

/**
 * What the case will say of a command, as far as the view knows; that the caller is a manager has been seen to before.
 * @throws Problem when the case is not in a state from which the command leads on
 */
export function judgeCase(view: CaseView, command: CaseCommand): "send" | "done" {
  const verdict = verdictOn(view.state, command, undefined);
  switch (verdict.kind) {
    case "repeated":
      return "done";
    case "allowed":
      return "send";
    case "refused": {
      const { refusal } = verdict;
      const from = "from" in refusal ? refusal.from.join(" or ") : "another state";
      throw new Problem(
        "wrong-state",
        `The case is ${view.state}. To ${VERBS[command.type]} it, it has to be ${from}.`,
      );
    }
  }
}

export function noSuchCase(id: string): Problem {
  return new Problem("not-found", `There is no case "${id}".`);
}
