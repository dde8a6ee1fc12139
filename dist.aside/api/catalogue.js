import { findCompiled, findDigest } from "../store/specifications.js";
const TRUST_MILLIS = 5_000;
const KEEP_MOST = 200;
export function createCatalogue() {
    const entries = new Map();
    return {
        async find(id, version, digest) {
            const key = `${id}@${version}`;
            const known = entries.get(key);
            const entry = await current(known, id, version, digest);
            entries.delete(key);
            if (!entry)
                return undefined;
            entries.set(key, entry);
            for (const oldest of entries.keys()) {
                if (entries.size <= KEEP_MOST)
                    break;
                entries.delete(oldest);
            }
            return entry.compiled;
        },
    };
}
async function current(known, id, version, digest) {
    const now = performance.now();
    const isTrusted = known && digest === undefined && known.checkedAt + TRUST_MILLIS > now;
    if (isTrusted)
        return known;
    if (known && (digest ?? (await findDigest(id, version))) === known.digest)
        return { ...known, checkedAt: now };
    const found = await findCompiled(id, version);
    return found ? { ...found, checkedAt: now } : undefined;
}
//# sourceMappingURL=catalogue.js.map