/** Workflow types of the worker; the bundle starts here. */
export { yawlCase, yawlInstances } from "./case.ts";
export { rebuild, resync } from "./resync.ts";
