import { canonical } from "../../model/json.js";
import { builtInType, XSD_NAMESPACE } from "../xsd/builtin-types.js";
import { element, textElement } from "./output.js";
export function schemaElement(types) {
    const definitions = [...types].map(([name, type]) => definition(type, name));
    return element("xs:schema", { "xmlns:xs": XSD_NAMESPACE }, definitions);
}
export function isBuiltIn(type) {
    const builtIn = builtInType(type.xsd);
    return builtIn !== undefined && canonicalType(builtIn) === canonicalType(type);
}
export function canonicalType(type) {
    return canonical(JSON.parse(JSON.stringify(type)));
}
function definition(type, name) {
    switch (type.kind) {
        case "simple":
            return isBuiltIn(type)
                ? element("xs:simpleType", { name }, element("xs:restriction", { base: `xs:${type.xsd}` }))
                : simpleDefinition(type, name);
        case "complex":
            if (type.simpleContent)
                return withText(type.simpleContent, type.attributes ?? [], name);
            return element("xs:complexType", { name, mixed: type.mixed ? "true" : undefined }, type.content && group(type.content), (type.attributes ?? []).map(attribute));
        case "named":
            return element("xs:complexType", { name }, element("xs:complexContent", {}, element("xs:extension", { base: type.name })));
        case "any":
        case "json":
            return element("xs:complexType", { name, mixed: "true" }, element("xs:sequence", {}, element("xs:any", { minOccurs: "0", maxOccurs: "unbounded", processContents: "skip" })));
    }
}
function withText(text, attributes, name) {
    const base = isBuiltIn(text) ? `xs:${text.xsd}` : undefined;
    const derivation = base
        ? element("xs:extension", { base }, attributes.map(attribute))
        : element("xs:restriction", { base: "xs:anyType" }, definition(text), attributes.map(attribute));
    return element("xs:complexType", { name }, element("xs:simpleContent", {}, derivation));
}
function simpleDefinition(type, name) {
    const { facets, ...rest } = type;
    if (type.list) {
        if (facets)
            return element("xs:simpleType", { name }, restriction(rest, facets));
        const entry = type.items ?? { kind: "simple", base: type.base, xsd: type.xsd };
        const list = isBuiltIn(entry)
            ? element("xs:list", { itemType: `xs:${entry.xsd}` })
            : element("xs:list", {}, simpleDefinition(entry));
        return element("xs:simpleType", { name }, list);
    }
    if (facets)
        return element("xs:simpleType", { name }, restriction(rest, facets));
    if (type.union)
        return element("xs:simpleType", { name }, element("xs:union", {}, type.union.map((member) => definition(member))));
    return element("xs:simpleType", { name }, element("xs:restriction", { base: "xs:string" }));
}
function restriction(base, facets) {
    const children = facetElements(facets);
    return isBuiltIn(base)
        ? element("xs:restriction", { base: `xs:${base.xsd}` }, children)
        : element("xs:restriction", {}, simpleDefinition(base), children);
}
function facetElements({ enumeration = [], patterns = [], ...others }) {
    const facet = (name, value) => element(`xs:${name}`, { value });
    const [pattern] = patterns;
    return [
        ...(pattern === undefined ? [] : [facet("pattern", pattern)]),
        ...Object.entries(others).map(([name, value]) => facet(name, String(value))),
        ...enumeration.map((value) => facet("enumeration", value)),
    ];
}
function group({ kind, particles, min, max }) {
    return element(`xs:${kind}`, bounds(min, max), particles.map(particle));
}
function particle(part) {
    switch (part.kind) {
        case "element": {
            const { name, type, min, max, nillable, documentation } = part;
            const attributes = {
                name,
                ...reference(type),
                ...bounds(min, max),
                nillable: nillable && "true",
                default: part.default,
            };
            const isInline = (type.kind === "simple" && !isBuiltIn(type)) || type.kind === "complex";
            return element("xs:element", attributes, documentation === undefined
                ? undefined
                : element("xs:annotation", {}, textElement("xs:documentation", documentation)), isInline ? definition(type) : undefined);
        }
        case "any":
            return element("xs:any", { ...bounds(part.min, part.max), processContents: "lax" });
        default:
            return group(part);
    }
}
function reference(type) {
    if (type.kind === "named")
        return { type: type.name };
    return type.kind === "simple" && isBuiltIn(type) ? { type: `xs:${type.xsd}` } : {};
}
function attribute({ name, type, required, default: standard, fixed }) {
    return element("xs:attribute", { name, ...reference(type), use: required ? "required" : undefined, default: standard, fixed }, isBuiltIn(type) ? undefined : definition(type));
}
function bounds(min, max) {
    return {
        ...(min !== 1 && { minOccurs: String(min) }),
        ...(max !== 1 && { maxOccurs: max === null ? "unbounded" : String(max) }),
    };
}
//# sourceMappingURL=xsd.js.map