/** Cases: start, look, steer. */
import { z } from "zod";
import { failuresInBlocks } from "../../store/blocks.ts";
import { findCase, listCases } from "../../store/cases.ts";
import { logOf } from "../../store/events.ts";
import { CASE_ID, CASE_ID_RULE } from "../../yawl/model/case-id.ts";
import type { CaseView } from "../../yawl/view/views.ts";
import type { CaseCommand } from "../../yawl/work/command.ts";
import { noSuchCase } from "../cases/judge.ts";
import { CASE, CASE_STATE, EVENT, representCase, representEvent, STARTED_CASE } from "../cases/represent.ts";
import type { StartCase } from "../cases/start.ts";
import type { Commands } from "../commands.ts";
import type { Failures } from "../failing.ts";
import { ANY_ID, DATA, listOf, PAGE } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { returnOrphans } from "../people/removal.ts";
import { callerOf, route } from "../http/route.ts";
import { COMMAND_PROBLEMS } from "../http/route-problems.ts";
import type { Route } from "../http/route.ts";
import { isOwnCase, viewOfCase } from "../items/visibility.ts";
import { offereeOf } from "../security/caller.ts";
import { CASE_READERS, LAUNCHERS, MANAGERS, WORKERS } from "./access.ts";

const TAG = "cases";
const PATH = "/api/v1/cases";
const ONE = z.object({ id: ANY_ID });

const LONGEST_REASON = 2_000;

/** A key that came before with another command is a conflict. */
const STEERING_PROBLEMS = [...COMMAND_PROBLEMS, "submission-conflict"] as const;

