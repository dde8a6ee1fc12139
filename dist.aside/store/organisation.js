import { namedView } from "./documents.js";
import { Capabilities, Groups, Participants, Positions, Roles } from "./models.js";
import { pageOf } from "./page.js";
import { administrators, allParticipants, removeParticipants } from "./participants.js";
export const KINDS = ["roles", "positions", "groups", "capabilities"];
const MODELS = {
    roles: Roles,
    positions: Positions,
    groups: Groups,
    capabilities: Capabilities,
};
const DUPLICATE_KEY = 11_000;
export async function findNamed(kind, id) {
    const document = await MODELS[kind].findById(id).lean();
    return document ? namedView(document) : undefined;
}
export async function listNamed(kind, page) {
    const { documents, nextCursor } = await pageOf(MODELS[kind], {}, { direction: 1 }, page);
    return { items: documents.map(namedView), nextCursor };
}
export async function createNamed(kind, view) {
    const { id, ...fields } = view;
    try {
        await MODELS[kind].create([{ _id: id, ...fields }]);
        return true;
    }
    catch (error) {
        if (error instanceof Error && error.code === DUPLICATE_KEY)
            return false;
        throw error;
    }
}
export async function putNamed(kind, view) {
    const { id, ...fields } = view;
    await MODELS[kind].replaceOne({ _id: id }, fields, { upsert: true });
}
export async function removeNamed(kind, id) {
    const { deletedCount } = await MODELS[kind].deleteOne({ _id: id });
    if (kind === "capabilities")
        await Participants.updateMany({}, { $pull: { capabilities: { name: id } } });
    else
        await Participants.updateMany({ [kind]: id }, { $pull: { [kind]: id } });
    return deletedCount > 0;
}
export async function readOrganisation() {
    const [participants, roles, positions, groups, capabilities] = await Promise.all([
        allParticipants(),
        allNamed("roles"),
        allNamed("positions"),
        allNamed("groups"),
        allNamed("capabilities"),
    ]);
    return { participants, roles, positions, groups, capabilities };
}
export async function replaceOrganisation(organisation) {
    for (const kind of KINDS)
        await putAll(MODELS[kind], organisation[kind]);
    await putAll(Participants, organisation.participants);
    for (const kind of KINDS) {
        await MODELS[kind].deleteMany({ _id: { $nin: organisation[kind].map(({ id }) => id) } });
    }
    const kept = new Set([...organisation.participants.map(({ id }) => id), ...(await administrators())]);
    const gone = (await allParticipants()).map(({ id }) => id).filter((id) => !kept.has(id));
    await removeParticipants(gone);
}
async function putAll(model, views) {
    if (views.length === 0)
        return;
    const replacements = views.map(({ id, ...fields }) => ({
        replaceOne: { filter: { _id: id }, replacement: fields, upsert: true },
    }));
    await model.bulkWrite(replacements, { ordered: false });
}
async function allNamed(kind) {
    return (await MODELS[kind].find().sort({ _id: 1 }).lean()).map(namedView);
}
//# sourceMappingURL=organisation.js.map