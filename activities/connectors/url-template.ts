/**
 * Templates of URLs (RFC 6570), filled from a call's input. Names may have letters of any language, and blanks around them mean
 * nothing. What data may decide ends where the host begins: see `literalOrigin`.
 */
import { parseTemplate } from "url-template";
import type { Json } from "../../yawl/model/json.ts";
import { ConnectorError } from "./contract.ts";
import { missing, NAME, own, type Values } from "./template.ts";

type Scalar = string | number | boolean | null;
type UrlValue = Scalar | Scalar[] | Record<string, Scalar>;

/** Operator, then variables with a prefix length or `*`. */
const EXPRESSION = /\{\s*([+#./;?&]?)([^{}]*)\}/g;
const VARIABLE = new RegExp(String.raw`^\s*((?:${NAME}|[A-Za-z0-9_%.-]+))(:[1-9]\d{0,3}|\*)?\s*$`, "u");
/** What ends the host of a URL; a backslash does so, too, for whoever reads URLs as browsers do. */
const AFTER_HOST = /^[/?#\\]/;
/** Expressions that begin with such a character, or vanish. */
const ENDS_HOST: ReadonlySet<string> = new Set(["/", "?", "#"]);

/** A part of a template: literal text, or an expression. */
type Part =
  | { readonly text: string }
  | {
      readonly whole: string;
      readonly operator: string;
      readonly variables: readonly {
        readonly name: string;
        readonly modifier: string;
        readonly isWrong: boolean;
      }[];
    };

function partsOf(template: string): readonly Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const { 0: whole, 1: operator = "", 2: list = "", index } of template.matchAll(EXPRESSION)) {
    if (index > done) parts.push({ text: template.slice(done, index) });
    const variables = list.split(",").map((variable) => {
      const [, name, modifier = ""] = VARIABLE.exec(variable) ?? [];
      return { name: name ?? variable.trim(), modifier, isWrong: name === undefined };
    });
    parts.push({ whole, operator, variables });
    done = index + whole.length;
  }
  if (done < template.length) parts.push({ text: template.slice(done) });
  return parts;
}

/** Names of the variables of a template, with those that may be absent (in `{?...}` and `{&...}`). */
export function variablesOfUrl(
  template: string,
): readonly { readonly name: string; readonly optional: boolean }[] {
  return partsOf(template).flatMap((part) =>
    "text" in part
      ? []
      : part.variables.map(({ name }) => ({
          name,
          optional: part.operator === "?" || part.operator === "&",
        })),
  );
}

/**
 * Scheme, host and port of every URL that a template can give, whatever its values are; `undefined` when data decides about
 * one of them: a variable stands in them or before them, or directly after the host where it could go on with it
 * (`https://acme.com{+x}`, and `https://acme.com{?x}.evil.com` when there is no `x`).
 */
export function literalOrigin(template: string): string | undefined {
  const [first, ...others] = partsOf(template);
  if (!first || !("text" in first)) return undefined;
  const [start = "", rest = ""] = split(first.text);
  if (start === "" || !URL.canParse(start)) return undefined;
  const url = new URL(start);
  if (url.username !== "" || url.password !== "" || (url.protocol !== "http:" && url.protocol !== "https:"))
    return undefined;
  if (rest !== "") return AFTER_HOST.test(rest) ? url.origin : undefined;
  for (const part of others) {
    if ("text" in part) return AFTER_HOST.test(part.text) ? url.origin : undefined;
    if (!ENDS_HOST.has(part.operator)) return undefined;
  }
  return url.origin;
}

/** Scheme and host, and what follows. */
function split(text: string): readonly [string, string] | readonly [] {
  const start = /^https?:\/\/[^/?#\\\s]+/i.exec(text)?.[0];
  return start === undefined ? [] : [start, text.slice(start.length)];
}

/** What is wrong with a template, as sentences. */
export function checkUrlTemplate(template: string): readonly string[] {
  const parts = partsOf(template);
  const problems: string[] = [];
  for (const part of parts) {
    if ("text" in part) continue;
    for (const { isWrong } of part.variables)
      if (isWrong) problems.push(`"${part.whole}" in the URL is no template expression (RFC 6570).`);
  }
  const literal = parts.map((part) => ("text" in part ? part.text : "")).join("");
  if (/[{}]/.test(literal)) problems.push("A brace in the URL has no partner.");
  const [first] = parts;
  // A template that begins with a variable gets its scheme and host from the data.
  if (first && !("text" in first)) return problems;
  const sample = parts.map((part) => ("text" in part ? part.text : sampleOf(part.operator))).join("");
  if (!/^https?:\/\/[^/?#]/i.test(sample))
    problems.push('The URL must begin with "http://" or "https://" and a host.');
  else if (/^https?:\/\/[^/?#]*@/i.test(sample))
    problems.push("The URL must not hold a user name or password; use `auth`.");
  else if (!URL.canParse(sample)) problems.push("The URL is not valid.");
  return problems;
}

/** What an expression of the operator begins with, and a value. */
function sampleOf(operator: string): string {
  if (operator === "+" || operator === "") return "x";
  return operator === "?" || operator === "&" || operator === ";" ? `${operator}x=1` : `${operator}x`;
}

/**
 * Fills a template. Values are percent-encoded, so that no slash, question mark or line break of a value means anything; only
 * `{+name}` and `{#name}` leave slashes and the like as they are.
 *
 * @throws ConnectorError `missing-variable` for an absent or empty value, unless it is one of a query (`{?name}`), where an
 * empty list is absent; `invalid-url` for values that are no texts, numbers, truth values or lists or objects of them, that
 * make a path step upwards (`..`) or lead to another host, and for results that are no HTTP URL
 */
export function fillUrl(template: string, values: Values): URL {
  const filled = Object.create(null) as Record<string, UrlValue>;
  for (const { name, optional } of variablesOfUrl(template)) {
    const value = own(values, name) ?? null;
    const isAbsent = value === null || isEmpty(value);
    if (!optional && (isAbsent || value === "")) throw missing(name);
    if (!isFlat(value)) throw invalid(`"{${name}}" has a value that cannot stand in a URL`);
    filled[name] = isAbsent ? null : value;
  }
  let text: string;
  try {
    text = parseTemplate(plain(template)).expand(filled);
  } catch {
    throw invalid("a value has characters that cannot be encoded");
  }
  const path = text.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  if (path.split(/[/\\]/).some((step) => /^(?:\.|%2e){1,2}$/i.test(step))) {
    throw invalid('its path has a step "." or ".."');
  }
  if (!URL.canParse(text)) throw invalid("it is not valid");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw invalid("it is no HTTP URL");
  if (url.username !== "" || url.password !== "") throw invalid("it holds a user name or password");
  const origin = literalOrigin(template);
  if (origin !== undefined && url.origin !== origin)
    throw invalid(`a value leads to another host than ${origin}`);
  return url;
}

/** The template without blanks in its expressions, which the library would take for parts of names. */
function plain(template: string): string {
  return partsOf(template)
    .map((part) =>
      "text" in part
        ? part.text
        : `{${part.operator}${part.variables.map(({ name, modifier }) => `${name}${modifier}`).join(",")}}`,
    )
    .join("");
}

/** A list or object without a value is undefined (RFC 6570, 2.3). */
function isEmpty(value: Json): boolean {
  return (
    typeof value === "object" && value !== null && Object.values(value).every((entry: Json) => entry === null)
  );
}

function isFlat(value: Json): value is Scalar | Scalar[] | Record<string, Scalar> {
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every((entry: Json) => typeof entry !== "object" || entry === null);
}

function invalid(reason: string): ConnectorError {
  return new ConnectorError("invalid-url", `The URL cannot be used: ${reason}.`, { retryable: false });
}
