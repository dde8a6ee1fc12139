/**
 * Takes secrets out of what people see of a call: errors, log lines, heartbeats. What a case goes on with is the answer as it
 * was: a secret is none of its business, and a word in it that is a secret elsewhere is not to be changed.
 */
import { isJsonObject, type Json, type JsonObject } from "../../yawl/model/json.ts";

const MASK = "***";
/** Shorter secrets are only taken out where they stand alone: else every "1" would go. */
const SHORTEST_PART = 4;
/** The same goes for secrets that are one word of letters, as user names are: `admin` stands in `administration`. */
const ORDINARY_WORD = /^\p{L}{1,7}$/u;
/** A secret of which a text has so many characters at its end was cut off there, most likely. */
const SHORTEST_BEGINNING = 6;
/** What people see of one text. */
const LONGEST_TEXT = 2_000;
const LONGEST_SENTENCE = 600;
const SHORTEST_BASE64 = 6;
/** Lines of certificates and keys that are long enough to be told from other text. */
const SHORTEST_LINE = 16;

export class Redactor {
  private readonly plain = new Set<string>();
  private readonly words = new Set<string>();
  /** what Base64 text that holds a secret holds, wherever in a group of three bytes the secret begins */
  private readonly encoded = new Set<string>();
  private ordered: readonly string[] = [];

  /** From now on the text is taken out, also when it is percent-encoded, escaped or in Base64. */
  conceal(secret: string): void {
    for (const text of new Set([secret, secret.trim(), ...longLines(secret)])) {
      if (text === "") continue;
      if (text.length < SHORTEST_PART || ORDINARY_WORD.test(text)) this.words.add(text);
      else for (const form of forms(text)) this.plain.add(form);
      for (const form of base64Forms(text)) this.encoded.add(form);
    }
    this.ordered = [...this.plain].toSorted((a, b) => b.length - a.length);
  }

  text(value: string): string {
    let result = value;
    for (const part of this.encoded) result = withoutRun(result, part);
    for (const part of this.ordered) result = result.replaceAll(part, MASK);
    for (const word of this.words) result = withoutWord(result, word);
    return result;
  }

  /** A sentence without secrets, or with its beginning and end when it is long: cut when they are out of it, never before. */
  sentence(value: string): string {
    const clean = this.withoutBeginning(this.text(value));
    if (clean.length <= LONGEST_SENTENCE) return clean;
    return `${clean.slice(0, LONGEST_SENTENCE - 150)} … ${clean.slice(-140)}`;
  }

  /** Details of an error for people: without secrets, also without the beginning of one that was cut off, then cut. */
  details(value: JsonObject): JsonObject {
    const result = this.part(value, (text) => this.withoutBeginning(this.text(text)).slice(0, LONGEST_TEXT));
    return isJsonObject(result) ? result : {};
  }

  /** Whoever made the text may have cut it in the middle of a secret. */
  private withoutBeginning(text: string): string {
    for (const form of [...this.ordered, ...this.encoded]) {
      for (let length = Math.min(form.length - 1, text.length); length >= SHORTEST_BEGINNING; length -= 1) {
        if (!text.endsWith(form.slice(0, length))) continue;
        let start = text.length - length;
        if (this.encoded.has(form)) while (start > 0 && isBase64(text, start - 1)) start -= 1;
        return text.slice(0, start) + MASK;
      }
    }
    return text;
  }

  /** The same JSON without secrets: in texts, in names of properties, and in numbers that are one. */
  json(value: Json): Json {
    if (this.ordered.length === 0 && this.words.size === 0) return value;
    return this.part(value, (text) => this.text(text));
  }

  object(value: JsonObject): JsonObject {
    const result = this.json(value);
    return isJsonObject(result) ? result : {};
  }

  private part(value: Json, clean: (text: string) => string): Json {
    if (typeof value === "string") return clean(value);
    if (typeof value === "number")
      return this.plain.has(String(value)) || this.words.has(String(value)) ? MASK : value;
    if (Array.isArray(value)) return value.map((entry: Json) => this.part(entry, clean));
    if (!isJsonObject(value)) return value;
    // fromEntries defines own properties: a property named `__proto__` stays one.
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [this.text(name), this.part(entry, clean)]),
    );
  }
}

function longLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.length < 2) return [];
  return lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"));
}

function forms(text: string): readonly string[] {
  const percent = encodeURIComponent(Buffer.from(text).toString());
  const strict = percent.replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const lower = (encoded: string): string => encoded.replaceAll(/%../g, (part) => part.toLowerCase());
  const form = new URLSearchParams({ "": text }).toString().slice(1);
  const markup = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    text,
    percent,
    strict,
    form,
    lower(percent),
    lower(strict),
    lower(form),
    JSON.stringify(text).slice(1, -1),
    markup,
    markup.replaceAll('"', "&quot;"),
  ];
}

/** The characters of the Base64 text that the secret alone decides, for each of the three ways to begin. */
function base64Forms(text: string): readonly string[] {
  const found: string[] = [];
  for (const before of [0, 1, 2]) {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const undecidedEnd = bytes.length % 3 === 0 ? 0 : 1;
    const first = before === 0 ? 0 : before + 1;
    for (const alphabet of ["base64", "base64url"] as const) {
      const all = bytes.toString(alphabet).replace(/=+$/, "");
      const decided = all.slice(first, all.length - undecidedEnd);
      if (decided.length >= SHORTEST_BASE64) found.push(decided);
    }
  }
  return found;
}

/** Takes out each run of Base64 characters that holds the part. */
function withoutRun(text: string, part: string): string {
  let result = "";
  let rest = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, rest)) {
    let start = at;
    let end = at + part.length;
    while (start > rest && isBase64(text, start - 1)) start -= 1;
    while (end < text.length && isBase64(text, end)) end += 1;
    result += text.slice(rest, start) + MASK;
    rest = end;
  }
  return result + text.slice(rest);
}

function isBase64(text: string, at: number): boolean {
  return /[A-Za-z0-9+/_=-]/.test(text.charAt(at));
}

function withoutWord(text: string, word: string): string {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu"), () => MASK);
}
