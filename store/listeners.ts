/** People as those whom notices concern: what they are now, and which roles they have. */
import { participantView } from "./documents.ts";
import { Credentials, Participants, Roles } from "./models.ts";
import type { NamedDocument, ParticipantDocument } from "./models.ts";
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
  const [people, versions, roles] = await Promise.all([
    Participants.find({ _id: { $in: ids } }).lean(),
    Credentials.find({ _id: { $in: ids } }, { version: 1 }).lean(),
    allRoles(),
  ]);
  const versionOf = new Map(versions.map(({ _id, version }) => [_id, version]));
  return new Map(
    people.map((document) => [
      document._id,
      {
        participant: participantView(document),
        version: versionOf.get(document._id),
        roles: withAbove(document.roles, roles),
      },
    ]),
  );
}

/** Somebody to whom a mail can be sent. */
export interface Addressee {
  readonly id: string;
  readonly mail: string | undefined;
}

/** Those of the named people who are there and not locked. */
export async function addressees(ids: readonly string[]): Promise<readonly Addressee[]> {
  const found = await Participants.find({ _id: { $in: ids }, locked: { $ne: true } }).lean<Reachable[]>();
  return found.map(addressee);
}

/** People who have one of the roles, or a role below it; `undefined`: they are more than `most`. */
export async function addresseesWith(
  wanted: readonly string[],
  most: number,
): Promise<readonly Addressee[] | undefined> {
  const below = withBelow(wanted, await allRoles());
  const found = await Participants.find({ roles: { $in: [...below] }, locked: { $ne: true } })
    .limit(most + 1)
    .lean<Reachable[]>();
  return found.length > most ? undefined : found.map(addressee);
}

type Reachable = ParticipantDocument & { readonly contact?: { readonly mail?: string } };

function addressee({ _id: id, contact }: Reachable): Addressee {
  return { id, mail: contact?.mail };
}

type StoredRole = Pick<NamedDocument, "_id" | "name"> & { readonly belongsTo?: string };

async function allRoles(): Promise<readonly StoredRole[]> {
  return await Roles.find().lean<StoredRole[]>();
}

/** What a role is called: specifications and people name it by id or by name. */
function namesOf({ _id, name }: StoredRole): readonly string[] {
  return [_id, name];
}

/** Roles with those that they belong to. */
function withAbove(held: readonly string[], roles: readonly StoredRole[]): ReadonlySet<string> {
  return closure(held, roles, (role) => (role.belongsTo === undefined ? [] : [role.belongsTo]));
}

function withBelow(wanted: readonly string[], roles: readonly StoredRole[]): ReadonlySet<string> {
  return closure(wanted, roles, (role) =>
    roles.flatMap((each) =>
      each.belongsTo !== undefined && namesOf(role).includes(each.belongsTo) ? [each._id] : [],
    ),
  );
}

function closure(
  start: readonly string[],
  roles: readonly StoredRole[],
  next: (role: StoredRole) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set(start);
  const waiting = [...start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const role of roles) {
      if (!namesOf(role).includes(name)) continue;
      for (const each of [...namesOf(role), ...next(role)]) {
        if (reached.has(each)) continue;
        reached.add(each);
        waiting.push(each);
      }
    }
  }
  return reached;
}
