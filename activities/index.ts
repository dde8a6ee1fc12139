/** Everything that workflows call by name. */
import type { Client } from "@temporalio/client";
import { connectorActivity, type ConnectorServices } from "./call-connector.ts";
import { resyncActivities, type Resync } from "./resync.ts";
import { settleActivity } from "./settle.ts";
import type { ViewWriter } from "./view-writer.ts";

/** The activities of cases, with what the connectors of this deployment may use. */
export function createActivities(services: ConnectorServices, writer: ViewWriter) {
  return { settle: settleActivity(writer), callConnector: connectorActivity(services) };
}

/** The activities of a worker that also makes views again. */
export function viewActivities(client: Client, resync: Resync) {
  return resyncActivities(client, resync);
}

export type Activities = ReturnType<typeof createActivities>;
export type ViewActivities = ReturnType<typeof viewActivities>;
