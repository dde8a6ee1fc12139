import { createHash, randomUUID } from "node:crypto";
import { findCase } from "../store/cases.js";
import { findItemWithHistory } from "../store/items.js";
import { COMMAND } from "../workflows/messages.js";
import { checkCompletion } from "../yawl/case/completion.js";
import { canonical } from "../yawl/model/json.js";
import { OUTSIDE } from "../yawl/work/command.js";
import { privilegesOf } from "../yawl/work/privileges.js";
import { Admission } from "./admission.js";
import { judgeCase, noSuchCase } from "./cases/judge.js";
import { faultProblem, Problem } from "./http/problem.js";
import { judge, noSuchItem } from "./items/judge.js";
import { taskOf } from "./items/task-of.js";
import { viewOfCase } from "./items/visibility.js";
import { actorOf } from "./security/caller.js";
import { faultOf, isGone } from "./temporal-errors.js";
export function createCommands({ temporal, catalogue, deadlineMillis }) {
    const admission = new Admission();
    async function send(caseId, message, updateId, deadline) {
        const handle = temporal.client.workflow.getHandle(caseId);
        try {
            await temporal.client.withDeadline(deadline, async () => handle.executeUpdate(COMMAND, { args: [message], updateId }));
            return { kind: "taken" };
        }
        catch (error) {
            const fault = faultOf(error);
            if (fault)
                return { kind: "refused", fault };
            if (isGone(error))
                return { kind: "gone" };
            throw error;
        }
    }
    async function onItem(id, caller, command) {
        const deadline = Date.now() + deadlineMillis;
        const first = await read(id);
        const { specificationId, specificationVersion, decomposition } = first.item;
        const compiled = await catalogue.find(specificationId, specificationVersion);
        const privileges = privilegesOf(compiled && taskOf(compiled, first.item));
        if (judge(first, caller, command, privileges) === "done")
            return first.item;
        if (command.type === "complete" && compiled) {
            const errors = checkCompletion(compiled, decomposition, command.data);
            if (errors.length > 0)
                throw new Problem("invalid-data", `The data does not fit what "${first.item.name}" asks for.`, {
                    errors,
                });
        }
        const { caseId } = first.item;
        const answer = await admission.run({ caseId, item: id, deadline }, async (turn) => {
            const known = turn.waited ? (turn.latest ?? (await read(id))) : first;
            const verdict = attempt(() => judge(known, caller, command, privileges));
            if (verdict instanceof Problem)
                return { result: verdict, latest: known };
            if (verdict === "done")
                return { result: known.item, latest: known };
            const sent = await sendCommand(known, actorOf(caller), command, deadline);
            const after = await read(id);
            if (sent.kind === "taken")
                return { result: after.item, latest: after };
            const outcome = attempt(() => judge(after, caller, command, privileges));
            if (outcome === "done")
                return { result: after.item, latest: after };
            if (outcome instanceof Problem && (sent.kind === "gone" || STALE.has(sent.fault.type)))
                return { result: outcome, latest: after };
            const refusal = sent.kind === "gone"
                ? new Problem("wrong-state", `The case "${caseId}" has ended.`)
                : faultProblem(sent.fault);
            return { result: refusal, latest: after };
        });
        if (answer instanceof Problem)
            throw answer;
        return answer;
    }
    async function sendCommand(known, by, command, deadline) {
        const { id, caseId } = known.item;
        const message = { item: id, by, command };
        const updateId = updateIdOf(id, command);
        const sent = await send(caseId, message, updateId ?? randomUUID(), deadline);
        if (sent.kind === "refused" && updateId !== undefined && STALE.has(sent.fault.type)) {
            return await send(caseId, message, randomUUID(), deadline);
        }
        return sent;
    }
    async function onCase(id, caller, command) {
        const deadline = Date.now() + deadlineMillis;
        const first = await readCase(id, caller);
        if (judgeCase(first, command) === "done")
            return first;
        return await admission.run({ caseId: id, deadline }, async () => {
            const sent = await send(id, { by: actorOf(caller), command }, randomUUID(), deadline);
            const after = await readCase(id, caller);
            if (sent.kind === "taken" || judgeCase(after, command) === "done")
                return { result: after };
            throw sent.kind === "gone"
                ? new Problem("wrong-state", `The case "${id}" has ended.`)
                : faultProblem(sent.fault);
        });
    }
    async function onCallback(id, body) {
        const deadline = Date.now() + deadlineMillis;
        const { item } = await read(id);
        if (!item.call)
            throw noSuchItem(id);
        const { caseId } = item;
        const refusal = await admission.run({ caseId, item: id, deadline }, async () => {
            const known = await read(id);
            if (known.item.status === "completed" && known.item.call?.waitsUntil !== undefined)
                return { result: undefined };
            if (known.item.status !== "started" || known.item.call?.waitsUntil === undefined) {
                return { result: new Problem("wrong-state", "The work item does not wait for a callback.") };
            }
            const sent = await sendCommand(known, OUTSIDE, { type: "callback", data: { body } }, deadline);
            switch (sent.kind) {
                case "taken":
                    return { result: undefined };
                case "gone":
                    return { result: new Problem("wrong-state", "The case has ended.") };
                case "refused":
                    return { result: faultProblem(sent.fault) };
            }
        });
        if (refusal)
            throw refusal;
    }
    return { onItem, onCallback, onCase };
}
const STALE = new Set(["not-found", "wrong-state", "not-eligible"]);
async function read(id) {
    const known = await findItemWithHistory(id);
    if (!known)
        throw noSuchItem(id);
    return known;
}
async function readCase(id, caller) {
    const view = await findCase(id);
    if (!view || (await viewOfCase(view, caller)) === "nothing")
        throw noSuchCase(id);
    return view;
}
function updateIdOf(item, command) {
    if (command.type !== "complete" || command.submissionId === undefined)
        return undefined;
    const digest = createHash("sha256").update(canonical(command.data)).digest("hex").slice(0, 16);
    return `${item}:${command.submissionId}:${digest}`;
}
function attempt(decide) {
    try {
        return decide();
    }
    catch (error) {
        if (error instanceof Problem)
            return error;
        throw error;
    }
}
//# sourceMappingURL=commands.js.map