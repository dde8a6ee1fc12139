/** Two workers beside each other on the same servers: Mizzen's, and that of the twins written by hand. */
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { pino } from "pino";
import type { ViewWriter } from "../activities/view-writer.ts";
import { claimCheckCodec } from "../store/claim-check.ts";
import { connect, disconnect } from "../store/connect.ts";
import { workflowBundle } from "../worker/bundle.ts";
import { openView } from "../worker/view/index.ts";

export interface Servers {
  readonly temporalAddress: string;
  readonly mongoUri: string;
}

export const MIZZEN_QUEUE = "bench-mizzen";
export const TWIN_QUEUE = "bench-twin";

export interface Cast {
  /** where the bundle of Mizzen's workflows is kept */
  readonly dataFolder: string;
  /** Mizzen's, which write the view by this */
  readonly activities: (writer: ViewWriter) => object;
  readonly twin: { readonly workflows: URL; readonly activities: object };
}

const quiet = new DefaultLogger("ERROR");
let isInstalled = false;

/** Opens the store and both workers, plays, and closes all of it. */
export async function onStage(
  servers: Servers,
  { dataFolder, activities, twin }: Cast,
  play: (client: Client) => Promise<void>,
): Promise<void> {
  // one runtime a process, however many benchmarks it runs
  if (!isInstalled) Runtime.install({ logger: quiet });
  isInstalled = true;
  await connect(servers.mongoUri);
  const native = await NativeConnection.connect({ address: servers.temporalAddress });
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const dataConverter = { payloadCodecs: [claimCheckCodec()] };
  const client = new Client({ connection, dataConverter });
  const log = pino({ level: "silent" });
  const bundle = await workflowBundle(dataFolder, log);
  // as in the product: views that may be wrong, since a workflow task was lost, are made again
  const view = openView(client, bundle, log);
  const workers = [
    await Worker.create({
      connection: native,
      taskQueue: MIZZEN_QUEUE,
      workflowBundle: bundle,
      activities: activities(view.writer),
      sinks: view.writer.sinks(),
      dataConverter,
    }),
    await Worker.create({
      connection: native,
      taskQueue: TWIN_QUEUE,
      workflowBundle: await bundleWorkflowCode({
        workflowsPath: fileURLToPath(twin.workflows),
        logger: quiet,
      }),
      activities: twin.activities,
      dataConverter,
    }),
  ];
  const running = workers.map((worker) => worker.run());
  view.start();
  try {
    await play(client);
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
    await view.stop();
    await connection.close();
    await native.close();
    await disconnect();
  }
}
