/**
 * Which organisation there is now: a version that every change counts up, so that whoever keeps the organisation in memory can
 * tell with one small read whether it is still the one. A change marks the version before it writes and counts it up once more
 * when it is done; the mark of a process that dies in between runs out.
 */
import { randomUUID } from "node:crypto";
import { OrganisationVersions } from "./models.ts";

const ID = "organisation";
/** After so long a mark that was not renewed is that of a process that has died. Clocks differ by much less. */
const MARK_MILLIS = 15_000;
const RENEW_MILLIS = 5_000;
/** What says which elements go is no element: mongoose would miss its other fields. */
const PULLING = { runValidators: false };

/** The organisation's version as it was read. */
export interface OrganisationVersion {
  readonly version: number;
  /** differs between any two versions, of whatever database */
  readonly stamp: string;
  /** somebody is changing it: what is read now may be half of a change */
  readonly isChanging: boolean;
}

/** Reads which organisation it is; one small read. */
export async function organisationVersion(): Promise<OrganisationVersion> {
  const found = await OrganisationVersions.findById(ID).lean();
  if (!found) {
    await firstVersion();
    // not to be kept: the next one to read finds a version
    return { version: 0, stamp: "", isChanging: true };
  }
  const now = Date.now();
  return {
    version: found.version,
    stamp: found.stamp,
    isChanging: found.changing.some(({ until }) => until > now),
  };
}

/** A database of before has no version yet. Two who make it at once make one. */
async function firstVersion(): Promise<void> {
  await OrganisationVersions.updateOne(
    { _id: ID },
    { $setOnInsert: { version: 0, stamp: randomUUID(), changing: [] } },
    { upsert: true },
  );
}

/**
 * Changes people, roles, positions, groups, capabilities, absences or piles: every writer of these writes within it. What it
 * writes is seen by everybody who reads the organisation after it has returned, in whatever process; when it fails or its process
 * dies, nobody keeps what was read before.
 */
export async function changingOrganisation<T>(change: () => Promise<T>): Promise<T> {
  const id = randomUUID();
  await begin(id);
  const renewal = setInterval(() => void renew(id), RENEW_MILLIS);
  renewal.unref();
  try {
    return await change();
  } finally {
    clearInterval(renewal);
    await OrganisationVersions.updateOne(
      { _id: ID },
      { $inc: { version: 1 }, $set: { stamp: randomUUID() }, $pull: { changing: { id } } },
      PULLING,
    );
  }
}

async function begin(id: string): Promise<void> {
  const now = Date.now();
  const update = {
    $inc: { version: 1 },
    $set: { stamp: randomUUID() },
    $push: { changing: { id, until: now + MARK_MILLIS } },
  };
  const { matchedCount } = await OrganisationVersions.updateOne({ _id: ID }, update);
  if (matchedCount === 0) {
    await firstVersion();
    await OrganisationVersions.updateOne({ _id: ID }, update);
  }
  await OrganisationVersions.updateOne(
    { _id: ID, "changing.until": { $lt: now - MARK_MILLIS } },
    { $pull: { changing: { until: { $lt: now - MARK_MILLIS } } } },
    PULLING,
  );
}

/** A mark that could not be renewed may run out: the change counts the version up all the same when it ends. */
async function renew(id: string): Promise<void> {
  await OrganisationVersions.updateOne(
    { _id: ID, "changing.id": id },
    { $set: { "changing.$.until": Date.now() + MARK_MILLIS } },
  ).catch(() => undefined);
}
