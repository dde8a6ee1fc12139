/** Participants, roles, positions, groups and capabilities, one by one or the whole model. */
import { z } from "zod";
import { allResources, findNamed, KINDS, listNamed, readOrganisation } from "../../store/organisation.ts";
import type { Kind } from "../../store/organisation.ts";
import { findParticipant, listParticipants } from "../../store/participants.ts";
import { ANY_ID, DATA, ID, listOf, PAGE } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import type { People } from "../organisation.ts";
import { modelFromBackup } from "../people/backup.ts";
import { hasAccess } from "../security/caller.ts";
import { ABSENCE, ABSENCE_OF_MODEL, shownAbsence } from "./absence-shapes.ts";
import { ADMINISTRATORS, EVERYBODY, ORGANISATION_READERS } from "./access.ts";
import {
  NAMED,
  NAMED_INPUTS,
  NAMED_PUTS,
  PARTICIPANT,
  PARTICIPANT_INPUT,
  RESOURCE,
  RESOURCE_INPUT,
} from "./people.ts";

const TAG = "organisation";
const ONE = z.object({ id: ANY_ID });
/** The id of a PUT stands in the path; the body may repeat it. */
const PUT_ONE = z.object({ id: ID });

export function organisationRoutes(people: People): readonly Route[] {
  return [
    ...participantRoutes(people),
    ...KINDS.flatMap((kind) => namedRoutes(people, kind)),
    ...resourceRoutes(people),
    ...modelRoutes(people),
  ];
}

function participantRoutes(people: People): readonly Route[] {
  const path = "/api/v1/participants";
  const notFound = (id: string): Problem => new Problem("not-found", `There is no participant "${id}".`);
  return [
    route({
      method: "get",
      path,
      access: ORGANISATION_READERS,
      tag: TAG,
      summary: "Participants, by id",
      query: z.strictObject(PAGE),
      answers: { 200: listOf(PARTICIPANT) },
      handler: async ({ query }) => ({ status: 200, body: await listParticipants(query) }),
    }),
    route({
      method: "post",
      path,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: "Add a participant",
      body: PARTICIPANT_INPUT,
      answers: { 201: PARTICIPANT },
      problems: ["conflict", "in-use"],
      async handler(request) {
        const { body } = request;
        const participant = await people.create(body, callerOf(request));
        return {
          status: 201,
          body: participant,
          headers: { Location: `${path}/${encodeURIComponent(body.id)}` },
        };
      },
    }),
    route({
      method: "get",
      path: `${path}/{id}`,
      access: EVERYBODY,
      tag: TAG,
      summary: "A participant; one's own, or anybody's for those who may read the organisation",
      parameters: ONE,
      answers: { 200: PARTICIPANT },
      async handler(request) {
        const { id } = request.parameters;
        const caller = callerOf(request);
        const mayRead = id === caller.id || hasAccess(caller.participant.access, ORGANISATION_READERS);
        const participant = mayRead ? await findParticipant(id) : undefined;
        if (!participant) throw notFound(id);
        return { status: 200, body: participant };
      },
    }),
    route({
      method: "put",
      path: `${path}/{id}`,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: "Add or replace a participant",
      parameters: PUT_ONE,
      body: PARTICIPANT_INPUT.partial({ id: true }),
      answers: { 200: PARTICIPANT, 201: PARTICIPANT },
      problems: ["in-use"],
      async handler(request) {
        const { parameters, body } = request;
        const input = { ...body, id: sameId(parameters.id, body.id) };
        const { participant, isNew } = await people.put(input, callerOf(request));
        return { status: isNew ? 201 : 200, body: participant };
      },
    }),
    route({
      method: "delete",
      path: `${path}/{id}`,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: "Remove a participant; their tokens become void, and what they hold goes back",
      parameters: ONE,
      answers: { 204: "" },
      problems: ["in-use"],
      async handler(request) {
        await people.remove(request.parameters.id, callerOf(request));
        return { status: 204 };
      },
    }),
  ];
}

