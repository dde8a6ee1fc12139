import { tokens } from "./marking.js";
import { orJoinDecision } from "./or-join/or-join.js";
export function joinState(net, { task }, marking, busy) {
    const isMarked = (condition) => tokens(marking, condition) > 0;
    switch (task.join) {
        case "and":
            return task.from.length > 0 && task.from.every(isMarked) ? "satisfied" : "waits";
        case "xor":
            return task.from.some(isMarked) ? "satisfied" : "waits";
        case "or": {
            if (!task.from.some(isMarked))
                return "waits";
            if (task.from.every(isMarked))
                return "satisfied";
            const { kind } = orJoinDecision(net, task, marking, busy());
            if (kind === "undecided")
                return kind;
            return kind === "enabled" ? "satisfied" : "waits";
        }
    }
}
export function tokensToTake({ task }, marking, draw) {
    if (task.join === "and" || task.from.length === 1)
        return task.from;
    const marked = task.from.filter((condition) => tokens(marking, condition) > 0);
    if (task.join === "or" || marked.length <= 1)
        return marked;
    const chosen = marked[draw(marked.length)];
    return chosen === undefined ? [] : [chosen];
}
//# sourceMappingURL=enabling.js.map