/** The connector `mail`: sends a mail by SMTP. */
import { isIP, type Socket } from "node:net";
import { callbackify } from "node:util";
import nodemailer, { type SendMailOptions } from "nodemailer";
import type { z } from "zod";
import { ConnectorError, defineConnector, type Connector, type ConnectorContext } from "../contract.ts";
import { textOf } from "../http/auth.ts";
import { tlsSettings } from "../http/connection.ts";
import { connectionFailure } from "../network/failure.ts";
import { maySkipVerification, refused, type Endpoint } from "../network/guard.ts";
import { deadline, orAborted } from "../network/patience.ts";
import { openSocket } from "../network/socket.ts";
import type { Targets } from "../network/targets.ts";
import { tlsOptions, type Transport } from "../network/transport.ts";
import {
  MAIL_CONFIGURATION,
  MAIL_INPUT,
  MAIL_OUTPUT,
  type MailConfiguration,
  type MailInput,
} from "./configuration.ts";

const PORTS: Readonly<Record<MailConfiguration["security"], number>> = { starttls: 587, tls: 465, none: 25 };

export function mailConnector(transport: Transport, targets: Targets): Connector {
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
      const make = async (): Promise<z.output<typeof MAIL_OUTPUT>> => {
        try {
          return await send(configuration, input, endpoint, context, transport, limit.signal);
        } catch (error) {
          if (limit.signal.aborted) throw limit.signal.reason;
          throw mailFailure(error, target);
        }
      };
      try {
        return await orAborted(limit.signal, targets.run(target, make));
      } finally {
        limit.end();
      }
    },
  });
}

function checkMail({ security, user, password, from, tls }: MailConfiguration): readonly string[] {
  const problems: string[] = [];
  if ((user === undefined) !== (password === undefined))
    problems.push("`user` and `password` belong together.");
  if (security === "none" && password !== undefined) problems.push("A password is not sent without TLS.");
  if ((tls.certificate === undefined) !== (tls.key === undefined))
    problems.push("`tls.certificate` and `tls.key` belong together.");
  if (domainOf(from) === undefined || /[\r\n]/.test(from)) problems.push("`from` is no mail address.");
  return problems;
}

async function send(
  configuration: MailConfiguration,
  input: MailInput,
  endpoint: Endpoint,
  context: ConnectorContext,
  transport: Transport,
  signal: AbortSignal,
): Promise<z.output<typeof MAIL_OUTPUT>> {
  const { security, user, password, limits } = configuration;
  const message = messageOf(configuration, input, context.idempotencyKey);
  if (security === "none" && password) throw invalid("A password is not sent without TLS.");
  if (!configuration.tls.verify && !maySkipVerification(endpoint, context.network)) {
    throw refused(`"${endpoint.host}" is not a host whose certificate may go unverified`);
  }
  const tls = tlsOptions(await tlsSettings(configuration.tls, context, endpoint));
  const auth = user !== undefined &&
    password !== undefined && {
      user: await textOf(user, context, endpoint),
      pass: await context.secret(password, endpoint),
    };
  const connect = async (): Promise<Socket> => {
    const limit = deadline(signal, limits.connect, "The connection");
    return openSocket(endpoint, context.network, transport.resolve, limit.signal).finally(limit.end);
  };
  const mailer = nodemailer.createTransport({
    ...endpoint,
    // Else nodemailer would resolve the name by itself, past the guard.
    getSocket: (_options: unknown, done: (error: Error | null, socket: object) => void): void =>
      callbackify(async () => ({ connection: await connect() }))(done),
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(auth && { auth }),
    // The name in the certificate is compared with the host in any case; addresses cannot be asked for by name.
    tls: { ...(isIP(endpoint.host) === 0 && { servername: endpoint.host }), ...tls },
    greetingTimeout: limits.idle,
    socketTimeout: limits.idle,
    socketCloseTimeout: 0,
    // A path or URL in an input must not make the worker read it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // nodemailer ends its connection when it is done or aborted, from the TLS socket down.
  const sent = await mailer.sendMail({ ...message, signal });
  return {
    messageId: sent.messageId,
    accepted: sent.accepted.map(addressText),
    rejected: sent.rejected.map(addressText),
    response: sent.response,
  };
}

function addressText(address: string | { readonly address: string }): string {
  return typeof address === "string" ? address : address.address;
}

function messageOf({ from }: MailConfiguration, input: MailInput, key: string): SendMailOptions {
  const { to, cc, bcc, replyTo, subject, text, html, attachments } = input;
  for (const [name, value] of Object.entries({ to, cc, bcc, replyTo, subject })) {
    for (const line of [value ?? ""].flat()) assertOneLine(name, line);
  }
  for (const { filename, contentType = "" } of attachments ?? []) {
    assertOneLine("filename", filename);
    assertOneLine("contentType", contentType);
  }
  if (text == null && html == null) throw invalid("The mail has neither `text` nor `html`.");
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

/** A line break in a header's value would begin another header, or the body. */
function assertOneLine(name: string, text: string): void {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    throw new ConnectorError("invalid-header", `\`${name}\` has a line break or another control character.`, {
      retryable: false,
    });
  }
}

function domainOf(address: string): string | undefined {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(address)?.[1];
}

function invalid(message: string): ConnectorError {
  return new ConnectorError("invalid-input", message, { retryable: false });
}

/** SMTP says by its code whether it may go well later: 4xx may, 5xx will not (RFC 5321, 4.2.1). */
function mailFailure(error: unknown, target: string): ConnectorError {
  if (!(error instanceof Error) || error instanceof ConnectorError) return connectionFailure(error, target);
  const { code, originalCode, responseCode, response } = error as {
    readonly code?: string;
    /** of the socket, where nodemailer has put its own code over it */
    readonly originalCode?: string;
    readonly responseCode?: number;
    readonly response?: string;
  };
  const reason = error.message;
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
  const socketError =
    originalCode === undefined ? error : Object.assign(new Error(reason), { code: originalCode });
  return connectionFailure(socketError, target);
}
