/** Reading an answer's bytes: unpacked, and never more of them than wanted. */
import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { ConnectorError } from "../contract.ts";

/** What came back of one request. */
export interface Answer {
  readonly status: number;
  /** names in lower case; several headers of one name joined by commas */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** whether there was more than `bytes` */
  readonly isCut: boolean;
}

const MOST_ENCODINGS = 3;

/**
 * @param limit most bytes, counted after unpacking: a small answer may unpack to a large one
 * @param whenOver `fail`: an error, without reading on; `cut`: the beginning, also of a body that is broken
 * @throws ConnectorError `answer-too-large`, `invalid-body`; and whatever the stream fails with
 */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  limit: number,
  whenOver: "fail" | "cut",
): Promise<Pick<Answer, "bytes" | "isCut">> {
  const announced = Number(headers["content-length"] ?? 0);
  const stop = (): void => {
    body.on("error", () => undefined);
    body.destroy();
  };
  if (whenOver === "fail" && announced > limit) {
    stop();
    throw tooLarge(limit, `${announced} bytes are announced`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked(body, headers["content-encoding"])) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > limit) {
        if (whenOver === "fail") throw tooLarge(limit, "there is more");
        chunks.push(bytes.subarray(0, bytes.length - (size - limit)));
        return { bytes: Buffer.concat(chunks), isCut: true };
      }
      chunks.push(bytes);
    }
  } catch (error) {
    // What only an operator looks at may be broken: its status counts.
    if (whenOver === "cut") return { bytes: Buffer.concat(chunks), isCut: true };
    if (isUnpackingError(error)) {
      throw new ConnectorError("invalid-body", "The answer cannot be unpacked; its compression is broken.", {
        retryable: false,
        cause: error,
      });
    }
    throw error;
  } finally {
    // Ends the socket when the answer was not read to its end.
    stop();
  }
  return { bytes: Buffer.concat(chunks), isCut: false };
}

function tooLarge(limit: number, reason: string): ConnectorError {
  return new ConnectorError("answer-too-large", `The answer has more than ${limit} bytes: ${reason}.`, {
    retryable: false,
    details: { limit },
  });
}

/** The body through what undoes its `Content-Encoding`, the last one first. */
function unpacked(body: Readable, header: string | undefined): Readable {
  const encodings = (header ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  if (encodings.length > MOST_ENCODINGS) throw unknownEncoding(header ?? "");
  return encodings.toReversed().reduce<Readable>((stream, name) => {
    const step = unpacker(name);
    if (!step) throw unknownEncoding(name);
    // Errors of the source reach the reader through the step, which the pipeline destroys with them.
    pipeline(stream, step, () => undefined);
    return step;
  }, body);
}

function unpacker(name: string) {
  if (name === "gzip" || name === "x-gzip") return createGunzip();
  if (name === "deflate") return createInflate();
  if (name === "br") return createBrotliDecompress();
  return undefined;
}

function unknownEncoding(name: string): ConnectorError {
  return new ConnectorError("invalid-body", `The answer is packed in a way that is not known: ${name}.`, {
    retryable: false,
  });
}

function isUnpackingError(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return (
    typeof code === "string" &&
    (code.startsWith("Z_") || code.startsWith("ERR_BROTLI") || code.startsWith("ERR__ERROR"))
  );
}
