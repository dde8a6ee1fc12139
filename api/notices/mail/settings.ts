/** Settings of mails to participants: without a server there are none. */
import { z } from "zod";
import { MAIL_CONFIGURATION } from "../../../activities/connectors/mail/configuration.ts";

const whole = (fallback: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(fallback);

const { host, security, from } = MAIL_CONFIGURATION.shape;

export const MAIL_SETTINGS = {
  /** SMTP server; absent: nobody gets mail */
  MIZZEN_MAIL_HOST: host.optional(),
  MIZZEN_MAIL_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  MIZZEN_MAIL_SECURITY: security,
  MIZZEN_MAIL_USER: z.string().min(1).optional(),
  MIZZEN_MAIL_PASSWORD: z.string().min(1).optional(),
  MIZZEN_MAIL_FROM: from.default("Mizzen <mizzen@localhost>"),
  /** all news of somebody in this time go into one mail */
  MIZZEN_MAIL_DIGEST_SECONDS: whole(300, 0, 24 * 3_600),
  /** an offer to more people than this sends no mail */
  MIZZEN_MAIL_MOST_OFFERED: whole(20, 0, 10_000),
} as const;

const SETTINGS = z.object(MAIL_SETTINGS);

/** What mails are sent with. */
export interface MailOptions {
  /** of the connector `mail`; its password is the secret that it names */
  readonly configuration: z.output<typeof MAIL_CONFIGURATION>;
  readonly password: string | undefined;
  /** milliseconds */
  readonly digest: number;
  readonly mostOffered: number;
}

/** What does not go together. */
export function mailMistakes({
  MIZZEN_MAIL_USER: user,
  MIZZEN_MAIL_PASSWORD: password,
  MIZZEN_MAIL_SECURITY: security,
  MIZZEN_MAIL_FROM: from,
}: z.output<typeof SETTINGS>): readonly { readonly variable: string; readonly message: string }[] {
  const mistakes: { variable: string; message: string }[] = [];
  const add = (variable: string, message: string): void => void mistakes.push({ variable, message });
  if (user !== undefined && password === undefined)
    add("MIZZEN_MAIL_PASSWORD", "is missing: there is a user");
  if (password !== undefined && user === undefined)
    add("MIZZEN_MAIL_USER", "is missing: there is a password");
  if (password !== undefined && security === "none")
    add("MIZZEN_MAIL_SECURITY", "a password is not sent without TLS");
  if (!/^[^\r\n]*@[A-Za-z0-9.-]+>?\s*$/.test(from)) add("MIZZEN_MAIL_FROM", "is no mail address");
  return mistakes;
}

/** Name under which the connector asks for the password. */
export const PASSWORD_NAME = "MIZZEN_MAIL_PASSWORD";

/** `undefined`: mail is off. */
export function mailOptions(settings: z.output<typeof SETTINGS>): MailOptions | undefined {
  const { MIZZEN_MAIL_HOST: host, MIZZEN_MAIL_PORT: port, MIZZEN_MAIL_PASSWORD: password } = settings;
  if (host === undefined) return undefined;
  const user = settings.MIZZEN_MAIL_USER;
  const configuration = MAIL_CONFIGURATION.parse({
    host,
    ...(port === undefined ? {} : { port }),
    security: settings.MIZZEN_MAIL_SECURITY,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password: { secret: PASSWORD_NAME } }),
    from: settings.MIZZEN_MAIL_FROM,
  });
  return {
    configuration,
    password,
    digest: settings.MIZZEN_MAIL_DIGEST_SECONDS * 1_000,
    mostOffered: settings.MIZZEN_MAIL_MOST_OFFERED,
  };
}
