/** Participants, roles, positions, groups and capabilities, one by one or the whole model. */
import { z } from "zod";
import {
  createNamed,
  findNamed,
  KINDS,
  listNamed,
  putNamed,
  readOrganisation,
  removeNamed,
} from "../../store/organisation.ts";
import type { Kind } from "../../store/organisation.ts";
import { findParticipant, listParticipants } from "../../store/participants.ts";
import { ANY_ID, ID, listOf, PAGE } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { namedFrom } from "../organisation.ts";
import type { People } from "../organisation.ts";
import { hasAccess } from "../security/caller.ts";
import { ADMINISTRATORS, EVERYBODY, ORGANISATION_READERS } from "./access.ts";
import { NAMED, NAMED_INPUT, PARTICIPANT, PARTICIPANT_INPUT } from "./people.ts";

const TAG = "organisation";
const ONE = z.object({ id: ANY_ID });
/** The id of a PUT stands in the path; the body may repeat it. */
const PUT_ONE = z.object({ id: ID });

export function organisationRoutes(people: People): readonly Route[] {
  return [...participantRoutes(people), ...KINDS.flatMap(namedRoutes), ...modelRoutes(people)];
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

function namedRoutes(kind: Kind): readonly Route[] {
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
      answers: { 200: listOf(NAMED) },
      handler: async ({ query }) => ({ status: 200, body: await listNamed(kind, query) }),
    }),
    route({
      method: "post",
      path,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: `Add one of the ${kind}`,
      body: NAMED_INPUT,
      answers: { 201: NAMED },
      problems: ["conflict"],
      async handler({ body }) {
        const view = namedFrom(body);
        if (!(await createNamed(kind, view)))
          throw new Problem("conflict", `There is "${body.id}" among the ${kind} already.`);
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
      answers: { 200: NAMED },
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
      body: NAMED_INPUT.partial({ id: true }),
      answers: { 200: NAMED },
      async handler({ parameters, body }) {
        const view = namedFrom({ ...body, id: sameId(parameters.id, body.id) });
        await putNamed(kind, view);
        return { status: 200, body: view };
      },
    }),
    route({
      method: "delete",
      path: `${path}/{id}`,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: `Remove one of the ${kind}, also from the participants who have it`,
      parameters: ONE,
      answers: { 204: "" },
      async handler({ parameters }) {
        if (!(await removeNamed(kind, parameters.id))) throw notFound(parameters.id);
        return { status: 204 };
      },
    }),
  ];
}

const NAMED_LIST = z.array(NAMED_INPUT).max(10_000).default([]);

const MODEL_INPUT = z.strictObject({
  participants: z.array(PARTICIPANT_INPUT).max(10_000).default([]),
  roles: NAMED_LIST,
  positions: NAMED_LIST,
  groups: NAMED_LIST,
  capabilities: NAMED_LIST,
});

const MODEL = z.object({
  participants: z.array(PARTICIPANT),
  roles: z.array(NAMED),
  positions: z.array(NAMED),
  groups: z.array(NAMED),
  capabilities: z.array(NAMED),
});

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
      handler: async () => ({ status: 200, body: await readOrganisation() }),
    }),
    route({
      method: "put",
      path,
      access: ADMINISTRATORS,
      tag: TAG,
      summary:
        "Replace the organisation model; passwords that are not given stay, and so do administrators who are not named",
      body: MODEL_INPUT,
      answers: { 200: MODEL },
      problems: ["in-use"],
      async handler(request) {
        await people.replaceAll(request.body, callerOf(request));
        return { status: 200, body: await readOrganisation() };
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
