import { ApplicationFailure, CancelledFailure, cancelled, Context, heartbeat, log, } from "@temporalio/activity";
import { ConnectorError, Waiting, } from "./connectors/contract.js";
const HEARTBEAT_MILLIS = 5_000;
export function connectorActivity(services) {
    return async ({ connector, version, configuration, input, key, work }) => {
        const { info, cancellationSignal } = Context.current();
        const context = {
            signal: cancellationSignal,
            heartbeat: (details) => heartbeat(details),
            secret: services.secret,
            idempotencyKey: key,
            attempt: info.attempt,
            log: {
                info: (message, fields) => log.info(message, fields),
                warn: (message, fields) => log.warn(message, fields),
            },
            network: services.network,
            engine: services.engine,
            work,
            callbackUrl: () => services.callbackUrl(work.itemId),
        };
        const pulse = setInterval(() => heartbeat(), HEARTBEAT_MILLIS);
        try {
            const answer = await Promise.race([
                services.run({ connector, version, configuration, input }, context),
                cancelled(),
            ]);
            if (answer instanceof Waiting)
                return { kind: "waiting", limit: answer.limit };
            return { kind: "answer", answer };
        }
        catch (error) {
            if (cancellationSignal.aborted)
                throw stopped(cancellationSignal);
            if (!(error instanceof ConnectorError))
                throw error;
            throw failureOf(error, info.attempt);
        }
        finally {
            clearInterval(pulse);
        }
    };
}
function stopped({ reason }) {
    const isCancelled = reason instanceof CancelledFailure && reason.message !== "WORKER_SHUTDOWN";
    return isCancelled ? reason : ApplicationFailure.retryable("The worker stops.", "worker-stopped");
}
function failureOf(error, attempts) {
    const details = { attempts, details: error.details };
    return ApplicationFailure.create({
        type: error.type,
        message: error.message,
        nonRetryable: !error.retryable,
        details: [details],
        ...(error.retryAfter === undefined ? {} : { nextRetryDelay: error.retryAfter }),
    });
}
//# sourceMappingURL=call-connector.js.map