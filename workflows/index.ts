/** Workflow types of the worker; the bundle starts here. */
export { yawlCase } from "./case.ts";
export { rebuild, resync } from "./resync.ts";
