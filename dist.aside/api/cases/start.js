import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { caseExists, findCase } from "../../store/cases.js";
import { forgetRequest, rememberAnswer, rememberRequest } from "../../store/idempotency.js";
import { findSummary } from "../../store/specifications.js";
import { CASE_WORKFLOW } from "../../workflows/messages.js";
import { caseOptions } from "../../workflows/start.js";
import { checkLaunch } from "../../yawl/case/launch.js";
import { canonical } from "../../yawl/model/json.js";
import { faultProblem, Problem, unavailable } from "../http/problem.js";
import { faultOf, isUnknownSearchAttribute } from "../temporal-errors.js";
import { newCaseId } from "./ids.js";
import { startedCase } from "./represent.js";
export function startCase({ temporal, catalogue, deadlineMillis }) {
    return async (request, caller, idempotencyKey) => {
        const deadline = Date.now() + deadlineMillis;
        const compiled = await specificationOf(request, catalogue);
        const data = checkLaunch(compiled, request.data ?? {});
        if (!data.ok)
            throw faultProblem(data.fault);
        const caseId = request.caseId ?? newCaseId(compiled.id);
        const start = { caseId, compiled, data: data.value };
        if (idempotencyKey === undefined) {
            if (await caseExists(caseId))
                throw exists(caseId);
            return startedCase(await begin({ ...start, request: undefined }, caller, deadline));
        }
        return await beginOnce(start, request, caller, idempotencyKey, deadline);
    };
    async function beginOnce(start, request, caller, idempotencyKey, deadline) {
        const key = `${caller.id}:${idempotencyKey}`;
        const digest = createHash("sha256")
            .update(canonical(given(request)))
            .digest("hex");
        const kept = await rememberRequest(key, { digest, caseId: start.caseId });
        if (kept.digest !== digest) {
            throw new Problem("idempotency-conflict", "This Idempotency-Key came before with another request.");
        }
        if (kept.answer)
            return kept.answer;
        try {
            const view = await begin({ ...start, caseId: kept.caseId, request: `${key}:${digest}` }, caller, deadline);
            const answer = startedCase(view);
            await rememberAnswer(key, answer);
            return answer;
        }
        catch (error) {
            if (kept.isNew && error instanceof Problem && error.type === "conflict")
                await forgetRequest(key);
            throw error;
        }
    }
    async function begin(start, caller, deadline) {
        try {
            await temporal.client.withDeadline(deadline, async () => startWorkflow(start, caller, deadline));
        }
        catch (error) {
            if (!(error instanceof WorkflowExecutionAlreadyStartedError))
                throw error;
            if (!(await isOwn(start, deadline)))
                throw exists(start.caseId);
        }
        return await untilVisible(start.caseId, deadline, async () => refuseIfFailed(start.caseId, deadline));
    }
    async function startWorkflow({ caseId, compiled, data, request }, caller, deadline) {
        const args = [{ caseId, data, startedBy: caller.id }, compiled];
        for (let pause = 100;; pause *= 2) {
            try {
                await temporal.client.workflow.start(CASE_WORKFLOW, {
                    ...caseOptions(...args),
                    ...(request === undefined ? {} : { memo: { [REQUEST_MEMO]: request } }),
                });
                return;
            }
            catch (error) {
                if (!isUnknownSearchAttribute(error) || Date.now() + pause >= deadline)
                    throw error;
                await sleep(pause);
            }
        }
    }
    async function refuseIfFailed(caseId, deadline) {
        const handle = temporal.client.workflow.getHandle(caseId);
        await temporal.client.withDeadline(deadline, async () => {
            const { status } = await handle.describe();
            if (status.name !== "FAILED")
                return;
            const fault = faultOf(await handle.result().catch((error) => error));
            if (fault)
                throw faultProblem(fault);
        });
    }
    async function isOwn({ caseId, request }, deadline) {
        if (request === undefined)
            return false;
        const { memo } = await temporal.client.withDeadline(deadline, async () => temporal.client.workflow.getHandle(caseId).describe());
        return memo?.[REQUEST_MEMO] === request;
    }
}
const REQUEST_MEMO = "request";
async function specificationOf({ specificationId, version }, catalogue) {
    const summary = await findSummary(specificationId, version);
    const compiled = summary && (await catalogue.find(summary.id, summary.version, summary.digest));
    if (compiled)
        return compiled;
    const which = version === undefined ? `"${specificationId}"` : `"${specificationId}" in version ${version}`;
    throw new Problem("not-found", `There is no specification ${which}.`);
}
function given({ specificationId, version, data, caseId }) {
    return {
        specificationId,
        ...(version === undefined ? {} : { version }),
        ...(data === undefined ? {} : { data }),
        ...(caseId === undefined ? {} : { caseId }),
    };
}
function exists(caseId) {
    return new Problem("conflict", `There is a case "${caseId}" already.`);
}
const FIRST_PAUSE_MILLIS = 5;
const LONGEST_PAUSE_MILLIS = 60;
const CHECK_MILLIS = 500;
async function untilVisible(caseId, deadline, check) {
    let nextCheck = Date.now() + CHECK_MILLIS;
    for (let pause = FIRST_PAUSE_MILLIS;; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
        const view = await findCase(caseId);
        if (view)
            return view;
        if (Date.now() + pause >= deadline)
            throw notTakenUp(caseId);
        if (Date.now() >= nextCheck) {
            await check();
            nextCheck = Date.now() + CHECK_MILLIS;
        }
        await sleep(pause);
    }
}
function notTakenUp(caseId) {
    const sentence = `The case "${caseId}" was started, but no worker has taken it up yet. It will appear by itself.`;
    return unavailable(sentence, { members: { caseId } });
}
//# sourceMappingURL=start.js.map