import { Secrets } from "./models.js";
import { pageOf } from "./page.js";
const DUPLICATE_KEY = 11_000;
export async function putSecret(name, change, seal) {
    const known = await findSecret(name);
    const version = (known?.version ?? 0) + 1;
    const { keyId, sealed } = seal(version);
    const fields = { version, keyId, sealed, updatedAt: change.at, updatedBy: change.by };
    const isWritten = known
        ? (await Secrets.updateOne({ _id: name, version: known.version }, { $set: fields })).modifiedCount === 1
        : await insert({ _id: name, ...fields });
    return isWritten ? { version } : await putSecret(name, change, seal);
}
async function insert(document) {
    try {
        await Secrets.create([document]);
        return true;
    }
    catch (error) {
        if (error instanceof Error && error.code === DUPLICATE_KEY)
            return false;
        throw error;
    }
}
export async function findSecret(name) {
    const document = (await Secrets.findById(name).lean());
    return document ? { ...viewOf(document), sealed: document.sealed } : undefined;
}
export async function listSecrets(page) {
    const { documents, nextCursor } = await pageOf(Secrets, {}, { direction: 1 }, page);
    return { items: documents.map(viewOf), nextCursor };
}
export async function removeSecret(name) {
    return (await Secrets.deleteOne({ _id: name })).deletedCount === 1;
}
export async function* allSecrets() {
    const documents = Secrets.find().sort({ _id: 1 }).lean().cursor();
    for await (const document of documents)
        yield { ...viewOf(document), sealed: document.sealed };
}
export async function resealSecret({ name, version, sealed }, renewed) {
    const { keyId, sealed: text } = renewed;
    const { matchedCount } = await Secrets.updateOne({ _id: name, version, sealed }, { $set: { keyId, sealed: text } });
    return matchedCount === 1;
}
function viewOf({ _id: name, version, keyId, updatedAt, updatedBy }) {
    return { name, version, keyId, updatedAt, updatedBy };
}
//# sourceMappingURL=secrets.js.map