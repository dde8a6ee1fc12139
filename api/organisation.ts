/** Changes of the organisation: people with their passwords, what there is besides, and the whole model. */
import { removeCredentials, setCredential } from "../store/credentials.ts";
import {
  createNamed,
  findNamed,
  putNamed,
  readOrganisation,
  readStructure,
  removeNamed,
  replaceOrganisation,
  replaceResources,
} from "../store/organisation.ts";
import type {
  Kind,
  NamedView,
  NewOrganisation,
  Structure,
  WholeOrganisation,
} from "../store/organisation.ts";
import {
  administrators,
  aliasesTaken,
  createParticipant,
  existingParticipants,
  findParticipant,
  putParticipant,
} from "../store/participants.ts";
import type { ParticipantView } from "../store/views.ts";
import type { Absence, Resource } from "../yawl/resource/organisation.ts";
import type { Commands } from "./commands.ts";
import { Problem } from "./http/problem.ts";
import type { ProblemError } from "./http/problem.ts";
import { entryErrors, lostReferences, modelErrors } from "./people/check-model.ts";
import { endedAbsences, followUpsBetween, followUpsOf, withoutEntry } from "./people/expected.ts";
import type { FollowUps } from "./people/follow-ups.ts";
import { refuseLeftovers, removePeople } from "./people/removal.ts";
import { present } from "./routes/people.ts";
import type { NamedInput, ParticipantInput } from "./routes/people.ts";
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
  createEntry(kind: Kind, input: NamedInput): Promise<NamedView>;
  putEntry(kind: Kind, input: NamedInput): Promise<NamedView>;
  /** Also from those who have it. Not while others belong to it. */
  removeEntry(kind: Kind, id: string): Promise<void>;
  replaceResources(resources: readonly Resource[]): Promise<void>;
  replaceAll(model: OrganisationInput, by: Caller): Promise<void>;
}

export type OrganisationInput = {
  readonly participants: readonly ParticipantInput[];
  readonly resources?: readonly Resource[] | undefined;
  readonly absences?: readonly Absence[] | undefined;
} & { readonly [kind in Kind]: readonly NamedInput[] };

interface Dependencies {
  readonly identities: Identities;
  readonly commands: Pick<Commands, "onItem">;
  readonly followUps: FollowUps;
}

const EMPTY: WholeOrganisation = {
  participants: [],
  roles: [],
  positions: [],
  groups: [],
  capabilities: [],
  resources: [],
  absences: [],
};

export function peopleOf({ identities, commands, followUps }: Dependencies): People {
  const forget = (): void => identities.forget();
  return {
    async create(input, by) {
      refuseWeakPasswords([{ input, pointer: "/password" }]);
      await refuseLeftovers(commands, [input.id], by);
      const participant = participantFrom(input);
      const structure = await checkPerson(participant);
      if (await findParticipant(input.id)) throw takenParticipant(input.id);
      const changes = followUpsOf(structure, undefined, participant);
      const isNew = await followUps.after(changes, async () => createParticipant(participant));
      if (!isNew) throw takenParticipant(input.id);
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
      const structure = await checkPerson(participant);
      if (!isAdministrator(participant)) await refuseWithoutAdministrator(input.id);
      // A password that somebody with this id had before must not open the new account.
      if (!existing) await removeCredentials([input.id]);
      const changes = followUpsOf(structure, existing, participant);
      await followUps.after(changes, async () => putParticipant(participant));
      await setPassword(input);
      forget();
      return { participant, isNew: existing === undefined };
    },
    async remove(id, by) {
      await refuseWithoutAdministrator(id);
      const known = await findParticipant(id);
      if (!known) throw new Problem("not-found", `There is no participant "${id}".`);
      const changes = followUpsOf(await readStructure(), known, undefined);
      await followUps.after(changes, async () => removePeople(commands, [id], by, forget));
    },
    async createEntry(kind, input) {
      const view = namedFrom(input);
      if (await findNamed(kind, view.id)) throw taken(kind, view.id);
      const change = async (): Promise<boolean> => createNamed(kind, view);
      const isNew = await changeEntry(kind, view, change, followUps);
      if (!isNew) throw taken(kind, view.id);
      forget();
      return view;
    },
    async putEntry(kind, input) {
      const view = namedFrom(input);
      await changeEntry(kind, view, async () => putNamed(kind, view), followUps);
      forget();
      return view;
    },
    async removeEntry(kind, id) {
      const known = await findNamed(kind, id);
      if (!known) throw new Problem("not-found", `There is no "${id}" among the ${kind}.`);
      const before = await readOrganisation();
      refuseWithDependents(before, kind, known);
      const after = withoutEntry(before, kind, known);
      await followUps.after(followUpsBetween(before, after), async () => removeNamed(kind, id));
      forget();
    },
    async replaceResources(resources) {
      refuse(modelErrors({ ...EMPTY, resources }).map(withoutPart));
      await replaceResources(resources);
    },
    async replaceAll(model, by) {
      refuseWeakPasswords(
        model.participants.map((input, index) => ({ input, pointer: `/participants/${index}/password` })),
      );
      const before = await readOrganisation();
      const organisation = organisationFrom(model);
      const after = afterAll(before, organisation);
      refuse(modelErrors(after));
      const ids = model.participants.map(({ id }) => id);
      await refuseLeftovers(commands, ids, by);
      await refuseLosingAdministrators(organisation.participants);
      const there = await existingParticipants(ids);
      await removeCredentials(ids.filter((id) => !there.has(id)));
      // Node computes a few hashes at a time and lines up the rest.
      await Promise.all(model.participants.map(setPassword));
      await followUps.after(
        [...followUpsBetween(before, after), ...(model.absences ? endedAbsences(before, after) : [])],
        async () => {
          const gone = await replaceOrganisation(organisation);
          await removePeople(commands, gone, by, forget);
        },
      );
      forget();
      if (model.absences) followUps.sweepSoon();
    },
  };
}

