/** Who stands behind a token: looked up in the store at each request, with a memory of a second. */
import { LRUCache } from "lru-cache";
import { credentialVersion } from "../../store/credentials.ts";
import { organisationNow } from "../../store/organisation-snapshot.ts";
import { findParticipant, heldSince } from "../../store/participants.ts";
import { isPresent } from "../../yawl/resource/presence.ts";
import type { ParticipantView } from "../../store/views.ts";

export interface Identity {
  readonly participant: ParticipantView;
  /** ids and names of their roles, and of those above them */
  readonly roles: readonly string[];
  /** not available, or absent */
  readonly isAway: boolean;
  /** tokens of other versions of the password are void */
  readonly version: string;
  /** since when the id is this participant's, see `heldSince` */
  readonly since: number;
}

export interface Identities {
  /** `undefined`: there is no such participant, they are locked, or no password is set */
  find(id: string): Promise<Identity | undefined>;
  /** after a change of participants or passwords in this process */
  forget(): void;
}

/** How long a removed participant or an old password may still be taken by another process. */
const REMEMBER_MILLIS = 1_000;
const REMEMBER_MOST = 10_000;

export function createIdentities(): Identities {
  const known = new LRUCache<string, Promise<Identity | undefined>>({
    max: REMEMBER_MOST,
    ttl: REMEMBER_MILLIS,
  });
  return {
    async find(id) {
      const remembered = known.get(id);
      if (remembered) return await remembered;
      const identity = load(id);
      known.set(id, identity);
      // A failed look-up must not be answered to others for a second.
      identity.catch(() => {
        if (known.peek(id) === identity) known.delete(id);
      });
      return await identity;
    },
    forget() {
      known.clear();
    },
  };
}

async function load(id: string): Promise<Identity | undefined> {
  const [participant, version, since, organisation] = await Promise.all([
    findParticipant(id),
    credentialVersion(id),
    heldSince(id),
    organisationNow(),
  ]);
  if (!participant || participant.locked || version === undefined) return undefined;
  const roles = [...organisation.rolesOf(id)].toSorted();
  const isAway = !isPresent(organisation, id, Date.now());
  return { participant, roles, isAway, version, since };
}
