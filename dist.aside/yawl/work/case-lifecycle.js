export const CASE_LIFECYCLE = {
    "cancel-case": { from: ["running", "suspended"], to: "cancelled" },
    "suspend-case": { from: ["running"], to: "suspended" },
    "resume-case": { from: ["suspended"], to: "running" },
    retry: { from: ["running"], to: "same" },
};
//# sourceMappingURL=case-lifecycle.js.map