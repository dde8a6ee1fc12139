import { existingParticipants, membersOf } from "../../store/participants.js";
import { Problem } from "../http/problem.js";
export async function requireParticipant(id) {
    if ((await existingParticipants([id])).has(id))
        return;
    throw refused([{ pointer: "/to", message: `there is no participant "${id}"` }]);
}
export async function participantsNamed(names) {
    const people = await existingParticipants(names);
    const groups = await Promise.all(names.map(async (name) => (people.has(name) ? [name] : await membersOf([name]))));
    const errors = groups.flatMap((group, index) => group.length > 0
        ? []
        : [
            {
                pointer: `/to/${index}`,
                message: `there is no participant, and nobody in a role, called "${names[index] ?? ""}"`,
            },
        ]);
    if (errors.length > 0)
        throw refused(errors);
    return [...new Set(groups.flat())].toSorted();
}
function refused(errors) {
    return new Problem("invalid-data", "The work item cannot be given to that name.", { errors });
}
//# sourceMappingURL=targets.js.map