export function caseRoutes(start: StartCase, commands: Commands, failures: Failures): readonly Route[] {
  return [
    route({
      method: "post",
      path: PATH,
      access: LAUNCHERS,
      tag: TAG,
      summary: "Start a case; with an Idempotency-Key header the same request again has the same answer",
      body: z.strictObject({
        specificationId: ANY_ID,
        version: ANY_ID.optional().meta({ description: "the newest when left out" }),
        data: DATA.optional().meta({ description: "input of the root net" }),
        caseId: z.string().regex(CASE_ID, CASE_ID_RULE).optional(),
      }),
      answers: { 201: STARTED_CASE },
      idempotent: true,
      problems: [...COMMAND_PROBLEMS, "not-found", "conflict", "idempotency-conflict"],
      async handler(request) {
        const answer = await start(request.body, callerOf(request), request.idempotencyKey);
        return { status: 201, body: answer, headers: { Location: `${PATH}/${answer.id}` } };
      },
    }),
    route({
      method: "get",
      path: PATH,
      access: CASE_READERS,
      tag: TAG,
      summary: "Cases, newest first; managers see all, others those they started or have work in",
      query: z.strictObject({
        ...PAGE,
        state: CASE_STATE.optional(),
        specificationId: ANY_ID.optional(),
        failing: z.enum(["true", "false"]).optional().meta({
          description: "`true`: only cases that cannot go on, as far as Temporal has noted it; on one page",
        }),
      }),
      answers: { 200: listOf(CASE) },
      async handler(request) {
        const caller = callerOf(request);
        const { state, specificationId, failing, ...page } = request.query;
        const visibleTo = caller.manager ? undefined : { ...offereeOf(caller), since: caller.since };
        const ids = failing === "true" ? await failures.list() : undefined;
        const found = await listCases({ state, specificationId, visibleTo, ids }, page);
        const items = found.items.map((view) =>
          representCase(view, caller.manager || isOwnCase(view, caller) ? "all" : "outline"),
        );
        return { status: 200, body: { items, nextCursor: found.nextCursor } };
      },
    }),
    route({
      method: "get",
      path: `${PATH}/{id}`,
      access: CASE_READERS,
      tag: TAG,
      summary: "A case",
      parameters: ONE,
      answers: { 200: CASE },
      async handler(request) {
        const view = await findCase(request.parameters.id);
        const extent = view ? await viewOfCase(view, callerOf(request)) : "nothing";
        if (!view || extent === "nothing") throw noSuchCase(request.parameters.id);
        if (extent === "outline" || !isOpen(view)) return { status: 200, body: representCase(view, extent) };
        const [failing, inBlocks] = await Promise.all([failures.ofCase(view.id), failuresInBlocks(view.id)]);
        return { status: 200, body: representCase(view, extent, failing, inBlocks) };
      },
    }),
    route({
      method: "get",
      path: `${PATH}/{id}/events`,
      access: CASE_READERS,
      tag: TAG,
      summary: "What happened in a case, by whom, when; for managers and for who started it",
      parameters: ONE,
      query: z.strictObject(PAGE),
      answers: { 200: listOf(EVENT) },
      async handler(request) {
        const { id } = request.parameters;
        const view = await findCase(id);
        const extent = view ? await viewOfCase(view, callerOf(request)) : "nothing";
        if (extent === "nothing") throw noSuchCase(id);
        if (extent === "outline")
          throw new Problem("not-allowed", "Its events are for managers and for who started the case.");
        const { items, nextCursor } = await logOf(id, request.query);
        return { status: 200, body: { items: items.map((event) => representEvent(event, id)), nextCursor } };
      },
    }),
    steer(commands, "suspend", "Suspend a case: nobody can work on its items until it is resumed", {
      type: "suspend-case",
    }),
    steer(commands, "resume", "Resume a suspended case", { type: "resume-case" }),
    steer(commands, "retry", "Look again at tasks that could not start or end", { type: "retry" }),
    route({
      method: "post",
      idempotent: true,
      path: `${PATH}/{id}/unchain`,
      access: WORKERS,
      tag: TAG,
      summary: "No more work of the case comes to the caller, or to somebody else for managers, by itself",
      parameters: ONE,
      body: z.strictObject({ participant: ANY_ID.optional() }).default({}),
      answers: { 200: CASE },
      problems: STEERING_PROBLEMS,
      async handler(request) {
        const caller = callerOf(request);
        const participant = request.body.participant ?? caller.id;
        const command = { type: "unchain" as const, participant };
        const view = await commands.onCase(request.parameters.id, caller, command, {
          key: request.idempotencyKey,
        });
        const extent = await viewOfCase(view, caller);
        return { status: 200, body: representCase(view, extent === "all" ? "all" : "outline") };
      },
    }),
    route({
      method: "patch",
      idempotent: true,
      path: `${PATH}/{id}/data`,
      access: MANAGERS,
      tag: TAG,
      summary: "Give variables of the root net other values; those that are not named stay",
      parameters: ONE,
      body: z.strictObject({
        data: DATA.meta({
          description: "variables of the root net; null empties one whose type has no null",
        }),
        reason: z
          .string()
          .max(LONGEST_REASON)
          .regex(/\S/, "says why, for the case's log")
          .meta({ description: "why, for the case's log" }),
      }),
      answers: { 200: CASE },
      problems: STEERING_PROBLEMS,
      async handler(request) {
        const command = { type: "change-data" as const, ...request.body };
        const view = await commands.onCase(request.parameters.id, callerOf(request), command, {
          key: request.idempotencyKey,
        });
        return { status: 200, body: representCase(view, "all") };
      },
    }),
    route({
      method: "post",
      idempotent: true,
      path: `${PATH}/{id}/cancel`,
      access: LAUNCHERS,
      tag: TAG,
      summary: "Cancel a case; its work items are withdrawn. Services: those that they started",
      parameters: ONE,
      body: z.strictObject({ reason: z.string().max(LONGEST_REASON).optional() }).optional(),
      answers: { 200: CASE },
      problems: STEERING_PROBLEMS,
      async handler(request) {
        const reason = request.body?.reason;
        const command = { type: "cancel-case" as const, ...(reason === undefined ? {} : { reason }) };
        const view = await commands.onCase(request.parameters.id, callerOf(request), command, {
          key: request.idempotencyKey,
        });
        return { status: 200, body: representCase(view, "all") };
      },
    }),
  ];
}

function steer(commands: Commands, name: string, summary: string, command: CaseCommand): Route {
  return route({
    method: "post",
    idempotent: true,
    path: `${PATH}/{id}/${name}`,
    access: LAUNCHERS,
    tag: TAG,
    summary: `${summary}. Services: cases that they started`,
    parameters: ONE,
    answers: { 200: CASE },
    problems: STEERING_PROBLEMS,
    async handler(request) {
      const caller = callerOf(request);
      const view = await commands.onCase(request.parameters.id, caller, command, {
        key: request.idempotencyKey,
      });
      // Work of people who were removed while the case took no commands.
      if (command.type === "resume-case")
        await returnOrphans(commands, view.id, { ...caller, manager: true });
      return { status: 200, body: representCase(view, "all") };
    },
  });
}

function isOpen({ state }: CaseView): boolean {
  return state === "running" || state === "suspended";
}
