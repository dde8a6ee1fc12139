/** The worker process: runs case workflows and their activities until it is told to stop. */
import { Client } from "@temporalio/client";
import { NativeConnection, Runtime, Worker, type Logger } from "@temporalio/worker";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { createActivities } from "../activities/index.ts";
import { useResourcing } from "../activities/resourcing/in-use.ts";
import { loadResourcing } from "../activities/resourcing/load.ts";
import { processLog } from "../logging/log.ts";
import { makeFilesPrivate } from "../keys/data-folder.ts";
import { claimCheckCodec } from "../store/claim-check.ts";
import { connect, disconnect } from "../store/connect.ts";
import { TASK_QUEUE } from "../workflows/messages.ts";
import { workflowBundle } from "./bundle.ts";
import { readConfiguration } from "./configuration.ts";
import { openConnectors } from "./connectors.ts";
import { keepTrying } from "./patience.ts";
import { openView } from "./view/index.ts";

const configuration = readConfiguration(process.env);
const { log, flush } = processLog("worker", configuration.logLevel);
makeFilesPrivate();

Runtime.install({
  logger: temporalLogger(),
  // Left to itself the native side prints to the standard output, which stands still when the log does.
  telemetryOptions: { logging: { filter: { core: "WARN", other: "ERROR" }, forward: {} } },
  shutdownSignals: [],
});

const { connectionOptions, namespace } = loadClientConnectConfig();
// the bundle takes as long as the servers do: made while they are waited for
const [connection, workflows] = await Promise.all([
  keepTrying("Temporal", log, () => NativeConnection.connect(connectionOptions)),
  workflowBundle(configuration.dataFolder, log),
  keepTrying("MongoDB", log, () => connect(configuration.mongoUri)),
]);

useResourcing(await loadResourcing(configuration.resourcing));
const connectors = await openConnectors(configuration, connection, namespace ?? "default");

const client = new Client({
  connection,
  namespace: namespace ?? "default",
  dataConverter: { payloadCodecs: [claimCheckCodec()] },
});
const view = openView(client, workflows, log);

const worker = await Worker.create({
  connection,
  namespace: namespace ?? "default",
  taskQueue: TASK_QUEUE,
  workflowBundle: workflows,
  activities: { ...createActivities(connectors.services, view.writer), ...view.activities },
  sinks: view.writer.sinks(),
  dataConverter: { payloadCodecs: [claimCheckCodec()] },
  maxCachedWorkflows: configuration.maxCachedWorkflows,
  // after a worker dies its cases wait this long for it before another takes them; shorter than a command waits
  stickyQueueScheduleToStartTimeout: "4 seconds",
  shutdownGraceTime: configuration.shutdownGrace,
  shutdownForceTime: configuration.shutdownForce,
});

let isStopping = false;
function stop(reason: string): void {
  if (isStopping) return;
  isStopping = true;
  log.info({ reason }, "draining");
  worker.shutdown();
}
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
// without its supervisor nobody would ever stop it
process.on("disconnect", () => stop("supervisor is gone"));

const running = worker.run();
view.start();
log.info({ taskQueue: TASK_QUEUE }, "worker is ready");
process.send?.({ type: "ready" });
await running;
await view.stop();
await connectors.close();
await connection.close();
await disconnect();
log.info("worker has stopped");
await flush();
process.exit(0);

/** Temporal's log lines join the worker's own, as JSON. */
function temporalLogger(): Logger {
  const write = (
    level: "trace" | "debug" | "info" | "warn" | "error",
    message: string,
    meta?: object,
  ): void => {
    log[level](namingTheCase(meta ?? {}), message);
  };
  return {
    log: (level, message, meta) => write(level.toLowerCase() as "info", message, meta),
    trace: (message, meta) => write("trace", message, meta),
    debug: (message, meta) => write("debug", message, meta),
    info: (message, meta) => write("info", message, meta),
    warn: (message, meta) => write("warn", message, meta),
    error: (message, meta) => write("error", message, meta),
  };
}

/** A case is a workflow: its lines are found by the case's id, like those of the API. */
function namingTheCase(meta: object): object {
  return "workflowId" in meta ? { caseId: meta.workflowId, ...meta } : meta;
}
