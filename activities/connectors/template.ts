/** Templates: texts and URLs with `{name}` in them, filled from a call's input. */
import { parseTemplate } from "url-template";
import { isJsonObject, type Json } from "../../yawl/model/json.ts";
import { ConnectorError } from "./contract.ts";

type Scalar = string | number | boolean | null;
type UrlValue = Scalar | Scalar[] | Record<string, Scalar>;

export type Values = Readonly<Record<string, Json | undefined>>;

/** `{{...}}` stands for `{...}` itself. */
const PLACE = /\{\{([^{}]*)\}\}|\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g;
/** RFC 6570: operator, then variables with a prefix length or `*`. */
const EXPRESSION = /\{([+#./;?&]?)([^{}]*)\}/g;
const VARIABLE =
  /^((?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2})+(?:\.(?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2})+)*)(?::[1-9]\d{0,3}|\*)?$/;

/** Names of the variables of a text template. */
export function variablesOfText(template: string): readonly string[] {
  return [...template.matchAll(PLACE)].flatMap(({ 2: name }) => (name === undefined ? [] : [name]));
}

/**
 * Fills a text template; numbers and truth values as JSON writes them, objects and arrays as JSON.
 *
 * @param escape what is done to each value, so that it cannot be taken for the text around it
 * @throws ConnectorError `missing-variable`
 */
export function fillText(template: string, values: Values, escape = (text: string): string => text): string {
  return template.replaceAll(PLACE, (_, literal: string | undefined, name: string | undefined) => {
    if (name === undefined) return `{${literal ?? ""}}`;
    const value = own(values, name);
    if (value === undefined || value === null) throw missing(name);
    return escape(typeof value === "string" ? value : JSON.stringify(value));
  });
}

/** The value itself when the template is nothing but one variable, so that it keeps its type; else text. */
export function fillJson(template: Json, values: Values): Json {
  if (typeof template === "string") {
    const alone = /^\{([A-Za-z_][A-Za-z0-9_.-]*)\}$/.exec(template)?.[1];
    if (alone === undefined) return fillText(template, values);
    const value = own(values, alone);
    if (value === undefined) throw missing(alone);
    return value;
  }
  if (Array.isArray(template)) return template.map((entry: Json) => fillJson(entry, values));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([name, entry]) => [name, fillJson(entry, values)]));
}

/** Names of the variables in all texts of a JSON template. */
export function variablesOfJson(template: Json): readonly string[] {
  if (typeof template === "string") return variablesOfText(template);
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap((entry: Json) => variablesOfJson(entry));
}

/** Names of the variables of an RFC 6570 template, with those that may be absent (in `{?...}` and `{&...}`). */
export function variablesOfUrl(
  template: string,
): readonly { readonly name: string; readonly optional: boolean }[] {
  return [...template.matchAll(EXPRESSION)].flatMap(([, operator = "", list = ""]) =>
    list.split(",").map((variable) => ({
      name: VARIABLE.exec(variable)?.[1] ?? variable,
      optional: operator === "?" || operator === "&",
    })),
  );
}

/** What is wrong with a URL template, as sentences. */
export function checkUrlTemplate(template: string): readonly string[] {
  const problems: string[] = [];
  const rest = template.replaceAll(EXPRESSION, (whole, _operator: string, list: string) => {
    for (const variable of list.split(",")) {
      if (!VARIABLE.test(variable))
        problems.push(`"${whole}" in the URL is no template expression (RFC 6570).`);
    }
    return "x";
  });
  if (/[{}]/.test(rest)) problems.push("A brace in the URL has no partner.");
  // A template that begins with a variable gets its scheme and host from the data.
  if (template.startsWith("{")) return problems;
  if (!/^https?:\/\/[^/?#]/i.test(rest))
    problems.push('The URL must begin with "http://" or "https://" and a host.');
  else if (/^https?:\/\/[^/?#]*@/i.test(rest))
    problems.push("The URL must not hold a user name or password; use `auth`.");
  else if (!URL.canParse(rest)) problems.push("The URL is not valid.");
  return problems;
}

/**
 * Fills an RFC 6570 template. Values are percent-encoded, so that no slash, question mark or line break of a value means
 * anything; only `{+name}` and `{#name}` leave slashes and the like as they are.
 *
 * @throws ConnectorError `missing-variable` for an absent or empty value, unless it is one of a query (`{?name}`);
 * `invalid-url` for values that are no texts, numbers, truth values or lists or objects of them, that make a path step
 * upwards (`..`), and for results that are no HTTP URL
 */
export function fillUrl(template: string, values: Values): URL {
  const filled = Object.create(null) as Record<string, UrlValue>;
  for (const { name, optional } of variablesOfUrl(template)) {
    const value = own(values, name);
    const isAbsent = value === undefined || value === null;
    if (!optional && (isAbsent || value === "" || (Array.isArray(value) && value.length === 0))) {
      throw missing(name);
    }
    if (!isAbsent && !isFlat(value)) throw invalid(`"{${name}}" has a value that cannot stand in a URL`);
    filled[name] = isAbsent ? null : value;
  }
  let text: string;
  try {
    text = parseTemplate(template).expand(filled);
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
  return url;
}

/** A property of the input itself: `{constructor}` must not find what all objects have. */
function own(values: Values, name: string): Json | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function isFlat(value: Json): value is Scalar | Scalar[] | Record<string, Scalar> {
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every((entry: Json) => typeof entry !== "object" || entry === null);
}

function missing(name: string): ConnectorError {
  return new ConnectorError("missing-variable", `The template variable "{${name}}" has no value.`, {
    retryable: false,
    details: { variable: name },
  });
}

function invalid(reason: string): ConnectorError {
  return new ConnectorError("invalid-url", `The URL cannot be used: ${reason}.`, { retryable: false });
}
