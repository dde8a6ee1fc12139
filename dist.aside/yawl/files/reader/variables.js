import { isJsonObject } from "../../model/json.js";
import { XSD_NAMESPACE } from "../xsd/builtin-types.js";
import { isLog, isText, isTexts, isTruth } from "./extension.js";
import { quoted } from "./findings.js";
export function readVariables(owner, element, types) {
    const indexed = owner
        .all(element)
        .map((part) => ({ index: indexOf(part), variable: readVariable(part, types) }));
    return indexed.toSorted((one, other) => one.index - other.index).map(({ variable }) => variable);
}
function indexOf(part) {
    const text = part.textOf("index");
    if (text === undefined)
        return 0;
    if (/^[-+]?\d{1,9}$/.test(text))
        return Number(text);
    part.error(`The index ${quoted(text)} is no whole number.`);
    return 0;
}
function readVariable(part, types) {
    const element = part.textOf("element");
    const name = part.attribute("name")?.trim() || part.textOf("name") || localName(element ?? "");
    if (name === "")
        part.error(`<${part.element.name}> has no name.`);
    const documentation = part.textOf("documentation");
    const mandatory = isMandatory(part);
    const cutThrough = part.one("isCutThroughParam");
    cutThrough?.warn("The parameter is not cut through: it is handled like the others.");
    const isCutThrough = cutThrough !== undefined || part.extra("cutThrough", isTruth) === true;
    const predicate = readLogPredicate(part) ?? part.extra("log", isLog);
    const typed = readTypeAndValue(part, element, types);
    const attributes = { ...part.otherAttributes(), ...part.extra("attributes", isTexts) };
    return {
        name,
        ...typed,
        ...(mandatory && { mandatory }),
        ...(documentation !== undefined && { documentation }),
        ...(Object.keys(attributes).length > 0 && { attributes }),
        ...(isCutThrough && { cutThrough: true }),
        ...(predicate && { logPredicate: predicate }),
    };
}
export function readLogPredicate(owner) {
    const part = owner.one("logPredicate");
    const start = part?.textOf("start");
    const completion = part?.textOf("completion");
    return (part && {
        ...(start !== undefined && { start }),
        ...(completion !== undefined && { completion }),
    });
}
function readTypeAndValue(part, element, types) {
    const initial = part.one("initialValue");
    const standard = part.one("defaultValue");
    const given = (initial ?? standard)?.xmlContent();
    const other = initial && standard ? standard.xmlContent() : part.extra("default", isText);
    const others = other === undefined ? {} : { defaultXml: other };
    const schema = part.extra("schema", isJsonObject);
    if (schema) {
        for (const child of ["type", "namespace", "isUntyped"])
            part.one(child)?.whole();
        const value = part.extra("initial", isJson);
        const content = given === undefined ? {} : { initialXml: given };
        return {
            type: { kind: "json", schema },
            ...(value === undefined ? content : { initial: value }),
            ...others,
        };
    }
    return {
        ...readType(part, element, types),
        ...(given !== undefined && { initialXml: given }),
        ...others,
    };
}
function isJson(value) {
    return value !== undefined;
}
function isMandatory(part) {
    const child = part.one("mandatory");
    const said = child ? child.text || "true" : part.attribute("mandatory")?.trim();
    return said === "true" || said === "1" || (part.extra("mandatory", isTruth) ?? false);
}
function readType(part, element, types) {
    const untyped = part.one("isUntyped") ?? part.one("untyped");
    const reference = part.textOf("type");
    const namespace = part.textOf("namespace");
    const byElement = element ?? part.extra("element", isText);
    if (reference !== undefined) {
        const name = localName(reference);
        const found = types.typeNamed(name, namespace) ?? types.elementNamed(name);
        if (!found)
            part.warn(`The type ${quoted(reference)} is not known; any value is accepted.`);
        const type = found ?? { kind: "any" };
        const declared = {
            type: name,
            ...(namespace !== undefined && { namespace }),
            ...(byElement !== undefined && { element: byElement }),
        };
        return { type, ...(!isPlain(type, declared) && { declared }) };
    }
    if (byElement !== undefined) {
        const found = types.elementNamed(localName(byElement));
        if (!found)
            part.warn(`The schema has no element ${quoted(byElement)}; any value is accepted.`);
        return { type: found ?? { kind: "any" }, declared: { element: byElement } };
    }
    if (!untyped)
        part.warn(`<${part.element.name}> has no type; any value is accepted.`);
    return { type: { kind: "any" } };
}
function isPlain(type, { type: name, namespace, element }) {
    const called = type.kind === "named" ? type.name : type.kind === "simple" ? type.xsd : undefined;
    const isUsual = namespace === undefined || namespace === XSD_NAMESPACE;
    return called === name && isUsual && element === undefined;
}
function localName(reference) {
    return reference.slice(Math.max(reference.lastIndexOf(":"), reference.lastIndexOf("#")) + 1);
}
//# sourceMappingURL=variables.js.map