/** Real servers for connectors to call, and a context to call them in. */
import assert from "node:assert/strict";
import http from "node:http";
import type net from "node:net";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import {
  ConnectorError,
  Waiting,
  type CallContext,
  type NetworkPolicy,
} from "../../activities/connectors/contract.ts";
import { loadRegistry, type Registry, type RegistryOptions } from "../../activities/connectors/registry.ts";
import { runCall } from "../../activities/connectors/run.ts";
import type { JsonObject } from "../../yawl/model/json.ts";

/** Servers and registries of a test; `close` ends them with all their connections. */
export class World {
  private readonly ends: (() => Promise<void>)[] = [];

  /**
   * @param close ends the server and its connections; absent: they are destroyed
   * @returns the port that it listens on, on 127.0.0.1
   */
  async listen(server: net.Server, close?: () => Promise<void>): Promise<number> {
    const sockets = new Set<net.Socket>();
    const track = (socket: net.Socket): void => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    };
    // Of a TLS server the sockets that speak TLS, for those below them are theirs to end.
    server.on(server instanceof tls.Server ? "secureConnection" : "connection", track);
    await new Promise<void>((listening) => {
      server.listen(0, "127.0.0.1", listening);
    });
    const destroy = async (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => {
        server.close(closed);
      });
    };
    this.ends.push(close ?? destroy);
    return (server.address() as AddressInfo).port;
  }

  /** @returns its URL, without a slash at the end */
  async serve(
    handler: (request: http.IncomingMessage, response: http.ServerResponse) => unknown,
  ): Promise<string> {
    const server = http.createServer((request, response) => void handler(request, response));
    return `http://127.0.0.1:${await this.listen(server)}`;
  }

  async registry(options: RegistryOptions = {}, extra: readonly string[] = []): Promise<Registry> {
    const registry = await loadRegistry(extra, options);
    this.ends.push(() => registry.close());
    return registry;
  }

  async close(): Promise<void> {
    for (const end of this.ends.splice(0)) await end();
  }
}

export interface Recorded {
  readonly heartbeats: unknown[];
  readonly lines: string[];
  readonly started: JsonObject[];
  readonly published: JsonObject[];
}

export interface ContextOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly network?: Partial<NetworkPolicy>;
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
}

/** A context as a worker makes it; loopback may be reached unless `network` says otherwise. */
export function contextWith(options: ContextOptions = {}): CallContext & { readonly recorded: Recorded } {
  const recorded: Recorded = { heartbeats: [], lines: [], started: [], published: [] };
  const log = (message: string, fields?: JsonObject): void => {
    recorded.lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  return {
    recorded,
    signal: options.signal ?? new AbortController().signal,
    heartbeat: (details) => void recorded.heartbeats.push(details),
    secret: async ({ secret }) => {
      const value = options.secrets?.[secret];
      if (value !== undefined) return value;
      throw new ConnectorError("no-secret", `There is no secret "${secret}".`, { retryable: false });
    },
    idempotencyKey: options.idempotencyKey ?? "case-1.item-7.1",
    attempt: 1,
    log: { info: log, warn: log },
    network: { allowedHosts: ["127.0.0.1", "localhost"], ...options.network },
    engine: {
      startCase: async (request) => {
        recorded.started.push({ ...request });
        return { caseId: request.caseId, version: request.version ?? "1.0" };
      },
      publish: async (event) => void recorded.published.push({ ...event }),
    },
    work: { caseId: "case-1", itemId: "case-1.7", taskId: "call", specificationId: "orders" },
    callbackUrl: async () => "https://mizzen.example/callbacks/case-1.7?signature=5f2d9c",
  };
}

/** Calls a connector and expects an answer. */
export async function answerOf(
  registry: Registry,
  connector: string,
  configuration: JsonObject,
  input: JsonObject = {},
  context: CallContext = contextWith(),
): Promise<JsonObject> {
  const answer = await runCall(registry, { connector, configuration, input }, context);
  assert.ok(!(answer instanceof Waiting), "the connector waits");
  return answer;
}

/** Calls a connector and expects it to fail. */
export async function errorOf(
  registry: Registry,
  connector: string,
  configuration: JsonObject,
  input: JsonObject = {},
  context: CallContext = contextWith(),
): Promise<ConnectorError> {
  const answer = await runCall(registry, { connector, configuration, input }, context).catch(
    (error: unknown) => error,
  );
  if (answer instanceof ConnectorError) return answer;
  assert.fail(
    answer instanceof Error ? `no ConnectorError but ${String(answer.stack)}` : JSON.stringify(answer),
  );
}

/** The whole text of a request's body. */
export async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Answers JSON. */
export function json(response: http.ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
