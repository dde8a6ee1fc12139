import { activityInfo, log } from "@temporalio/activity";
import { availablePeople } from "../store/participants.js";
import { writeChange } from "../store/view/write.js";
import { withPeople } from "../yawl/view/distribution.js";
export function settleActivity(writer) {
    return async function settle(request) {
        const { change, basis, requests, nextEvent } = request;
        const { workflowExecution, activityId } = activityInfo();
        const run = workflowExecution?.runId ?? "";
        const mark = writer.markOf(run, activityId);
        const people = Promise.all(requests.map(async ({ item, to }) => ({ item, people: await peopleFor(to) })));
        const written = await writeChange({
            change: writer.unwritten(change),
            runId: run,
            basis,
            mark,
            writer: writer.id,
            complete: async (rest) => withPeople(rest, withTimes(await people, requests), nextEvent),
        });
        const found = await people;
        for (const { item, people: some } of found) {
            if (some.length === 0)
                log.warn("nobody was found for a work item", { item });
        }
        writer.done(run, activityId, change.caseId, written);
        return answer(mark, written, found);
    };
}
function answer(mark, { isDoubtful }, found) {
    return { mark, ...(isDoubtful ? { doubtful: true } : {}), ...(found.length > 0 ? { found } : {}) };
}
function withTimes(found, requests) {
    return found.map((each, index) => ({ ...each, at: requests[index]?.at ?? 0 }));
}
async function peopleFor(to) {
    const people = await availablePeople(to);
    const others = people.filter((participant) => !to.except?.includes(participant));
    return others.length > 0 ? others : people;
}
//# sourceMappingURL=settle.js.map