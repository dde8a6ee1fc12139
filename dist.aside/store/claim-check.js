import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { METADATA_ENCODING_KEY, ValueError } from "@temporalio/common";
import proto from "@temporalio/proto";
import { loadPayload, savePayload } from "./payloads.js";
const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
const ENCODING = new TextEncoder().encode("binary/claim-check");
const INLINE_BYTES = 4096;
const CACHE_BYTES = 64 * 1024 * 1024;
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
export function claimCheckCodec(shelf = { save: savePayload, load: loadPayload }) {
    const cache = new PayloadCache(CACHE_BYTES);
    return {
        encode: (payloads) => Promise.all(payloads.map((payload) => checkIn(payload, shelf, cache))),
        decode: (payloads) => Promise.all(payloads.map((payload) => checkOut(payload, shelf, cache))),
    };
}
export const LOCAL = { local: true };
const LOCAL_BYTES = Buffer.from(JSON.stringify(LOCAL).slice(0, -1));
async function checkIn(payload, shelf, cache) {
    const { data } = payload;
    if (!data || data.length <= INLINE_BYTES)
        return payload;
    if (LOCAL_BYTES.equals(data.subarray(0, LOCAL_BYTES.length)))
        return payload;
    const bytes = PayloadMessage.encode(payload).finish();
    const name = createHash("sha256").update(bytes).digest("hex");
    if (!cache.get(name)) {
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
        await shelf.save(name, await compress(bytes, quality));
        cache.put(name, payload, bytes.length);
    }
    return {
        metadata: { [METADATA_ENCODING_KEY]: ENCODING },
        data: new TextEncoder().encode(name),
    };
}
async function checkOut(payload, shelf, cache) {
    const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
    if (!encoding || Buffer.compare(encoding, ENCODING) !== 0)
        return payload;
    if (!payload.data)
        throw new ValueError("a claim check without a name");
    const name = new TextDecoder().decode(payload.data);
    const known = cache.get(name);
    if (known)
        return known;
    const bytes = await decompress(await shelf.load(name));
    if (createHash("sha256").update(bytes).digest("hex") !== name) {
        throw new ValueError(`the stored payload ${name} is damaged`);
    }
    const stored = PayloadMessage.decode(bytes);
    cache.put(name, stored, bytes.length);
    return stored;
}
class PayloadCache {
    #entries = new Map();
    #limit;
    #bytes = 0;
    constructor(limit) {
        this.#limit = limit;
    }
    get(name) {
        const entry = this.#entries.get(name);
        if (!entry)
            return undefined;
        this.#entries.delete(name);
        this.#entries.set(name, entry);
        return entry.payload;
    }
    put(name, payload, bytes) {
        if (this.#entries.has(name) || bytes > this.#limit)
            return;
        this.#entries.set(name, { payload, bytes });
        this.#bytes += bytes;
        for (const [oldest, entry] of this.#entries) {
            if (this.#bytes <= this.#limit)
                break;
            this.#entries.delete(oldest);
            this.#bytes -= entry.bytes;
        }
    }
}
//# sourceMappingURL=claim-check.js.map