/** Reading an answer's bytes: unpacked, and never more of them than wanted. */
import { pipeline, Readable, type Transform } from "node:stream";
import zlib from "node:zlib";
import { ConnectorError } from "../contract.ts";
import { valueOf, valuesOf, type Headers } from "./headers.ts";

/** What came back of one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
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
  headers: Headers,
  limit: number,
  whenOver: "fail" | "cut",
): Promise<Pick<Answer, "bytes" | "isCut">> {
  const announced = Number(valueOf(headers, "content-length") ?? 0);
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
    for await (const bytes of unpacked(body, valuesOf(headers, "content-encoding").join(","))) {
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
function unpacked(body: AsyncIterable<Buffer>, header: string): AsyncIterable<Buffer> {
  const encodings = header
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  if (encodings.length > MOST_ENCODINGS) throw unknownEncoding(header);
  const wrong = encodings.find((name) => !isKnown(name));
  if (wrong !== undefined) throw unknownEncoding(wrong);
  return encodings.toReversed().reduce<AsyncIterable<Buffer>>(unpackedBy, body);
}

/** A body without a byte stays one: nothing was packed, whatever the header says. */
async function* unpackedBy(source: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  if (start.length === 0) return;
  const step = unpacker(name, start);
  // Errors of the source reach the reader through the step, which the pipeline destroys with them.
  pipeline(Readable.from(withStart(start, chunks)), step, () => undefined);
  for await (const chunk of step) yield chunk as Buffer;
}

async function* withStart(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** Zstandard is there from Node 22.15 on. */
const ZSTD: unknown = Reflect.get(zlib, "createZstdDecompress");

function isKnown(name: string): boolean {
  return (
    ["gzip", "x-gzip", "deflate", "br"].includes(name) || (name === "zstd" && typeof ZSTD === "function")
  );
}

function unpacker(name: string, [first = 0, second = 0]: Buffer): Transform {
  if (name === "br") return zlib.createBrotliDecompress();
  if (name === "zstd") return (ZSTD as () => Transform)();
  if (name !== "deflate") return zlib.createGunzip();
  // `deflate` means the format of zlib, but many servers leave its header out.
  const hasHeader = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
  return hasHeader ? zlib.createInflate() : zlib.createInflateRaw();
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
    (code.startsWith("Z_") ||
      code.startsWith("ZSTD_") ||
      code.startsWith("ERR_BROTLI") ||
      code.startsWith("ERR__ERROR"))
  );
}
