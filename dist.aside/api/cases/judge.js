import { judgeCase as verdictOn } from "../../yawl/work/verdict.js";
import { Problem } from "../http/problem.js";
const VERBS = {
    "cancel-case": "cancel",
    "suspend-case": "suspend",
    "resume-case": "resume",
    retry: "retry",
};
export function judgeCase(view, command) {
    const verdict = verdictOn(view.state, command, undefined);
    switch (verdict.kind) {
        case "repeated":
            return "done";
        case "allowed":
            return "send";
        case "refused": {
            const { refusal } = verdict;
            const from = "from" in refusal ? refusal.from.join(" or ") : "another state";
            throw new Problem("wrong-state", `The case is ${view.state}. To ${VERBS[command.type]} it, it has to be ${from}.`);
        }
    }
}
export function noSuchCase(id) {
    return new Problem("not-found", `There is no case "${id}".`);
}
//# sourceMappingURL=judge.js.map