import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { callbackKey } from "../keys/callback.js";
import { SecretBox } from "../keys/secret-box.js";
import { secretKeys } from "../keys/secret-keys.js";
import { signingKey, signingKeyFingerprint } from "../keys/signing-key.js";
import { processLog } from "../logging/log.js";
import { connect, disconnect, ensureIndexes } from "../store/connect.js";
import { createApp } from "./app.js";
import { readConfiguration } from "./configuration.js";
import { drain } from "./http/draining.js";
import { createMetrics } from "./http/metrics.js";
import { lookAtSecrets, lookAtSigningKey } from "./key-findings.js";
import { createPreparation } from "./preparation.js";
import { createReadiness } from "./readiness.js";
import { ensureAdministrator } from "./security/first-administrator.js";
import { readDeployment } from "./specifications/deployment.js";
import { createStanding } from "./standing.js";
import { openTemporal } from "./temporal.js";
const FINISH_MILLIS = 2_000;
const REQUEST_MILLIS = 120_000;
const KEEP_ALIVE_MILLIS = 75_000;
const LONGEST_PAUSE_MILLIS = 5_000;
const READY_PAUSE_MILLIS = 100;
const FIRST_LOOK_MILLIS = 5_000;
const SAME_SIGNAL_MILLIS = 1_000;
async function main() {
    const configuration = readConfiguration(process.env);
    const { log, flush } = processLog("api", configuration.MIZZEN_LOG_LEVEL);
    const key = await signingKey(configuration.MIZZEN_DATA, configuration.MIZZEN_JWT_KEY);
    const secrets = new SecretBox(await secretKeys(configuration.MIZZEN_DATA, configuration.MIZZEN_SECRETS_KEY));
    const deployment = await readDeployment(configuration);
    const temporal = openTemporal();
    const stopping = new AbortController();
    const preparation = createPreparation(log, stopping.signal, async () => prepareStore(configuration));
    const standing = createStanding(log, (finding) => process.send?.({ type: "finding", ...finding }));
    standing.register("secrets", lookAtSecrets(secrets));
    standing.register("signing key", lookAtSigningKey(signingKeyFingerprint(key)));
    const readiness = createReadiness({ temporal, preparation, standing, log });
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
        readiness,
        log,
    });
    const server = createServer({ requestTimeout: REQUEST_MILLIS, keepAliveTimeout: KEEP_ALIVE_MILLIS }, app);
    stopOnSignals(server, { readiness, stopping, log, configuration }, async () => {
        await Promise.allSettled([temporal.close(), deployment.connectors.close(), disconnect()]);
        log.info("stopped");
        await flush();
    });
    const port = await listen(server, configuration);
    log.info({ port }, "listening");
    process.send?.({ type: "listening", port });
    await Promise.all([
        preparation.start().then(async () => firstLook(standing, stopping.signal)),
        untilDone("Temporal", stopping.signal, log, async () => temporal.registerSearchAttributes(log)),
    ]);
    await untilReady(readiness, stopping.signal, log);
    process.send?.({ type: "ready", port });
}
async function listen(server, { PORT, MIZZEN_HOST }) {
    await new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen({ port: PORT, ...(MIZZEN_HOST === undefined ? {} : { host: MIZZEN_HOST }) }, resolve);
    });
    return server.address().port;
}
async function prepareStore(configuration) {
    await connect(configuration.MONGODB_URI);
    await ensureIndexes();
    const administrator = await ensureAdministrator(configuration.MIZZEN_ADMIN_PASSWORD);
    if (!administrator)
        return;
    if (process.send)
        process.send({ type: "administrator", ...administrator });
    else
        process.stdout.write(`First administrator: ${administrator.username}, password ${administrator.password}\n`);
}
async function untilDone(what, stopping, log, attempt) {
    for (let pause = 250; !stopping.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
        try {
            await attempt();
            log.info(`${what} can be reached`);
            return;
        }
        catch (error) {
            log.warn({ error }, `${what} cannot be reached yet`);
        }
        await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
    }
}
async function firstLook(standing, stopping) {
    await Promise.race([standing.start(stopping), sleep(FIRST_LOOK_MILLIS)]);
}
async function untilReady(readiness, stopping, log) {
    while (!stopping.aborted) {
        const { missing } = await readiness.report();
        if (missing.length === 0) {
            log.info("ready");
            return;
        }
        await sleep(READY_PAUSE_MILLIS, undefined, { signal: stopping }).catch(() => undefined);
    }
}
function stopOnSignals(server, { readiness, stopping, log, configuration }, close) {
    const hurry = new AbortController();
    let since = 0;
    const stop = async (reason) => {
        if (readiness.isDraining) {
            if (Date.now() - since > SAME_SIGNAL_MILLIS)
                hurry.abort();
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
function packageVersion() {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    return version;
}
main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
});
//# sourceMappingURL=main.js.map