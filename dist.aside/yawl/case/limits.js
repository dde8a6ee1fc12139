export const MAX_SILENT_FIRINGS = 10_000;
export const MAX_DEPTH = 50;
export const MAX_INSTANCES = 10_000;
export const MAX_INSTANCES_IN_STEP = 20_000;
//# sourceMappingURL=limits.js.map