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
import { hasPayload, loadPayload, savePayload } from "./payloads.ts";

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

const ENCODING = new TextEncoder().encode("binary/claim-check");

/** Payloads up to this many bytes stay in the history. */
const INLINE_BYTES = 4096;

/** Bytes of payloads that are kept in memory by reference, so that a busy specification is fetched once a process. */
const CACHE_BYTES = 64 * 1024 * 1024;

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/**
 * How long a payload that was found stored is believed to be: one read a second for a busy specification. A store that is restored
 * or emptied while this process goes on gets its payloads again.
 */
const BELIEF_MILLIS = 1_000;
const BELIEVED_MOST = 10_000;

export interface PayloadShelf {
  /** stores bytes under their name; the same name always has the same bytes */
  save(name: string, bytes: Uint8Array): Promise<void>;
  has(name: string): Promise<boolean>;
  /** @throws Error when there is none */
  load(name: string): Promise<Uint8Array>;
}

const SHELF: PayloadShelf = { save: savePayload, has: hasPayload, load: loadPayload };

/** A shelf, and what this process knows of it. */
interface Desk {
  readonly shelf: PayloadShelf;
  /** payloads by name, each with its bytes; one that is larger than all of the cache is not kept */
  readonly cache: LRUCache<string, { readonly payload: Payload; readonly bytes: number }>;
  /** names that are being stored, or were found stored a moment ago */
  readonly stored: LRUCache<string, Promise<void>>;
}

/** The codec over MongoDB; both the API's client and the worker need it, with a connection open. */
export function claimCheckCodec(shelf: PayloadShelf = SHELF, beliefMillis = BELIEF_MILLIS): PayloadCodec {
  const desk: Desk = {
    shelf,
    cache: new LRUCache({ maxSize: CACHE_BYTES, sizeCalculation: ({ bytes }) => bytes }),
    stored: new LRUCache({ max: BELIEVED_MOST, ttl: beliefMillis }),
  };
  return {
    encode: (payloads) => Promise.all(payloads.map((payload) => checkIn(payload, desk))),
    decode: (payloads) => Promise.all(payloads.map((payload) => checkOut(payload, desk))),
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
  const bytes = bytesOf({
    metadata: { [METADATA_ENCODING_KEY]: new TextEncoder().encode("json/plain") },
    data: new TextEncoder().encode(text),
  });
  if (bytes) await save(nameOf(bytes), bytes, SHELF);
}

async function checkIn(payload: Payload, desk: Desk): Promise<Payload> {
  const bytes = bytesOf(payload);
  if (!bytes) return payload;
  const name = nameOf(bytes);
  const known = desk.stored.get(name);
  const storing = known ?? keep(name, bytes, desk);
  if (!known) {
    desk.stored.set(name, storing);
    storing.catch(() => {
      if (desk.stored.peek(name) === storing) desk.stored.delete(name);
    });
  }
  await storing;
  if (!desk.cache.has(name)) desk.cache.set(name, { payload, bytes: bytes.length });
  return {
    metadata: { [METADATA_ENCODING_KEY]: ENCODING },
    data: new TextEncoder().encode(name),
  };
}

/** A payload that is stored apart, as bytes; `undefined` for one that stays where it is. */
function bytesOf(payload: Payload): Uint8Array | undefined {
  const { data } = payload;
  if (!data || data.length <= INLINE_BYTES) return undefined;
  if (LOCAL_BYTES.equals(data.subarray(0, LOCAL_BYTES.length))) return undefined;
  return PayloadMessage.encode(payload).finish();
}

function nameOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What this process has seen before is most likely there: to ask is cheaper than to compress it again. */
async function keep(name: string, bytes: Uint8Array, { shelf, cache }: Desk): Promise<void> {
  if (cache.get(name) && (await shelf.has(name))) return;
  await save(name, bytes, shelf);
}

async function save(name: string, bytes: Uint8Array, shelf: PayloadShelf): Promise<void> {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
  await shelf.save(name, await compress(bytes, quality));
}

async function checkOut(payload: Payload, { shelf, cache }: Desk): Promise<Payload> {
  const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
  if (!encoding || Buffer.compare(encoding, ENCODING) !== 0) return payload;
  if (!payload.data) throw new ValueError("a claim check without a name");
  const name = new TextDecoder().decode(payload.data);
  const known = cache.get(name);
  if (known) return known.payload;
  const bytes = await decompress(await shelf.load(name));
  if (nameOf(bytes) !== name) throw new ValueError(`the stored payload ${name} is damaged`);
  const stored = PayloadMessage.decode(bytes);
  cache.set(name, { payload: stored, bytes: bytes.length });
  return stored;
}
