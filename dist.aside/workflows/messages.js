export const TASK_QUEUE = "mizzen";
export const CASE_WORKFLOW = "yawlCase";
export const COMMAND = "command";
export const DONE_ALREADY = "done-already";
export const STATE = "state";
export const REPLAY_NAME = "mizzen-replay";
export const SEARCH_ATTRIBUTES = {
    specification: "MizzenSpecification",
    version: "MizzenVersion",
    state: "MizzenState",
};
export const RESYNC_WORKFLOW = "resync";
export const REBUILD_WORKFLOW = "rebuild";
export const REBUILD_ID = "rebuild:views";
export function resyncId(caseId) {
    return `resync:${caseId}`;
}
//# sourceMappingURL=messages.js.map