/** What this deployment's environment says of its connectors and of the bridge to them. */
import { loadRegistry } from "../../activities/connectors/registry.ts";
import type { Registry } from "../../activities/connectors/registry.ts";
import { useResourcing } from "../../activities/resourcing/in-use.ts";
import { loadResourcing } from "../../activities/resourcing/load.ts";
import { NO_BRIDGE } from "./bridge.ts";
import type { Bridge } from "./bridge.ts";
import { loadBridge } from "./bridge-file.ts";
import { readerHere, readerInProcesses, UPLOAD_LIMITS } from "./reader.ts";
import type { UploadReader } from "./reader.ts";
import type { Sharing } from "./ownership.ts";

/** What specifications can count on where their cases will run, and who reads them. */
export interface Deployment {
  readonly connectors: Registry;
  readonly reader: UploadReader;
  readonly sharing: Sharing;
  /** Ends the connections and processes. */
  close(): Promise<void>;
}

interface Settings {
  readonly MIZZEN_CONNECTORS: readonly string[];
  readonly MIZZEN_RESOURCING: readonly string[];
  readonly MIZZEN_BRIDGE?: string | undefined;
  readonly MIZZEN_SPECIFICATIONS?: Sharing;
  readonly MIZZEN_UPLOAD_SECONDS?: number;
  readonly MIZZEN_UPLOAD_MEGABYTES?: number;
  readonly MIZZEN_UPLOADS_AT_ONCE?: number | undefined;
}

/** @throws Error that says what of them cannot be used */
export async function readDeployment(settings: Settings): Promise<Deployment> {
  const { MIZZEN_CONNECTORS: ofConnectors, MIZZEN_RESOURCING: ofResourcing } = settings;
  const [connectors, bridge, rules] = await Promise.all([
    loadRegistry(ofConnectors),
    loadBridge(settings.MIZZEN_BRIDGE),
    loadResourcing(ofResourcing),
  ]);
  useResourcing(rules);
  const sources = { connectors: ofConnectors, resourcing: ofResourcing };
  const reader = readerInProcesses(sources, bridge, {
    ...UPLOAD_LIMITS,
    ...(settings.MIZZEN_UPLOAD_SECONDS !== undefined && { seconds: settings.MIZZEN_UPLOAD_SECONDS }),
    ...(settings.MIZZEN_UPLOAD_MEGABYTES !== undefined && { megabytes: settings.MIZZEN_UPLOAD_MEGABYTES }),
    ...(settings.MIZZEN_UPLOADS_AT_ONCE !== undefined && { atOnce: settings.MIZZEN_UPLOADS_AT_ONCE }),
  });
  return deploymentWith(connectors, reader, settings.MIZZEN_SPECIFICATIONS);
}

/** For files that come with Mizzen: they are read at once, by built-in connectors and no bridge. */
export async function plainDeployment(bridge: Bridge = NO_BRIDGE): Promise<Deployment> {
  const connectors = await loadRegistry([]);
  return deploymentWith(connectors, readerHere(connectors, bridge));
}

function deploymentWith(connectors: Registry, reader: UploadReader, sharing: Sharing = "owned"): Deployment {
  return {
    connectors,
    reader,
    sharing,
    async close() {
      await Promise.allSettled([connectors.close(), reader.close()]);
    },
  };
}
