/** What benchmarks call by a connector: a server on this machine, and what such calls may use. */
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ConnectorServices } from "../activities/call-connector.ts";
import type { loadRegistry } from "../activities/connectors/registry.ts";
import { runCall } from "../activities/connectors/run.ts";

/** Answers one more than it was asked. */
export async function countingServer(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const n = Number(new URL(request.url ?? "/", "http://localhost").searchParams.get("n"));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ n: n + 1 }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/count{?n}`, close: () => void server.close() };
}

/** Calls of this machine alone, with nothing of the engine. */
export function localCalls(registry: Awaited<ReturnType<typeof loadRegistry>>): ConnectorServices {
  const nothing = async (): Promise<never> => await Promise.reject(new Error("not used here"));
  return {
    run: (call, context) => runCall(registry, call, context),
    network: { allowedHosts: ["127.0.0.1"] },
    engine: { startCase: nothing, publish: nothing },
    secret: nothing,
    callbackUrl: nothing,
  };
}
