/** What the worker reads from its environment. Temporal's own part is read by `@temporalio/envconfig`. */
import { z } from "zod";
import type { TargetLimits } from "../activities/connectors/network/targets.ts";
import { CONNECTOR_SETTINGS, publicUrl } from "../activities/connectors/settings.ts";
import { RESOURCING_SETTINGS } from "../activities/resourcing/load.ts";
import { INSTANCES_INSIDE } from "../workflows/messages.ts";
import { LEVELS } from "../logging/log.ts";

const schema = z.object({
  MONGODB_URI: z.string().min(1).default("mongodb://127.0.0.1:27017/mizzen"),
  MIZZEN_DATA: z.string().min(1).default(".mizzen/data"),
  MIZZEN_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(1).max(100_000).default(600),
  MIZZEN_SHUTDOWN_SECONDS: z.coerce.number().int().min(1).max(600).default(10),
  MIZZEN_LOG_LEVEL: z.enum(LEVELS).default("info"),
  MIZZEN_JWT_KEY: z.string().min(32).optional(),
  MIZZEN_SECRETS_KEY: z.string().optional(),
  /** of the API: callbacks go there when no public URL is set */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** for cases that cases start */
  MIZZEN_INSTANCES_INSIDE: z.coerce.number().int().min(0).max(1_000).default(INSTANCES_INSIDE),
  ...CONNECTOR_SETTINGS,
  ...RESOURCING_SETTINGS,
});

export interface WorkerConfiguration {
  readonly logLevel: (typeof LEVELS)[number];
  readonly mongoUri: string;
  /** where keys are, and the bundle of the workflows between starts */
  readonly dataFolder: string;
  readonly maxCachedWorkflows: number;
  /** up to how many instances of a task run in the workflow that fires it */
  readonly instancesInside: number;
  /** milliseconds that running work gets to finish, and after which it is abandoned */
  readonly shutdownGrace: number;
  readonly shutdownForce: number;
  /** key that signs tokens, from which the key of callbacks is made; absent: in the data folder */
  readonly signingKey: string | undefined;
  /** keys of secrets as text; absent: in the data folder */
  readonly secretsKey: string | undefined;
  /** packages or files with connectors */
  readonly connectors: readonly string[];
  /** packages or files with filters, constraints and allocators */
  readonly resourcing: readonly string[];
  /** hosts that may be called although they are private or on this machine */
  readonly allowedHosts: readonly string[];
  /** hosts whose certificates need not be verified where a specification says so */
  readonly unverifiedHosts: readonly string[];
  readonly proxy: string | undefined;
  /** of calls to one target */
  readonly targetLimits: Partial<TargetLimits>;
  /** where outside systems reach the API */
  readonly publicUrl: string;
}

/** @throws Error that names each variable that is wrong */
export function readConfiguration(environment: NodeJS.ProcessEnv): WorkerConfiguration {
  // An empty variable is what shells and compose files make of one that is not set.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success)
    throw new Error(`The worker's configuration is wrong.\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  return {
    logLevel: values.MIZZEN_LOG_LEVEL,
    mongoUri: values.MONGODB_URI,
    dataFolder: values.MIZZEN_DATA,
    instancesInside: values.MIZZEN_INSTANCES_INSIDE,
    maxCachedWorkflows: values.MIZZEN_MAX_CACHED_WORKFLOWS,
    shutdownGrace: values.MIZZEN_SHUTDOWN_SECONDS * 1000,
    shutdownForce: values.MIZZEN_SHUTDOWN_SECONDS * 1000 + 2000,
    signingKey: values.MIZZEN_JWT_KEY,
    secretsKey: values.MIZZEN_SECRETS_KEY,
    connectors: values.MIZZEN_CONNECTORS,
    resourcing: values.MIZZEN_RESOURCING,
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
