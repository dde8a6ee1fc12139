/** What a specification is called: id, version, title, and what its `metaData` says besides. */
import type { Metadata } from "../../model/kept.ts";
import { isText } from "./extension.ts";
import { quoted } from "./findings.ts";
import { readMetadata } from "./metadata.ts";
import type { Part } from "./part.ts";

/** Longest id; other names are made from it, which have limits of their own. */
const MAX_ID = 200;

/** What a specification is called, and in which version. */
export interface Identity {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly metadata: Metadata;
}

/**
 * The id is the `uri`, as it is when it is URL-safe (`orderfulfillment`, `Timer.xml`); otherwise it is made from it, and
 * the metadata keep the `uri`. The version is that of the metadata (since Beta 6), 0.1 when there is none.
 */
export function readIdentity(specification: Part): Identity {
  const uri = specification.requiredAttribute("uri");
  const part = specification.one("metaData");
  const metadata = readMetadata(part);
  const id = idOf(uri);
  if (id !== uri) {
    specification.warn(
      `The uri ${quoted(uri)} cannot stand in a URL as it is; the specification is called ${quoted(id)}.`,
    );
  }
  const number = part?.textOf("version") ?? "0.1";
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(number)) {
    part?.error(`The version ${quoted(number)} of the specification is no number.`);
  }
  const exact = part?.extra("version", isText);
  if (exact !== undefined && !/^\d{1,9}(\.\d{1,9}){0,3}$/.test(exact))
    part?.error(`The version ${quoted(exact)} of the specification is none.`);
  const kept = part?.extra("uri", isText);
  const title = specification.textOf("name") ?? metadata.title ?? uri;
  return {
    id,
    version: exact ?? number,
    title,
    metadata: kept === undefined && id === uri ? metadata : { ...metadata, uri: kept ?? uri },
  };
}

/** The id that is made of a `uri`: text with URL-safe characters only. What had to be changed gets a checksum, so that different texts stay different. */
export function idOf(text: string): string {
  const isSafe = text.length <= MAX_ID && /^[A-Za-z0-9_][A-Za-z0-9._~-]*$/.test(text);
  if (isSafe || text === "") return text;
  const readable = text
    .slice(0, MAX_ID / 2)
    .replaceAll(/[^A-Za-z0-9._~-]+/g, "-")
    .replace(/^[^A-Za-z0-9_]+/, "");
  return `${readable}${readable === "" || readable.endsWith("-") ? "" : "-"}${checksum(text)}`;
}

/** FNV-1a, 32 bits, of the text's UTF-16 units. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
