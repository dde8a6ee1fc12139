/** What a call over HTTP is configured with, and what goes in and out. */
import { z } from "zod";
import type { Json } from "../../../yawl/model/json.ts";
import { SECRET_REFERENCE } from "../contract.ts";
import { duration } from "../duration.ts";

/** Any JSON; what it holds was checked where it came from. */
export const JSON_VALUE = z.custom<Json>(() => true);

const HEADER_NAME = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "must be the name of a header");
const SECRET_OR_TEXT = z.union([z.string().min(1), SECRET_REFERENCE]);
const STATUSES = 'must be a status (404), a class ("5xx") or a range ("500-503")';
const STATUS = z
  .union([z.int().min(100).max(599), z.string().regex(/^([1-5]xx|[1-5]\d\d(-[1-5]\d\d)?)$/, STATUSES)])
  .describe('a status (404), a class ("5xx") or a range ("500-503")');
const CONTENT_TYPE = z
  .string()
  .regex(
    /^[\w.+-]{1,60}\/(?:\*|[\w.+-]{1,90})$/,
    'must be a content type, like "application/json" or "text/*"',
  );
const MINUTE = 60_000;
const LARGEST_ANSWER = 10_000_000;

const AUTH = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("bearer"), token: SECRET_REFERENCE }),
  z.strictObject({ type: z.literal("basic"), user: SECRET_OR_TEXT, password: SECRET_REFERENCE }),
  z.strictObject({
    type: z.literal("apiKey"),
    in: z.enum(["header", "query"]).default("header"),
    name: z.string().min(1).max(100),
    key: SECRET_REFERENCE,
  }),
  z.strictObject({
    type: z.literal("oauth2"),
    tokenUrl: z.url({ protocol: /^https?$/ }),
    clientId: SECRET_OR_TEXT,
    clientSecret: SECRET_REFERENCE,
    scope: z.string().min(1).optional(),
    audience: z.string().min(1).optional(),
    credentials: z.enum(["header", "body"]).default("header").describe("how the client shows who it is"),
  }),
]);

export type Auth = z.output<typeof AUTH>;

const PROXY = z.union([
  z.literal(false).describe("no proxy, also if the deployment has one"),
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    user: SECRET_OR_TEXT.optional(),
    password: SECRET_REFERENCE.optional(),
  }),
]);

export const TLS = z.strictObject({
  authority: SECRET_OR_TEXT.optional().describe("PEM of the only certificate authorities to trust"),
  certificate: SECRET_OR_TEXT.optional().describe("PEM of the client's certificate"),
  key: SECRET_REFERENCE.optional().describe("PEM of the client's private key"),
  passphrase: SECRET_REFERENCE.optional(),
  serverName: z.string().min(1).max(253).optional().describe("name to expect in the server's certificate"),
  minimumVersion: z.enum(["TLSv1.2", "TLSv1.3"]).default("TLSv1.2"),
  verify: z.boolean().default(true).describe("false only for hosts that the deployment's policy names"),
});

export type Tls = z.output<typeof TLS>;

const LIMITS = z.strictObject({
  connect: duration(1, 2 * MINUTE).default(10_000),
  headers: duration(1, 60 * MINUTE)
    .default(30_000)
    .describe("until the answer's headers are there"),
  idle: duration(1, 60 * MINUTE)
    .default(30_000)
    .describe("between two parts of the answer's body"),
  total: duration(1, 24 * 60 * MINUTE)
    .default(MINUTE)
    .describe("the whole call, redirects included"),
  size: z.int().min(0).max(LARGEST_ANSWER).default(2_000_000).describe("bytes of the answer, unpacked"),
});

export const ENCODINGS = ["json", "form", "multipart", "text", "xml", "binary"] as const;
export const FORMATS = ["auto", "json", "xml", "text", "form", "binary", "none"] as const;

export const HTTP_CONFIGURATION = z
  .strictObject({
    url: z.string().min(1).max(8_000).describe("URL template (RFC 6570)"),
    method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).default("GET"),
    query: z.record(z.string(), JSON_VALUE).default({}).describe("added to the URL; texts may be templates"),
    headers: z.record(HEADER_NAME, SECRET_OR_TEXT).default({}).describe("texts may be templates; or secrets"),
    body: JSON_VALUE.optional().describe("template of the body; absent: the input `body`"),
    encoding: z.enum(ENCODINGS).default("json").describe("how the body is written"),
    auth: AUTH.optional(),
    proxy: PROXY.optional(),
    tls: TLS.prefault({}),
    redirects: z.int().min(0).max(20).default(5).describe("how many are followed; 0: none"),
    limits: LIMITS.prefault({}),
    response: z
      .strictObject({
        format: z.enum(FORMATS).default("auto").describe("how the answer is read; auto: by its content type"),
        types: z.array(CONTENT_TYPE).min(1).optional().describe("content types that are accepted"),
      })
      .prefault({}),
    status: z
      .strictObject({
        success: z.array(STATUS).min(1).default(["2xx"]),
        retry: z.array(STATUS).default([]).describe("tried again, besides those that are anyway"),
        final: z.array(STATUS).default([]).describe("not tried again"),
      })
      .prefault({}),
    idempotencyHeader: z
      .union([HEADER_NAME, z.literal(false)])
      .default("Idempotency-Key")
      .describe("sent with requests that change something; the same at each attempt"),
  })
  .describe("a request over HTTP");

export type HttpConfiguration = z.output<typeof HTTP_CONFIGURATION>;

export const HTTP_INPUT = z
  .object({
    body: JSON_VALUE.optional(),
    query: z.record(z.string(), JSON_VALUE).nullish(),
    headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
  })
  .catchall(JSON_VALUE)
  .describe("`body`, `query` and `headers` are parts of the request; all others are template variables");

export type HttpInput = z.output<typeof HTTP_INPUT>;

export const HTTP_OUTPUT = z.object({
  status: z.int(),
  headers: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .describe("names in lower case; one that came several times is a list, `set-cookie` always"),
  body: JSON_VALUE,
});

export type HttpOutput = z.output<typeof HTTP_OUTPUT>;
