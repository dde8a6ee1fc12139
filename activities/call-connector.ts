/**
 * The activity of an automated task: calls a connector. Temporal repeats it as the task's retry policy says; what is worth
 * repeating, and how soon, the connector's error says.
 */
import {
  ApplicationFailure,
  CancelledFailure,
  cancelled,
  Context,
  heartbeat,
  log,
} from "@temporalio/activity";
import type { JsonObject } from "../yawl/model/json.ts";
import {
  ConnectorError,
  Waiting,
  type CallContext,
  type EngineServices,
  type NetworkPolicy,
  type SecretReference,
} from "./connectors/contract.ts";
import type { SecretUse } from "./secrets.ts";

/** Everything that a call needs; it stands in the history, so that no secret may be in it. */
export interface ConnectorCallRequest {
  readonly connector: string;
  readonly version: number;
  readonly configuration: JsonObject;
  readonly input: JsonObject;
  /** idempotency key */
  readonly key: string;
  /** of the item's calls which one it is, from 1; absent in histories from before it was recorded */
  readonly number?: number;
  readonly work: CallContext["work"];
}

/** `waiting`: the work goes on outside, and its callback has to come within so many milliseconds. */
export type ConnectorCallAnswer =
  | { readonly kind: "answer"; readonly answer: JsonObject }
  | { readonly kind: "waiting"; readonly limit: number };

/** First detail of the `ApplicationFailure` of a failed call. */
export interface CallFailureDetails {
  readonly attempts: number;
  readonly details: JsonObject;
}

/** What the worker gives to all calls. */
export interface ConnectorServices {
  /** makes one attempt; @throws ConnectorError */
  readonly run: (
    call: Pick<ConnectorCallRequest, "connector" | "version" | "configuration" | "input">,
    context: CallContext,
  ) => Promise<JsonObject | Waiting>;
  readonly network: NetworkPolicy;
  readonly engine: EngineServices;
  /** @throws ConnectorError when the secret is not for this use */
  readonly secret: (reference: SecretReference, use: SecretUse) => Promise<string>;
  readonly callbackUrl: (itemId: string, call: number) => Promise<string>;
}

/** Well below the heartbeat timeout of the workflow's calls. */
const HEARTBEAT_MILLIS = 5_000;

export function connectorActivity(
  services: ConnectorServices,
): (request: ConnectorCallRequest) => Promise<ConnectorCallAnswer> {
  return async ({ connector, version, configuration, input, key, number = 1, work }) => {
    const { info, cancellationSignal } = Context.current();
    const context: CallContext = {
      signal: cancellationSignal,
      heartbeat: (details) => heartbeat(details),
      secret: (reference, target) =>
        services.secret(reference, { specificationId: work.specificationId, target }),
      idempotencyKey: key,
      attempt: info.attempt,
      log: {
        info: (message, fields) => log.info(message, fields),
        warn: (message, fields) => log.warn(message, fields),
      },
      network: services.network,
      engine: services.engine,
      work,
      callbackUrl: () => services.callbackUrl(work.itemId, number),
    };
    // says that this worker is alive, however long the other side takes
    const pulse = setInterval(() => heartbeat(), HEARTBEAT_MILLIS);
    try {
      const answer = await Promise.race([
        services.run({ connector, version, configuration, input }, context),
        cancelled(),
      ]);
      if (answer instanceof Waiting) return { kind: "waiting", limit: answer.limit };
      return { kind: "answer", answer };
    } catch (error) {
      if (cancellationSignal.aborted) throw stopped(cancellationSignal);
      if (!(error instanceof ConnectorError)) throw error;
      throw failureOf(error, info.attempt);
    } finally {
      clearInterval(pulse);
    }
  };
}

/** A call that its case no longer needs is cancelled; one whose worker stops is made again by another. */
function stopped({ reason }: AbortSignal): Error {
  const isCancelled = reason instanceof CancelledFailure && reason.message !== "WORKER_SHUTDOWN";
  return isCancelled ? reason : ApplicationFailure.retryable("The worker stops.", "worker-stopped");
}

function failureOf(error: ConnectorError, attempts: number): ApplicationFailure {
  const details: CallFailureDetails = { attempts, details: error.details };
  return ApplicationFailure.create({
    type: error.type,
    message: error.message,
    nonRetryable: !error.retryable,
    details: [details],
    ...(error.retryAfter === undefined ? {} : { nextRetryDelay: error.retryAfter }),
  });
}
