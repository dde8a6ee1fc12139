/** From an answer's bytes to JSON, by their content type. */
import { parseXmlDocument } from "slimdom";
import { readAny } from "../../../yawl/data/xml/any.ts";
import { Findings } from "../../../yawl/data/types/findings.ts";
import { parseXml } from "../../../yawl/files/xml/parse.ts";
import { readJson } from "../../../yawl/model/json-text.ts";
import type { Json, JsonObject } from "../../../yawl/model/json.ts";
import { ConnectorError } from "../contract.ts";
import type { Answer } from "./answer.ts";
import { decodeBody, decodeForPeople, parameterOf } from "./charset.ts";
import type { HttpConfiguration } from "./configuration.ts";
import { valueOf, valuesOf } from "./headers.ts";

type Format = HttpConfiguration["response"]["format"];

/** Bytes of a body that an operator sees the beginning of: it is cut when what is secret has been taken out. */
const SNIPPET = 16_000;
const MOST_HEADERS = 40;
/** Of no use to an operator, or of use to an attacker. */
const UNSHOWN: ReadonlySet<string> = new Set(["set-cookie", "authorization", "proxy-authenticate"]);

/**
 * The body as JSON: JSON as it is, with the digits of numbers that JavaScript cannot hold as text, XML by its shape with the root element as the only property, forms as objects, texts as
 * texts, anything else in Base64; null when there is none.
 *
 * @throws ConnectorError `content-type` when the answer has another type than those that are accepted, `invalid-body`
 * when it is not what its type says
 */
export function parseBody(answer: Answer, response: HttpConfiguration["response"]): Json {
  // Of several the last counts, as in browsers.
  const header = valuesOf(answer.headers, "content-type").at(-1) ?? "";
  const type = header.split(";")[0]?.trim() ?? "";
  if (answer.bytes.length === 0 || response.format === "none") return null;
  if (response.types && !response.types.some((wanted) => accepts(wanted, type.toLowerCase()))) {
    const found = type === "" ? "has no content type" : `is of the type "${type}"`;
    throw wrong("content-type", `The answer ${found}; wanted: ${response.types.join(", ")}`, answer);
  }
  const format = response.format === "auto" ? formatOf(type.toLowerCase()) : response.format;
  if (format === "binary") return answer.bytes.toString("base64");
  const decoded = decodeBody(answer.bytes, format, type.toLowerCase(), parameterOf(header, "charset"));
  if (!decoded.ok) throw wrong("invalid-body", `The answer ${decoded.reason}`, answer);
  const { text } = decoded;
  if (format === "json") return text.trim() === "" ? null : parseJson(text, answer, type);
  if (format === "xml") return parseXmlBody(text, answer);
  if (format === "form") return parseForm(text, answer);
  return text;
}

/** What an operator wants to see of an answer that cannot be used; cut by whoever takes the secrets out. */
export function describeAnswer(answer: Answer): JsonObject {
  const headers = Object.fromEntries(
    Object.entries(answer.headers)
      .filter(([name]) => !UNSHOWN.has(name))
      .slice(0, MOST_HEADERS),
  );
  const charset = parameterOf(valueOf(answer.headers, "content-type") ?? "", "charset");
  const body = decodeForPeople(answer.bytes.subarray(0, SNIPPET), charset);
  return { status: answer.status, headers, ...(body !== "" && { body }) };
}

function wrong(type: string, sentence: string, answer: Answer): ConnectorError {
  return new ConnectorError(type, `${sentence}.`, { retryable: false, details: describeAnswer(answer) });
}

function accepts(wanted: string, type: string): boolean {
  const pattern = wanted.toLowerCase();
  if (pattern.endsWith("/*")) return type.startsWith(pattern.slice(0, -1));
  return pattern === type;
}

function formatOf(type: string): Format {
  if (type === "application/json" || type === "text/json" || type.endsWith("+json")) return "json";
  if (type === "application/xml" || type === "text/xml" || type.endsWith("+xml")) return "xml";
  if (type === "application/x-www-form-urlencoded") return "form";
  return type.startsWith("text/") ? "text" : "binary";
}

function parseJson(text: string, answer: Answer, type: string): Json {
  // How deep data may be is asked of every connector's answer.
  const read = readJson(text, { numbers: "as text", deepest: Number.POSITIVE_INFINITY });
  if (read.ok) return read.value;
  const { kind, line, column, pointer, message } = read.problem;
  const place = line === undefined ? "" : `line ${line}, column ${column}: `;
  const said = type === "" ? "" : ` (content type "${type}")`;
  if (kind === "malformed")
    throw wrong("invalid-body", `The answer is no valid JSON${said}: ${place}${message}`, answer);
  throw wrong(
    "invalid-body",
    `The answer cannot be kept as it is: ${place}${pointer ?? ""} ${message}`,
    answer,
  );
}

/** The guard of specification files holds here too: no document types, so that no entities are expanded or fetched. */
function parseXmlBody(text: string, answer: Answer): Json {
  const guarded = parseXml(text);
  if (!guarded.ok) {
    const reason = guarded.fault.message.replace(/^The file /, "it ").replace(/\.$/, "");
    throw wrong("invalid-body", `The answer is no XML that can be read: ${reason}`, answer);
  }
  const root = parseXmlDocument(text.replace(/^\uFEFF/, "")).documentElement;
  if (!root) throw wrong("invalid-body", "The answer is XML without an element", answer);
  const findings = new Findings();
  const value = readAny(root, findings, "", 0);
  const [first] = findings.details;
  if (first) throw wrong("invalid-body", `The answer's XML ${first.message}`, answer);
  return { [root.prefix === null ? root.localName : root.nodeName]: value };
}

function parseForm(text: string, answer: Answer): Json {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    // what is not UTF-8 once it is decoded becomes a character that says so
    if (/\uFFFD/.test(name + value) && !/\uFFFD|%EF%BF%BD/i.test(text))
      throw wrong("invalid-body", "The answer is a form whose values are not percent-encoded UTF-8", answer);
    fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...fields].map(([name, [first = "", ...others]]) => [
      name,
      others.length === 0 ? first : [first, ...others],
    ]),
  );
}
