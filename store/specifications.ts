/** Uploaded specifications and their versions. */
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import { hasOpenCases } from "./cases.ts";
import { specificationDocument, specificationSummary } from "./documents.ts";
import type { SpecificationSummary } from "./documents.ts";
import { fromText, toText } from "./json-text.ts";
import type { JsonText } from "./json-text.ts";
import { Rules, Specifications } from "./models.ts";
import type { SpecificationDocument } from "./models.ts";
import type { Page, PageRequest } from "./page.ts";
import { BadCursor, MAXIMUM_PAGE } from "./page.ts";
import { newest, newestFirst } from "./versions.ts";
import { removeOwnership } from "./specification-owners.ts";
import type { SpecificationView } from "./views.ts";

/** A specification by id, with all its versions, newest first. */
export interface SpecificationEntry extends SpecificationSummary {
  readonly versions: readonly string[];
}

/** A version to be kept, with its compiled form as JSON text. */
export type NewSpecification = Omit<SpecificationView, "compiled"> & {
  readonly compiled: JsonText<CompiledSpecification>;
};

const SUMMARY = { source: 0, compiled: 0 } as const;
const DUPLICATE_KEY = 11_000;

/**
 * Keeps a version of a specification.
 * `same`: this version is there already with the same content; `conflict`: with other content.
 */
export async function saveSpecification(
  view: NewSpecification | SpecificationView,
): Promise<"saved" | "same" | "conflict"> {
  try {
    await Specifications.create([documentOf(view)]);
    return "saved";
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
  }
  const existing = await findSummary(view.id, view.version);
  return existing?.digest === view.digest ? "same" : "conflict";
}

/** What is compiled elsewhere comes as the text that is stored: a large object is not made and printed again. */
function documentOf(view: NewSpecification | SpecificationView): SpecificationDocument {
  const { compiled, ...rest } = view;
  return specificationDocument(rest, typeof compiled === "string" ? compiled : toText(compiled));
}

/** Versions of a specification, unordered. */
export async function versionsOf(id: string): Promise<readonly string[]> {
  return await Specifications.distinct("version", { id });
}

/** The version that is meant: the named one, else the newest. */
async function resolve(id: string, version: string | undefined): Promise<string | undefined> {
  return version ?? newest(await versionsOf(id));
}

export async function findSummary(id: string, version?: string): Promise<SpecificationSummary | undefined> {
  const resolved = await resolve(id, version);
  if (resolved === undefined) return undefined;
  const document = await Specifications.findById(`${id}@${resolved}`, SUMMARY).lean();
  return document ? specificationSummary(document) : undefined;
}

export async function findSource(
  id: string,
  version?: string,
): Promise<{ readonly source: string; readonly contentType: string } | undefined> {
  const resolved = await resolve(id, version);
  if (resolved === undefined) return undefined;
  const document = await Specifications.findById(`${id}@${resolved}`, {
    source: 1,
    contentType: 1,
  }).lean();
  return document ? { source: document.source, contentType: document.contentType } : undefined;
}

/** Which of some names are ids of specifications, or what their files' metadata call them. */
export async function knownAmong(names: readonly string[]): Promise<ReadonlySet<string>> {
  const among = { $in: [...new Set(names)] };
  const [ids, identifiers] = await Promise.all([
    Specifications.distinct("id", { id: among }),
    Specifications.distinct("identifier", { identifier: among }),
  ]);
  return new Set([...ids, ...identifiers.filter((name) => name !== undefined)]);
}

/** SHA-256 of the source of a version; says cheaply whether a compiled form that is held in memory is still the right one. */
export async function findDigest(id: string, version: string): Promise<string | undefined> {
  const document = await Specifications.findById(`${id}@${version}`, { digest: 1 }).lean();
  return document?.digest;
}

export async function findCompiled(
  id: string,
  version: string,
): Promise<{ readonly compiled: CompiledSpecification; readonly digest: string } | undefined> {
  const document = await Specifications.findById(`${id}@${version}`, {
    compiled: 1,
    digest: 1,
  }).lean();
  return document ? { compiled: fromText(document.compiled), digest: document.digest } : undefined;
}

/** Specifications by id: the newest version of each, with the list of all. */
export async function listSpecifications(request: PageRequest): Promise<Page<SpecificationEntry>> {
  const after = request.cursor === undefined ? undefined : readCursor(request.cursor);
  const ids = (
    await Specifications.distinct("id", after === undefined ? {} : { id: { $gt: after } })
  ).toSorted();
  const shown = ids.slice(0, Math.min(request.limit, MAXIMUM_PAGE));
  const documents = await Specifications.find({ id: { $in: shown } }, SUMMARY).lean();
  const items = shown.flatMap((id) => entryOf(documents.filter((document) => document.id === id)) ?? []);
  const last = shown.at(-1);
  return {
    items,
    nextCursor:
      ids.length > shown.length && last !== undefined ? Buffer.from(last).toString("base64url") : null,
  };
}

function entryOf(
  documents: readonly Omit<SpecificationDocument, "source" | "compiled">[],
): SpecificationEntry | undefined {
  const versions = newestFirst(documents.map((document) => document.version));
  const shown = documents.find((document) => document.version === versions[0]);
  return shown ? { ...specificationSummary(shown), versions } : undefined;
}

function readCursor(cursor: string): string {
  const id = Buffer.from(cursor, "base64url").toString();
  if (id === "") throw new BadCursor("unreadable cursor");
  return id;
}

/** Removes a version, or all of them when none is named. `in-use`: cases of it still run, and it stays. */
export async function removeSpecification(
  id: string,
  version?: string,
): Promise<"removed" | "in-use" | "not-found"> {
  const filter = version === undefined ? { id } : { _id: `${id}@${version}` };
  if ((await Specifications.exists(filter)) === null) return "not-found";
  if (await hasOpenCases(id, version)) return "in-use";
  await Specifications.deleteMany(filter);
  await Rules.deleteMany(filter);
  if ((await Specifications.exists({ id })) === null) await removeOwnership(id);
  return "removed";
}
