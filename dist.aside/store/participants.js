import { removeCredentials } from "./credentials.js";
import { participantView } from "./documents.js";
import { Participants, Roles } from "./models.js";
import { pageOf } from "./page.js";
const DUPLICATE_KEY = 11_000;
export function participantWith(fields) {
    return {
        name: fields.id,
        roles: [],
        positions: [],
        groups: [],
        capabilities: [],
        privileges: [],
        available: true,
        access: ["participant"],
        ...fields,
    };
}
export async function findParticipant(id) {
    const document = (await Participants.findById(id).lean());
    return document ? participantView(document) : undefined;
}
export async function listParticipants(page) {
    const { documents, nextCursor } = await pageOf(Participants, {}, { direction: 1 }, page);
    return { items: documents.map(participantView), nextCursor };
}
export async function allParticipants() {
    const documents = (await Participants.find().sort({ _id: 1 }).lean());
    return documents.map(participantView);
}
export async function createParticipant(participant) {
    const { id, ...fields } = participant;
    try {
        await Participants.create([{ _id: id, ...fields }]);
        return true;
    }
    catch (error) {
        if (error instanceof Error && error.code === DUPLICATE_KEY)
            return false;
        throw error;
    }
}
export async function putParticipant(participant) {
    const { id, ...fields } = participant;
    await Participants.replaceOne({ _id: id }, fields, { upsert: true });
}
export async function removeParticipants(ids) {
    const { deletedCount } = await Participants.deleteMany({ _id: { $in: ids } });
    await removeCredentials(ids);
    return deletedCount;
}
export async function administrators() {
    const documents = await Participants.find({ access: "admin" }, { _id: 1 }).sort({ _id: 1 }).lean();
    return documents.map((document) => document._id);
}
export async function existingParticipants(ids) {
    const documents = await Participants.find({ _id: { $in: ids } }, { _id: 1 }).lean();
    return new Set(documents.map((document) => document._id));
}
export async function membersOf(roles) {
    if (roles.length === 0)
        return [];
    const [direct, known] = await Promise.all([
        available(roles),
        Roles.find({ $or: [{ _id: { $in: roles } }, { name: { $in: roles } }] }, { name: 1 }).lean(),
    ]);
    const aliases = known.flatMap((role) => [role._id, role.name]).filter((alias) => !roles.includes(alias));
    const byAlias = aliases.length === 0 ? [] : await available(aliases);
    return [...new Set([...direct, ...byAlias])].toSorted();
}
async function available(roles) {
    const documents = await Participants.find({ roles: { $in: roles }, available: true }, { _id: 1 }).lean();
    return documents.map((document) => document._id);
}
export async function availablePeople(set) {
    const [named, members] = await Promise.all([
        set.participants.length === 0
            ? []
            : Participants.find({ _id: { $in: set.participants }, available: true }, { _id: 1 }).lean(),
        membersOf(set.roles),
    ]);
    return [...new Set([...named.map((document) => document._id), ...members])].toSorted();
}
//# sourceMappingURL=participants.js.map