import { Client } from "@temporalio/client";
import { loadRegistry } from "../activities/connectors/registry.js";
import { runCall } from "../activities/connectors/run.js";
import { engineServices } from "../activities/engine.js";
import { secretReader } from "../activities/secrets.js";
import { callbackKey, callbackUrl } from "../keys/callback.js";
import { SecretBox } from "../keys/secret-box.js";
import { secretKeys } from "../keys/secret-keys.js";
import { signingKey } from "../keys/signing-key.js";
import { claimCheckCodec } from "../store/claim-check.js";
import { publish } from "../store/published.js";
export async function openConnectors(configuration, connection, namespace) {
    const { dataFolder, allowedHosts, unverifiedHosts, proxy, publicUrl } = configuration;
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
            engine: engineServices(client, (event) => publish({ ...event, at: Date.now() })),
            secret: (reference) => secret(reference.secret),
            callbackUrl: async (item) => callbackUrl(publicUrl, callback, item),
        },
        close: () => registry.close(),
    };
}
//# sourceMappingURL=connectors.js.map