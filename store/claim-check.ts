/**
 * Claim check: a payload codec that stores large payloads once, compressed and addressed by their content, and leaves a
 * small reference in the history. A specification that a thousand cases run is stored one time.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { METADATA_ENCODING_KEY, ValueError, type Payload, type PayloadCodec } from "@temporalio/common";
import proto from "@temporalio/proto";
import { LRUCache } from "lru-cache";
import { loadPayload, savePayload } from "./payloads.ts";

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

const ENCODING = new TextEncoder().encode("binary/claim-check");

/** Payloads up to this many bytes stay in the history. */
const INLINE_BYTES = 4096;

/** Bytes of payloads that are kept in memory by reference, so that a busy specification is fetched once a process. */
const CACHE_BYTES = 64 * 1024 * 1024;

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/** Payloads by name, each with its bytes; one that is larger than all of the cache is not kept. */
type PayloadCache = LRUCache<string, { readonly payload: Payload; readonly bytes: number }>;

export interface PayloadShelf {
  /** stores bytes under their name; the same name always has the same bytes */
  save(name: string, bytes: Uint8Array): Promise<void>;
  /** @throws Error when there is none */
  load(name: string): Promise<Uint8Array>;
}

const SHELF: PayloadShelf = { save: savePayload, load: loadPayload };

/** The codec over MongoDB; both the API's client and the worker need it, with a connection open. */
export function claimCheckCodec(shelf: PayloadShelf = SHELF): PayloadCodec {
  const cache: PayloadCache = new LRUCache({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });
  return {
    encode: (payloads) => Promise.all(payloads.map((payload) => checkIn(payload, shelf, cache))),
    decode: (payloads) => Promise.all(payloads.map((payload) => checkOut(payload, shelf, cache))),
  };
}

/**
 * What a local activity is given goes through the codec, too, but never into a history: it says so by its first property, and
 * is left as it is.
 */
export const LOCAL = { local: true } as const;

const LOCAL_BYTES = Buffer.from(JSON.stringify(LOCAL).slice(0, -1));

/**
 * Stores a value as the codec would, given as JSON text: what a history refers to by its content is there again, also when the
 * store was lost.
 */
export async function storeJson(text: string): Promise<void> {
  const payload: Payload = {
    metadata: { [METADATA_ENCODING_KEY]: new TextEncoder().encode("json/plain") },
    data: new TextEncoder().encode(text),
  };
  await checkIn(payload, SHELF);
}

async function checkIn(payload: Payload, shelf: PayloadShelf, cache?: PayloadCache): Promise<Payload> {
  const { data } = payload;
  if (!data || data.length <= INLINE_BYTES) return payload;
  if (LOCAL_BYTES.equals(data.subarray(0, LOCAL_BYTES.length))) return payload;
  const bytes = PayloadMessage.encode(payload).finish();
  const name = createHash("sha256").update(bytes).digest("hex");
  if (!cache?.get(name)) {
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
    await shelf.save(name, await compress(bytes, quality));
    cache?.set(name, { payload, bytes: bytes.length });
  }
  return {
    metadata: { [METADATA_ENCODING_KEY]: ENCODING },
    data: new TextEncoder().encode(name),
  };
}

async function checkOut(payload: Payload, shelf: PayloadShelf, cache: PayloadCache): Promise<Payload> {
  const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
  if (!encoding || Buffer.compare(encoding, ENCODING) !== 0) return payload;
  if (!payload.data) throw new ValueError("a claim check without a name");
  const name = new TextDecoder().decode(payload.data);
  const known = cache.get(name);
  if (known) return known.payload;
  const bytes = await decompress(await shelf.load(name));
  if (createHash("sha256").update(bytes).digest("hex") !== name) {
    throw new ValueError(`the stored payload ${name} is damaged`);
  }
  const stored = PayloadMessage.decode(bytes);
  cache.set(name, { payload: stored, bytes: bytes.length });
  return stored;
}
