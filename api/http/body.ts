/** Reads the body of a request once it is known that the caller may send one. */
import { raw } from "express";
import type { Request, RequestHandler } from "express";
import { parseJson } from "./json.ts";
import { Problem } from "./problem.ts";

/** A specification as it was sent. */
export interface Upload {
  readonly text: string;
  /** media type without parameters */
  readonly contentType: string;
}

/** Reads the bytes; the parser drains what is beyond the limit, so that the sender sees the answer and not a reset. */
export function readBytes(limit: number): RequestHandler {
  return raw({ type: () => true, limit, inflate: true });
}

/** The JSON body; `undefined` when there is none. */
export function jsonBody(request: Request): unknown {
  const bytes = bytesOf(request);
  if (bytes === undefined) return undefined;
  const { mediaType, charset } = contentType(request);
  if (mediaType !== "application/json" && !mediaType.endsWith("+json"))
    throw unsupported(mediaType, ["application/json"]);
  return parseJson(decode(bytes, charset ?? "utf-8"));
}

/** A body that is kept as text, of one of these media types. */
export function textBody(request: Request, accepted: readonly string[]): Upload {
  const { mediaType, charset } = contentType(request);
  if (!accepted.includes(mediaType)) throw unsupported(mediaType, accepted);
  const bytes = bytesOf(request);
  if (bytes === undefined) throw new Problem("bad-request", "The request has no body.");
  const declared =
    charset ?? byteOrder(bytes) ?? (mediaType.endsWith("xml") ? xmlEncoding(bytes) : undefined);
  return { text: decode(bytes, declared ?? "utf-8"), contentType: mediaType };
}

function bytesOf(request: Request): Buffer | undefined {
  const body: unknown = request.body;
  return Buffer.isBuffer(body) && body.length > 0 ? body : undefined;
}

function contentType(request: Request): { readonly mediaType: string; readonly charset: string | undefined } {
  const [mediaType = "", ...parameters] = (request.get("content-type") ?? "").split(";");
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(parameter)?.[1])
    .find(Boolean);
  return { mediaType: mediaType.trim().toLowerCase(), charset };
}

/** By byte order mark. */
function byteOrder(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

/** The encoding that the XML declaration names. */
function xmlEncoding(bytes: Buffer): string | undefined {
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.toString("latin1", 0, 200))?.[1];
}

function decode(bytes: Buffer, encoding: string): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new Problem("unsupported-media-type", `The encoding ${encoding} is not known.`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Problem("bad-request", `The body is not text in ${encoding}.`);
  }
}

function unsupported(mediaType: string, accepted: readonly string[]): Problem {
  const sent =
    mediaType === ""
      ? "The request names no content type"
      : `The content type ${mediaType} is not taken here`;
  return new Problem("unsupported-media-type", `${sent}; send ${accepted.join(", ")}.`, {
    headers: { Accept: accepted.join(", ") },
  });
}
