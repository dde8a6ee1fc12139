export const OUTSIDE = { participant: "(callback)", manager: false };
//# sourceMappingURL=command.js.map