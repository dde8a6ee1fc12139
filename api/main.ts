/**
 * The API process. Started by `npm run api` or by a supervisor over IPC, which is told when the process listens
 * (`{ type: "listening", port }`), when clients can be served (`{ type: "ready", port }`), the first administrator's password
 * (`{ type: "administrator", username, password }`), and what is not as it should be (`{ type: "finding", code, severity, message }`).
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { NetworkPolicy } from "../activities/connectors/contract.ts";
import { callbackKey } from "../keys/callback.ts";
import { makeFilesPrivate } from "../keys/data-folder.ts";
import { SecretBox } from "../keys/secret-box.ts";
import { secretKeys } from "../keys/secret-keys.ts";
import { signingKey, signingKeyFingerprint } from "../keys/signing-key.ts";
import { processLog } from "../logging/log.ts";
import { connect, disconnect, ensureIndexes } from "../store/connect.ts";
import { createApp } from "./app.ts";
import { readConfiguration, weakAdministratorPassword } from "./configuration.ts";
import type { Configuration } from "./configuration.ts";
import { drain } from "./http/draining.ts";
import { apiServer } from "./http/client-errors.ts";
import { createMetrics } from "./http/metrics.ts";
import { lookAtSecrets, lookAtSigningKey } from "./key-findings.ts";
import { NoticeHub } from "./notices/hub.ts";
import { mailOptions } from "./notices/mail/settings.ts";
import { tellNotices } from "./notices/service.ts";
import { createPreparation } from "./preparation.ts";
import { createReadiness } from "./readiness.ts";
import type { Readiness } from "./readiness.ts";
import { ensureAdministrator } from "./security/first-administrator.ts";
import { readDeployment } from "./specifications/deployment.ts";
import { createStanding } from "./standing.ts";
import type { Standing } from "./standing.ts";
import { openTemporal } from "./temporal.ts";
import { lookAtViews } from "./view-findings.ts";

/** Requests under way get as long as a command may take, and this. */
const FINISH_MILLIS = 2_000;
const LONGEST_PAUSE_MILLIS = 5_000;
const READY_PAUSE_MILLIS = 100;
const FIRST_LOOK_MILLIS = 5_000;
/** A process manager and npm may both pass on the same signal. */
const SAME_SIGNAL_MILLIS = 1_000;

