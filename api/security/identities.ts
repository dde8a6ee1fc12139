/** Who stands behind a token: looked up in the store at each request, with a memory of a second. */
import { credentialVersion } from "../../store/credentials.ts";
import { findParticipant, heldSince } from "../../store/participants.ts";
import type { ParticipantView } from "../../store/views.ts";

export interface Identity {
  readonly participant: ParticipantView;
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
  const known = new Map<
    string,
    { readonly until: number; readonly identity: Promise<Identity | undefined> }
  >();
  return {
    async find(id) {
      const now = performance.now();
      const remembered = known.get(id);
      if (remembered && remembered.until > now) return await remembered.identity;
      if (known.size >= REMEMBER_MOST) known.clear();
      const identity = load(id);
      const entry = { until: now + REMEMBER_MILLIS, identity };
      known.set(id, entry);
      // A failed look-up must not be answered to others for a second.
      identity.catch(() => {
        if (known.get(id) === entry) known.delete(id);
      });
      return await identity;
    },
    forget() {
      known.clear();
    },
  };
}

async function load(id: string): Promise<Identity | undefined> {
  const [participant, version, since] = await Promise.all([
    findParticipant(id),
    credentialVersion(id),
    heldSince(id),
  ]);
  if (!participant || participant.locked || version === undefined) return undefined;
  return { participant, version, since };
}
