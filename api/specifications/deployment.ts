/** What this deployment's environment says of its connectors and of the bridge to them. */
import { loadRegistry } from "../../activities/connectors/registry.ts";
import { loadBridge } from "./bridge-file.ts";
import type { Deployment } from "./upload.ts";

interface Settings {
  readonly MIZZEN_CONNECTORS: readonly string[];
  readonly MIZZEN_BRIDGE?: string | undefined;
}

/** @throws Error that says what of them cannot be used */
export async function readDeployment(settings: Settings): Promise<Deployment> {
  const [connectors, bridge] = await Promise.all([
    loadRegistry(settings.MIZZEN_CONNECTORS),
    loadBridge(settings.MIZZEN_BRIDGE),
  ]);
  return { connectors, bridge };
}
