/** A server that is about to stop asks its clients to connect elsewhere, while it still serves them. */
import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { RequestHandler } from "express";

/** Every answer closes its connection while `isDraining`. */
export function closeWhileDraining(server: { readonly isDraining: boolean }): RequestHandler {
  return (_request, response, next) => {
    if (server.isDraining) response.setHeader("Connection", "close");
    next();
  };
}

export interface DrainTimes {
  /** how long requests are still taken, so that whoever sends them can hear that this server is not ready */
  readonly drainMillis: number;
  /** how long requests under way may take after that */
  readonly finishMillis: number;
  /** ends the first of the two at once */
  readonly hurry: AbortSignal;
}

/** Serves for a while, then takes no more connections, finishes what is under way, and resolves. */
export async function drain(server: Server, { drainMillis, finishMillis, hurry }: DrainTimes): Promise<void> {
  if (drainMillis > 0) await sleep(drainMillis, undefined, { signal: hurry }).catch(() => undefined);
  const forced = setTimeout(() => {
    server.closeAllConnections();
  }, finishMillis);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
  clearTimeout(forced);
}
