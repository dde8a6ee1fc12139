/** Who may upload another version of a specification or remove one: a new version is what new cases run. */
import { findOwnership, putOwnership } from "../../store/specification-owners.ts";
import type { Ownership } from "../../store/specification-owners.ts";
import { existingParticipants } from "../../store/participants.ts";
import { Problem } from "../http/problem.ts";
import type { ProblemError } from "../http/problem.ts";
import { hasAccess, type Caller } from "../security/caller.ts";

/** `owned`: a specification is its owner's; `open`: it is every designer's. */
export const SHARING = ["owned", "open"] as const;
export type Sharing = (typeof SHARING)[number];

/** Who uploads or removes. */
export interface Designer {
  /** participant id */
  readonly id: string;
  readonly isAdministrator: boolean;
}

export function designerFrom({ id, participant }: Caller): Designer {
  return { id, isAdministrator: hasAccess(participant.access, []) };
}

/** @throws Problem `not-allowed` when the specification is somebody else's; one that is not there is nobody's */
export async function checkMayChange(id: string, designer: Designer, sharing: Sharing): Promise<void> {
  if (sharing === "open") return;
  const ownership = await findOwnership(id);
  if (!ownership || mayChange(ownership, designer)) return;
  throw new Problem("not-allowed", `The specification "${id}" is ${whose(ownership)}.`);
}

/** Changes the owner, or with whom the specification is shared; what is not given stays. */
export async function changeOwnership(
  id: string,
  change: { readonly owner?: string | undefined; readonly designers?: readonly string[] | undefined },
  designer: Designer,
): Promise<Ownership> {
  const known = await findOwnership(id);
  if (!known) throw new Problem("not-found", `There is no specification "${id}".`);
  if (!designer.isAdministrator && known.owner !== designer.id) {
    throw new Problem("not-allowed", `The specification "${id}" is ${whose(known)}.`);
  }
  await checkPeople(change);
  const owner = change.owner ?? known.owner;
  const ownership: Ownership = {
    ...(owner === undefined ? {} : { owner }),
    designers: [...new Set(change.designers ?? known.designers)],
  };
  await putOwnership(id, ownership);
  return ownership;
}

function mayChange({ owner, designers }: Ownership, { id, isAdministrator }: Designer): boolean {
  return isAdministrator || owner === id || designers.includes(id);
}

function whose({ owner }: Ownership): string {
  return owner === undefined
    ? "nobody's any more: an administrator can give it to a designer"
    : `that of "${owner}", who can share it (PUT /specifications/{id}/owner), as an administrator can; or choose another id`;
}

async function checkPeople(change: {
  readonly owner?: string | undefined;
  readonly designers?: readonly string[] | undefined;
}): Promise<void> {
  const named = [
    ...(change.owner === undefined ? [] : [{ pointer: "/owner", id: change.owner }]),
    ...(change.designers ?? []).map((id, index) => ({ pointer: `/designers/${index}`, id })),
  ];
  const known = await existingParticipants(named.map(({ id }) => id));
  const errors = named.flatMap(({ pointer, id }): readonly ProblemError[] =>
    known.has(id) ? [] : [{ pointer, message: `there is no participant "${id}"` }],
  );
  if (errors.length > 0) throw new Problem("invalid-data", "Somebody who is named is not there.", { errors });
}
