/** The configuration of the API process, from its environment. */
import { z } from "zod";
import { ADMINISTRATOR } from "./security/first-administrator.ts";
import { passwordWeakness } from "./security/password-rules.ts";
import { CONNECTOR_SETTINGS } from "../activities/connectors/settings.ts";
import { RESOURCING_SETTINGS } from "../activities/resourcing/load.ts";
import { LEVELS } from "../logging/log.ts";
import { INSTANCES_INSIDE } from "../workflows/messages.ts";
import { HUB_LIMITS } from "./notices/hub.ts";
import { MAIL_SETTINGS, mailMistakes } from "./notices/mail/settings.ts";
import { SHARING } from "./specifications/ownership.ts";

const MEBIBYTE = 1024 * 1024;
const whole = (fallback: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(fallback);

const SETTINGS = z.object({
  PORT: whole(3000, 0, 65_535),
  MIZZEN_HOST: z.string().min(1).optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, "has to start with mongodb:// or mongodb+srv://")
    .default("mongodb://127.0.0.1:27017/mizzen"),
  MIZZEN_DATA: z.string().min(1).default(".mizzen/data"),
  MIZZEN_ADMIN_PASSWORD: z.string().min(1).max(1_024).optional(),
  /** set by `npm start`: what is only dangerous where others can reach it is warned of instead of refused */
  MIZZEN_DEVELOPMENT: z.string().optional(),
  MIZZEN_JWT_KEY: z.string().min(32).optional(),
  MIZZEN_SECRETS_KEY: z.string().optional(),
  MIZZEN_TOKEN_MINUTES: whole(8 * 60, 1, 7 * 24 * 60),
  MIZZEN_COMMAND_SECONDS: whole(10, 1, 300),
  MIZZEN_DRAIN_SECONDS: whole(5, 0, 600),
  MIZZEN_LOGIN_ATTEMPTS: whole(10, 1, 1_000_000),
  MIZZEN_LOGIN_ATTEMPTS_PER_ADDRESS: whole(100, 1, 1_000_000),
  MIZZEN_BODY_BYTES: whole(2 * MEBIBYTE, 1_024, 64 * MEBIBYTE),
  MIZZEN_SPECIFICATION_BYTES: whole(10 * MEBIBYTE, 1_024, 64 * MEBIBYTE),
  MIZZEN_SPECIFICATIONS: z.enum(SHARING).default("owned"),
  MIZZEN_UPLOAD_SECONDS: whole(10, 1, 600),
  MIZZEN_UPLOAD_MEGABYTES: whole(512, 64, 16_384),
  MIZZEN_UPLOADS_AT_ONCE: z.coerce.number().int().min(1).max(64).optional(),
  MIZZEN_TRUSTED_PROXIES: whole(0, 0, 10),
  MIZZEN_LOG_LEVEL: z.enum(LEVELS).default("info"),
  ...CONNECTOR_SETTINGS,
  ...RESOURCING_SETTINGS,
  MIZZEN_MESSAGES_PER_RUN: z.coerce.number().int().min(5).max(1_500).optional(),
  MIZZEN_INSTANCES_INSIDE: whole(INSTANCES_INSIDE, 0, 1_000),
  /** how long notices are kept, so that listeners can go on after them */
  MIZZEN_NOTICE_DAYS: whole(3, 1, 90),
  /** event streams of one participant that this server keeps open */
  MIZZEN_EVENT_STREAMS: whole(HUB_LIMITS.perPerson, 1, 10_000),
  ...MAIL_SETTINGS,
  MIZZEN_BRIDGE: z.string().min(1).optional(),
});

const ENVIRONMENT = SETTINGS.superRefine((settings, context) => {
  for (const { variable, message } of mailMistakes(settings))
    context.addIssue({ code: "custom", path: [variable], message });
  const weakness = weakAdministratorPassword(settings);
  if (weakness === undefined || settings.MIZZEN_DEVELOPMENT !== undefined) return;
  context.addIssue({ code: "custom", path: ["MIZZEN_ADMIN_PASSWORD"], message: weakness });
});

/** What is wrong with the first administrator's password. */
export function weakAdministratorPassword({
  MIZZEN_ADMIN_PASSWORD: password,
}: Pick<z.output<typeof SETTINGS>, "MIZZEN_ADMIN_PASSWORD">): string | undefined {
  return password === undefined ? undefined : passwordWeakness(password, ADMINISTRATOR);
}

export type Configuration = z.output<typeof ENVIRONMENT>;

/** @throws Error that names every variable that is wrong, without what may be secret */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  // An empty variable is what shells and compose files make of one that is not set.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = ENVIRONMENT.safeParse(set);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not as it should be:\n${wrong.join("\n")}`);
}
