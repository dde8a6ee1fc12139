/**
 * What a connector is: a named, versioned piece of code that an automated task calls to do something in the world. It runs
 * inside an activity; retries, time limits and cancellation are Temporal's. `docs/connectors.md` shows how to write one.
 */
import { z } from "zod";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Endpoint } from "./network/guard.ts";

/** A place in a configuration where a secret goes: its name only. The value never leaves the activity. */
export const SECRET_REFERENCE = z
  .strictObject(
    {
      secret: z
        .string()
        .regex(
          /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
          "a name of a secret has letters, digits, '.', '_' and '-', at most 100",
        ),
    },
    {
      error: ({ code }) => (code === "invalid_type" ? "it must name a secret: { secret: name }" : undefined),
    },
  )
  .meta({
    id: "SecretReference",
    description: "name of a secret; its value is read when the connector runs",
  });

export type SecretReference = z.output<typeof SECRET_REFERENCE>;

/** Log lines with fields; what was read as a secret is taken out of them. */
export interface ConnectorLog {
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
}

/** What an outgoing request may reach; from the deployment's configuration, never from a specification. */
export interface NetworkPolicy {
  /** hosts (`name`, `name:port`, an address or a CIDR range) that may be reached although they are private or loopback */
  readonly allowedHosts: readonly string[];
  /** proxy for requests that name none, e.g. `http://proxy:3128`; trusted, so that it may have a private address */
  readonly proxy?: string;
  /** hosts (as in `allowedHosts`) whose certificates need not be verified where a configuration says so */
  readonly unverifiedHosts?: readonly string[];
}

/** What the engine itself does for connectors. */
export interface EngineServices {
  /** Starts a case; the same case id again is answered as the first time. */
  startCase(request: {
    readonly specificationId: string;
    readonly version?: string;
    readonly caseId: string;
    readonly data: JsonObject;
    readonly startedBy: string;
  }): Promise<{ readonly caseId: string; readonly version: string }>;
  /** Publishes an event once: the same id again changes nothing. */
  publish(event: {
    readonly id: string;
    readonly name: string;
    readonly data: JsonObject;
    readonly caseId: string;
    readonly specificationId: string;
  }): Promise<void>;
}

/** What a connector gets besides its configuration and input. */
export interface ConnectorContext {
  /** aborted when the task or case is cancelled, an attempt's time is over, or the worker stops */
  readonly signal: AbortSignal;
  /** says how far a long call is; that it is alive Temporal is told anyway, every few seconds */
  heartbeat(details?: JsonObject): void;
  /**
   * The value of a secret, to be sent to `target` and nowhere else; a secret that is bound to hosts is given for those only.
   * @throws ConnectorError (final) when there is no such secret, or it is bound to something else
   */
  secret(reference: SecretReference, target?: Endpoint): Promise<string>;
  /** has a text taken out of everything that leaves the call, as secrets are: for tokens that were got with a secret */
  conceal(text: string): void;
  /** the same for every attempt at this work item with this input, whichever worker makes it; URL-safe */
  readonly idempotencyKey: string;
  /** from 1 */
  readonly attempt: number;
  readonly log: ConnectorLog;
  readonly network: NetworkPolicy;
  readonly engine: EngineServices;
  /** what is being worked for */
  readonly work: {
    readonly caseId: string;
    readonly itemId: string;
    readonly taskId: string;
    readonly specificationId: string;
  };
  /** URL that an outside system calls to complete this very work item; holds a signature, so it is to be treated as a secret */
  callbackUrl(): Promise<string>;
}

/**
 * The answer of a connector whose work goes on outside: the work item stays started until its callback URL is called, or
 * until the time is over.
 */
export class Waiting {
  /** milliseconds */
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }
}

/** What the caller of `runCall` provides: `conceal` is made there, around the caller's own logger and secrets. */
export type CallContext = Omit<ConnectorContext, "conceal">;

export interface Connector<
  Configuration extends z.ZodType = z.ZodType,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** lower case, digits and dashes */
  readonly name: string;
  /** major version: raised when specifications would have to change */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly configuration: Configuration;
  /** a JSON object: the task's input parameters */
  readonly input: Input;
  /** a JSON object: what the task's output expressions see, each property as a variable */
  readonly output: Output;
  /** further checks of a configuration that a schema cannot say, at upload; sentences */
  check?(configuration: z.output<Configuration>): readonly string[];
  /** input properties that the configuration refers to (`{name}` in templates); looked for at upload */
  variables?(configuration: z.output<Configuration>): readonly string[];
  /** @throws ConnectorError; anything else that it throws is taken as retryable */
  execute(
    configuration: z.output<Configuration>,
    input: z.output<Input>,
    context: ConnectorContext,
  ): Promise<z.input<Output> | Waiting>;
}

/** Keeps the types of a connector together. */
export function defineConnector<C extends z.ZodType, I extends z.ZodType, O extends z.ZodType>(
  connector: Connector<C, I, O>,
): Connector<C, I, O> {
  return connector;
}

/** Why a call failed, and whether trying again may help. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  /** stable, for rules: `http-status`, `dns`, `connection-refused`, `time-limit`, ... */
  readonly type: string;
  readonly retryable: boolean;
  /** milliseconds that the other side asked to wait */
  readonly retryAfter: number | undefined;
  /** what an operator wants to see: status, headers, the beginning of the body */
  readonly details: JsonObject;

  constructor(
    type: string,
    message: string,
    options: {
      readonly retryable: boolean;
      readonly retryAfter?: number;
      readonly details?: JsonObject;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.type = type;
    this.retryable = options.retryable;
    this.retryAfter = options.retryAfter;
    this.details = options.details ?? {};
  }
}
