import { isJsonObject } from "../../yawl/model/json.js";
import { ConnectorError, Waiting } from "./contract.js";
import { Redactor } from "./redact.js";
const DEEPEST = 400;
const MOST_FINDINGS = 20;
export async function runCall(registry, call, context) {
    const redactor = new Redactor();
    try {
        const connector = registry.find(call.connector, call.version);
        if (!connector)
            throw final("unknown-connector", registry.unknown(call.connector, call.version));
        const configuration = parsed(connector.configuration, call.configuration, "configuration");
        const input = parsed(connector.input, call.input, "input");
        const answer = await connector.execute(configuration, input, concealing(context, redactor));
        if (answer instanceof Waiting)
            return answer;
        return redactor.object(plainObject(parsed(connector.output, answer, "output")));
    }
    catch (thrown) {
        throw withoutSecrets(asConnectorError(thrown, context.signal), redactor);
    }
}
function final(type, message, details) {
    return new ConnectorError(type, message, { retryable: false, ...(details && { details }) });
}
function parsed(schema, value, what) {
    const result = schema.safeParse(value);
    if (result.success)
        return result.data;
    throw invalid(what, result.error.issues);
}
function invalid(what, issues) {
    const findings = issues
        .slice(0, MOST_FINDINGS)
        .map(({ path, message }) => ({ pointer: pointerOf(path), message }));
    const sentences = findings.map(({ pointer, message }) => pointer === "" ? message : `${pointer}: ${message}`);
    return final(`invalid-${what}`, `The connector's ${what} is wrong: ${sentences.join("; ")}.`, { findings });
}
function pointerOf(path) {
    return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
function concealing(context, redactor) {
    const secrets = new Map();
    return {
        ...context,
        conceal: (text) => redactor.conceal(text),
        secret: (reference) => {
            const known = secrets.get(reference.secret);
            if (known)
                return known;
            const value = context.secret(reference).then((text) => {
                redactor.conceal(text);
                return text;
            });
            secrets.set(reference.secret, value);
            return value;
        },
        callbackUrl: async () => {
            const url = await context.callbackUrl();
            redactor.conceal(url);
            return url;
        },
        heartbeat: (details) => context.heartbeat(details && redactor.object(details)),
        log: {
            info: (message, fields) => context.log.info(redactor.text(message), fields && redactor.object(fields)),
            warn: (message, fields) => context.log.warn(redactor.text(message), fields && redactor.object(fields)),
        },
    };
}
function plainObject(answer) {
    let value;
    try {
        const text = JSON.stringify(answer);
        value = text === undefined ? undefined : JSON.parse(text);
    }
    catch {
        throw final("invalid-output", "The connector's answer cannot be written as JSON.");
    }
    if (!isJsonObject(value))
        throw final("invalid-output", "The connector's answer is no JSON object.");
    if (isDeeperThan(value, DEEPEST))
        throw final("invalid-output", `The connector's answer nests deeper than ${DEEPEST} levels.`);
    return value;
}
function isDeeperThan(value, levels) {
    if (typeof value !== "object" || value === null)
        return false;
    if (levels === 0)
        return true;
    return Object.values(value).some((entry) => isDeeperThan(entry, levels - 1));
}
function asConnectorError(thrown, signal) {
    if (signal.aborted)
        return new ConnectorError("cancelled", "The call was cancelled.", { retryable: true, cause: thrown });
    const own = ownError(thrown);
    if (own)
        return own;
    const issues = zodIssues(thrown);
    if (issues)
        return invalid("input", issues);
    return new ConnectorError("connector-failed", `The connector failed: ${messageOf(thrown)}`, {
        retryable: true,
        cause: thrown,
    });
}
function ownError(thrown) {
    if (thrown instanceof ConnectorError)
        return thrown;
    if (!(thrown instanceof Error) || thrown.name !== "ConnectorError")
        return undefined;
    const { type, retryable, retryAfter, details } = thrown;
    if (typeof type !== "string" || typeof retryable !== "boolean")
        return undefined;
    return new ConnectorError(type, thrown.message, {
        retryable,
        ...(typeof retryAfter === "number" && { retryAfter }),
        details: isJsonObject(details) ? details : {},
        cause: thrown,
    });
}
function zodIssues(thrown) {
    if (!(thrown instanceof Error) || !["ZodError", "$ZodError"].includes(thrown.name))
        return undefined;
    const { issues } = thrown;
    return Array.isArray(issues) ? issues : undefined;
}
function messageOf(thrown) {
    if (!(thrown instanceof Error))
        return String(thrown);
    return thrown.message === "" ? thrown.name : thrown.message;
}
function withoutSecrets(error, redactor) {
    const clean = new ConnectorError(error.type, redactor.text(error.message), {
        retryable: error.retryable,
        ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
        details: redactor.object(error.details),
        ...(error.cause !== undefined && { cause: cleanCause(error.cause, redactor) }),
    });
    clean.stack = redactor.text(error.stack ?? "");
    return clean;
}
function cleanCause(cause, redactor) {
    const clean = new Error(redactor.text(messageOf(cause)));
    if (cause instanceof Error)
        clean.stack = redactor.text(cause.stack ?? "");
    return clean;
}
//# sourceMappingURL=run.js.map