import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { tryLock } from "./lock.ts";

/** A port that no other start of Mizzen will take while this process holds it. */
export interface ClaimedPort {
  readonly port: number;
  release(): void;
}

/** Which port is wanted, and for what. */
export interface PortWish {
  /** Shown in messages: "Temporal". */
  readonly what: string;
  /** The environment variable that sets it, named in messages. */
  readonly variable: string;
  /** Used when nothing is configured; replaced by a free port when it is taken. */
  readonly standard: number;
  /** Set by the user; an error when it is taken. 0: any free port. */
  readonly configured: number | undefined;
}

/**
 * Finds a port on 127.0.0.1 and keeps other starts of Mizzen off it: two that start in the same second would both see it free.
 *
 * @throws Error when the configured port is taken
 */
export async function claimPort(wish: PortWish, log: (line: string) => void): Promise<ClaimedPort> {
  const wanted = wish.configured ?? wish.standard;
  const claimed = wanted === 0 ? undefined : await claim(wanted);
  if (claimed !== undefined) return claimed;
  if (wish.configured !== undefined && wish.configured !== 0) {
    throw new Error(
      `Port ${wanted} for ${wish.what} (${wish.variable}) is taken by another program. Stop it, or set ${wish.variable} to a free port.`,
    );
  }
  for (;;) {
    const free = await claim(await anyFreePort());
    if (free === undefined) continue;
    if (wanted !== 0)
      log(`port ${wanted} is taken: ${wish.what} uses ${free.port} (set ${wish.variable} to choose)`);
    return free;
  }
}

/**
 * Reads a port number from the environment.
 *
 * @returns undefined when the variable is unset or empty
 * @throws Error when it is no port number
 */
export function portFromEnvironment(
  variable: string,
  environment: NodeJS.ProcessEnv = process.env,
): number | undefined {
  const text = environment[variable];
  if (text === undefined || text === "") return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(
    `${variable} is "${text}": it must be a port number from 1 to 65535, or 0 for any free one.`,
  );
}

async function claim(port: number): Promise<ClaimedPort | undefined> {
  const lock = tryLock(join(tmpdir(), `mizzen-ports-${userInfo().uid}`, `${port}.lock`));
  if (!("release" in lock)) return undefined;
  if (await isFree(port)) return { port, release: () => lock.release() };
  lock.release();
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
