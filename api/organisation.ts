/** Changes of the organisation: people with their passwords, and the whole model. */
import { removeCredentials, setCredential } from "../store/credentials.ts";
import { KINDS, replaceOrganisation } from "../store/organisation.ts";
import type { Organisation } from "../store/organisation.ts";
import {
  administrators,
  createParticipant,
  findParticipant,
  putParticipant,
  removeParticipants,
} from "../store/participants.ts";
import type { ParticipantView, RoleView } from "../store/views.ts";
import { Problem } from "./http/problem.ts";
import type { ProblemError } from "./http/problem.ts";
import type { NamedInput, ParticipantInput } from "./routes/people.ts";
import type { Identities } from "./security/identities.ts";
import { hashPassword } from "./security/password.ts";

export interface People {
  create(input: ParticipantInput): Promise<ParticipantView>;
  /** Adds or replaces; the password stays when none is given. */
  put(input: ParticipantInput): Promise<{ readonly participant: ParticipantView; readonly isNew: boolean }>;
  remove(id: string): Promise<void>;
  replaceAll(model: OrganisationInput): Promise<void>;
}

export type OrganisationInput = {
  readonly participants: readonly ParticipantInput[];
} & { readonly [kind in (typeof KINDS)[number]]: readonly NamedInput[] };

export function peopleOf(identities: Identities): People {
  return {
    async create(input) {
      const participant = participantFrom(input);
      if (!(await createParticipant(participant))) {
        throw new Problem("conflict", `There is a participant "${input.id}" already.`);
      }
      // A password that somebody with this id had before must not open the new account.
      await removeCredentials([input.id]);
      await setPassword(input);
      identities.forget();
      return participant;
    },
    async put(input) {
      const existing = await findParticipant(input.id);
      const participant = participantFrom(input);
      if (!participant.access.includes("admin")) await refuseWithoutAdministrator(input.id);
      await putParticipant(participant);
      await setPassword(input);
      identities.forget();
      return { participant, isNew: existing === undefined };
    },
    async remove(id) {
      await refuseWithoutAdministrator(id);
      const removed = await removeParticipants([id]);
      identities.forget();
      if (removed === 0) throw new Problem("not-found", `There is no participant "${id}".`);
    },
    async replaceAll(model) {
      refuseDuplicates(model);
      const organisation = organisationFrom(model);
      await refuseLosingAdministrators(organisation.participants);
      // Node computes a few hashes at a time and lines up the rest.
      await Promise.all(model.participants.map(setPassword));
      await replaceOrganisation(organisation);
      identities.forget();
    },
  };
}

/** A role or the like, called as its id unless it has a name. */
export function namedFrom({ id, name, description }: NamedInput): RoleView {
  return { id, name: name ?? id, ...(description === undefined ? {} : { description }) };
}

function participantFrom({
  password: _password,
  name,
  capabilities,
  ...rest
}: ParticipantInput): ParticipantView {
  return {
    ...rest,
    name: name ?? rest.id,
    capabilities: capabilities.map(({ name: capability, value }) => ({
      name: capability,
      ...(value === undefined ? {} : { value }),
    })),
  };
}

async function setPassword({ id, password }: ParticipantInput): Promise<void> {
  if (password !== undefined) await setCredential(id, await hashPassword(password));
}

/** Somebody has to be left who can change the organisation. */
async function refuseWithoutAdministrator(id: string): Promise<void> {
  const existing = await administrators();
  if (existing.length === 1 && existing[0] === id) {
    throw new Problem("in-use", `"${id}" is the only administrator and has to remain one.`);
  }
}

async function refuseLosingAdministrators(participants: readonly ParticipantView[]): Promise<void> {
  const named = new Map(participants.map((participant) => [participant.id, participant]));
  const staying = (await administrators()).some((id) => !named.has(id));
  if (staying || participants.some(({ access }) => access.includes("admin"))) return;
  throw new Problem("in-use", "The model takes the access of an administrator from everybody who has it.");
}

function organisationFrom(model: OrganisationInput): Organisation {
  return {
    participants: model.participants.map(participantFrom),
    roles: model.roles.map(namedFrom),
    positions: model.positions.map(namedFrom),
    groups: model.groups.map(namedFrom),
    capabilities: model.capabilities.map(namedFrom),
  };
}

function refuseDuplicates(model: OrganisationInput): void {
  const errors = (["participants", ...KINDS] as const).flatMap((part): readonly ProblemError[] => {
    const seen = new Set<string>();
    return model[part].flatMap(({ id }, index) => {
      if (seen.has(id)) return [{ pointer: `/${part}/${index}/id`, message: `"${id}" comes twice` }];
      seen.add(id);
      return [];
    });
  });
  if (errors.length > 0) throw new Problem("invalid-data", "An id comes twice in the model.", { errors });
}
