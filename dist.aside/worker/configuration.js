import { z } from "zod";
import { CONNECTOR_SETTINGS, publicUrl } from "../activities/connectors/settings.js";
import { LEVELS } from "../logging/log.js";
const schema = z.object({
    MONGODB_URI: z.string().min(1).default("mongodb://127.0.0.1:27017/mizzen"),
    MIZZEN_DATA: z.string().min(1).default(".mizzen/data"),
    MIZZEN_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(1).max(100_000).default(600),
    MIZZEN_SHUTDOWN_SECONDS: z.coerce.number().int().min(1).max(600).default(10),
    MIZZEN_LOG_LEVEL: z.enum(LEVELS).default("info"),
    MIZZEN_JWT_KEY: z.string().min(32).optional(),
    MIZZEN_SECRETS_KEY: z.string().optional(),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    ...CONNECTOR_SETTINGS,
});
export function readConfiguration(environment) {
    const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
    const parsed = schema.safeParse(set);
    if (!parsed.success)
        throw new Error(`The worker's configuration is wrong.\n${z.prettifyError(parsed.error)}`);
    const values = parsed.data;
    return {
        logLevel: values.MIZZEN_LOG_LEVEL,
        mongoUri: values.MONGODB_URI,
        dataFolder: values.MIZZEN_DATA,
        maxCachedWorkflows: values.MIZZEN_MAX_CACHED_WORKFLOWS,
        shutdownGrace: values.MIZZEN_SHUTDOWN_SECONDS * 1000,
        shutdownForce: values.MIZZEN_SHUTDOWN_SECONDS * 1000 + 2000,
        signingKey: values.MIZZEN_JWT_KEY,
        secretsKey: values.MIZZEN_SECRETS_KEY,
        connectors: values.MIZZEN_CONNECTORS,
        allowedHosts: values.MIZZEN_ALLOWED_HOSTS,
        unverifiedHosts: values.MIZZEN_UNVERIFIED_HOSTS,
        proxy: values.MIZZEN_PROXY,
        targetLimits: {
            concurrency: values.MIZZEN_TARGET_CALLS,
            failures: values.MIZZEN_TARGET_FAILURES,
            openFor: values.MIZZEN_TARGET_PAUSE_SECONDS * 1000,
        },
        publicUrl: publicUrl(values.MIZZEN_PUBLIC_URL, values.PORT),
    };
}
//# sourceMappingURL=configuration.js.map