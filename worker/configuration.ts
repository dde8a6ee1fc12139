/** What the worker reads from its environment. Temporal's own part is read by `@temporalio/envconfig`. */
import { z } from "zod";

const schema = z.object({
  MONGODB_URI: z.string().min(1).default("mongodb://127.0.0.1:27017/mizzen"),
  MIZZEN_DATA: z.string().min(1).default(".mizzen/data"),
  MIZZEN_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(1).max(100_000).default(600),
  MIZZEN_SHUTDOWN_SECONDS: z.coerce.number().int().min(1).max(600).default(10),
});

export interface WorkerConfiguration {
  readonly mongoUri: string;
  /** where the bundle of the workflows is kept between starts */
  readonly bundleFolder: string;
  readonly maxCachedWorkflows: number;
  /** milliseconds that running work gets to finish, and after which it is abandoned */
  readonly shutdownGrace: number;
  readonly shutdownForce: number;
}

/** @throws Error that names each variable that is wrong */
export function readConfiguration(environment: NodeJS.ProcessEnv): WorkerConfiguration {
  const parsed = schema.safeParse(environment);
  if (!parsed.success)
    throw new Error(`The worker's configuration is wrong.\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  return {
    mongoUri: values.MONGODB_URI,
    bundleFolder: values.MIZZEN_DATA,
    maxCachedWorkflows: values.MIZZEN_MAX_CACHED_WORKFLOWS,
    shutdownGrace: values.MIZZEN_SHUTDOWN_SECONDS * 1000,
    shutdownForce: values.MIZZEN_SHUTDOWN_SECONDS * 1000 + 2000,
  };
}
