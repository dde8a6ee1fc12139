import { canonical, isJsonObject } from "../../model/json.js";
import { builtInType } from "../xsd/builtin-types.js";
import { VARIABLE_KEYS } from "./data.js";
import { WORDS } from "./shape-data.js";
export function expressionSource({ language, text }, writing) {
    if (language === writing.language && text !== "")
        return text;
    switch (language) {
        case "xpath":
            return { xpath: text };
        case "xquery":
            return { xquery: text };
        case "jsonata":
            return { jsonata: text };
        case "variable":
            return { variable: text };
    }
}
export function mappingsSource(mappings, writing, options) {
    const entries = [];
    for (const { query, mapsTo } of mappings) {
        if (options.names && query.language === "variable" && query.text === mapsTo) {
            entries.push(mapsTo);
            continue;
        }
        const last = entries.at(-1);
        if (typeof last === "object" && !Object.hasOwn(last, mapsTo))
            last[mapsTo] = expressionSource(query, writing);
        else
            entries.push({ [mapsTo]: expressionSource(query, writing) });
    }
    const [first] = entries;
    if (first === undefined)
        return {};
    return entries.length === 1 && typeof first === "object" ? first : entries;
}
export function variablesSource(variables, mandatory, writing) {
    return Object.fromEntries(variables.map((variable) => [variable.name, variableSource(variable, mandatory, writing)]));
}
function variableSource(variable, mandatory, writing) {
    const { type, initial, initialXml, documentation, attributes, logPredicate } = variable;
    const kept = keptOf(variable);
    const isMandatory = variable.mandatory === true;
    const { word, object } = typeSource(type, writing);
    const hasInitial = initial !== undefined || initialXml !== undefined;
    if (word !== undefined &&
        !hasInitial &&
        documentation === undefined &&
        !attributes &&
        !logPredicate &&
        !kept) {
        if (isMandatory === mandatory)
            return word;
        if (mandatory)
            return `${word}?`;
    }
    const says = isMandatory === (mandatory && !hasInitial) ? {} : { required: isMandatory };
    const beside = {
        ...says,
        ...(initial !== undefined && { default: initial }),
        ...(initialXml !== undefined && { initialXml }),
        ...(documentation !== undefined && { documentation }),
        ...(attributes && { attributes: { ...attributes } }),
        ...(logPredicate && { log: logPredicate }),
        ...(kept && { yawl: kept }),
    };
    const clashes = "required" in object && "required" in beside;
    return { ...(clashes ? { schema: object } : object), ...beside };
}
function keptOf({ defaultXml, cutThrough, declared }) {
    const kept = {
        ...(defaultXml !== undefined && { defaultXml }),
        ...(cutThrough && { cutThrough }),
        ...(declared && { declared }),
    };
    return Object.keys(kept).length === 0 ? undefined : kept;
}
export function typeSource(type, writing) {
    switch (type.kind) {
        case "json": {
            const word = WORDS.find((each) => canonical(schemaOf(each)) === canonical(json(type.schema)));
            if (word !== undefined)
                return { word, object: { type: word } };
            const schema = json(type.schema);
            return { object: isPlain(schema) ? schema : { schema } };
        }
        case "any":
            return xsd("anyType", type, writing);
        case "simple":
            return xsd(type.xsd, type, writing);
        case "named": {
            const { name } = type;
            if (writing.types.own.has(name))
                return { word: name, object: { type: name } };
            const element = name.replace(/^element:/, "");
            if (element !== name)
                return { object: { element } };
            return xsd(name, type, writing);
        }
        case "complex":
            return { word: "any", object: { type: "any" } };
    }
}
function xsd(name, type, { types }) {
    const isFound = canonical(json(types.xsd(name))) === canonical(json(type));
    const isBuiltIn = canonical(json(builtInType(name))) === canonical(json(type));
    const full = !isFound && isBuiltIn ? `xs:${name}` : name;
    return /[\s?]/.test(full) ? { object: { xsd: full } } : { word: `xsd:${full}`, object: { xsd: full } };
}
function schemaOf(word) {
    if (word === "any")
        return {};
    if (word === "date")
        return { type: "string", format: "date" };
    return word === "dateTime" ? { type: "string", format: "date-time" } : { type: word };
}
const JSON_TYPES = new Set([
    "string",
    "number",
    "integer",
    "boolean",
    "object",
    "array",
    "null",
]);
function isPlain(schema) {
    const { type, required } = schema;
    if (VARIABLE_KEYS.some((key) => Object.hasOwn(schema, key)))
        return false;
    if (required !== undefined && !isTexts(required))
        return false;
    if (type === undefined)
        return true;
    const all = typeof type === "string" ? [type] : type;
    return isTexts(all) && all.length > 0 && all.every((each) => JSON_TYPES.has(each));
}
function isTexts(value) {
    return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
export function json(value) {
    return (value === undefined ? {} : JSON.parse(JSON.stringify(value)));
}
export function copyOf(value) {
    if (typeof value !== "object" || value === null)
        return value;
    return isJsonObject(value) ? copiesOf(value) : value.map((entry) => copyOf(entry));
}
export function copiesOf(object) {
    return Object.fromEntries(Object.entries(object).map(([name, entry]) => [name, copyOf(entry)]));
}
//# sourceMappingURL=write-data.js.map