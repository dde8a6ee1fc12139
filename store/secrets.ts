/** Secrets, as they were encrypted elsewhere: nothing here has ever seen a value. */
import { Secrets } from "./models.ts";
import type { SecretDocument } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { SecretBinding, SecretView } from "./views.ts";

/** An encrypted value; `keyId` names the key for people. */
export interface Sealed {
  readonly keyId: string;
  readonly sealed: string;
}

export interface StoredSecret extends SecretView, Sealed {}

const DUPLICATE_KEY = 11_000;

/** What a secret is bound to from now on; `undefined`: as before, `null`: to nothing. */
export interface BindingChange {
  readonly hosts?: readonly string[] | null | undefined;
  readonly specifications?: readonly string[] | null | undefined;
}

/**
 * Keeps a value under the next version, which it is encrypted for; the first version is 1.
 * @param seal encrypts the value for a version and what it is bound to; called again when somebody else was quicker
 */
export async function putSecret(
  name: string,
  change: BindingChange & { readonly by: string; readonly at: number },
  seal: (label: SecretBinding & { readonly name: string; readonly version: number }) => Sealed,
): Promise<{ readonly version: number }> {
  const known = await findSecret(name);
  const version = (known?.version ?? 0) + 1;
  const binding = changed(known ?? {}, change);
  const { keyId, sealed } = seal({ name, version, ...binding });
  const fields = { version, keyId, sealed, updatedAt: change.at, updatedBy: change.by, ...binding };
  const isWritten = known
    ? (await Secrets.replaceOne({ _id: name, version: known.version }, fields)).modifiedCount === 1
    : await insert({ _id: name, ...fields });
  return isWritten ? { version } : await putSecret(name, change, seal);
}

function changed(before: SecretBinding, change: BindingChange): SecretBinding {
  const hosts = change.hosts === undefined ? before.hosts : change.hosts;
  const specifications = change.specifications === undefined ? before.specifications : change.specifications;
  return { ...(hosts && { hosts }), ...(specifications && { specifications }) };
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
  const document = await Secrets.findById(name).lean();
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
  const documents = Secrets.find().sort({ _id: 1 }).lean().cursor();
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

function viewOf(document: SecretDocument): SecretView {
  const { _id: name, version, keyId, updatedAt, updatedBy, hosts, specifications } = document;
  return {
    name,
    version,
    keyId,
    updatedAt,
    updatedBy,
    ...(hosts && { hosts }),
    ...(specifications && { specifications }),
  };
}

/** Those of the named secrets that there are, by name, with what they are bound to. */
export async function bindingsOf(names: readonly string[]): Promise<ReadonlyMap<string, SecretBinding>> {
  const documents = await Secrets.find({ _id: { $in: names } }).lean();
  return new Map(documents.map((document) => [document._id, viewOf(document)]));
}
