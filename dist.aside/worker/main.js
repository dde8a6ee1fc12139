import { Client } from "@temporalio/client";
import { NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { createActivities } from "../activities/index.js";
import { processLog } from "../logging/log.js";
import { claimCheckCodec } from "../store/claim-check.js";
import { connect, disconnect } from "../store/connect.js";
import { TASK_QUEUE } from "../workflows/messages.js";
import { workflowBundle } from "./bundle.js";
import { readConfiguration } from "./configuration.js";
import { openConnectors } from "./connectors.js";
import { keepTrying } from "./patience.js";
import { openView } from "./view/index.js";
const configuration = readConfiguration(process.env);
const { log, flush } = processLog("worker", configuration.logLevel);
Runtime.install({
    logger: temporalLogger(),
    telemetryOptions: { logging: { filter: { core: "WARN", other: "ERROR" }, forward: {} } },
    shutdownSignals: [],
});
const { connectionOptions, namespace } = loadClientConnectConfig();
const [connection, workflows] = await Promise.all([
    keepTrying("Temporal", log, () => NativeConnection.connect(connectionOptions)),
    workflowBundle(configuration.dataFolder, log),
    keepTrying("MongoDB", log, () => connect(configuration.mongoUri)),
]);
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
    stickyQueueScheduleToStartTimeout: "4 seconds",
    shutdownGraceTime: configuration.shutdownGrace,
    shutdownForceTime: configuration.shutdownForce,
});
let isStopping = false;
function stop(reason) {
    if (isStopping)
        return;
    isStopping = true;
    log.info({ reason }, "draining");
    worker.shutdown();
}
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
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
function temporalLogger() {
    const write = (level, message, meta) => {
        log[level](namingTheCase(meta ?? {}), message);
    };
    return {
        log: (level, message, meta) => write(level.toLowerCase(), message, meta),
        trace: (message, meta) => write("trace", message, meta),
        debug: (message, meta) => write("debug", message, meta),
        info: (message, meta) => write("info", message, meta),
        warn: (message, meta) => write("warn", message, meta),
        error: (message, meta) => write("error", message, meta),
    };
}
function namingTheCase(meta) {
    return "workflowId" in meta ? { caseId: meta.workflowId, ...meta } : meta;
}
//# sourceMappingURL=main.js.map