import { loadRegistry } from "../../activities/connectors/registry.js";
import { loadBridge } from "./bridge-file.js";
export async function readDeployment(settings) {
    const [connectors, bridge] = await Promise.all([
        loadRegistry(settings.MIZZEN_CONNECTORS),
        loadBridge(settings.MIZZEN_BRIDGE),
    ]);
    return { connectors, bridge };
}
//# sourceMappingURL=deployment.js.map