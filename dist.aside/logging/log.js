import { pino } from "pino";
import { LogDestination, sinkOf } from "./destination.js";
import { errorFields } from "./error-fields.js";
const STANDARD_OUTPUT = 1;
const SECRET_PATHS = ["password", "token", "authorization", "*.password", "*.token", "*.authorization"];
export const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const FLUSH_MILLIS = 1_000;
export function processLog(name, level) {
    const destination = new LogDestination(sinkOf(STANDARD_OUTPUT));
    process.on("exit", () => destination.end());
    return {
        log: logTo(destination, name, level),
        dropped: () => destination.dropped,
        flush: async () => destination.flush(FLUSH_MILLIS),
    };
}
export function logTo(stream, name, level) {
    return pino({ name, level, redact: SECRET_PATHS, serializers: { error: errorFields, err: errorFields } }, stream);
}
//# sourceMappingURL=log.js.map