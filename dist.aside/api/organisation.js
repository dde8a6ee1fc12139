import { removeCredentials, setCredential } from "../store/credentials.js";
import { KINDS, replaceOrganisation } from "../store/organisation.js";
import { administrators, createParticipant, findParticipant, putParticipant, removeParticipants, } from "../store/participants.js";
import { Problem } from "./http/problem.js";
import { hashPassword } from "./security/password.js";
export function peopleOf(identities) {
    return {
        async create(input) {
            const participant = participantFrom(input);
            if (!(await createParticipant(participant))) {
                throw new Problem("conflict", `There is a participant "${input.id}" already.`);
            }
            await removeCredentials([input.id]);
            await setPassword(input);
            identities.forget();
            return participant;
        },
        async put(input) {
            const existing = await findParticipant(input.id);
            const participant = participantFrom(input);
            if (!participant.access.includes("admin"))
                await refuseWithoutAdministrator(input.id);
            await putParticipant(participant);
            await setPassword(input);
            identities.forget();
            return { participant, isNew: existing === undefined };
        },
        async remove(id) {
            await refuseWithoutAdministrator(id);
            const removed = await removeParticipants([id]);
            identities.forget();
            if (removed === 0)
                throw new Problem("not-found", `There is no participant "${id}".`);
        },
        async replaceAll(model) {
            refuseDuplicates(model);
            const organisation = organisationFrom(model);
            await refuseLosingAdministrators(organisation.participants);
            await Promise.all(model.participants.map(setPassword));
            await replaceOrganisation(organisation);
            identities.forget();
        },
    };
}
export function namedFrom({ id, name, description }) {
    return { id, name: name ?? id, ...(description === undefined ? {} : { description }) };
}
function participantFrom({ password: _password, name, capabilities, ...rest }) {
    return {
        ...rest,
        name: name ?? rest.id,
        capabilities: capabilities.map(({ name: capability, value }) => ({
            name: capability,
            ...(value === undefined ? {} : { value }),
        })),
    };
}
async function setPassword({ id, password }) {
    if (password !== undefined)
        await setCredential(id, await hashPassword(password));
}
async function refuseWithoutAdministrator(id) {
    const existing = await administrators();
    if (existing.length === 1 && existing[0] === id) {
        throw new Problem("in-use", `"${id}" is the only administrator and has to remain one.`);
    }
}
async function refuseLosingAdministrators(participants) {
    const named = new Map(participants.map((participant) => [participant.id, participant]));
    const staying = (await administrators()).some((id) => !named.has(id));
    if (staying || participants.some(({ access }) => access.includes("admin")))
        return;
    throw new Problem("in-use", "The model takes the access of an administrator from everybody who has it.");
}
function organisationFrom(model) {
    return {
        participants: model.participants.map(participantFrom),
        roles: model.roles.map(namedFrom),
        positions: model.positions.map(namedFrom),
        groups: model.groups.map(namedFrom),
        capabilities: model.capabilities.map(namedFrom),
    };
}
function refuseDuplicates(model) {
    const errors = ["participants", ...KINDS].flatMap((part) => {
        const seen = new Set();
        return model[part].flatMap(({ id }, index) => {
            if (seen.has(id))
                return [{ pointer: `/${part}/${index}/id`, message: `"${id}" comes twice` }];
            seen.add(id);
            return [];
        });
    });
    if (errors.length > 0)
        throw new Problem("invalid-data", "An id comes twice in the model.", { errors });
}
//# sourceMappingURL=organisation.js.map