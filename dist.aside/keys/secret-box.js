import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = "1";
export class SecretBox {
    #current;
    #keys;
    constructor(keys) {
        this.#current = keys[0];
        this.#keys = keys;
    }
    seal(value, label) {
        const { id, fingerprint, bytes } = this.#current;
        const nonce = randomBytes(NONCE_BYTES);
        const cipher = createCipheriv(CIPHER, bytes, nonce, { authTagLength: TAG_BYTES });
        cipher.setAAD(associated(label, fingerprint));
        const content = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
        const sealed = [FORMAT, fingerprint, nonce.toString("base64"), content.toString("base64")].join(":");
        return { keyId: id, sealed };
    }
    open({ keyId, sealed }, label) {
        const [format, fingerprint = "", nonce = "", content = ""] = sealed.split(":");
        const isWellFormed = format === FORMAT && fingerprint !== "";
        const key = this.#keys.find((each) => each.fingerprint === fingerprint);
        if (isWellFormed && !key) {
            return { ok: false, reason: "unknown-key", message: this.#withoutKey(label.name, keyId) };
        }
        const value = isWellFormed && key
            ? decrypt(key, Buffer.from(nonce, "base64"), Buffer.from(content, "base64"), label)
            : undefined;
        if (value !== undefined)
            return { ok: true, value };
        return {
            ok: false,
            reason: "damaged",
            message: `The secret "${label.name}" is damaged, or was stored for another name or version.`,
        };
    }
    isCurrent({ sealed }) {
        return sealed.startsWith(`${FORMAT}:${this.#current.fingerprint}:`);
    }
    #withoutKey(name, keyId) {
        const namesake = this.#keys.some(({ id }) => id === keyId);
        return namesake
            ? `The secret "${name}" was encrypted with another key than the one that is called "${keyId}" here.`
            : `The secret "${name}" was encrypted with the key "${keyId}", which is not among the keys here.`;
    }
}
function decrypt(key, nonce, content, label) {
    if (nonce.length !== NONCE_BYTES || content.length < TAG_BYTES)
        return undefined;
    const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associated(label, key.fingerprint));
    decipher.setAuthTag(content.subarray(-TAG_BYTES));
    try {
        return Buffer.concat([decipher.update(content.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
    }
    catch {
        return undefined;
    }
}
function associated({ name, version }, fingerprint) {
    return Buffer.from(JSON.stringify(["mizzen secret", FORMAT, fingerprint, name, version]));
}
//# sourceMappingURL=secret-box.js.map