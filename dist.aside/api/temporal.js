import { Client, Connection, defaultGrpcRetryOptions, isGrpcServiceError, makeGrpcRetryInterceptor, } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import proto from "@temporalio/proto";
import { claimCheckCodec } from "../store/claim-check.js";
import { SEARCH_ATTRIBUTES, TASK_QUEUE } from "../workflows/messages.js";
const PING_MILLIS = 2_000;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
const TOLERABLE = new Set([ALREADY_EXISTS, PERMISSION_DENIED, UNIMPLEMENTED]);
const RETRIES = { maxAttempts: 6, initialIntervalMs: () => 50, maxIntervalMs: () => 1_000 };
const RECONNECT = { "grpc.initial_reconnect_backoff_ms": 100, "grpc.max_reconnect_backoff_ms": 2_000 };
export function openTemporal() {
    const { connectionOptions, namespace = "default" } = loadClientConnectConfig();
    return gatewayTo(connectionOptions, namespace);
}
export function gatewayTo(options, namespace) {
    const connection = Connection.lazy({
        ...options,
        channelArgs: RECONNECT,
        interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions(RETRIES))],
    });
    return gatewayOf(connection, namespace);
}
function gatewayOf(connection, namespace) {
    const client = new Client({ connection, namespace, dataConverter: { payloadCodecs: [claimCheckCodec()] } });
    return {
        client,
        async ping() {
            await connection.withDeadline(Date.now() + PING_MILLIS, async () => connection.workflowService.getSystemInfo({}));
        },
        async registerSearchAttributes(log) {
            await registerSearchAttributes(connection, namespace, log);
        },
        async missingSearchAttributes() {
            return await connection.withDeadline(Date.now() + PING_MILLIS, async () => missingSearchAttributes(connection, namespace, []));
        },
        async lastPoll() {
            return await connection.withDeadline(Date.now() + PING_MILLIS, async () => lastPoll(connection, namespace));
        },
        async close() {
            await connection.close();
        },
    };
}
async function lastPoll(connection, namespace) {
    const { pollers } = await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    });
    const times = (pollers ?? []).flatMap(({ lastAccessTime }) => lastAccessTime ? [Number(lastAccessTime.seconds ?? 0) * 1_000] : []);
    return times.length === 0 ? undefined : Math.max(...times);
}
async function missingSearchAttributes(connection, namespace, unsaid) {
    try {
        const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
        return Object.values(SEARCH_ATTRIBUTES).filter((name) => !Object.hasOwn(customAttributes ?? {}, name));
    }
    catch (error) {
        if (isGrpcServiceError(error) && TOLERABLE.has(error.code))
            return unsaid;
        throw error;
    }
}
async function registerSearchAttributes(connection, namespace, log) {
    const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
    const missing = await missingSearchAttributes(connection, namespace, Object.values(SEARCH_ATTRIBUTES));
    if (missing.length === 0)
        return;
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, keyword]));
    await connection.operatorService
        .addSearchAttributes({ namespace, searchAttributes })
        .catch(tolerate(log, `cannot add the search attributes ${missing.join(", ")}`, {}));
}
function tolerate(log, what, instead) {
    return (error) => {
        if (!isGrpcServiceError(error))
            throw error;
        const code = error.code;
        if (!TOLERABLE.has(code))
            throw error;
        if (code !== ALREADY_EXISTS)
            log.warn({ reason: error.details }, what);
        return instead;
    };
}
//# sourceMappingURL=temporal.js.map