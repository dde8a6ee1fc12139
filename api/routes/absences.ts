/** When people are away, and who does their work meanwhile. */
import { z } from "zod";
import { ANY_ID, listOf, PAGE } from "../http/fields.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { absencesOf } from "../people/absences.ts";
import type { FollowUps } from "../people/follow-ups.ts";
import { ABSENCE, ABSENCE_INPUT, shownAbsence } from "./absence-shapes.ts";
import { EVERYBODY } from "./access.ts";

const TAG = "organisation";
const PATH = "/api/v1/absences";
const ONE = z.object({ id: ANY_ID });

export function absenceRoutes(followUps: FollowUps): readonly Route[] {
  const absences = absencesOf(followUps);
  return [
    route({
      method: "get",
      path: PATH,
      access: EVERYBODY,
      tag: TAG,
      summary: "Absences: the caller's own; for managers those of all",
      query: z.strictObject({
        ...PAGE,
        participant: ANY_ID.optional().meta({ description: "only of this participant" }),
      }),
      answers: { 200: listOf(ABSENCE) },
      async handler(request) {
        const { participant, ...page } = request.query;
        const { items, nextCursor } = await absences.list(page, participant, callerOf(request));
        return { status: 200, body: { items: items.map(shownAbsence), nextCursor } };
      },
    }),
    route({
      method: "post",
      path: PATH,
      access: EVERYBODY,
      tag: TAG,
      summary:
        "Enter an absence of one's own; managers enter those of others. Substitutes who stand in for each other at the same time are refused with their names",
      body: ABSENCE_INPUT,
      answers: { 201: ABSENCE },
      problems: ["not-allowed"],
      async handler(request) {
        const absence = await absences.create(request.body, callerOf(request));
        return {
          status: 201,
          body: shownAbsence(absence),
          headers: { Location: `${PATH}/${encodeURIComponent(absence.id)}` },
        };
      },
    }),
    route({
      method: "get",
      path: `${PATH}/{id}`,
      access: EVERYBODY,
      tag: TAG,
      summary: "An absence of one's own, or of anybody for managers",
      parameters: ONE,
      answers: { 200: ABSENCE },
      async handler(request) {
        const absence = await absences.find(request.parameters.id, callerOf(request));
        return { status: 200, body: shownAbsence(absence) };
      },
    }),
    route({
      method: "put",
      path: `${PATH}/{id}`,
      access: EVERYBODY,
      tag: TAG,
      summary: "Replace an absence: longer, shorter, another substitute",
      parameters: ONE,
      body: ABSENCE_INPUT,
      answers: { 200: ABSENCE },
      problems: ["not-allowed"],
      async handler(request) {
        const absence = await absences.put(request.parameters.id, request.body, callerOf(request));
        return { status: 200, body: shownAbsence(absence) };
      },
    }),
    route({
      method: "delete",
      path: `${PATH}/{id}`,
      access: EVERYBODY,
      tag: TAG,
      summary: "Remove an absence; one that is under way ends",
      parameters: ONE,
      answers: { 204: "" },
      async handler(request) {
        await absences.remove(request.parameters.id, callerOf(request));
        return { status: 204 };
      },
    }),
  ];
}
