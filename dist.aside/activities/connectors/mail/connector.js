import { isIP } from "node:net";
import { callbackify } from "node:util";
import nodemailer, {} from "nodemailer";
import { ConnectorError, defineConnector } from "../contract.js";
import { textOf } from "../http/auth.js";
import { tlsSettings } from "../http/connection.js";
import { connectionFailure } from "../network/failure.js";
import { maySkipVerification, refused } from "../network/guard.js";
import { deadline, orAborted } from "../network/patience.js";
import { openSocket } from "../network/socket.js";
import { tlsOptions } from "../network/transport.js";
import { MAIL_CONFIGURATION, MAIL_INPUT, MAIL_OUTPUT, } from "./configuration.js";
const PORTS = { starttls: 587, tls: 465, none: 25 };
export function mailConnector(transport, targets) {
    return defineConnector({
        name: "mail",
        version: 1,
        title: "Mail",
        description: "Sends a mail by SMTP. Each attempt has the same Message-ID.",
        configuration: MAIL_CONFIGURATION,
        input: MAIL_INPUT,
        output: MAIL_OUTPUT,
        check: checkMail,
        execute: async (configuration, input, context) => {
            const endpoint = {
                host: configuration.host,
                port: configuration.port ?? PORTS[configuration.security],
            };
            const target = `smtp://${endpoint.host}:${endpoint.port}`;
            const limit = deadline(context.signal, configuration.limits.total, `Sending by ${target}`);
            const make = async () => {
                try {
                    return await send(configuration, input, endpoint, context, transport, limit.signal);
                }
                catch (error) {
                    if (limit.signal.aborted)
                        throw limit.signal.reason;
                    throw mailFailure(error, target);
                }
            };
            try {
                return await orAborted(limit.signal, targets.run(target, make));
            }
            finally {
                limit.end();
            }
        },
    });
}
function checkMail({ security, user, password, from, tls }) {
    const problems = [];
    if ((user === undefined) !== (password === undefined))
        problems.push("`user` and `password` belong together.");
    if (security === "none" && password !== undefined)
        problems.push("A password is not sent without TLS.");
    if ((tls.certificate === undefined) !== (tls.key === undefined))
        problems.push("`tls.certificate` and `tls.key` belong together.");
    if (domainOf(from) === undefined || /[\r\n]/.test(from))
        problems.push("`from` is no mail address.");
    return problems;
}
async function send(configuration, input, endpoint, context, transport, signal) {
    const { security, user, password, limits } = configuration;
    const message = messageOf(configuration, input, context.idempotencyKey);
    if (security === "none" && password)
        throw invalid("A password is not sent without TLS.");
    if (!configuration.tls.verify && !maySkipVerification(endpoint, context.network)) {
        throw refused(`"${endpoint.host}" is not a host whose certificate may go unverified`);
    }
    const tls = tlsOptions(await tlsSettings(configuration.tls, context));
    const auth = user !== undefined &&
        password !== undefined && {
        user: await textOf(user, context),
        pass: await context.secret(password),
    };
    const connect = async () => {
        const limit = deadline(signal, limits.connect, "The connection");
        return openSocket(endpoint, context.network, transport.resolve, limit.signal).finally(limit.end);
    };
    const mailer = nodemailer.createTransport({
        ...endpoint,
        getSocket: (_options, done) => callbackify(async () => ({ connection: await connect() }))(done),
        secure: security === "tls",
        requireTLS: security === "starttls",
        ignoreTLS: security === "none",
        ...(auth && { auth }),
        tls: { ...(isIP(endpoint.host) === 0 && { servername: endpoint.host }), ...tls },
        greetingTimeout: limits.idle,
        socketTimeout: limits.idle,
        socketCloseTimeout: 0,
        disableFileAccess: true,
        disableUrlAccess: true,
    });
    const sent = await mailer.sendMail({ ...message, signal });
    return {
        messageId: sent.messageId,
        accepted: sent.accepted.map(addressText),
        rejected: sent.rejected.map(addressText),
        response: sent.response,
    };
}
function addressText(address) {
    return typeof address === "string" ? address : address.address;
}
function messageOf({ from }, input, key) {
    const { to, cc, bcc, replyTo, subject, text, html, attachments } = input;
    for (const [name, value] of Object.entries({ to, cc, bcc, replyTo, subject })) {
        for (const line of [value ?? ""].flat())
            assertOneLine(name, line);
    }
    for (const { filename, contentType = "" } of attachments ?? []) {
        assertOneLine("filename", filename);
        assertOneLine("contentType", contentType);
    }
    if (text == null && html == null)
        throw invalid("The mail has neither `text` nor `html`.");
    return {
        from,
        to,
        ...(cc != null && { cc }),
        ...(bcc != null && { bcc }),
        ...(replyTo != null && { replyTo }),
        subject,
        ...(text != null && { text }),
        ...(html != null && { html }),
        messageId: `<${key}@${domainOf(from) ?? "mizzen.invalid"}>`,
        ...(attachments && {
            attachments: attachments.map(({ filename, contentType, content, base64 }) => ({
                filename,
                content: base64 === undefined ? (content ?? "") : Buffer.from(base64, "base64"),
                ...(contentType !== undefined && { contentType }),
            })),
        }),
    };
}
function assertOneLine(name, text) {
    if (/[\u0000-\u001f\u007f]/.test(text)) {
        throw new ConnectorError("invalid-header", `\`${name}\` has a line break or another control character.`, {
            retryable: false,
        });
    }
}
function domainOf(address) {
    return /@([A-Za-z0-9.-]+)>?\s*$/.exec(address)?.[1];
}
function invalid(message) {
    return new ConnectorError("invalid-input", message, { retryable: false });
}
function mailFailure(error, target) {
    if (!(error instanceof Error) || error instanceof ConnectorError)
        return connectionFailure(error, target);
    const { code, originalCode, responseCode, response } = error;
    const reason = error.message.slice(0, 300);
    if (code === "ETLS" && !/certificate|altname/i.test(reason)) {
        const message = `${target} was called in vain: no TLS connection could be made, ${reason}.`;
        return new ConnectorError("tls", message, { retryable: false, details: { target }, cause: error });
    }
    if (typeof responseCode === "number" && responseCode >= 400) {
        const details = { target, code: responseCode, ...(typeof response === "string" && { response }) };
        const type = code === "EAUTH" ? "smtp-login" : "smtp-status";
        return new ConnectorError(type, `${target} refused the mail: ${reason}`, {
            retryable: responseCode < 500,
            details,
            cause: error,
        });
    }
    if (code === "EENVELOPE" || code === "EMESSAGE" || code === "EAUTH") {
        const message = `The mail cannot be sent: ${reason}`;
        return new ConnectorError("invalid-input", message, { retryable: false, cause: error });
    }
    if (code === "ETLS") {
        const message = `${target} was called in vain: its certificate is not accepted, ${reason}.`;
        return new ConnectorError("certificate", message, {
            retryable: false,
            details: { target },
            cause: error,
        });
    }
    const socketError = originalCode === undefined ? error : Object.assign(new Error(reason), { code: originalCode });
    return connectionFailure(socketError, target);
}
//# sourceMappingURL=connector.js.map