async function main(): Promise<void> {
  makeFilesPrivate();
  const configuration = readConfiguration(process.env);
  const { log, flush } = processLog("api", configuration.MIZZEN_LOG_LEVEL);
  const weakness = weakAdministratorPassword(configuration);
  if (weakness !== undefined)
    log.warn(`MIZZEN_ADMIN_PASSWORD ${weakness}: choose another before others can reach this server`);
  const key = await signingKey(configuration.MIZZEN_DATA, configuration.MIZZEN_JWT_KEY);
  const secrets = new SecretBox(
    await secretKeys(configuration.MIZZEN_DATA, configuration.MIZZEN_SECRETS_KEY),
  );
  const deployment = await readDeployment(configuration);
  const temporal = openTemporal();
  const stopping = new AbortController();
  const preparation = createPreparation(log, stopping.signal, async () => prepareStore(configuration));
  const standing = createStanding(log, (finding) => process.send?.({ type: "finding", ...finding }));
  standing.register("secrets", lookAtSecrets(secrets));
  standing.register("views", lookAtViews(temporal.client));
  standing.register("signing key", lookAtSigningKey(signingKeyFingerprint(key)));
  const readiness = createReadiness({ temporal, preparation, standing, log });
  const network = networkOf(configuration);
  const notices = new NoticeHub(log, { perPerson: configuration.MIZZEN_EVENT_STREAMS });
  stopping.signal.addEventListener("abort", () => notices.close(), { once: true });
  const app = createApp({
    temporal,
    notices,
    network,
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
    settings: {
      instancesInside: configuration.MIZZEN_INSTANCES_INSIDE,
      ...(configuration.MIZZEN_MESSAGES_PER_RUN === undefined
        ? {}
        : { messagesPerRun: configuration.MIZZEN_MESSAGES_PER_RUN }),
    },
    trustedProxies: configuration.MIZZEN_TRUSTED_PROXIES,
    version: packageVersion(),
    metrics: createMetrics(true),
    readiness,
    log,
  });
  const server = apiServer(app);
  let telling: Promise<void> | undefined;
  stopOnSignals(server, { readiness, stopping, log, configuration }, async () => {
    await telling;
    // Not Temporal's connection: a call that is tried again on a closed one throws where nobody catches. It ends with the process.
    await Promise.allSettled([deployment.close(), disconnect()]);
    log.info("stopped");
    await flush();
  });
  const port = await listen(server, configuration);
  log.info({ port }, "listening");
  process.send?.({ type: "listening", port });
  telling = tellNotices(
    {
      log,
      box: secrets,
      network,
      days: configuration.MIZZEN_NOTICE_DAYS,
      wake: () => notices.wake(),
      mail: mailOptions(configuration),
      isReady: () => preparation.isDone,
    },
    stopping.signal,
  );
  // Servers behind the API may come later than the API itself: it answers 503 until then.
  await Promise.all([
    preparation.start().then(async () => firstLook(standing, stopping.signal)),
    untilDone("Temporal", stopping.signal, log, async () => temporal.registerSearchAttributes(log)),
  ]);
  await untilReady(readiness, stopping.signal, log);
  process.send?.({ type: "ready", port });
}

/** What requests of the API's own may reach: the same as those of connectors. */
function networkOf({ MIZZEN_ALLOWED_HOSTS, MIZZEN_PROXY }: Configuration): NetworkPolicy {
  return {
    allowedHosts: MIZZEN_ALLOWED_HOSTS,
    ...(MIZZEN_PROXY === undefined ? {} : { proxy: MIZZEN_PROXY }),
  };
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
      log.warn({ error }, `${what} cannot be reached yet`);
    }
    await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** What is wrong is reported before this server is called ready, unless it takes long to find. */
async function firstLook(standing: Standing, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return;
  await Promise.race([standing.start(stopping), sleep(FIRST_LOOK_MILLIS)]);
}

/** Tells whoever started this process when clients can be served for the first time. */
async function untilReady(readiness: Readiness, stopping: AbortSignal, log: Logger): Promise<void> {
  while (!stopping.aborted) {
    const { missing } = await readiness.report();
    if (missing.length === 0) {
      log.info("ready");
      return;
    }
    await sleep(READY_PAUSE_MILLIS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

interface Stopping {
  readonly readiness: Readiness;
  readonly stopping: AbortController;
  readonly log: Logger;
  readonly configuration: Configuration;
}

/** Answers that it is not ready, serves on for a while, takes no new requests, finishes those under way, closes what is open. */
function stopOnSignals(
  server: Server,
  { readiness, stopping, log, configuration }: Stopping,
  close: () => Promise<void>,
): void {
  const hurry = new AbortController();
  let since = 0;
  const stop = async (reason: string): Promise<void> => {
    if (readiness.isDraining) {
      // From somebody who does not want to wait.
      if (Date.now() - since > SAME_SIGNAL_MILLIS) hurry.abort();
      return;
    }
    since = Date.now();
    readiness.drain();
    stopping.abort();
    log.info({ reason }, "stopping");
    await drain(server, {
      drainMillis: configuration.MIZZEN_DRAIN_SECONDS * 1_000,
      finishMillis: configuration.MIZZEN_COMMAND_SECONDS * 1_000 + FINISH_MILLIS,
      hurry: hurry.signal,
    });
    await close();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("disconnect", () => {
    hurry.abort();
    void stop("the supervisor is gone");
  });
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
