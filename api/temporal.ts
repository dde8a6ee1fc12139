/**
 * The connection to Temporal, configured like Temporal's own tools: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE,
 * TEMPORAL_API_KEY, TEMPORAL_TLS_*, or a profile of a configuration file.
 */
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
} from "@temporalio/client";
import type { ConnectionOptions } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import proto from "@temporalio/proto";
import type { Logger } from "pino";
import { claimCheckCodec } from "../store/claim-check.ts";
import { SEARCH_ATTRIBUTES, TASK_QUEUE } from "../workflows/messages.ts";

/** What the API needs of Temporal. */
export interface TemporalGateway {
  readonly client: Client;
  /** Resolves when the server answers within two seconds. */
  ping(): Promise<void>;
  /** Makes the search attributes of cases known to the server. */
  registerSearchAttributes(log: Logger): Promise<void>;
  /** Has closing wait for a request that nobody else waits for. */
  background<T>(request: Promise<T>): Promise<T>;
  /** aborted when the connection is about to be closed: nothing more is sent */
  readonly closing: AbortSignal;
  /** Search attributes of cases that the server does not know; none when it does not say. */
  missingSearchAttributes(): Promise<readonly string[]>;
  /** When a worker last asked for work of cases, in epoch milliseconds; `undefined`: none did in the last minutes. */
  lastPoll(): Promise<number | undefined>;
  close(): Promise<void>;
}

const PING_MILLIS = 2_000;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
const TOLERABLE: ReadonlySet<number> = new Set([ALREADY_EXISTS, PERMISSION_DENIED, UNIMPLEMENTED]);

/** Few and quick attempts: the caller gets a 503 that says that the command may be repeated, rather than a long wait. */
const RETRIES = { maxAttempts: 6, initialIntervalMs: () => 50, maxIntervalMs: () => 1_000 };

/** How soon a lost connection is tried again; gRPC's own limit of two minutes would outlast most interruptions. */
const RECONNECT = { "grpc.initial_reconnect_backoff_ms": 100, "grpc.max_reconnect_backoff_ms": 2_000 };

/** Does not wait for the server: calls fail until there is one. */
export function openTemporal(): TemporalGateway {
  const { connectionOptions, namespace = "default" } = loadClientConnectConfig();
  return gatewayTo(connectionOptions, namespace);
}

/** The same, to a given server. */
export function gatewayTo(options: ConnectionOptions, namespace: string): TemporalGateway {
  const connection = Connection.lazy({
    ...options,
    channelArgs: RECONNECT,
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions(RETRIES))],
  });
  return gatewayOf(connection, namespace);
}

function gatewayOf(connection: Connection, namespace: string): TemporalGateway {
  const client = new Client({ connection, namespace, dataConverter: { payloadCodecs: [claimCheckCodec()] } });
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  return {
    client,
    closing: closing.signal,
    async background(request) {
      underWay.add(request);
      try {
        return await request;
      } finally {
        underWay.delete(request);
      }
    },
    async ping() {
      await connection.withDeadline(Date.now() + PING_MILLIS, async () =>
        connection.workflowService.getSystemInfo({}),
      );
    },
    async registerSearchAttributes(log) {
      await registerSearchAttributes(connection, namespace, log);
    },
    async missingSearchAttributes() {
      return await connection.withDeadline(Date.now() + PING_MILLIS, async () =>
        missingSearchAttributes(connection, namespace, []),
      );
    },
    async lastPoll() {
      return await connection.withDeadline(Date.now() + PING_MILLIS, async () =>
        lastPoll(connection, namespace),
      );
    },
    async close() {
      closing.abort();
      await Promise.allSettled(underWay);
      await connection.close();
    },
  };
}

async function lastPoll(connection: Connection, namespace: string): Promise<number | undefined> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const times = (pollers ?? []).flatMap(({ lastAccessTime }) =>
    lastAccessTime ? [Number(lastAccessTime.seconds ?? 0) * 1_000] : [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

/** @param unsaid the answer when the server does not say what it knows */
async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
  unsaid: readonly string[],
): Promise<readonly string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return Object.values(SEARCH_ATTRIBUTES).filter((name) => !Object.hasOwn(customAttributes ?? {}, name));
  } catch (error) {
    if (isGrpcServiceError(error) && TOLERABLE.has(error.code)) return unsaid;
    throw error;
  }
}

async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  log: Logger,
): Promise<void> {
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  const missing = await missingSearchAttributes(connection, namespace, Object.values(SEARCH_ATTRIBUTES));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, keyword]));
  await connection.operatorService
    .addSearchAttributes({ namespace, searchAttributes })
    .catch(tolerate(log, `cannot add the search attributes ${missing.join(", ")}`, {}));
}

/** The server may know them already, or an operator has to add them by hand (Temporal Cloud). */
function tolerate<T>(log: Logger, what: string, instead: T): (error: unknown) => T {
  return (error) => {
    if (!isGrpcServiceError(error)) throw error;
    const code: number = error.code;
    if (!TOLERABLE.has(code)) throw error;
    if (code !== ALREADY_EXISTS) log.warn({ reason: error.details }, what);
    return instead;
  };
}
