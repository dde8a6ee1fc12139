/** Secrets, as they were encrypted elsewhere: nothing here has ever seen a value. */
import { Secrets } from "./models.ts";
import type { SecretDocument } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { SecretView } from "./views.ts";

/** An encrypted value; `keyId` names the key for people. */
export interface Sealed {
  readonly keyId: string;
  readonly sealed: string;
}

export interface StoredSecret extends SecretView, Sealed {}

const DUPLICATE_KEY = 11_000;

/**
 * Keeps a value under the next version, which it is encrypted for; the first version is 1.
 * @param seal encrypts the value for a version; called again when somebody else was quicker
 */
export async function putSecret(
  name: string,
  change: { readonly by: string; readonly at: number },
  seal: (version: number) => Sealed,
): Promise<{ readonly version: number }> {
  const known = await findSecret(name);
  const version = (known?.version ?? 0) + 1;
  const { keyId, sealed } = seal(version);
  const fields = { version, keyId, sealed, updatedAt: change.at, updatedBy: change.by };
  const isWritten = known
    ? (await Secrets.updateOne({ _id: name, version: known.version }, { $set: fields })).modifiedCount === 1
    : await insert({ _id: name, ...fields });
  return isWritten ? { version } : await putSecret(name, change, seal);
}

async function insert(document: SecretDocument): Promise<boolean> {
  try {
    await Secrets.create([document]);
    return true;
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

/** The encrypted value and what is known of it. */
export async function findSecret(name: string): Promise<StoredSecret | undefined> {
  const document = (await Secrets.findById(name).lean()) as SecretDocument | null;
  return document ? { ...viewOf(document), sealed: document.sealed } : undefined;
}

/** By name; without the values, encrypted or not. */
export async function listSecrets(page: PageRequest): Promise<Page<SecretView>> {
  const { documents, nextCursor } = await pageOf(Secrets, {}, { direction: 1 }, page);
  return { items: documents.map(viewOf), nextCursor };
}

/** `false`: there is no such secret. */
export async function removeSecret(name: string): Promise<boolean> {
  return (await Secrets.deleteOne({ _id: name })).deletedCount === 1;
}

/** All secrets, one at a time. */
export async function* allSecrets(): AsyncGenerator<StoredSecret> {
  const documents = Secrets.find().sort({ _id: 1 }).lean().cursor() as AsyncIterable<SecretDocument>;
  for await (const document of documents) yield { ...viewOf(document), sealed: document.sealed };
}

/** Replaces how a value is encrypted, if it is still the same. `false`: it was changed or removed in between. */
export async function resealSecret(
  { name, version, sealed }: StoredSecret,
  renewed: Sealed,
): Promise<boolean> {
  const { keyId, sealed: text } = renewed;
  const { matchedCount } = await Secrets.updateOne(
    { _id: name, version, sealed },
    { $set: { keyId, sealed: text } },
  );
  return matchedCount === 1;
}

function viewOf({ _id: name, version, keyId, updatedAt, updatedBy }: SecretDocument): SecretView {
  return { name, version, keyId, updatedAt, updatedBy };
}
