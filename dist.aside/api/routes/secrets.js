import { z } from "zod";
import { SECRET_REFERENCE } from "../../activities/connectors/contract.js";
import { listAudit } from "../../store/audit.js";
import { listSecrets, putSecret, removeSecret } from "../../store/secrets.js";
import { ANY_ID, iso, listOf, PAGE, TIME } from "../http/fields.js";
import { Problem } from "../http/problem.js";
import { callerOf, route } from "../http/route.js";
import { rotateSecrets } from "../rotate-secrets.js";
import { auditTrail } from "../security/audit.js";
import { ADMINISTRATORS } from "./access.js";
const TAG = "secrets";
const PATH = "/api/v1/secrets";
const LARGEST_BYTES = 64 * 1024;
const LARGEST_BODY = 6 * LARGEST_BYTES + 1_024;
const NAME = SECRET_REFERENCE.shape.secret;
const ONE = z.object({ name: NAME });
const SECRET = z.object({
    name: z.string(),
    version: z.number().meta({ description: "counts up with every new value" }),
    keyId: z.string().meta({ description: "key that it is encrypted with" }),
    updatedAt: TIME,
    updatedBy: z.string(),
});
const ENTRY = z.object({
    id: z.string(),
    at: TIME,
    by: z.string(),
    action: z.string(),
    subject: z.string().optional(),
    result: z.enum(["allowed", "refused", "failed"]),
    reason: z.string().optional(),
});
export function secretRoutes(box) {
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
            }),
            bodyLimit: LARGEST_BODY,
            answers: { 201: "", 204: "" },
            async handler(request) {
                const { name } = request.parameters;
                const { value } = request.body;
                checkValue(value);
                const { version } = await putSecret(name, { by: callerOf(request).id, at: Date.now() }, (next) => box.seal(value, { name, version: next }));
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
                if (await removeSecret(name))
                    return { status: 204 };
                throw new Problem("not-found", `There is no secret "${name}".`);
            },
        }),
    ];
}
export function auditRoutes() {
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
function aboutSecret(action) {
    return auditTrail(action, ({ name }) => (NAME.safeParse(name).success ? String(name) : undefined));
}
function checkValue(value) {
    const bytes = Buffer.from(value, "utf8");
    if (bytes.length > LARGEST_BYTES)
        throw new Problem("too-large", `The value is larger than the ${LARGEST_BYTES} bytes that a secret may have.`);
    if (bytes.toString("utf8") !== value)
        throw new Problem("invalid-data", "The body is not as it should be.", {
            errors: [{ pointer: "/value", message: "has half a character (a surrogate without its other half)" }],
        });
}
//# sourceMappingURL=secrets.js.map