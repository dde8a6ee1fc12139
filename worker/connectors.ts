/** What the calls of automated tasks may use in this worker: connectors, secrets, the network, the engine itself. */
import { Client } from "@temporalio/client";
import type { NativeConnection } from "@temporalio/worker";
import type { ConnectorServices } from "../activities/call-connector.ts";
import { loadRegistry } from "../activities/connectors/registry.ts";
import { runCall } from "../activities/connectors/run.ts";
import { engineServices } from "../activities/engine.ts";
import { secretReader } from "../activities/secrets.ts";
import { callbackKey, callbackUrl } from "../keys/callback.ts";
import { SecretBox } from "../keys/secret-box.ts";
import { secretKeys } from "../keys/secret-keys.ts";
import { signingKey } from "../keys/signing-key.ts";
import { claimCheckCodec } from "../store/claim-check.ts";
import { publish } from "../store/published.ts";
import type { WorkerConfiguration } from "./configuration.ts";

export interface OpenConnectors {
  readonly services: ConnectorServices;
  close(): Promise<void>;
}

/** @throws Error that says which connector or key cannot be used */
export async function openConnectors(
  configuration: WorkerConfiguration,
  connection: NativeConnection,
  namespace: string,
): Promise<OpenConnectors> {
  const { dataFolder, instancesInside, allowedHosts, unverifiedHosts, proxy, publicUrl } = configuration;
  const [registry, keys, signing] = await Promise.all([
    loadRegistry(configuration.connectors, { limits: configuration.targetLimits }),
    secretKeys(dataFolder, configuration.secretsKey),
    signingKey(dataFolder, configuration.signingKey),
  ]);
  const client = new Client({ connection, namespace, dataConverter: { payloadCodecs: [claimCheckCodec()] } });
  const secret = secretReader(new SecretBox(keys));
  const callback = callbackKey(signing);
  return {
    services: {
      run: (call, context) => runCall(registry, call, context),
      network: { allowedHosts, unverifiedHosts, ...(proxy === undefined ? {} : { proxy }) },
      engine: engineServices(client, (event) => publish({ ...event, at: Date.now() }), { instancesInside }),
      secret: (reference, use) => secret(reference.secret, use),
      callbackUrl: async (item, call) => callbackUrl(publicUrl, callback, item, call),
    },
    close: () => registry.close(),
  };
}
