import { pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { ConnectorError } from "../contract.js";
const MOST_ENCODINGS = 3;
export async function readBody(body, headers, limit, whenOver) {
    const announced = Number(headers["content-length"] ?? 0);
    const stop = () => {
        body.on("error", () => undefined);
        body.destroy();
    };
    if (whenOver === "fail" && announced > limit) {
        stop();
        throw tooLarge(limit, `${announced} bytes are announced`);
    }
    const chunks = [];
    let size = 0;
    try {
        for await (const chunk of unpacked(body, headers["content-encoding"])) {
            const bytes = chunk;
            size += bytes.length;
            if (size > limit) {
                if (whenOver === "fail")
                    throw tooLarge(limit, "there is more");
                chunks.push(bytes.subarray(0, bytes.length - (size - limit)));
                return { bytes: Buffer.concat(chunks), isCut: true };
            }
            chunks.push(bytes);
        }
    }
    catch (error) {
        if (whenOver === "cut")
            return { bytes: Buffer.concat(chunks), isCut: true };
        if (isUnpackingError(error)) {
            throw new ConnectorError("invalid-body", "The answer cannot be unpacked; its compression is broken.", {
                retryable: false,
                cause: error,
            });
        }
        throw error;
    }
    finally {
        stop();
    }
    return { bytes: Buffer.concat(chunks), isCut: false };
}
function tooLarge(limit, reason) {
    return new ConnectorError("answer-too-large", `The answer has more than ${limit} bytes: ${reason}.`, {
        retryable: false,
        details: { limit },
    });
}
function unpacked(body, header) {
    const encodings = (header ?? "")
        .split(",")
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== "" && name !== "identity");
    if (encodings.length > MOST_ENCODINGS)
        throw unknownEncoding(header ?? "");
    return encodings.toReversed().reduce((stream, name) => {
        const step = unpacker(name);
        if (!step)
            throw unknownEncoding(name);
        pipeline(stream, step, () => undefined);
        return step;
    }, body);
}
function unpacker(name) {
    if (name === "gzip" || name === "x-gzip")
        return createGunzip();
    if (name === "deflate")
        return createInflate();
    if (name === "br")
        return createBrotliDecompress();
    return undefined;
}
function unknownEncoding(name) {
    return new ConnectorError("invalid-body", `The answer is packed in a way that is not known: ${name}.`, {
        retryable: false,
    });
}
function isUnpackingError(error) {
    const code = error instanceof Error ? error.code : undefined;
    return (typeof code === "string" &&
        (code.startsWith("Z_") || code.startsWith("ERR_BROTLI") || code.startsWith("ERR__ERROR")));
}
//# sourceMappingURL=answer.js.map