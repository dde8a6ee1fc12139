import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from "@temporalio/common";
import { CURRENT_FLAGS } from "../yawl/case/flags.js";
import { SEARCH_ATTRIBUTES, TASK_QUEUE } from "./messages.js";
export function caseOptions(...args) {
    const [start, specification] = args;
    return {
        workflowId: start.caseId,
        taskQueue: TASK_QUEUE,
        args: [{ flags: CURRENT_FLAGS, ...start }, specification],
        workflowIdReusePolicy: "REJECT_DUPLICATE",
        typedSearchAttributes: searchAttributes(specification),
        staticSummary: `${specification.title} ${specification.version}`,
    };
}
function searchAttributes({ id, version }) {
    const keyword = (name, value) => ({
        key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
        value,
    });
    return new TypedSearchAttributes([
        keyword(SEARCH_ATTRIBUTES.specification, id),
        keyword(SEARCH_ATTRIBUTES.version, version),
        keyword(SEARCH_ATTRIBUTES.state, "running"),
    ]);
}
//# sourceMappingURL=start.js.map