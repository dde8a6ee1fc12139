/**
 * Reader of YAWL's organisation backups (`.ybkp`), by the schema `OrgDataBackup` of YAWL 2.2 and by the files that there are:
 * those have elements that the schema does not know, in another order, mostly without a namespace.
 */
import { fault, ok, type FaultDetail, type Result } from "../../model/fault.ts";
import type { Capability, Group, Position, Resource, Role } from "../../resource/organisation.ts";
import { Findings, quoted } from "../reader/findings.ts";
import { Part } from "../reader/part.ts";
import { parseXml } from "../xml/parse.ts";
import type { OrganisationFile } from "./organisation-file.ts";
import { readPeople } from "./people.ts";
import { Declared } from "./declared.ts";

/** Most findings that one fault lists. */
const MOST_DETAILS = 100;

/** What reading a backup gave. */
export interface ReadOrganisation {
  readonly organisation: OrganisationFile;
  /** what of it was not taken over */
  readonly warnings: readonly FaultDetail[];
}

/**
 * Reads a backup.
 *
 * Faults: those of `parseXml`; `invalid-data` with every finding, each with its element, line and column: a root element other than
 * `orgdata`, ids that are missing, occur twice or cannot stand in a URL, references to what is not there, circles, words that are
 * none of those allowed.
 */
export function readOrganisationBackup(text: string): Result<ReadOrganisation> {
  const parsed = parseXml(text);
  if (!parsed.ok) return parsed;
  const findings = new Findings();
  const root = new Part(parsed.value, parsed.value.root, findings);
  if (root.element.name !== "orgdata") {
    root.error(`An organisation backup begins with <orgdata>, this file with <${root.element.name}>.`);
    return refusal(findings);
  }
  const organisation = readParts(root);
  root.recordUnread();
  if (findings.errorCount > 0) return refusal(findings);
  return ok({ organisation, warnings: findings.warnings.map(notTakenOver) });
}

/** Nothing is kept of a backup beside what was read. */
function notTakenOver(detail: FaultDetail): FaultDetail {
  return detail.code === "not-understood" ? { ...detail, message: "This is not taken over." } : detail;
}

function readParts(root: Part): OrganisationFile {
  const roles = new Declared(root.one("roles")?.all("role") ?? [], "role");
  const positions = new Declared(root.one("positions")?.all("position") ?? [], "position");
  const capabilities = new Declared(root.one("capabilities")?.all("capability") ?? [], "capability");
  const groups = new Declared(root.one("orggroups")?.all("orggroup") ?? [], "group");
  roles.refuseCircles("belongsToID");
  positions.refuseCircles("reportstoid");
  groups.refuseCircles("belongsToID");
  return {
    participants: readPeople(root.one("participants")?.all("participant") ?? [], {
      roles,
      positions,
      capabilities,
    }),
    roles: roles.map((part, id): Role => ({
      ...named(part, id, part.requiredText("name")),
      ...reference("belongsTo", roles.referenceOf(part, "belongsToID")),
    })),
    positions: positions.map((part, id): Position => ({
      ...titled(part, id),
      ...reference("reportsTo", positions.referenceOf(part, "reportstoid")),
      ...reference("group", groups.referenceOf(part, "orggroupid")),
    })),
    groups: groups.map((part, id): Group => {
      const name = part.textOf("groupName") ?? part.textOf("name");
      if (name === undefined) part.error(`<${part.element.name}> has no <groupName>.`);
      const type = part.textOf("groupType");
      return {
        ...named(part, id, name ?? ""),
        ...(type === undefined ? {} : { type }),
        ...reference("belongsTo", groups.referenceOf(part, "belongsToID")),
      };
    }),
    capabilities: capabilities.map((part, id): Capability => named(part, id, part.requiredText("name"))),
    resources: readResources(root),
  };
}

function readResources(root: Part): readonly Resource[] {
  const categories = new Declared(
    root.one("nonhumancategories")?.all("nonhumancategory") ?? [],
    "category of things",
  );
  const names = new Map(
    categories.map((part, id) => {
      part.whole();
      return [id, part.requiredText("name")] as const;
    }),
  );
  const things = new Declared(root.one("nonhumanresources")?.all("nonhumanresource") ?? [], "thing");
  return things.map((part, id): Resource => {
    const category = part.one("category");
    const of = category?.attribute("id");
    if (category && of !== undefined && !names.has(of))
      category.error(`There is no category of things ${quoted(of)}.`);
    const subcategory = part.textOf("subcategory");
    return {
      ...named(part, id, part.requiredText("name")),
      ...reference("category", of === undefined ? category?.text || undefined : names.get(of)),
      ...(subcategory === undefined ? {} : { subcategory }),
      available: true,
    };
  });
}

function titled(part: Part, id: string): Position {
  const label = part.one("positionid");
  if (label && label.text !== "") label.warn("This is not taken over.");
  return named(part, id, part.requiredText("title"));
}

function named(part: Part, id: string, name: string): { id: string; name: string; description?: string } {
  const about = [part.textOf("description"), part.textOf("notes")].filter((text) => text !== undefined);
  return { id, name, ...(about.length > 0 ? { description: about.join("\n") } : {}) };
}

function reference<Name extends string>(
  name: Name,
  id: string | undefined,
): { readonly [key in Name]?: string } {
  return id === undefined ? {} : ({ [name]: id } as { readonly [key in Name]: string });
}

function refusal(findings: Findings): Result<never> {
  const details = findings.errors.slice(0, MOST_DETAILS);
  const [first] = details;
  const where = first?.line === undefined ? "" : ` (line ${first.line}, column ${first.column ?? 1})`;
  const what = `${first?.message.replace(/\.$/, "") ?? "it is empty"}${where}`;
  const count = findings.errorCount;
  return fault(
    "invalid-data",
    count === 1
      ? `The organisation cannot be read: ${what}.`
      : `The organisation cannot be read; ${count} things are wrong in it, the first: ${what}.`,
    details,
  );
}