/** A role or the like, called as its id unless it has a name. */
function namedFrom({ name, ...rest }: NamedInput): NamedView {
  return { ...present(rest), name: name ?? rest.id };
}

function takenParticipant(id: string): Problem {
  return new Problem("conflict", `There is a participant "${id}" already.`);
}

function taken(kind: Kind, id: string): Problem {
  return new Problem("conflict", `There is "${id}" among the ${kind} already.`);
}

function refuse(errors: readonly ProblemError[]): void {
  if (errors.length > 0) throw new Problem("invalid-data", "The organisation cannot be so.", { errors });
}

function withoutPart(error: ProblemError): ProblemError {
  return error.pointer === undefined ? error : { ...error, pointer: error.pointer.replace(/^\/\w+/, "") };
}

/** What there is besides people, once it has been checked that what somebody has is there. */
async function checkPerson(participant: ParticipantView): Promise<Structure> {
  const structure = await readStructure();
  const errors = entryErrors(
    { ...EMPTY, ...structure, participants: [participant] },
    "participants",
    participant.id,
  );
  const names = await aliasesTaken(participant);
  const clashes = (participant.aliases ?? []).flatMap((alias, index): readonly ProblemError[] => {
    const owner = names.get(alias);
    if (owner === undefined) return [];
    return [{ pointer: `/aliases/${index}`, message: `"${alias}" means the participant "${owner}" already` }];
  });
  refuse([...errors, ...clashes]);
  return structure;
}

/** Changes a role or the like, when the organisation can be so. */
async function changeEntry<T>(
  kind: Kind,
  view: NamedView,
  change: () => Promise<T>,
  followUps: FollowUps,
): Promise<T> {
  const before = await readOrganisation();
  const entries: readonly NamedView[] = before[kind];
  const isThere = entries.some(({ id }) => id === view.id);
  const after: WholeOrganisation = {
    ...before,
    [kind]: isThere ? entries.map((entry) => (entry.id === view.id ? view : entry)) : [...entries, view],
  };
  refuse(entryErrors(after, kind, view.id));
  refuseLostName(view, lostReferences(before, after));
  return await followUps.after(followUpsBetween(before, after), change);
}

/** Who has it by its old name would have it no more. */
function refuseLostName({ id }: NamedView, holders: readonly string[]): void {
  if (holders.length === 0) return;
  throw new Problem(
    "in-use",
    `Others refer to "${id}" by the name that it has now: ${holders.slice(0, 20).join(", ")}. Have them refer to it by its id first.`,
  );
}

/** Other entries hang on it: they have to be moved first. */
function refuseWithDependents(
  { roles, positions, groups }: WholeOrganisation,
  kind: Kind,
  known: NamedView,
): void {
  const means = (reference: string | undefined): boolean =>
    reference !== undefined && (reference === known.id || reference === known.name);
  const names: Readonly<Record<Kind, readonly string[]>> = {
    roles: roles.filter(({ belongsTo }) => means(belongsTo)).map(({ id }) => `the role ${id}`),
    positions: positions.filter(({ reportsTo }) => means(reportsTo)).map(({ id }) => `the position ${id}`),
    groups: [
      ...groups.filter(({ belongsTo }) => means(belongsTo)).map(({ id }) => `the group ${id}`),
      ...positions.filter(({ group }) => means(group)).map(({ id }) => `the position ${id}`),
    ],
    capabilities: [],
  };
  const dependents = names[kind].filter((name) => !name.endsWith(` ${known.id}`));
  if (dependents.length === 0) return;
  throw new Problem(
    "in-use",
    `"${known.id}" has others below it: ${dependents.join(", ")}. Move them first.`,
  );
}

function participantFrom({
  password: _password,
  name,
  capabilities,
  costs,
  contact,
  ...rest
}: ParticipantInput): ParticipantView {
  return {
    ...present(rest),
    name: name ?? rest.id,
    ...(costs ? { costs: present(costs) } : {}),
    ...(contact ? { contact: present(contact) } : {}),
    capabilities: capabilities.map(present),
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

function organisationFrom({ resources, absences, ...model }: OrganisationInput): NewOrganisation {
  return {
    participants: model.participants.map(participantFrom),
    roles: model.roles.map(namedFrom),
    positions: model.positions.map(namedFrom),
    groups: model.groups.map(namedFrom),
    capabilities: model.capabilities.map(namedFrom),
    ...(resources ? { resources } : {}),
    ...(absences ? { absences } : {}),
  };
}

/** The whole of it with the administrators who stay; they lose what is no more. */
function afterAll(before: WholeOrganisation, model: NewOrganisation): WholeOrganisation {
  const named = new Set(model.participants.map(({ id }) => id));
  const staying = before.participants
    .filter((person) => isAdministrator(person) && !named.has(person.id))
    .map((person) => ({ ...person, roles: [], positions: [], groups: [], capabilities: [], aliases: [] }));
  const { resources = [], absences = [] } = model;
  return { ...model, participants: [...model.participants, ...staying], resources, absences };
}