function namedRoutes(people: People, kind: Kind): readonly Route[] {
  const path = `/api/v1/${kind}`;
  const notFound = (id: string): Problem =>
    new Problem("not-found", `There is no "${id}" among the ${kind}.`);
  return [
    route({
      method: "get",
      path,
      access: ORGANISATION_READERS,
      tag: TAG,
      summary: `All ${kind}, by id`,
      query: z.strictObject(PAGE),
      answers: { 200: listOf(NAMED[kind]) },
      handler: async ({ query }) => ({ status: 200, body: await listNamed(kind, query) }),
    }),
    route({
      method: "post",
      path,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: `Add one of the ${kind}`,
      body: NAMED_INPUTS[kind],
      answers: { 201: NAMED[kind] },
      problems: ["conflict"],
      async handler({ body }) {
        const view = await people.createEntry(kind, body);
        return { status: 201, body: view, headers: { Location: `${path}/${encodeURIComponent(body.id)}` } };
      },
    }),
    route({
      method: "get",
      path: `${path}/{id}`,
      access: ORGANISATION_READERS,
      tag: TAG,
      summary: `One of the ${kind}`,
      parameters: ONE,
      answers: { 200: NAMED[kind] },
      async handler({ parameters }) {
        const view = await findNamed(kind, parameters.id);
        if (!view) throw notFound(parameters.id);
        return { status: 200, body: view };
      },
    }),
    route({
      method: "put",
      path: `${path}/{id}`,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: `Add or replace one of the ${kind}`,
      parameters: PUT_ONE,
      body: NAMED_PUTS[kind],
      answers: { 200: NAMED[kind] },
      async handler({ parameters, body }) {
        const input = { ...body, id: sameId(parameters.id, body.id) };
        return { status: 200, body: await people.putEntry(kind, input) };
      },
    }),
    route({
      method: "delete",
      path: `${path}/{id}`,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: `Remove one of the ${kind}, also from the participants who have it; not while others belong to it`,
      parameters: ONE,
      answers: { 204: "" },
      problems: ["in-use"],
      async handler({ parameters }) {
        await people.removeEntry(kind, parameters.id);
        return { status: 204 };
      },
    }),
  ];
}

function resourceRoutes(people: People): readonly Route[] {
  const path = "/api/v1/resources";
  return [
    route({
      method: "get",
      path,
      access: ORGANISATION_READERS,
      tag: TAG,
      summary: "Things that work needs, and that are nobody: rooms, vehicles, machines; all of them, by id",
      answers: { 200: z.object({ items: z.array(RESOURCE), nextCursor: z.null() }) },
      handler: async () => ({ status: 200, body: { items: await allResources(), nextCursor: null } }),
    }),
    route({
      method: "put",
      path,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: "Replace all things that work needs",
      body: z.array(RESOURCE_INPUT).max(MOST),
      answers: { 200: z.object({ items: z.array(RESOURCE), nextCursor: z.null() }) },
      async handler({ body }) {
        await people.replaceResources(body);
        return { status: 200, body: { items: await allResources(), nextCursor: null } };
      },
    }),
  ];
}

const MOST = 10_000;
/** Bytes: ten thousand people with what they have. */
const LARGEST_MODEL = 8 * 1_024 * 1_024;

function manyOf<Entry extends z.ZodType>(entry: Entry) {
  return z.array(entry).max(MOST).default([]);
}

const STAYS = "without it they stay as they are";
const MODEL_INPUT = z.strictObject({
  participants: manyOf(PARTICIPANT_INPUT),
  roles: manyOf(NAMED_INPUTS.roles),
  positions: manyOf(NAMED_INPUTS.positions),
  groups: manyOf(NAMED_INPUTS.groups),
  capabilities: manyOf(NAMED_INPUTS.capabilities),
  resources: z.array(RESOURCE_INPUT).max(MOST).optional().meta({ description: STAYS }),
  absences: z.array(ABSENCE_OF_MODEL).max(MOST).optional().meta({ description: STAYS }),
});

const MODEL = z.object({
  participants: z.array(PARTICIPANT),
  roles: z.array(NAMED.roles),
  positions: z.array(NAMED.positions),
  groups: z.array(NAMED.groups),
  capabilities: z.array(NAMED.capabilities),
  resources: z.array(RESOURCE),
  absences: z.array(ABSENCE),
});

/** The whole of it as it is shown. */
async function wholeModel(): Promise<object> {
  const { absences, ...model } = await readOrganisation();
  return { ...model, absences: absences.map(shownAbsence) };
}

function modelRoutes(people: People): readonly Route[] {
  const path = "/api/v1/organisation";
  return [
    route({
      method: "get",
      path,
      access: ORGANISATION_READERS,
      tag: TAG,
      summary: "The whole organisation model",
      answers: { 200: MODEL },
      handler: async () => ({ status: 200, body: await wholeModel() }),
    }),
    route({
      method: "put",
      path,
      access: ADMINISTRATORS,
      tag: TAG,
      summary:
        "Replace the organisation model, by JSON or by an organisation backup of YAWL (.ybkp); passwords that are not given stay, and so do administrators who are not named",
      body: MODEL_INPUT,
      orText: { accepts: ["application/xml", "text/xml"], read: modelFromBackup },
      bodyLimit: LARGEST_MODEL,
      answers: {
        200: MODEL.extend({
          warnings: z.array(DATA).optional().meta({ description: "what of a backup was not taken over" }),
        }),
      },
      problems: ["in-use", "invalid-specification", "too-large"],
      async handler(request) {
        await people.replaceAll(request.body, callerOf(request));
        const { notes } = request;
        const model = await wholeModel();
        return { status: 200, body: notes.length > 0 ? { ...model, warnings: notes } : model };
      },
    }),
  ];
}

function sameId(inPath: string, inBody: string | undefined): string {
  if (inBody === undefined || inBody === inPath) return inPath;
  throw new Problem("invalid-data", "The id in the body differs from the one in the path.", {
    errors: [{ pointer: "/id", message: `this has to be "${inPath}" or left out` }],
  });
}
