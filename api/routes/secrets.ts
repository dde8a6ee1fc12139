/** Secrets of connectors: written, listed by name, removed, never read. And the record of who did that. */
import { z } from "zod";
import { SECRET_REFERENCE } from "../../activities/connectors/contract.ts";
import { isHost } from "../../activities/connectors/settings.ts";
import { weaknessOfSecret } from "../../keys/common-passwords.ts";
import type { SecretBox } from "../../keys/secret-box.ts";
import { listAudit } from "../../store/audit.ts";
import { listSecrets, putSecret, removeSecret } from "../../store/secrets.ts";
import { ANY_ID, DATA, iso, listOf, PAGE, TIME } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { rotateSecrets } from "../rotate-secrets.ts";
import { auditTrail } from "../security/audit.ts";
import type { AuditTrail } from "../security/audit.ts";
import { ADMINISTRATORS } from "./access.ts";

const TAG = "secrets";
const PATH = "/api/v1/secrets";
const LARGEST_BYTES = 64 * 1024;
/** JSON may write a byte as six characters. */
const LARGEST_BODY = 6 * LARGEST_BYTES + 1_024;

const NAME = SECRET_REFERENCE.shape.secret;
const ONE = z.object({ name: NAME });
const MOST_BOUND = 100;
const HOSTS = z
  .array(
    z
      .string()
      .max(300)
      .refine(isHostPattern, "is no name, name:port, *.domain, address or range of addresses"),
  )
  .min(1)
  .max(MOST_BOUND)
  .transform(unique);
const SPECIFICATIONS = z.array(ANY_ID).min(1).max(MOST_BOUND).transform(unique);
const SECRET = z.object({
  name: z.string(),
  version: z.number().meta({ description: "counts up with every new value" }),
  keyId: z.string().meta({ description: "key that it is encrypted with" }),
  updatedAt: TIME,
  updatedBy: z.string(),
  hosts: z.array(z.string()).optional().meta({ description: "the only hosts that it is sent to" }),
  specifications: z
    .array(z.string())
    .optional()
    .meta({ description: "the only specifications whose cases may use it" }),
});
const ENTRY = z.object({
  id: z.string(),
  at: TIME,
  by: z.string(),
  action: z.string(),
  subject: z.string().optional(),
  result: z.enum(["allowed", "refused", "failed"]),
  reason: z.string().optional(),
  data: DATA.optional().meta({ description: "what was sent and could be kept nowhere else" }),
});

export function secretRoutes(box: SecretBox): readonly Route[] {
  return [
    route({
      method: "get",
      path: PATH,
      access: ADMINISTRATORS,
      audit: auditTrail("secret.list"),
      tag: TAG,
      summary: "Secrets by name, without their values",
      query: z.strictObject(PAGE),
      answers: { 200: listOf(SECRET) },
      async handler({ query }) {
        const { items, nextCursor } = await listSecrets(query);
        const shown = items.map((item) => ({ ...item, updatedAt: iso(item.updatedAt) }));
        return { status: 200, body: { items: shown, nextCursor } };
      },
    }),
    route({
      method: "post",
      path: `${PATH}/rotate`,
      access: ADMINISTRATORS,
      audit: auditTrail("secret.rotate"),
      tag: TAG,
      summary: "Encrypt all secrets with the first key of MIZZEN_SECRETS_KEY",
      answers: {
        200: z.object({
          renewed: z.number(),
          current: z.number().meta({ description: "encrypted with that key before" }),
          unreadable: z
            .array(z.object({ name: z.string(), message: z.string() }))
            .meta({ description: "left as they are" }),
        }),
      },
      handler: async () => ({ status: 200, body: await rotateSecrets(box) }),
    }),
    route({
      method: "put",
      path: `${PATH}/{name}`,
      access: ADMINISTRATORS,
      audit: aboutSecret("secret.put"),
      tag: TAG,
      summary: "Set a secret (201) or give it a new value (204); no answer ever shows it",
      parameters: ONE,
      body: z.strictObject({
        value: z.string().min(1).meta({ description: "at most 64 KB in UTF-8", writeOnly: true }),
        hosts: HOSTS.nullish().meta({
          description: "the only hosts that it may be sent to; left out: as before; null: any",
        }),
        specifications: SPECIFICATIONS.nullish().meta({
          description: "ids of the only specifications that may use it; left out: as before; null: any",
        }),
        acceptWeak: z.boolean().default(false).meta({
          description: "keeps a value, too, that is short or a common password",
        }),
      }),
      bodyLimit: LARGEST_BODY,
      answers: { 201: "", 204: "" },
      async handler(request) {
        const { name } = request.parameters;
        const { value, hosts, specifications, acceptWeak } = request.body;
        checkValue(value, acceptWeak);
        const change = { by: callerOf(request).id, at: Date.now(), hosts, specifications };
        const { version } = await putSecret(name, change, (label) => box.seal(value, label));
        return { status: version === 1 ? 201 : 204 };
      },
    }),
    route({
      method: "delete",
      path: `${PATH}/{name}`,
      access: ADMINISTRATORS,
      audit: aboutSecret("secret.remove"),
      tag: TAG,
      summary: "Remove a secret; calls that need it fail from then on",
      parameters: ONE,
      answers: { 204: "" },
      async handler({ parameters: { name } }) {
        if (await removeSecret(name)) return { status: 204 };
        throw new Problem("not-found", `There is no secret "${name}".`);
      },
    }),
  ];
}

export function auditRoutes(): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/audit",
      access: ADMINISTRATORS,
      audit: auditTrail("audit.list"),
      tag: "audit",
      summary: "Who did what with secrets, or tried to; newest first",
      query: z.strictObject({
        ...PAGE,
        action: ANY_ID.optional().meta({ description: "e.g. secret.put" }),
        subject: ANY_ID.optional().meta({ description: "e.g. the name of a secret" }),
        by: ANY_ID.optional().meta({ description: "participant" }),
      }),
      answers: { 200: listOf(ENTRY) },
      async handler({ query: { action, subject, by, ...page } }) {
        const { items, nextCursor } = await listAudit({ action, subject, by }, page);
        return {
          status: 200,
          body: { items: items.map((item) => ({ ...item, at: iso(item.at) })), nextCursor },
        };
      },
    }),
  ];
}

/** What cannot be the name of a secret is not recorded as one: it may be anything, a value put in the wrong place as well. */
function aboutSecret(action: string): AuditTrail {
  return auditTrail(action, ({ name }) => (NAME.safeParse(name).success ? String(name) : undefined));
}

function checkValue(value: string, acceptWeak: boolean): void {
  const bytes = Buffer.from(value, "utf8");
  if (bytes.length > LARGEST_BYTES)
    throw new Problem(
      "too-large",
      `The value is larger than the ${LARGEST_BYTES} bytes that a secret may have.`,
    );
  if (bytes.toString("utf8") !== value)
    throw refused("has half a character (a surrogate without its other half)");
  const weakness = acceptWeak ? undefined : weaknessOfSecret(value);
  if (weakness !== undefined) throw refused(`${weakness}; with "acceptWeak": true it is kept all the same`);
}

function refused(message: string): Problem {
  return new Problem("invalid-data", "The body is not as it should be.", {
    errors: [{ pointer: "/value", message }],
  });
}

/** Also `*.domain`: all names below it. */
function isHostPattern(text: string): boolean {
  return isHost(text.replace(/^\*\.(?=[^\d])/, ""));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
