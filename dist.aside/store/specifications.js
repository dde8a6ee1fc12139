import { hasOpenCases } from "./cases.js";
import { specificationDocument, specificationSummary } from "./documents.js";
import { fromText } from "./json-text.js";
import { Specifications } from "./models.js";
import { BadCursor, MAXIMUM_PAGE } from "./page.js";
import { newest, newestFirst } from "./versions.js";
const SUMMARY = { source: 0, compiled: 0 };
const DUPLICATE_KEY = 11_000;
export async function saveSpecification(view) {
    try {
        await Specifications.create([specificationDocument(view)]);
        return "saved";
    }
    catch (error) {
        if (!(error instanceof Error) || error.code !== DUPLICATE_KEY)
            throw error;
    }
    const existing = await findSummary(view.id, view.version);
    return existing?.digest === view.digest ? "same" : "conflict";
}
export async function versionsOf(id) {
    return await Specifications.distinct("version", { id });
}
async function resolve(id, version) {
    return version ?? newest(await versionsOf(id));
}
export async function findSummary(id, version) {
    const resolved = await resolve(id, version);
    if (resolved === undefined)
        return undefined;
    const document = (await Specifications.findById(`${id}@${resolved}`, SUMMARY).lean());
    return document ? specificationSummary(document) : undefined;
}
export async function findSource(id, version) {
    const resolved = await resolve(id, version);
    if (resolved === undefined)
        return undefined;
    const document = (await Specifications.findById(`${id}@${resolved}`, {
        source: 1,
        contentType: 1,
    }).lean());
    return document ? { source: document.source, contentType: document.contentType } : undefined;
}
export async function findDigest(id, version) {
    const document = (await Specifications.findById(`${id}@${version}`, {
        digest: 1,
    }).lean());
    return document?.digest;
}
export async function findCompiled(id, version) {
    const document = (await Specifications.findById(`${id}@${version}`, {
        compiled: 1,
        digest: 1,
    }).lean());
    return document
        ? { compiled: fromText(document.compiled), digest: document.digest }
        : undefined;
}
export async function listSpecifications(request) {
    const after = request.cursor === undefined ? undefined : readCursor(request.cursor);
    const ids = (await Specifications.distinct("id", after === undefined ? {} : { id: { $gt: after } })).toSorted();
    const shown = ids.slice(0, Math.min(request.limit, MAXIMUM_PAGE));
    const documents = (await Specifications.find({ id: { $in: shown } }, SUMMARY).lean());
    const items = shown.flatMap((id) => entryOf(documents.filter((document) => document.id === id)) ?? []);
    const last = shown.at(-1);
    return {
        items,
        nextCursor: ids.length > shown.length && last !== undefined ? Buffer.from(last).toString("base64url") : null,
    };
}
function entryOf(documents) {
    const versions = newestFirst(documents.map((document) => document.version));
    const shown = documents.find((document) => document.version === versions[0]);
    return shown ? { ...specificationSummary(shown), versions } : undefined;
}
function readCursor(cursor) {
    const id = Buffer.from(cursor, "base64url").toString();
    if (id === "")
        throw new BadCursor("unreadable cursor");
    return id;
}
export async function removeSpecification(id, version) {
    const filter = version === undefined ? { id } : { _id: `${id}@${version}` };
    if ((await Specifications.exists(filter)) === null)
        return "not-found";
    if (await hasOpenCases(id, version))
        return "in-use";
    await Specifications.deleteMany(filter);
    return "removed";
}
//# sourceMappingURL=specifications.js.map