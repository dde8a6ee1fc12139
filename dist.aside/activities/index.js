import { connectorActivity } from "./call-connector.js";
import { resyncActivities } from "./resync.js";
import { settleActivity } from "./settle.js";
export function createActivities(services, writer) {
    return { settle: settleActivity(writer), callConnector: connectorActivity(services) };
}
export function viewActivities(client, resync) {
    return resyncActivities(client, resync);
}
//# sourceMappingURL=index.js.map