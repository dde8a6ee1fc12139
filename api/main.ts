/**
 * The API process. Started by `npm run api` or by a supervisor over IPC, which is told when the process listens
 * (`{ type: "ready", port }`) and the first administrator's password (`{ type: "administrator", username, password }`).
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import type { Logger } from "pino";
import { callbackKey } from "../keys/callback.ts";
import { makeFilesPrivate } from "../keys/data-folder.ts";
import { SecretBox } from "../keys/secret-box.ts";
import { secretKeys } from "../keys/secret-keys.ts";
import { signingKey } from "../keys/signing-key.ts";
import { connect, disconnect, ensureIndexes } from "../store/connect.ts";
import { createApp } from "./app.ts";
import { readConfiguration, weakAdministratorPassword } from "./configuration.ts";
import type { Configuration } from "./configuration.ts";
import { apiServer } from "./http/client-errors.ts";
import { createMetrics } from "./http/metrics.ts";
import { ensureAdministrator } from "./security/first-administrator.ts";
import { readDeployment } from "./specifications/deployment.ts";
import { openTemporal } from "./temporal.ts";

const DRAIN_MILLIS = 10_000;
const LONGEST_PAUSE_MILLIS = 5_000;
const SECRET_PATHS = ["password", "token", "authorization", "*.password", "*.token", "*.authorization"];

async function main(): Promise<void> {
  makeFilesPrivate();
  const configuration = readConfiguration(process.env);
  const log = pino({ name: "api", level: configuration.MIZZEN_LOG_LEVEL, redact: SECRET_PATHS });
  const weakness = weakAdministratorPassword(configuration);
  if (weakness !== undefined)
    log.warn(`MIZZEN_ADMIN_PASSWORD ${weakness}: choose another before others can reach this server`);
  const key = await signingKey(configuration.MIZZEN_DATA, configuration.MIZZEN_JWT_KEY);
  const secrets = new SecretBox(
    await secretKeys(configuration.MIZZEN_DATA, configuration.MIZZEN_SECRETS_KEY),
  );
  const deployment = await readDeployment(configuration);
  const temporal = openTemporal();
  const app = createApp({
    temporal,
    tokens: { key, lifetimeSeconds: configuration.MIZZEN_TOKEN_MINUTES * 60 },
    secrets,
    callbackKey: callbackKey(key),
    deployment,
    loginLimits: {
      perUser: configuration.MIZZEN_LOGIN_ATTEMPTS,
      perAddress: configuration.MIZZEN_LOGIN_ATTEMPTS_PER_ADDRESS,
    },
    bodyLimits: {
      json: configuration.MIZZEN_BODY_BYTES,
      specification: configuration.MIZZEN_SPECIFICATION_BYTES,
    },
    commandMillis: configuration.MIZZEN_COMMAND_SECONDS * 1_000,
    trustedProxies: configuration.MIZZEN_TRUSTED_PROXIES,
    version: packageVersion(),
    metrics: createMetrics(true),
    log,
  });
  const server = apiServer(app);
  const stopping = new AbortController();
  stopOnSignals(server, stopping, log, async () => {
    await Promise.allSettled([temporal.close(), deployment.connectors.close(), disconnect()]);
  });
  const port = await listen(server, configuration);
  log.info({ port }, "listening");
  process.send?.({ type: "ready", port });
  // Servers behind the API may come later than the API itself: it answers 503 until then.
  await Promise.all([
    untilDone("MongoDB", stopping.signal, log, async () => prepareStore(configuration)),
    untilDone("Temporal", stopping.signal, log, async () => temporal.registerSearchAttributes(log)),
  ]);
}

async function listen(server: Server, { PORT, MIZZEN_HOST }: Configuration): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: PORT, ...(MIZZEN_HOST === undefined ? {} : { host: MIZZEN_HOST }) }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function prepareStore(configuration: Configuration): Promise<void> {
  await connect(configuration.MONGODB_URI);
  await ensureIndexes();
  const administrator = await ensureAdministrator(configuration.MIZZEN_ADMIN_PASSWORD);
  if (!administrator) return;
  if (process.send) process.send({ type: "administrator", ...administrator });
  else
    process.stdout.write(
      `First administrator: ${administrator.username}, password ${administrator.password}\n`,
    );
}

/** Tries until it works or the process stops, with growing pauses. */
async function untilDone(
  what: string,
  stopping: AbortSignal,
  log: Logger,
  attempt: () => Promise<void>,
): Promise<void> {
  for (let pause = 250; !stopping.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
    try {
      await attempt();
      log.info(`${what} can be reached`);
      return;
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        `${what} cannot be reached yet`,
      );
    }
    await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Takes no new requests, finishes those under way, closes what is open. */
function stopOnSignals(
  server: Server,
  stopping: AbortController,
  log: Logger,
  close: () => Promise<void>,
): void {
  const stop = async (reason: string): Promise<void> => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    log.info({ reason }, "stopping");
    const forced = setTimeout(() => {
      server.closeAllConnections();
    }, DRAIN_MILLIS);
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeIdleConnections();
    });
    clearTimeout(forced);
    await close();
    log.info("stopped");
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("disconnect", () => void stop("the supervisor is gone"));
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return version;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
