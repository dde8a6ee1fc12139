/** What a file says of itself: as schema 4.0 has it, and the whole in an instruction when that is not all. */
import { isNcName } from "../../data/xml/names.ts";
import { isMoment } from "../../data/types/moment.ts";
import type { Metadata, Party, PostalAddress } from "../../model/kept.ts";
import type { Specification } from "../../model/specification.ts";
import { idOf } from "../reader/identity.ts";
import { element, extra, printFile, textElement, type OutElement } from "./output.ts";
import type { Writing } from "./writing.ts";

/** Who made a specification and when, as a `metaData` element. */
export function metadataElement(writing: Writing): OutElement {
  const { metadata, version } = writing.specification;
  const number = versionNumber(version);
  if (number !== version)
    writing.lose("metaData", `YAWL's versions are numbers; ${version} becomes ${number}.`);
  const isWhole = isExpressible(metadata);
  if (!isWhole)
    writing.lose("metaData", "Schema 4.0 has no room for all of the metadata, such as addresses.");
  const allowed = Object.entries(metadata).filter(([name, value]) => fits(name, value));
  return element(
    "metaData",
    {},
    extra({
      version: number === version ? undefined : version,
      uri: metadata.uri === uriOf(writing.specification) ? undefined : metadata.uri,
      metaData: isWhole ? undefined : wholeOf(metadata),
    }),
    entries(Object.fromEntries(allowed), number, (name, party) =>
      textElement(name, typeof party === "string" ? party : party.name),
    ),
  );
}

/** The `uri` that a reader makes the specification's id of. */
export function uriOf({ id, metadata }: Specification): string {
  return metadata.uri !== undefined && idOf(metadata.uri) === id ? metadata.uri : id;
}

/** YAWL's versions are decimal numbers from 0.1 on. */
function versionNumber(version: string): string {
  const [number] = /^\d+(\.\d+)?/.exec(version) ?? ["0.1"];
  return Number(number) < 0.1 ? "0.1" : number;
}

const DATES = new Set(["validFrom", "validUntil", "created"]);

/** Whether schema 4.0 allows a value where it stands. */
function fits(name: string, value: unknown): boolean {
  if (DATES.has(name)) return typeof value === "string" && isMoment(value, "date");
  return name !== "identifier" || (typeof value === "string" && isNcName(value));
}

function isExpressible(metadata: Metadata): boolean {
  const { creators = [], contributors = [], publisher, rights, replaces, modifications } = metadata;
  return (
    [...creators, ...contributors].every((party) => typeof party === "string") &&
    (publisher ?? rights ?? replaces ?? modifications) === undefined &&
    Object.entries(metadata).every(([name, value]) => fits(name, value))
  );
}

type PrintParty = (name: string, party: Party) => OutElement | undefined;

/** The entries in the order of the schema; what is not in 4.0 stands where earlier versions have it. */
function entries(
  metadata: Metadata,
  version: string | undefined,
  print: PrintParty,
  earlier: readonly (OutElement | undefined)[] = [],
): (OutElement | undefined)[] {
  const { creators = [], subjects = [], contributors = [], persistent } = metadata;
  return [
    textElement("title", metadata.title),
    ...creators.map((party) => print("creator", party)),
    ...subjects.map((subject) => textElement("subject", subject)),
    textElement("description", metadata.description),
    ...contributors.map((party) => print("contributor", party)),
    textElement("coverage", metadata.coverage),
    ...earlier,
    textElement("validFrom", metadata.validFrom),
    textElement("validUntil", metadata.validUntil),
    textElement("created", metadata.created),
    textElement("version", version),
    textElement("status", metadata.status),
    textElement("persistent", persistent === undefined ? undefined : String(persistent)),
    textElement("identifier", metadata.identifier),
  ];
}

/** All of it, as XML text. */
function wholeOf(metadata: Metadata): string {
  const { publisher, rights, replaces = [], modifications = [] } = metadata;
  const earlier = [
    publisher === undefined ? undefined : wholeParty("publisher", publisher),
    textElement("rights", rights),
    ...replaces.map((uri) => textElement("replaces", uri)),
    ...modifications.map(({ by, on }) =>
      element("modification", {}, wholeParty("by", by), textElement("on", on)),
    ),
  ];
  const whole = element("metaData", {}, entries(metadata, undefined, wholeParty, earlier));
  return printFile(whole).text;
}

function wholeParty(name: string, party: Party): OutElement {
  if (typeof party === "string") return { ...element(name), text: party };
  return element(
    name,
    {},
    textElement("name", party.name),
    party.contacts.map((contact) =>
      "email" in contact ? textElement("emailAddress", contact.email) : address(contact),
    ),
    textElement("description", party.description),
  );
}

function address(source: PostalAddress): OutElement {
  const { number, street, postOfficeBox, suburbOrTown, postOrZipCode, state, country } = source;
  const hasStreet = number !== undefined || street !== undefined;
  return element(
    "address",
    {},
    hasStreet
      ? element("numAndStreet", {}, textElement("number", number), textElement("street", street))
      : undefined,
    textElement("GPOBox", postOfficeBox),
    textElement("suburbOrTown", suburbOrTown),
    textElement("postOrZipCode", postOrZipCode),
    textElement("state", state),
    textElement("country", country),
  );
}
