export { yawlCase } from "./case.js";
export { rebuild, resync } from "./resync.js";
//# sourceMappingURL=index.js.map