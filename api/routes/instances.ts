/** The instances of a task of a case: how they stand, and what case managers do with them while they run. */
import { z } from "zod";
import { findCase } from "../../store/cases.ts";
import type { CaseView } from "../../store/views.ts";
import { readTolerance } from "../../yawl/case/instances/bounds.ts";
import type { CaseCommand } from "../../yawl/work/command.ts";
import { INSTANCE_STATE, INSTANCES, instancesOf, STANDING, standingOf } from "../cases/instances.ts";
import type { Wanted } from "../cases/instances.ts";
import { noSuchCase } from "../cases/judge.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Commands } from "../commands.ts";
import { ANY_ID, DATA, PAGE } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { COMMAND_PROBLEMS } from "../http/route-problems.ts";
import { callerOf, route } from "../http/route.ts";
import type { Answer, Route } from "../http/route.ts";
import { viewOfCase } from "../items/visibility.ts";
import type { Caller } from "../security/caller.ts";
import { CASE_READERS, LAUNCHERS } from "./access.ts";

const PATH = "/api/v1/cases/{id}/instances";
const LONGEST_NET = 2_000;
const MOST = 1_000_000;

const NET = ANY_ID.max(LONGEST_NET)
  .optional()
  .meta({ description: "net instance that the task is in; the root net when left out" });
const TASK = { task: ANY_ID, net: NET };
const NUMBER = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, "has to be the number of an instance, from 1")
  .transform(Number)
  .pipe(z.number())
  .meta({ type: "integer", pattern: undefined, minimum: 1 });

const TOLERANCE = z.union([
  z.number().int().min(0).max(MOST),
  z
    .string()
    .refine((text) => readTolerance(text) !== undefined, "has to be a number, or a share such as 10%"),
]);

export function instanceRoutes(commands: Commands, catalogue: Catalogue): readonly Route[] {
  const compiledOf = async ({ specificationId, specificationVersion }: CaseView) =>
    await catalogue.find(specificationId, specificationVersion);

  /** Gives the command, and answers how the instances stand then. */
  const give = async (
    id: string,
    caller: Caller,
    command: CaseCommand & { readonly task: string; readonly net?: string },
    key: string | undefined,
  ): Promise<Answer> => {
    const view = await commands.onCase(id, caller, command, { key });
    return { status: 200, body: await standingOf(view, await compiledOf(view), command) };
  };

  const declared = {
    tag: "cases",
    access: LAUNCHERS,
    idempotent: true,
    answers: { 200: STANDING },
    problems: COMMAND_PROBLEMS,
  } as const;

  return [
    route({
      method: "get",
      path: PATH,
      access: CASE_READERS,
      tag: "cases",
      summary:
        "How the instances of a task stand, and each of them; for managers and for who started the case",
      parameters: z.object({ id: ANY_ID }),
      query: z.strictObject({
        ...PAGE,
        task: ANY_ID.optional().meta({ description: "may be left out where only one has several instances" }),
        net: NET,
        state: INSTANCE_STATE.optional().meta({
          description: "only instances in this state; those that wait are counted, and not listed",
        }),
      }),
      answers: { 200: INSTANCES },
      async handler(request) {
        const { id } = request.parameters;
        const view = await findCase(id);
        const extent = view ? await viewOfCase(view, callerOf(request)) : "nothing";
        if (!view || extent === "nothing") throw noSuchCase(id);
        if (extent === "outline")
          throw new Problem("not-allowed", "Its instances are for managers and for who started the case.");
        const { task, net, state, ...page } = request.query;
        return {
          status: 200,
          body: await instancesOf(view, await compiledOf(view), { task, net, state }, page),
        };
      },
    }),
    route({
      ...declared,
      method: "post",
      path: PATH,
      summary:
        "Add an instance to a task that creates its instances dynamically. Services: in cases that they started",
      parameters: z.object({ id: ANY_ID }),
      body: z.strictObject({ ...TASK, data: DATA.default({}) }),
      async handler({ body: { data, ...of }, ...request }) {
        const command = { type: "add-instance" as const, ...named(of), data };
        return await give(request.parameters.id, callerOf(request), command, request.idempotencyKey);
      },
    }),
    route({
      ...declared,
      method: "post",
      path: `${PATH}/{instance}/cancel`,
      summary: "Cancel one instance of a task. Services: in cases that they started",
      parameters: z.object({ id: ANY_ID, instance: NUMBER }),
      body: z.strictObject(TASK),
      async handler({ body, ...request }) {
        const { id, instance } = request.parameters;
        const command = { type: "cancel-instance" as const, ...named(body), instance };
        return await give(id, callerOf(request), command, request.idempotencyKey);
      },
    }),
    route({
      ...declared,
      method: "patch",
      path: PATH,
      summary:
        "Change how many instances of a task may be open at once and how many may fail, while it runs. Services: in cases that they started",
      parameters: z.object({ id: ANY_ID }),
      body: z
        .strictObject({
          ...TASK,
          atOnce: z.number().int().min(1).max(MOST).nullable().optional().meta({ description: "null: all" }),
          tolerate: TOLERANCE.optional().meta({ description: "a number, or a share such as 10%" }),
        })
        .refine(
          ({ atOnce, tolerate }) => atOnce !== undefined || tolerate !== undefined,
          "has to have atOnce or tolerate",
        ),
      async handler({ body: { atOnce, tolerate, ...of }, ...request }) {
        const tolerated = typeof tolerate === "string" ? readTolerance(tolerate) : tolerate;
        const command = {
          type: "control-instances" as const,
          ...named(of),
          ...(atOnce === undefined ? {} : { atOnce }),
          ...(tolerated === undefined ? {} : { tolerate: tolerated }),
        };
        return await give(request.parameters.id, callerOf(request), command, request.idempotencyKey);
      },
    }),
    route({
      ...declared,
      method: "post",
      path: `${PATH}/retry`,
      summary: "Do the instances of a task again that failed. Services: in cases that they started",
      parameters: z.object({ id: ANY_ID }),
      body: z.strictObject(TASK),
      async handler({ body, ...request }) {
        const command = { type: "retry-instances" as const, ...named(body) };
        return await give(request.parameters.id, callerOf(request), command, request.idempotencyKey);
      },
    }),
  ];
}

/** The task that is meant, as commands name it. */
function named({ task, net }: Wanted & { readonly task: string }): {
  readonly task: string;
  readonly net?: string;
} {
  return { task, ...(net === undefined ? {} : { net }) };
}
