import { randomUUID } from "node:crypto";
import { Credentials } from "./models.js";
export async function findCredential(participant) {
    const document = await Credentials.findById(participant).lean();
    return document ? { hash: document.hash, version: document.version } : undefined;
}
export async function credentialVersion(participant) {
    const document = await Credentials.findById(participant, { version: 1 }).lean();
    return document?.version;
}
export async function setCredential(participant, hash) {
    await Credentials.replaceOne({ _id: participant }, { hash, version: randomUUID() }, { upsert: true });
}
export async function rehashCredential(participant, credential, hash) {
    await Credentials.updateOne({ _id: participant, version: credential.version }, { $set: { hash } });
}
export async function removeCredentials(participants) {
    await Credentials.deleteMany({ _id: { $in: participants } });
}
//# sourceMappingURL=credentials.js.map