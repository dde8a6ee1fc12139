/**
 * The organisation in memory, for whoever decides by it: read once, and again when its version has changed
 * (`organisation-changes.ts`). What is read while somebody changes it serves that one time.
 */
import { indexOrganisation } from "../yawl/resource/indexed.ts";
import type { Organisation } from "../yawl/resource/indexed.ts";
import type { OrganisationModel } from "../yawl/resource/organisation.ts";
import { allAbsences } from "./absences.ts";
import { organisationVersion } from "./organisation-changes.ts";
import type { OrganisationVersion } from "./organisation-changes.ts";
import { allNamed } from "./organisation.ts";
import { allParticipants } from "./participants.ts";

/** After so long it is read again whatever its version says: somebody may have changed MongoDB by hand. */
const KEEP_MILLIS = 60_000;
/** How often a reading is begun anew because the organisation changed meanwhile. */
const ATTEMPTS = 5;

/** The organisation as it was read, and as the rules of a distribution look things up in it. */
interface Snapshot {
  readonly model: OrganisationModel;
  readonly organisation: Organisation;
}

interface Kept extends Snapshot {
  readonly stamp: string;
  /** of a clock that never goes back; milliseconds */
  readonly readAt: number;
}

let kept: Kept | undefined;
/** Who reads now, and who reads after that: those who come meanwhile share the next one. */
let reading: Promise<Snapshot> | undefined;
let next: Promise<Snapshot> | undefined;

/**
 * The organisation as it is now: all that was changed before the call is in it. One small read where nothing has changed.
 * Rejects when MongoDB cannot be reached.
 */
export async function organisationNow(): Promise<Organisation> {
  return (await snapshotNow()).organisation;
}

/** The same, as plain data. */
export async function organisationModelNow(): Promise<OrganisationModel> {
  return (await snapshotNow()).model;
}

async function snapshotNow(): Promise<Snapshot> {
  const known = keptOf(await organisationVersion());
  if (known) return known;
  if (!reading) return await start();
  // what is being read may be older than this call
  next ??= reading.then(start, start);
  return await next;
}

function keptOf({ stamp, isChanging }: OrganisationVersion): Snapshot | undefined {
  const isCurrent = !isChanging && kept?.stamp === stamp && performance.now() - kept.readAt < KEEP_MILLIS;
  return isCurrent ? kept : undefined;
}

async function start(): Promise<Snapshot> {
  next = undefined;
  const own = read().finally(() => {
    if (reading === own) reading = undefined;
  });
  reading = own;
  return await own;
}

async function read(): Promise<Snapshot> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await organisationVersion();
    const known = keptOf(before);
    if (known) return known;
    const readAt = performance.now();
    const model = { ...(await wholeModel()), version: before.version };
    const after = await organisationVersion();
    const snapshot = { model, organisation: indexOrganisation(model) };
    const isWhole = before.stamp === after.stamp && !before.isChanging && !after.isChanging;
    if (isWhole) kept = { ...snapshot, stamp: before.stamp, readAt };
    // while it is being changed, what is there now is as good as anything
    if (isWhole || before.isChanging || attempt === ATTEMPTS) return snapshot;
  }
}

async function wholeModel(): Promise<Omit<OrganisationModel, "version">> {
  const [people, roles, positions, groups, capabilities, absences] = await Promise.all([
    allParticipants(),
    allNamed("roles"),
    allNamed("positions"),
    allNamed("groups"),
    allNamed("capabilities"),
    allAbsences(),
  ]);
  return { people, roles, positions, groups, capabilities, absences };
}
