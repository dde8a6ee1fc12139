import { digestOf } from "./digest.js";
import { hasEnded, kindOf } from "./item.js";
export function endedItem(item) {
    const { id, task, status, endedBy, submissionId, output, call } = item;
    if (!hasEnded(status))
        return undefined;
    return {
        id,
        task,
        kind: kindOf(item),
        status,
        ...(endedBy === undefined ? {} : { by: endedBy }),
        ...(submissionId === undefined || !output
            ? {}
            : { submission: { id: submissionId, digest: digestOf(output) } }),
        ...(status === "completed" && call?.waitsUntil !== undefined ? { calledBack: true } : {}),
    };
}
//# sourceMappingURL=ended.js.map