/** From bytes to text as browsers take them: by byte order mark, header, or what the document says of itself. */
import type { HttpConfiguration } from "./configuration.ts";

type Format = HttpConfiguration["response"]["format"];

export type Decoded =
  | { readonly ok: true; readonly text: string }
  /** the end of a sentence about the answer */
  | { readonly ok: false; readonly reason: string };

/** How far into an HTML page its encoding is looked for (HTML, 13.2.3.2). */
const PRESCAN = 1024;

/**
 * The text of a body. A byte order mark says more than the header (RFC 7303, WHATWG), the header more than the document, and
 * without any of them it is UTF-8. JSON is UTF-8 whatever its header says (RFC 8259), unless its bytes are not.
 *
 * @param type content type in lower case, without parameters
 * @param header the `charset` of the content type
 */
export function decodeBody(bytes: Buffer, format: Format, type: string, header: string | undefined): Decoded {
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) return decode(bytes, mark);
  if (format === "json") return decodeJson(bytes, header);
  const own =
    header ??
    (format === "xml" ? xmlEncoding(bytes) : type === "text/html" ? htmlEncoding(bytes) : undefined);
  if (own !== undefined) return decode(bytes, own);
  const decoded = decode(bytes, "utf-8");
  return decoded.ok
    ? decoded
    : { ok: false, reason: "is not valid UTF-8, and does not say which character set it is in" };
}

/** The text for people: nothing is wrong with it. */
export function decodeForPeople(bytes: Buffer, header: string | undefined): string {
  const decoded = decode(bytes, byteOrderMark(bytes) ?? header ?? "utf-8");
  return decoded.ok ? decoded.text : bytes.toString("utf8");
}

/** The value of a header: its bytes are UTF-8 or, as before HTTP knew that, Latin 1. @param latin1 a character for each byte */
export function headerText(latin1: string): string {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  const bytes = Buffer.from(latin1, "latin1");
  const decoded = decode(bytes, "utf-8");
  return decoded.ok ? decoded.text : windows1252(bytes);
}

/** A parameter of a content type; values may stand in quotes. */
export function parameterOf(contentType: string, wanted: string): string | undefined {
  for (const [, name = "", text = ""] of contentType.matchAll(
    /;\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)/g,
  )) {
    if (name.toLowerCase() !== wanted) continue;
    const value = text.startsWith('"') ? text.replaceAll(/^"|"$/g, "").replaceAll(/\\(.)/g, "$1") : text;
    // some servers write charset='utf-8'
    return value.trim().replaceAll(/^'|'$/g, "") || undefined;
  }
  return undefined;
}

function decode(bytes: Buffer, label: string): Decoded {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    return { ok: false, reason: `is in a character set that is not known, "${label}"` };
  }
  // Node takes windows-1252, and with it what is called Latin 1 or ASCII, for the ISO 8859-1 that nobody writes.
  if (decoder.encoding === "windows-1252") return { ok: true, text: windows1252(bytes) };
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return { ok: false, reason: `is not valid ${decoder.encoding.toUpperCase()}` };
  }
}

/** What windows-1252 has from 0x80 to 0x9f, where ISO 8859-1 has control characters (WHATWG, index windows-1252). */
const FROM_80 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

function windows1252(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replaceAll(/[\x80-\x9f]/g, (byte) => FROM_80.charAt(byte.charCodeAt(0) - 0x80));
}

function byteOrderMark(bytes: Buffer): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

function decodeJson(bytes: Buffer, header: string | undefined): Decoded {
  // JSON begins with a character of ASCII, so that a zero byte tells UTF-16 apart.
  if (bytes[0] === 0 && bytes[1] !== 0) return decode(bytes, "utf-16be");
  if (bytes[0] !== 0 && bytes[1] === 0) return decode(bytes, "utf-16le");
  const decoded = decode(bytes, "utf-8");
  return decoded.ok || header === undefined ? decoded : decode(bytes, header);
}

/** By the XML declaration (XML 1.0, appendix F). */
function xmlEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x3c && bytes[1] === 0) return "utf-16le";
  if (bytes[0] === 0 && bytes[1] === 0x3c) return "utf-16be";
  const start = bytes.toString("latin1", 0, 200);
  const named = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  // a declaration that can be read byte by byte is not in UTF-16, whatever it says
  return named !== undefined && /^utf-?16/i.test(named) ? "utf-8" : named;
}

function htmlEncoding(bytes: Buffer): string | undefined {
  const start = bytes.toString("latin1", 0, PRESCAN).replaceAll(/<!--.*?-->/gs, "");
  const named = /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1];
  return named !== undefined && /^utf-?16/i.test(named) ? "utf-8" : named;
}
