import { credentialVersion } from "../../store/credentials.js";
import { findParticipant } from "../../store/participants.js";
const REMEMBER_MILLIS = 1_000;
const REMEMBER_MOST = 10_000;
export function createIdentities() {
    const known = new Map();
    return {
        async find(id) {
            const now = performance.now();
            const remembered = known.get(id);
            if (remembered && remembered.until > now)
                return await remembered.identity;
            if (known.size >= REMEMBER_MOST)
                known.clear();
            const identity = load(id);
            const entry = { until: now + REMEMBER_MILLIS, identity };
            known.set(id, entry);
            identity.catch(() => {
                if (known.get(id) === entry)
                    known.delete(id);
            });
            return await identity;
        },
        forget() {
            known.clear();
        },
    };
}
async function load(id) {
    const [participant, version] = await Promise.all([findParticipant(id), credentialVersion(id)]);
    return participant && version !== undefined ? { participant, version } : undefined;
}
//# sourceMappingURL=identities.js.map