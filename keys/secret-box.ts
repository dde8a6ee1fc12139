/** Encrypts secrets: AES-256-GCM, each value bound to the name and version that it is kept under. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SecretKey } from "./secret-keys.ts";

/** What a value belongs to; it opens with the same label only. */
export interface SecretLabel {
  readonly name: string;
  readonly version: number;
  /** what it may be used for, where that is restricted */
  readonly hosts?: readonly string[];
  readonly specifications?: readonly string[];
}

/** An encrypted value as it may be stored. */
export interface SealedValue {
  /** name of the key, for people */
  readonly keyId: string;
  /** format, fingerprint of the key, nonce, and cipher text with its tag, separated by colons */
  readonly sealed: string;
}

/** `unknown-key`: none of the keys at hand is the one it was encrypted with. `damaged`: it is not what was written. */
export type Opened =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: "unknown-key" | "damaged"; readonly message: string };

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = "1";

export class SecretBox {
  readonly #current: SecretKey;
  readonly #keys: readonly SecretKey[];

  /** @param keys the first one encrypts, all of them decrypt */
  constructor(keys: readonly [SecretKey, ...SecretKey[]]) {
    this.#current = keys[0];
    this.#keys = keys;
  }

  seal(value: string, label: SecretLabel): SealedValue {
    const { id, fingerprint, bytes } = this.#current;
    // Random nonces of 96 bits: good for billions of values a key, and a key sees some thousands.
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, bytes, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associated(label, fingerprint));
    const content = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
    const sealed = [FORMAT, fingerprint, nonce.toString("base64"), content.toString("base64")].join(":");
    return { keyId: id, sealed };
  }

  /** The value, or why it cannot be read: a sentence that names the secret and the key, and neither of their contents. */
  open({ keyId, sealed }: SealedValue, label: SecretLabel): Opened {
    const [format, fingerprint = "", nonce = "", content = ""] = sealed.split(":");
    const isWellFormed = format === FORMAT && fingerprint !== "";
    const key = this.#keys.find((each) => each.fingerprint === fingerprint);
    if (isWellFormed && !key) {
      return { ok: false, reason: "unknown-key", message: this.#withoutKey(label.name, keyId) };
    }
    const value =
      isWellFormed && key
        ? decrypt(key, Buffer.from(nonce, "base64"), Buffer.from(content, "base64"), label)
        : undefined;
    if (value !== undefined) return { ok: true, value };
    return {
      ok: false,
      reason: "damaged",
      message: `The secret "${label.name}" is damaged, or was stored for another name or version.`,
    };
  }

  /** Whether a stored value is encrypted with the key that encrypts now. */
  isCurrent({ sealed }: SealedValue): boolean {
    return sealed.startsWith(`${FORMAT}:${this.#current.fingerprint}:`);
  }

  #withoutKey(name: string, keyId: string): string {
    const namesake = this.#keys.some(({ id }) => id === keyId);
    return namesake
      ? `The secret "${name}" was encrypted with another key than the one that is called "${keyId}" here.`
      : `The secret "${name}" was encrypted with the key "${keyId}", which is not among the keys here.`;
  }
}

function decrypt(key: SecretKey, nonce: Buffer, content: Buffer, label: SecretLabel): string | undefined {
  if (nonce.length !== NONCE_BYTES || content.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(label, key.fingerprint));
  decipher.setAuthTag(content.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(content.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
      "utf8",
    );
  } catch {
    // The tag does not fit; Node says no more than that.
    return undefined;
  }
}

/** What it is bound to is part of it: whoever can write to the database cannot let a secret out to other hosts. */
function associated({ name, version, hosts, specifications }: SecretLabel, fingerprint: string): Buffer {
  const bound = hosts || specifications ? [hosts ?? null, specifications ?? null] : [];
  return Buffer.from(JSON.stringify(["mizzen secret", FORMAT, fingerprint, name, version, ...bound]));
}
