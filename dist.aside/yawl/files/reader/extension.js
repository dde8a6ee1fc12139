import { isJsonObject } from "../../model/json.js";
export const TARGET = "mizzen";
export function instructionOf(content) {
    const text = JSON.stringify(content)
        .replaceAll("?>", "?\\u003e")
        .replaceAll(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
    return `<?${TARGET} ${text}?>`;
}
export function parseInstruction(body) {
    try {
        const parsed = JSON.parse(body);
        return isJsonObject(parsed) && !isDeep(parsed) ? parsed : undefined;
    }
    catch {
        return undefined;
    }
}
const MAX_DEPTH = 200;
function isDeep(value) {
    let level = [value];
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
        level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
        if (level.length === 0)
            return false;
    }
    return true;
}
export function isText(value) {
    return typeof value === "string";
}
export function isTruth(value) {
    return typeof value === "boolean";
}
export function areTexts(value) {
    return Array.isArray(value) && value.every(isText);
}
export function isTexts(value) {
    return isJsonObject(value) && Object.values(value).every(isText);
}
const LANGUAGES = ["xquery", "xpath", "jsonata", "variable"];
export function isExpression(value) {
    return (isJsonObject(value) &&
        hasOnly(value, "language", "text") &&
        isText(value["text"]) &&
        LANGUAGES.some((language) => language === value["language"]));
}
export function isLabel(value) {
    return Array.isArray(value) && value.every((part) => isText(part) || isExpression(part));
}
export function isCall(value) {
    return (isJsonObject(value) &&
        hasOnly(value, "connector", "version", "configuration", "input", "output", "retry", "timeout") &&
        isText(value["connector"]) &&
        isMaybe(value["version"], isNumber) &&
        isJsonObject(value["configuration"]) &&
        isMaybe(value["input"], areMappings) &&
        isMaybe(value["output"], areMappings) &&
        isMaybe(value["retry"], isRetry) &&
        isMaybe(value["timeout"], isText));
}
export function areSchemas(value) {
    return isJsonObject(value) && Object.values(value).every(isJsonObject);
}
export function isLog(value) {
    return isTexts(value) && Object.keys(value).every((key) => key === "start" || key === "completion");
}
export function isForm(value) {
    return (isJsonObject(value) &&
        hasOnly(value, "title", "description", "order", "fields") &&
        isMaybe(value["title"], isText) &&
        isMaybe(value["description"], isText) &&
        isMaybe(value["order"], areTexts) &&
        isMaybe(value["fields"], (fields) => isJsonObject(fields) && Object.values(fields).every(isJsonObject)));
}
function isRetry(value) {
    return (isJsonObject(value) &&
        hasOnly(value, "attempts", "initialInterval", "coefficient", "maximumInterval", "deadline") &&
        isMaybe(value["attempts"], isNumber) &&
        isMaybe(value["coefficient"], isNumber) &&
        isMaybe(value["initialInterval"], isText) &&
        isMaybe(value["maximumInterval"], isText) &&
        isMaybe(value["deadline"], isText));
}
function areMappings(value) {
    return (Array.isArray(value) &&
        value.every((mapping) => isJsonObject(mapping) &&
            hasOnly(mapping, "query", "mapsTo") &&
            isExpression(mapping["query"]) &&
            isText(mapping["mapsTo"])));
}
function isNumber(value) {
    return typeof value === "number";
}
function isMaybe(value, is) {
    return value === undefined || is(value);
}
function hasOnly(value, ...names) {
    return Object.keys(value).every((name) => names.includes(name));
}
//# sourceMappingURL=extension.js.map