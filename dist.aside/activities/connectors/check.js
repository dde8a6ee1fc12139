import { didYouMean } from "../../yawl/files/dialect/near.js";
import { durationMillis } from "../../yawl/time/duration.js";
export function checkCalls(specification, registry) {
    return specification.decompositions.flatMap((decomposition) => {
        if (decomposition.kind !== "work" || decomposition.call === undefined)
            return [];
        const findings = checkCall(decomposition, decomposition.call, registry);
        return findings.map((message) => ({
            element: decomposition.id,
            ...(decomposition.place && { line: decomposition.place.line, column: decomposition.place.column }),
            message,
        }));
    });
}
function checkCall(decomposition, call, registry) {
    const timing = [...checkRetry(call.retry ?? {}), ...checkDuration("timeout", call.timeout)];
    const connector = registry.find(call.connector, call.version);
    if (!connector)
        return [registry.unknown(call.connector, call.version), ...timing];
    return [...checkConfiguration(decomposition, call, connector), ...timing];
}
function checkConfiguration(decomposition, call, connector) {
    const parsed = connector.configuration.safeParse(call.configuration);
    if (!parsed.success) {
        return parsed.error.issues.map(({ path, message }) => {
            const place = path.length === 0 ? "" : ` at "${path.map(String).join(".")}"`;
            return `The configuration of the connector "${connector.name}" is wrong${place}: ${message}.`;
        });
    }
    const sentences = connector.check?.(parsed.data) ?? [];
    const provided = call.input
        ? call.input.map(({ mapsTo }) => mapsTo)
        : decomposition.inputs.map(({ name }) => name);
    const missing = (connector.variables?.(parsed.data) ?? []).filter((name) => !provided.includes(name));
    return [
        ...sentences,
        ...[...new Set(missing)].map((name) => `The template variable "{${name}}" is filled by no input of the task.${didYouMean(name, provided)}`),
    ];
}
function checkRetry(retry) {
    const { attempts, coefficient } = retry;
    return [
        ...(attempts === undefined || (Number.isInteger(attempts) && attempts >= 1)
            ? []
            : [`The number of attempts must be a whole number from 1, not ${String(attempts)}.`]),
        ...(coefficient === undefined || (Number.isFinite(coefficient) && coefficient >= 1)
            ? []
            : [`The coefficient of the retry policy must be a number from 1, not ${String(coefficient)}.`]),
        ...checkDuration("retry policy's initial interval", retry.initialInterval),
        ...checkDuration("retry policy's maximum interval", retry.maximumInterval),
        ...checkDuration("retry policy's deadline", retry.deadline),
    ];
}
function checkDuration(what, text) {
    if (text === undefined)
        return [];
    const length = durationMillis(text);
    if (length !== undefined && length > 0)
        return [];
    return [
        `The ${what} must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, like "PT30S", not "${text}".`,
    ];
}
//# sourceMappingURL=check.js.map