/** A route as data: what it is called, who may call it, what goes in and out. The OpenAPI document is made from the same. */
import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { below, pointerTo } from "../../yawl/model/pointer.ts";
import type { Access } from "../../store/views.ts";
import type { AuditTrail } from "../security/audit.ts";
import type { Caller } from "../security/caller.ts";
import type { Upload } from "./body.ts";
import { mistake } from "./mistakes.ts";
import { Problem } from "./problem.ts";
import type { ProblemError, ProblemType } from "./problem.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** Roles of access of which the caller needs one (administrators have all), or `open`: no token is needed. */
export type Allowed = "open" | readonly [Access, ...Access[]];

export interface Answer {
  readonly status: number;
  /** sent as JSON */
  readonly body?: unknown;
  /** sent as it is, instead of a body */
  readonly text?: { readonly contentType: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
  /** answers by itself and for as long as it likes, instead of all that; problems before its first byte are answered as always */
  readonly stream?: (request: Request, response: Response) => Promise<void>;
}

/** A request whose parts were checked against the schemas of its route. */
export interface Checked<Parameters, Query, Body> {
  readonly parameters: Parameters;
  readonly query: Query;
  readonly body: Body;
  /** what was not understood of a text that came instead of JSON */
  readonly notes: readonly ProblemError[];
  /** `undefined` only at open routes */
  readonly caller: Caller | undefined;
  readonly idempotencyKey: string | undefined;
  /** of these media types the one that the caller would rather have; `undefined`: none of them */
  readonly preferred: (types: readonly string[]) => string | undefined;
}

/** Which body a route takes: none, JSON, or text of these media types, such as a specification. */
export type BodyKind =
  | { readonly kind: "none" }
  /** `orText`: media types of texts that say the same */
  | { readonly kind: "json"; readonly orText?: readonly string[] }
  | { readonly kind: "text"; readonly accepted: readonly string[] };

export interface RawRequest {
  readonly parameters: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** the body, where it came as text that is to be read as JSON */
  readonly upload?: Upload | undefined;
  readonly caller: Caller | undefined;
  readonly idempotencyKey: string | undefined;
  readonly preferred: (types: readonly string[]) => string | undefined;
}

export interface Route {
  readonly method: Method;
  /** with parameters in braces: `/api/v1/cases/{id}` */
  readonly path: string;
  readonly access: Allowed;
  readonly tag: string;
  readonly summary: string;
  readonly takes: BodyKind;
  readonly schemas: {
    readonly parameters?: z.ZodObject;
    readonly query?: z.ZodObject;
    readonly body?: z.ZodType;
  };
  /** by status: schema of the answer as JSON, its media type or one of several, or `""`: no body */
  readonly answers: Answers;
  /** problems that its handler has, besides those that every route of its kind has */
  readonly problems: readonly ProblemType[];
  /** takes an `Idempotency-Key` */
  readonly idempotent?: boolean;
  /** rate limits: before the body is read, and after it */
  readonly limits?: { readonly early: readonly RequestHandler[]; readonly late: readonly RequestHandler[] };
  /** largest body in bytes, where it differs from the usual one */
  readonly bodyLimit?: number;
  /** where its uses and refusals are recorded */
  readonly audit?: AuditTrail;
  run(request: RawRequest): Promise<Answer>;
}

export type Answers = Readonly<Record<number, z.ZodType | string | readonly [string, ...string[]]>>;

interface Definition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  readonly method: Method;
  readonly path: string;
  readonly access: Allowed;
  readonly tag: string;
  readonly summary: string;
  readonly parameters?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly accepts?: readonly string[];
  /** for a route that takes JSON: other media types of it, and what they say as JSON */
  readonly orText?: {
    readonly accepts: readonly string[];
    /** @throws Problem when the text cannot be read */
    readonly read: (upload: Upload) => { readonly body: unknown; readonly notes: readonly ProblemError[] };
  };
  readonly answers: Answers;
  readonly problems?: readonly ProblemType[];
  readonly idempotent?: boolean;
  readonly limits?: Route["limits"];
  readonly bodyLimit?: number;
  readonly audit?: AuditTrail;
  readonly handler: (request: Checked<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answer>;
}

const NOTHING = z.object({});

/** Declares a route; its handler sees checked input only. */
export function route<
  P extends z.ZodObject = typeof NOTHING,
  Q extends z.ZodObject = typeof NOTHING,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, B>): Route {
  const { handler, parameters, query, body, accepts, orText, limits, bodyLimit, audit, ...declared } =
    definition;
  return {
    problems: [],
    ...declared,
    ...(limits ? { limits } : {}),
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    ...(audit ? { audit } : {}),
    takes: accepts
      ? { kind: "text", accepted: accepts }
      : body
        ? { kind: "json", ...(orText ? { orText: orText.accepts } : {}) }
        : { kind: "none" },
    schemas: {
      ...(parameters ? { parameters } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body } : {}),
    },
    async run(request) {
      const text = request.upload && orText?.read(request.upload);
      const { body: sent, notes } = text ?? { body: request.body, notes: [] };
      return await handler({
        parameters: checkParameters(parameters, request.parameters) as z.output<P>,
        query: checkParameters(query ?? NOTHING.strict(), request.query) as z.output<Q>,
        body: (body ? checkBody(body, sent) : undefined) as z.output<B>,
        notes,
        caller: request.caller,
        preferred: (types) => request.preferred(types),
        idempotencyKey: declared.idempotent ? checkKey(request.idempotencyKey) : undefined,
      });
    },
  };
}

export const LONGEST_IDEMPOTENCY_KEY = 255;

function checkKey(key: string | undefined): string | undefined {
  if (key === undefined || (key !== "" && key.length <= LONGEST_IDEMPOTENCY_KEY)) return key;
  throw new Problem("bad-request", `An Idempotency-Key has 1 to ${LONGEST_IDEMPOTENCY_KEY} characters.`, {
    errors: [{ parameter: "Idempotency-Key", message: `1 to ${LONGEST_IDEMPOTENCY_KEY} characters` }],
  });
}

/** For a route that takes text: the upload is not described by a schema. */
export const UPLOAD = z.custom<Upload>();

/** The caller of a route that is not open. */
export function callerOf(request: { readonly caller: Caller | undefined }): Caller {
  if (!request.caller) throw new Error("a route that is not open was reached without a caller");
  return request.caller;
}

function checkParameters(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return {};
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue): readonly ProblemError[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ parameter: key, message: "there is no such parameter here" }))
      : [{ parameter: issue.path.join("."), message: issue.message }],
  );
  throw new Problem("bad-request", "A parameter of the request is not as it should be.", { errors });
}

function checkBody(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value, { error: mistake });
  if (result.success) return result.data;
  if (value === undefined) throw new Problem("bad-request", "The request needs a JSON body.");
  const errors = result.error.issues.flatMap((issue): readonly ProblemError[] => {
    const pointer = pointerTo(issue.path);
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          pointer: below(pointer, key),
          message: "there is no such property here",
        }))
      : [{ pointer, message: issue.message }];
  });
  throw new Problem("invalid-data", "The body is not as it should be.", { errors });
}
