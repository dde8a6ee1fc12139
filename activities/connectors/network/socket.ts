/** A plain TCP connection that passes the guard, for protocols whose libraries would resolve names themselves. */
import { connect, type LookupFunction, type Socket } from "node:net";
import type { NetworkPolicy } from "../contract.ts";
import type { Endpoint } from "./guard.ts";
import { assertLiteral, guardedLookup } from "./lookup.ts";

/**
 * @param signal ends the attempt; the socket of a connection that was made is the caller's to end
 * @throws ConnectorError when the address may not be reached; the socket's errors
 */
export async function openSocket(
  endpoint: Endpoint,
  policy: NetworkPolicy,
  resolve: LookupFunction,
  signal: AbortSignal,
): Promise<Socket> {
  signal.throwIfAborted();
  assertLiteral(endpoint, policy);
  const { host, port } = endpoint;
  const socket = connect({ host, port, lookup: guardedLookup(port, policy, resolve) });
  const stop = (): void => void socket.destroy(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    await new Promise<void>((settle, fail) => {
      socket.once("connect", settle);
      socket.once("error", fail);
    });
    return socket;
  } finally {
    signal.removeEventListener("abort", stop);
    socket.removeAllListeners("error");
  }
}
