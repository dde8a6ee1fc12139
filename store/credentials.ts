/** Passwords, as hashes, apart from the participants so that no list of people ever carries one. */
import { randomUUID } from "node:crypto";
import { Credentials } from "./models.ts";

export interface Credential {
  readonly hash: string;
  /** changes with the password */
  readonly version: string;
}

export async function findCredential(participant: string): Promise<Credential | undefined> {
  const document = await Credentials.findById(participant).lean();
  return document ? { hash: document.hash, version: document.version } : undefined;
}

/** Version of a participant's password: what a token must carry to be valid. */
export async function credentialVersion(participant: string): Promise<string | undefined> {
  const document = await Credentials.findById(participant, { version: 1 }).lean();
  return document?.version;
}

/** Sets a password; tokens that were given out before become void. */
export async function setCredential(participant: string, hash: string): Promise<void> {
  await Credentials.replaceOne({ _id: participant }, { hash, version: randomUUID() }, { upsert: true });
}

/** Replaces the hash of the same password, e.g. by one with stronger parameters: tokens stay valid. */
export async function rehashCredential(
  participant: string,
  credential: Credential,
  hash: string,
): Promise<void> {
  await Credentials.updateOne({ _id: participant, version: credential.version }, { $set: { hash } });
}

export async function removeCredentials(participants: readonly string[]): Promise<void> {
  await Credentials.deleteMany({ _id: { $in: participants } });
}
