export const NO_BOUND = Number.MAX_SAFE_INTEGER;
//# sourceMappingURL=specification.js.map