/** Two workers beside each other on the same servers: Mizzen's, and that of the twins written by hand. */
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { pino } from "pino";
import { ViewWriter } from "../activities/view-writer.ts";
import { claimCheckCodec } from "../store/claim-check.ts";
import { connect, disconnect } from "../store/connect.ts";
import { workflowBundle } from "../worker/bundle.ts";

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
  const writer = new ViewWriter({
    doubt: (caseId, reason) => console.error(caseId, reason),
    warn: console.error,
  });
  const workers = [
    await Worker.create({
      connection: native,
      taskQueue: MIZZEN_QUEUE,
      workflowBundle: await workflowBundle(dataFolder, pino({ level: "silent" })),
      activities: activities(writer),
      sinks: writer.sinks(),
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
  try {
    await play(new Client({ connection, dataConverter }));
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
    await connection.close();
    await native.close();
    await disconnect();
  }
}
