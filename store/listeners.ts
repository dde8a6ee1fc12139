/** People as those whom notices concern: what they are now, and which roles they have. */
import { participantView } from "./documents.ts";
import { Credentials, Participants } from "./models.ts";
import { organisationNow } from "./organisation-snapshot.ts";
import type { ParticipantView } from "./views.ts";

/** Somebody who may be told of something. */
export interface PersonNow {
  readonly participant: ParticipantView;
  /** of the password; `undefined`: they cannot log in */
  readonly version: string | undefined;
  /** all of their roles and the roles above them, by id and by name */
  readonly roles: ReadonlySet<string>;
}

/** The named people as they are now, by id; those who are not there are left out. */
export async function peopleNow(ids: readonly string[]): Promise<ReadonlyMap<string, PersonNow>> {
  const [people, versions, organisation] = await Promise.all([
    Participants.find({ _id: { $in: ids } }).lean(),
    Credentials.find({ _id: { $in: ids } }, { version: 1 }).lean(),
    organisationNow(),
  ]);
  const versionOf = new Map(versions.map(({ _id, version }) => [_id, version]));
  return new Map(
    people.map((document) => {
      const { _id: id } = document;
      const roles = new Set(organisation.rolesOf(id));
      return [id, { participant: participantView(document), version: versionOf.get(id), roles }];
    }),
  );
}

/** Somebody to whom a mail can be sent. */
export interface Addressee {
  readonly id: string;
  readonly mail: string | undefined;
}

/** Those of the named people who are there and not locked. */
export async function addressees(ids: readonly string[]): Promise<readonly Addressee[]> {
  const found = await Participants.find({ _id: { $in: ids }, locked: { $ne: true } }, { contact: 1 }).lean();
  return found.map(({ _id: id, contact }) => ({ id, mail: contact?.mail }));
}

/** People who have one of the roles, or a role below it; `undefined`: they are more than `most`. */
export async function addresseesWith(
  roles: readonly string[],
  most: number,
): Promise<readonly Addressee[] | undefined> {
  const members = (await organisationNow()).membersOf(roles);
  return members.length > most ? undefined : await addressees(members);
}
