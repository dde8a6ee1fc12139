/** Requests with an `Idempotency-Key`: which case the first of them started, and what it was answered. Kept for a day. */
import type { JsonObject } from "../yawl/model/json.ts";
import { fromText, toText } from "./json-text.ts";
import { Idempotency } from "./models.ts";

export interface KeyedRequest {
  /** SHA-256 of the request */
  readonly digest: string;
  /** case that the first request chose */
  readonly caseId: string;
  /** absent while the first request is under way, or when it broke off */
  readonly answer?: JsonObject;
}

const DUPLICATE_KEY = 11_000;

/** Keeps the request unless one with this key is known; answers the one that is kept, and whether it is this one. */
export async function rememberRequest(
  key: string,
  request: { readonly digest: string; readonly caseId: string },
): Promise<KeyedRequest & { readonly isNew: boolean }> {
  try {
    await Idempotency.create([{ _id: key, ...request, createdAt: new Date() }]);
    return { ...request, isNew: true };
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
  }
  const kept = await Idempotency.findById(key).lean();
  // Gone between the two calls: it was a day old.
  if (!kept) return await rememberRequest(key, request);
  const { digest, caseId, answer } = kept;
  return {
    digest,
    caseId,
    isNew: false,
    ...(answer === undefined ? {} : { answer: fromText(answer) }),
  };
}

export async function rememberAnswer(key: string, answer: JsonObject): Promise<void> {
  await Idempotency.updateOne({ _id: key }, { $set: { answer: toText(answer) } });
}

/** Forgets the requests of people who are removed: whoever gets their id must not get their answers. */
export async function forgetRequestsOf(participants: readonly string[]): Promise<void> {
  for (const id of participants) {
    // `;` comes after `:`: these are all keys that begin with the id and a colon, which no id has in it.
    await Idempotency.deleteMany({ _id: { $gte: `${id}:`, $lt: `${id};` } });
  }
}

/** Forgets a request that was refused, so that it may be made again. */
export async function forgetRequest(key: string): Promise<void> {
  await Idempotency.deleteOne({ _id: key });
}
