import { z } from "zod";
import { SECRET_REFERENCE } from "../contract.js";
import { duration } from "../duration.js";
import { TLS } from "../http/configuration.js";
const MINUTE = 60_000;
const MOST_ADDRESSES = 200;
const MOST_ATTACHMENTS = 20;
const LONGEST_BODY = 5_000_000;
const ADDRESSES = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(MOST_ADDRESSES)]);
export const MAIL_CONFIGURATION = z
    .strictObject({
    host: z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/, "must be a host name or an address"),
    port: z.int().min(1).max(65_535).optional().describe("absent: 587, 465 or 25, by `security`"),
    security: z
        .enum(["starttls", "tls", "none"])
        .default("starttls")
        .describe("TLS after STARTTLS, which is insisted on; TLS from the beginning; or none"),
    user: z.union([z.string().min(1), SECRET_REFERENCE]).optional(),
    password: SECRET_REFERENCE.optional(),
    from: z.string().min(3).max(320).describe("address, perhaps with a name: `Claims <claims@acme.com>`"),
    tls: TLS.prefault({}),
    limits: z
        .strictObject({
        connect: duration(1, 2 * MINUTE).default(10_000),
        idle: duration(1, 10 * MINUTE)
            .default(30_000)
            .describe("until the server's next answer"),
        total: duration(1, 60 * MINUTE).default(MINUTE),
    })
        .prefault({}),
})
    .describe("an SMTP server and a sender");
export const MAIL_INPUT = z.object({
    to: ADDRESSES,
    cc: ADDRESSES.nullish(),
    bcc: ADDRESSES.nullish(),
    replyTo: ADDRESSES.nullish(),
    subject: z.string().max(998),
    text: z.string().max(LONGEST_BODY).nullish(),
    html: z.string().max(LONGEST_BODY).nullish(),
    attachments: z
        .array(z.object({
        filename: z.string().min(1).max(255),
        contentType: z.string().max(127).optional(),
        content: z.string().max(LONGEST_BODY).optional(),
        base64: z.base64().max(LONGEST_BODY).optional(),
    }))
        .max(MOST_ATTACHMENTS)
        .nullish(),
});
export const MAIL_OUTPUT = z.object({
    messageId: z.string(),
    accepted: z.array(z.string()).describe("recipients that the server took"),
    rejected: z.array(z.string()),
    response: z.string().describe("the server's last line"),
});
//# sourceMappingURL=configuration.js.map