import { z } from "zod";
import { openItemsOf } from "../../store/items.js";
import { ANY_ID, DATA } from "../http/fields.js";
import { callerOf, route } from "../http/route.js";
import { ITEM, ITEM_WITH_SCHEMA } from "../items/represent.js";
import { participantsNamed, requireParticipant } from "../items/targets.js";
import { maySeeItem } from "../items/visibility.js";
import { MANAGERS, WORKERS } from "./access.js";
import { ITEMS_PATH } from "./work-items.js";
const TAG = "work items";
const ONE = z.object({ id: ANY_ID });
const LONGEST_SUBMISSION_ID = 200;
const LONGEST_REASON = 1_000;
const PLAIN = [
    { name: "claim", type: "claim", summary: "Take an item that is offered to the caller" },
    { name: "accept", type: "claim", summary: "The same as claim" },
    { name: "reject", type: "reject", summary: "Turn down an offer" },
    { name: "start", type: "start", summary: "Begin work on an allocated item" },
    { name: "suspend", type: "suspend", summary: "Pause work on a started item" },
    { name: "resume", type: "resume", summary: "Go on with a suspended item" },
    { name: "deallocate", type: "deallocate", summary: "Give an allocated item back" },
];
export function workItemCommandRoutes(commands, present) {
    const answer = async (item, caller) => {
        const shown = await present(item, caller, { schema: true });
        if (maySeeItem(item, caller))
            return { status: 200, body: shown };
        const { data: _data, draft: _draft, output: _output, schema: _schema, ...outline } = shown;
        return { status: 200, body: outline };
    };
    const declared = { method: "post", tag: TAG, parameters: ONE, answers: { 200: ITEM_WITH_SCHEMA } };
    return [
        ...PLAIN.map(({ name, type, summary }) => route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/${name}`,
            access: WORKERS,
            summary,
            async handler(request) {
                const caller = callerOf(request);
                return await answer(await commands.onItem(request.parameters.id, caller, { type }), caller);
            },
        })),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/complete`,
            access: WORKERS,
            summary: "Submit the output of a started item; the same submission id again has the same answer",
            body: z.strictObject({
                data: DATA,
                submissionId: z.string().min(1).max(LONGEST_SUBMISSION_ID).optional(),
            }),
            answers: { 200: ITEM_WITH_SCHEMA.extend({ next: z.array(ITEM) }) },
            async handler(request) {
                const caller = callerOf(request);
                const { data, submissionId } = request.body;
                const command = {
                    type: "complete",
                    data,
                    ...(submissionId === undefined ? {} : { submissionId }),
                };
                const item = await commands.onItem(request.parameters.id, caller, command);
                const next = await openItemsOf(item.caseId, caller.id);
                const { body } = await answer(item, caller);
                return {
                    status: 200,
                    body: {
                        ...body,
                        next: await Promise.all(next.map(async (one) => present(one, caller))),
                    },
                };
            },
        }),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/skip`,
            access: WORKERS,
            summary: "Leave an item out: its task completes without work, with the output that is given or with defaults",
            body: z.strictObject({ data: DATA.optional() }).default({}),
            async handler(request) {
                const caller = callerOf(request);
                const command = { type: "skip", ...given("data", request.body.data) };
                return await answer(await commands.onItem(request.parameters.id, caller, command), caller);
            },
        }),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/retry`,
            access: MANAGERS,
            summary: "Call the connector of a failed automated item again, with the same input or another",
            body: z.strictObject({ data: DATA.optional() }).default({}),
            async handler(request) {
                const caller = callerOf(request);
                const command = { type: "retry", ...given("data", request.body.data) };
                return await answer(await commands.onItem(request.parameters.id, caller, command), caller);
            },
        }),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/fail`,
            access: MANAGERS,
            summary: "Give an automated item up: the case ends as failed, with the cause",
            body: z.strictObject({ reason: z.string().min(1).max(LONGEST_REASON).optional() }).default({}),
            async handler(request) {
                const caller = callerOf(request);
                const command = { type: "fail", ...given("reason", request.body.reason) };
                return await answer(await commands.onItem(request.parameters.id, caller, command), caller);
            },
        }),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/save`,
            access: WORKERS,
            summary: "Keep a draft of the output without submitting it",
            body: z.strictObject({ data: DATA }),
            async handler(request) {
                const caller = callerOf(request);
                const command = { type: "save", data: request.body.data };
                return await answer(await commands.onItem(request.parameters.id, caller, command), caller);
            },
        }),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/instances`,
            access: WORKERS,
            summary: "Add an instance beside this one, where the task creates its instances dynamically",
            body: z.strictObject({ data: DATA.default({}) }),
            async handler(request) {
                const caller = callerOf(request);
                const command = { type: "add-instance", data: request.body.data };
                return await answer(await commands.onItem(request.parameters.id, caller, command), caller);
            },
        }),
        ...["delegate", "allocate"].map((type) => route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/${type}`,
            access: type === "allocate" ? MANAGERS : WORKERS,
            summary: type === "allocate"
                ? "Give an item to a participant"
                : "Hand an allocated item to another participant",
            body: z.strictObject({ to: ANY_ID }),
            async handler(request) {
                const caller = callerOf(request);
                const { to } = request.body;
                await requireParticipant(to);
                return await answer(await commands.onItem(request.parameters.id, caller, { type, to }), caller);
            },
        })),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/reallocate`,
            access: WORKERS,
            summary: "Hand a started or suspended item to another participant, with or without what was saved",
            body: z.strictObject({ to: ANY_ID, keepData: z.boolean().default(false) }),
            async handler(request) {
                const caller = callerOf(request);
                await requireParticipant(request.body.to);
                const command = { type: "reallocate", ...request.body };
                return await answer(await commands.onItem(request.parameters.id, caller, command), caller);
            },
        }),
        route({
            ...declared,
            path: `${ITEMS_PATH}/{id}/offer`,
            access: MANAGERS,
            summary: "Offer an item to participants, or to whoever has a role",
            body: z.strictObject({ to: z.array(ANY_ID).min(1).max(1_000) }),
            async handler(request) {
                const caller = callerOf(request);
                const to = await participantsNamed(request.body.to);
                return await answer(await commands.onItem(request.parameters.id, caller, { type: "offer", to }), caller);
            },
        }),
    ];
}
function given(name, value) {
    return value === undefined ? {} : { [name]: value };
}
//# sourceMappingURL=work-item-commands.js.map