import { called, listed } from "./findings.js";
import { controlFlow } from "../soundness/control-flow.js";
import { soundness, SOUNDNESS_LIMIT } from "../soundness/soundness.js";
export const SOUNDNESS_BUDGET = 40_000;
const TOLD_TASKS = 20;
export function checkSoundness(net, dead, budget, findings) {
    const limit = Math.min(SOUNDNESS_LIMIT, budget);
    const verdict = limit > 0 ? soundness(controlFlow(net), limit) : { verdict: "undecided", explored: 0 };
    const message = tell(net, dead, verdict);
    if (message !== undefined) {
        const element = verdict.verdict === "unsound" ? verdict.element : undefined;
        const task = net.tasks.find(({ id }) => id === element);
        const path = element === undefined ? [net.id] : [net.id, element];
        findings.warn(path, task?.place ?? net.place, message);
    }
    return verdict.explored;
}
function tell(net, dead, verdict) {
    switch (verdict.verdict) {
        case "sound":
            return undefined;
        case "undecided":
            return verdict.explored === 0
                ? `Whether the net ${called(net)} always ends was not looked at: other nets of the specification took all the time for it.`
                : `Whether the net ${called(net)} always ends, with nothing left behind, was not decided within ${verdict.explored} states.`;
        case "unsound":
            return tellProblem(net, dead, verdict);
    }
}
function tellProblem(net, dead, verdict) {
    const names = new Map(net.tasks.map((task) => [task.id, called(task)]));
    const nameOf = (id) => names.get(id) ?? `"${id}"`;
    const told = verdict.path.slice(-TOLD_TASKS).map(nameOf);
    const earlier = verdict.path.length - told.length;
    const run = [...(earlier > 0 ? [`${earlier} tasks`] : []), ...told].join(", ");
    const after = run === "" ? "at the start" : `after ${run}`;
    const left = [];
    for (const [condition, count] of Object.entries(verdict.marking)) {
        if (condition !== net.outputCondition.id)
            left.push(count > 1 ? `${count} times "${condition}"` : `"${condition}"`);
    }
    for (const id of verdict.busy)
        left.push(`the busy task ${nameOf(id)}`);
    const rest = left.length > 0 ? listed(left) : `more than one token in "${net.outputCondition.id}"`;
    switch (verdict.problem) {
        case "deadlock":
            return `The net ${called(net)} can get stuck: ${after} no task can start, and the end is not reached. Tokens are in ${rest}.`;
        case "livelock":
            return `The net ${called(net)} can get to where it can never end: ${after}. Tokens are in ${rest}.`;
        case "improper-completion":
            return `The net ${called(net)} can end with something left behind, which is then dropped: ${after}. What is left: ${rest}.`;
        case "dead-task":
            return verdict.element === undefined || dead.has(verdict.element)
                ? undefined
                : `The task ${nameOf(verdict.element)} can never start, whatever the predicates say.`;
    }
}
//# sourceMappingURL=soundness-warning.js.map