/** Compiled specifications in memory: every completion is checked against one, and every item shows a schema from one. */
import { LRUCache } from "lru-cache";
import { findCompiled, findDigest } from "../store/specifications.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";

export interface Catalogue {
  /**
   * A version of a specification; `undefined` when it is not stored.
   * @param digest of its source, when that was just read: what is in memory is then compared with it
   */
  find(id: string, version: string, digest?: string): Promise<CompiledSpecification | undefined>;
}

/** A version may be removed and uploaded again with other content; after this time its digest is compared. */
const TRUST_MILLIS = 5_000;
const KEEP_MOST = 200;

interface Entry {
  readonly compiled: CompiledSpecification;
  readonly digest: string;
  readonly checkedAt: number;
}

export function createCatalogue(): Catalogue {
  const entries = new LRUCache<string, Entry>({ max: KEEP_MOST });
  return {
    async find(id, version, digest) {
      const key = `${id}@${version}`;
      const known = entries.get(key);
      const entry = await current(known, id, version, digest);
      if (entry) entries.set(key, entry);
      else entries.delete(key);
      return entry?.compiled;
    },
  };
}

async function current(
  known: Entry | undefined,
  id: string,
  version: string,
  digest: string | undefined,
): Promise<Entry | undefined> {
  const now = performance.now();
  const isTrusted = known && digest === undefined && known.checkedAt + TRUST_MILLIS > now;
  if (isTrusted) return known;
  if (known && (digest ?? (await findDigest(id, version))) === known.digest)
    return { ...known, checkedAt: now };
  const found = await findCompiled(id, version);
  return found ? { ...found, checkedAt: now } : undefined;
}
