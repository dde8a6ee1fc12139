/** Everything that case workflows call by name. */
import { connectorActivity, type ConnectorServices } from "./call-connector.ts";
import { settle } from "./settle.ts";

/** The activities of a worker, with what the connectors of this deployment may use. */
export function createActivities(services: ConnectorServices) {
  return { settle, callConnector: connectorActivity(services) };
}

export type Activities = ReturnType<typeof createActivities>;
