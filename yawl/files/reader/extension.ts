/**
 * What Mizzen writes into `.yawl` files and YAWL's schema has no element for: processing instructions `<?mizzen {...}?>`
 * with a JSON object, which every schema allows everywhere and other readers pass over (`docs/decisions/0007`).
 */
import { readJson } from "../../model/json-text.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import type { LogPredicate } from "../../model/kept.ts";
import type {
  ConnectorCall,
  Expression,
  FormDefinition,
  Instances,
  Mapping,
  Reminder,
  PeopleSet,
  RetryPolicy,
  Selector,
} from "../../model/specification.ts";

/** Target of the processing instructions that hold what YAWL's schema has no place for. */
export const TARGET = "mizzen";

/** The instruction that says this. JSON can escape what may not stand in an instruction, so every text survives. */
export function instructionOf(content: JsonObject): string {
  const text = JSON.stringify(content)
    .replaceAll("?>", "?\\u003e")
    .replaceAll(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
  return `<?${TARGET} ${text}?>`;
}

/** The object in an instruction's body; `undefined` when there is none that can be taken as it is. */
export function parseInstruction(body: string): JsonObject | undefined {
  const read = readJson(body);
  return read.ok && isJsonObject(read.value) ? read.value : undefined;
}

/** Why there is none: the end of a sentence. */
export function instructionProblem(body: string): string {
  const read = readJson(body);
  if (read.ok || read.problem.kind === "malformed") return "holds no JSON object";
  return `holds no JSON object that can be kept: ${read.problem.pointer ?? ""} ${read.problem.message}`;
}

/** Whether something read from an instruction is text. */
export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Whether something read from an instruction is true or false. */
export function isTruth(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** Whether something read from an instruction is a list of texts. */
export function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

/** Whether something read from an instruction is an object of texts. */
export function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isJsonObject(value) && Object.values(value).every(isText);
}

const LANGUAGES = ["xquery", "xpath", "jsonata", "variable"] as const;

/** Whether something read from an instruction is an expression of the model. */
export function isExpression(value: unknown): value is Expression {
  return (
    isJsonObject(value) &&
    hasOnly(value, "language", "text") &&
    isText(value["text"]) &&
    LANGUAGES.some((language) => language === value["language"])
  );
}

/** Whether something read from an instruction is a bound of instances. */
export function isBound(value: unknown): value is number | Expression {
  return isNumber(value) || isExpression(value);
}

/** Whether something read from an instruction says how many instances may fail. */
export function isTolerance(value: unknown): value is NonNullable<Instances["tolerate"]> {
  if (isBound(value)) return true;
  if (!isJsonObject(value) || !hasOnly(value, "percent")) return false;
  const { percent } = value;
  // as the dialect can write it
  return typeof percent === "number" && /^-?\d{1,9}(\.\d{1,6})?$/.test(String(percent));
}

/** Whether something read from an instruction says when somebody is reminded. */
export function areReminders(value: unknown): value is readonly Reminder[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (each: unknown) =>
        isJsonObject(each) && Object.keys(each).length === 1 && isText(each["before"] ?? each["after"]),
    )
  );
}

/** Whether something read from an instruction is a set of people. */
export function isPeopleSet(value: unknown): value is PeopleSet {
  return (
    isJsonObject(value) &&
    hasOnly(value, "participants", "roles") &&
    areTexts(value["participants"]) &&
    areTexts(value["roles"])
  );
}

/** Whether something read from an instruction is a list of selectors with their indexes in a longer list, in order. */
export function arePlacedSelectors(
  value: unknown,
): value is readonly (Pick<Selector, "name" | "parameters"> & { readonly at: number })[] {
  return (
    Array.isArray(value) &&
    value.every(
      (each: unknown) =>
        isJsonObject(each) &&
        hasOnly(each, "at", "name", "parameters") &&
        Number.isSafeInteger(each["at"]) &&
        Number(each["at"]) >= 0 &&
        isText(each["name"]) &&
        isTexts(each["parameters"]),
    )
  );
}

/** Whether something read from an instruction is a title in parts. */
export function isLabel(value: unknown): value is readonly (string | Expression)[] {
  return Array.isArray(value) && value.every((part: unknown) => isText(part) || isExpression(part));
}

/** The call of a connector, as the model has it. */
export function isCall(value: unknown): value is ConnectorCall {
  return (
    isJsonObject(value) &&
    hasOnly(value, "connector", "version", "configuration", "input", "output", "retry", "timeout") &&
    isText(value["connector"]) &&
    isMaybe(value["version"], isNumber) &&
    isJsonObject(value["configuration"]) &&
    isMaybe(value["input"], areMappings) &&
    isMaybe(value["output"], areMappings) &&
    isMaybe(value["retry"], isRetry) &&
    isMaybe(value["timeout"], isText)
  );
}

/** JSON Schemas by the names of the types that they describe. */
export function areSchemas(value: unknown): value is Readonly<Record<string, JsonObject>> {
  return isJsonObject(value) && Object.values(value).every(isJsonObject);
}

/** Whether something read from an instruction is a pair of log texts. */
export function isLog(value: unknown): value is LogPredicate {
  return isTexts(value) && Object.keys(value).every((key) => key === "start" || key === "completion");
}

/** How a form looks, as the model has it. */
export function isForm(value: unknown): value is FormDefinition {
  return (
    isJsonObject(value) &&
    hasOnly(value, "title", "description", "order", "fields") &&
    isMaybe(value["title"], isText) &&
    isMaybe(value["description"], isText) &&
    isMaybe(value["order"], areTexts) &&
    isMaybe(value["fields"], (fields) => isJsonObject(fields) && Object.values(fields).every(isJsonObject))
  );
}

function isRetry(value: unknown): value is RetryPolicy {
  return (
    isJsonObject(value) &&
    hasOnly(value, "attempts", "initialInterval", "coefficient", "maximumInterval", "deadline") &&
    isMaybe(value["attempts"], isNumber) &&
    isMaybe(value["coefficient"], isNumber) &&
    isMaybe(value["initialInterval"], isText) &&
    isMaybe(value["maximumInterval"], isText) &&
    isMaybe(value["deadline"], isText)
  );
}

function areMappings(value: unknown): value is readonly Mapping[] {
  return (
    Array.isArray(value) &&
    value.every(
      (mapping: unknown) =>
        isJsonObject(mapping) &&
        hasOnly(mapping, "query", "mapsTo") &&
        isExpression(mapping["query"]) &&
        isText(mapping["mapsTo"]),
    )
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isMaybe(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function hasOnly(value: JsonObject, ...names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}
