/** One attempt at a connector call: checks what goes in and out, and shows nobody a secret. */
import type { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "../../yawl/model/json.ts";
import { pointerTo } from "../../yawl/model/pointer.ts";
import { mistakesIn } from "./configuration-check.ts";
import {
  ConnectorError,
  Waiting,
  type CallContext,
  type Connector,
  type ConnectorContext,
} from "./contract.ts";
import { Redactor } from "./redact.ts";
import type { Registry } from "./registry.ts";

const DEEPEST = 400;
const MOST_FINDINGS = 20;

/** What is to be called; `version` absent: the newest. */
export interface Call {
  readonly connector: string;
  readonly version?: number;
  readonly configuration: JsonObject;
  readonly input: JsonObject;
}

/**
 * Calls a connector once.
 *
 * @throws ConnectorError and nothing else, without secrets. Types of its own: `unknown-connector`,
 * `invalid-configuration`, `invalid-input`, `invalid-output` (all final), `cancelled` when the context's signal was
 * aborted, and `connector-failed` (retryable) for whatever else the connector threw.
 */
export async function runCall(
  registry: Registry,
  call: Call,
  context: CallContext,
): Promise<JsonObject | Waiting> {
  const redactor = new Redactor();
  try {
    const connector = registry.find(call.connector, call.version);
    if (!connector) throw final("unknown-connector", registry.unknown(call.connector, call.version));
    const configuration = configured(connector, call.configuration);
    const input = parsed(connector.input, call.input, "input");
    const answer = await connector.execute(configuration, input, concealing(context, redactor));
    if (answer instanceof Waiting) return answer;
    // As it was: an answer that holds a word that is a secret elsewhere is still the answer.
    return plainObject(parsed(connector.output, answer, "output"));
  } catch (thrown) {
    throw withoutSecrets(asConnectorError(thrown, context.signal), redactor);
  }
}

function final(type: string, message: string, details?: JsonObject): ConnectorError {
  return new ConnectorError(type, message, { retryable: false, ...(details && { details }) });
}

/** Reported as at upload, where all of this was checked: only a deployment that has changed since gets here. */
function configured(connector: Connector, configuration: JsonObject): unknown {
  const result = connector.configuration.safeParse(configuration);
  if (result.success) return result.data;
  const findings = mistakesIn(connector, configuration, result.error.issues)
    .slice(0, MOST_FINDINGS)
    .map(({ path, message }) => ({ pointer: pointerTo(path), message }));
  const sentences = findings.map(({ pointer, message }) => `${pointer}: ${message}`).join(" ");
  throw final("invalid-configuration", `The connector's configuration is wrong: ${sentences}`, { findings });
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: "input" | "output",
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(what, result.error.issues);
}

function invalid(what: "input" | "output", issues: readonly z.core.$ZodIssue[]): ConnectorError {
  const findings = issues
    .slice(0, MOST_FINDINGS)
    .map(({ path, message }) => ({ pointer: pointerTo(path), message }));
  const sentences = findings.map(({ pointer, message }) =>
    pointer === "" ? message : `${pointer}: ${message}`,
  );
  return final(`invalid-${what}`, `The connector's ${what} is wrong: ${sentences.join("; ")}.`, { findings });
}

/** The context with everything watched through which a secret comes in or text goes out. */
function concealing(context: CallContext, redactor: Redactor): ConnectorContext {
  const secrets = new Map<string, Promise<string>>();
  return {
    ...context,
    conceal: (text) => redactor.conceal(text),
    secret: (reference, target) => {
      // By target, too: that a secret may go to one host says nothing of another.
      const use = JSON.stringify([reference.secret, target?.host, target?.port]);
      const known = secrets.get(use);
      if (known) return known;
      const value = context.secret(reference, target).then((text) => {
        redactor.conceal(text);
        return text;
      });
      secrets.set(use, value);
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

/** What the connector answered, as JSON that a history can hold. */
function plainObject(answer: unknown): JsonObject {
  let value: unknown;
  try {
    const text = JSON.stringify(answer);
    value = text === undefined ? undefined : JSON.parse(text);
  } catch {
    throw final("invalid-output", "The connector's answer cannot be written as JSON.");
  }
  if (!isJsonObject(value)) throw final("invalid-output", "The connector's answer is no JSON object.");
  if (isDeeperThan(value, DEEPEST))
    throw final("invalid-output", `The connector's answer nests deeper than ${DEEPEST} levels.`);
  return value;
}

function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((entry: Json) => isDeeperThan(entry, levels - 1));
}

function asConnectorError(thrown: unknown, signal: AbortSignal): ConnectorError {
  if (signal.aborted)
    return new ConnectorError("cancelled", "The call was cancelled.", { retryable: true, cause: thrown });
  const own = ownError(thrown);
  if (own) return own;
  const issues = zodIssues(thrown);
  if (issues) return invalid("input", issues);
  return new ConnectorError("connector-failed", `The connector failed: ${messageOf(thrown)}`, {
    retryable: true,
    cause: thrown,
  });
}

/** A `ConnectorError`; a connector that is a package of its own has no access to the class and throws one by its shape. */
function ownError(thrown: unknown): ConnectorError | undefined {
  if (thrown instanceof ConnectorError) return thrown;
  if (!(thrown instanceof Error) || thrown.name !== "ConnectorError") return undefined;
  const { type, retryable, retryAfter, details } = thrown as Partial<ConnectorError>;
  if (typeof type !== "string" || typeof retryable !== "boolean") return undefined;
  return new ConnectorError(type, thrown.message, {
    retryable,
    ...(typeof retryAfter === "number" && { retryAfter }),
    details: isJsonObject(details) ? details : {},
    cause: thrown,
  });
}

/** The findings of a zod error, whichever copy of zod it comes from. */
function zodIssues(thrown: unknown): readonly z.core.$ZodIssue[] | undefined {
  if (!(thrown instanceof Error) || !["ZodError", "$ZodError"].includes(thrown.name)) return undefined;
  const { issues } = thrown as Partial<z.core.$ZodError>;
  return Array.isArray(issues) ? issues : undefined;
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.message === "" ? thrown.name : thrown.message;
}

function withoutSecrets(error: ConnectorError, redactor: Redactor): ConnectorError {
  const clean = new ConnectorError(error.type, redactor.sentence(error.message), {
    retryable: error.retryable,
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    details: redactor.details(error.details),
    ...(error.cause !== undefined && { cause: cleanCause(error.cause, redactor) }),
  });
  clean.stack = redactor.text(error.stack ?? "");
  return clean;
}

/** The first cause only, and of it only the text: error objects of libraries hold requests, sockets and options. */
function cleanCause(cause: unknown, redactor: Redactor): Error {
  const clean = new Error(redactor.sentence(messageOf(cause)));
  if (cause instanceof Error) clean.stack = redactor.text(cause.stack ?? "");
  return clean;
}
