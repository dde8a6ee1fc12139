import { attributeOf } from "../xml/element.js";
import { quoted } from "../reader/findings.js";
import { childOf, Inexpressible } from "./syntax.js";
const LENGTHS = ["length", "minLength", "maxLength"];
const DIGITS = ["totalDigits", "fractionDigits"];
const BESIDES = new Set(["annotation", "simpleType", "attribute", "attributeGroup", "anyAttribute"]);
const BOUNDS = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"];
export function simpleType(schema, definition) {
    const restriction = childOf(definition, "restriction");
    if (restriction)
        return restricted(schema, restriction, baseOf(schema, restriction, "base"));
    const list = childOf(definition, "list");
    if (list)
        return listOf(schema, list);
    const union = childOf(definition, "union");
    if (union)
        return unionOf(schema, union);
    throw new Inexpressible("a simple type has neither restriction, list nor union");
}
export function simpleTypeNamed(schema, at, reference) {
    const found = schema.resolve(at, reference);
    const definition = found?.kind === "named" ? schema.definition("type", found.name) : undefined;
    const type = definition ? schema.convert(definition) : found;
    if (!type)
        throw new Inexpressible(`there is no type ${quoted(reference)}`);
    if (type.kind !== "simple")
        throw new Inexpressible(`${quoted(reference)} is not a simple type`);
    schema.spendOn(type);
    return type;
}
export function restricted(schema, restriction, base) {
    const facets = { ...base.facets };
    const enumeration = [];
    const patterns = [];
    for (const facet of restriction.children) {
        const value = attributeOf(facet, "value");
        if (BESIDES.has(facet.name))
            continue;
        if (value === undefined || !isFacet(facet)) {
            schema.warn(facet, `<${facet.name}> is not checked.`);
            continue;
        }
        schema.spend(1);
        if (facet.name === "enumeration")
            enumeration.push(value);
        else if (facet.name === "pattern")
            patterns.push(value);
        else
            setFacet(schema, facet, value, facets);
    }
    if (enumeration.length > 0)
        facets.enumeration = enumeration;
    const pattern = patterns.length > 1 ? patterns.map((text) => `(${text})`).join("|") : patterns[0];
    if (pattern !== undefined)
        facets.patterns = [...(base.facets?.patterns ?? []), pattern];
    return Object.keys(facets).length === 0 ? base : { ...base, facets };
}
function baseOf(schema, derivation, attribute) {
    const reference = attributeOf(derivation, attribute);
    if (reference !== undefined)
        return simpleTypeNamed(schema, derivation, reference);
    const inner = childOf(derivation, "simpleType");
    if (!inner)
        throw new Inexpressible(`<${derivation.name}> does not say of which type`);
    return schema.within(inner, () => simpleType(schema, inner));
}
function listOf(schema, list) {
    const entry = baseOf(schema, list, "itemType");
    if (entry.list)
        throw new Inexpressible("a list of lists is not possible");
    return { kind: "simple", base: entry.base, xsd: entry.xsd, list: true, items: entry };
}
function unionOf(schema, union) {
    const named = (attributeOf(union, "memberTypes") ?? "").split(/\s+/).filter((name) => name !== "");
    const members = [
        ...named.map((name) => simpleTypeNamed(schema, union, name)),
        ...union.children
            .filter(({ name }) => name === "simpleType")
            .map((inner) => schema.within(inner, () => simpleType(schema, inner))),
    ];
    const [first] = members;
    if (!first)
        throw new Inexpressible("a union has no members");
    const base = members.every((member) => member.base === first.base) ? first.base : "string";
    return { kind: "simple", base, xsd: "anySimpleType", union: members };
}
function isFacet({ name }) {
    return (name === "enumeration" ||
        name === "pattern" ||
        name === "whiteSpace" ||
        [...LENGTHS, ...DIGITS, ...BOUNDS].some((facet) => facet === name));
}
function setFacet(schema, facet, value, facets) {
    const count = [...LENGTHS, ...DIGITS].find((name) => name === facet.name);
    const bound = BOUNDS.find((name) => name === facet.name);
    const text = value.trim();
    if (bound)
        facets[bound] = text;
    else if (count) {
        if (/^\+?\d{1,9}$/.test(text))
            facets[count] = Number(text);
        else
            schema.warn(facet, `The facet ${facet.name} is not read: ${quoted(value)} is no number.`);
    }
    else if (text === "preserve" || text === "replace" || text === "collapse")
        facets.whiteSpace = text;
    else
        schema.warn(facet, `The facet ${facet.name} is not read: ${quoted(value)} is unknown.`);
}
//# sourceMappingURL=simple.js.map