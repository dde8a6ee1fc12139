/** What a specification is called: id, version, title, and what its `metaData` says besides. */
import { deepText } from "./element.ts";
import { quoted } from "./findings.ts";
import type { Part } from "./part.ts";

/** Longest id; other names are made from it, which have limits of their own. */
const MAX_ID = 200;

export interface Identity {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The id is the `uri`, as it is when it is URL-safe (`orderfulfillment`, `Timer.xml`); otherwise it is made from it, and
 * the metadata keep the `uri`. The version is that of the metadata (since Beta 6), 0.1 when there is none.
 */
export function readIdentity(specification: Part): Identity {
  const uri = specification.requiredAttribute("uri");
  const metadata = readMetadata(specification.one("metaData"));
  const id = safeId(uri);
  if (id !== uri) {
    specification.warn(
      `The uri ${quoted(uri)} cannot stand in a URL as it is; the specification is called ${quoted(id)}.`,
    );
  }
  const version = metadata.get("version") ?? "0.1";
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(version)) {
    specification.one("metaData")?.error(`The version ${quoted(version)} of the specification is no number.`);
  }
  const title = specification.textOf("name") ?? metadata.get("title") ?? uri;
  return {
    id,
    version,
    title,
    metadata: Object.fromEntries(id === uri ? metadata : metadata.set("uri", uri)),
  };
}

/** Every entry of the metadata by name; entries that occur more than once (creators) are joined. */
function readMetadata(part: Part | undefined): Map<string, string> {
  const entries = new Map<string, string[]>();
  part?.whole();
  for (const child of part?.element.children ?? []) {
    const text = deepText(child);
    if (text === "") continue;
    const same = entries.get(child.name);
    if (same) same.push(text);
    else entries.set(child.name, [text]);
  }
  return new Map([...entries].map(([name, texts]) => [name, texts.join("; ")]));
}

/** Text with URL-safe characters only. What had to be changed gets a checksum, so that different texts stay different. */
function safeId(text: string): string {
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
