/** Changes of the organisation: people with their passwords, and the whole model. */
import { removeCredentials, setCredential } from "../store/credentials.ts";
import { KINDS, replaceOrganisation } from "../store/organisation.ts";
import type { NamedView, NewOrganisation } from "../store/organisation.ts";
import {
  administrators,
  createParticipant,
  existingParticipants,
  findParticipant,
  putParticipant,
} from "../store/participants.ts";
import type { ParticipantView } from "../store/views.ts";
import type { Commands } from "./commands.ts";
import { Problem } from "./http/problem.ts";
import type { ProblemError } from "./http/problem.ts";
import type { NamedInput, ParticipantInput } from "./routes/people.ts";
import { refuseLeftovers, removePeople } from "./people/removal.ts";
import type { Caller } from "./security/caller.ts";
import type { Identities } from "./security/identities.ts";
import { passwordWeakness } from "./security/password-rules.ts";
import { hashPassword } from "./security/password.ts";

/** `by`: the administrator who changes it. */
export interface People {
  create(input: ParticipantInput, by: Caller): Promise<ParticipantView>;
  /** Adds or replaces; the password stays when none is given. */
  put(
    input: ParticipantInput,
    by: Caller,
  ): Promise<{ readonly participant: ParticipantView; readonly isNew: boolean }>;
  /** What they hold goes back. */
  remove(id: string, by: Caller): Promise<void>;
  replaceAll(model: OrganisationInput, by: Caller): Promise<void>;
}

export type OrganisationInput = {
  readonly participants: readonly ParticipantInput[];
} & { readonly [kind in (typeof KINDS)[number]]: readonly NamedInput[] };

export function peopleOf(identities: Identities, commands: Pick<Commands, "onItem">): People {
  const forget = (): void => identities.forget();
  return {
    async create(input, by) {
      refuseWeakPasswords([{ input, pointer: "/password" }]);
      await refuseLeftovers(commands, [input.id], by);
      const participant = participantFrom(input);
      if (!(await createParticipant(participant))) {
        throw new Problem("conflict", `There is a participant "${input.id}" already.`);
      }
      // A password that somebody with this id had before must not open the new account.
      await removeCredentials([input.id]);
      await setPassword(input);
      forget();
      return participant;
    },
    async put(input, by) {
      refuseWeakPasswords([{ input, pointer: "/password" }]);
      await refuseLeftovers(commands, [input.id], by);
      const existing = await findParticipant(input.id);
      const participant = participantFrom(input);
      if (!isAdministrator(participant)) await refuseWithoutAdministrator(input.id);
      // A password that somebody with this id had before must not open the new account.
      if (!existing) await removeCredentials([input.id]);
      await putParticipant(participant);
      await setPassword(input);
      forget();
      return { participant, isNew: existing === undefined };
    },
    async remove(id, by) {
      await refuseWithoutAdministrator(id);
      if (!(await findParticipant(id))) throw new Problem("not-found", `There is no participant "${id}".`);
      await removePeople(commands, [id], by, forget);
    },
    async replaceAll(model, by) {
      refuseDuplicates(model);
      refuseWeakPasswords(
        model.participants.map((input, index) => ({ input, pointer: `/participants/${index}/password` })),
      );
      const ids = model.participants.map(({ id }) => id);
      await refuseLeftovers(commands, ids, by);
      const organisation = organisationFrom(model);
      await refuseLosingAdministrators(organisation.participants);
      const there = await existingParticipants(ids);
      await removeCredentials(ids.filter((id) => !there.has(id)));
      // Node computes a few hashes at a time and lines up the rest.
      await Promise.all(model.participants.map(setPassword));
      const gone = await replaceOrganisation(organisation);
      await removePeople(commands, gone, by, forget);
      forget();
    },
  };
}

/** A role or the like, called as its id unless it has a name. */
export function namedFrom({ id, name, description }: NamedInput): NamedView {
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

/** Everything that is wrong with passwords at once, without repeating one. */
function refuseWeakPasswords(
  inputs: readonly { readonly input: ParticipantInput; readonly pointer: string }[],
): void {
  const errors = inputs.flatMap(({ input: { id, password }, pointer }): readonly ProblemError[] => {
    const message = password === undefined ? undefined : passwordWeakness(password, id);
    return message === undefined ? [] : [{ pointer, message }];
  });
  if (errors.length > 0) throw new Problem("invalid-data", "A password cannot be taken.", { errors });
}

function isAdministrator({ access, locked }: ParticipantView): boolean {
  return access.includes("admin") && !locked;
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
  if (staying || participants.some(isAdministrator)) return;
  throw new Problem("in-use", "The model takes the access of an administrator from everybody who has it.");
}

function organisationFrom(model: OrganisationInput): NewOrganisation {
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
