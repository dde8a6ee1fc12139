import { contentOf } from "./content.js";
import { checkSimple, isNumeric, parseSimple } from "./lexical.js";
import { kindOf, SchemaGuide } from "../schema/guide.js";
import { isList, own } from "./shape.js";
export function defaultValue(type, types) {
    return valueOf(type, types, []);
}
function valueOf(type, types, open) {
    switch (type.kind) {
        case "simple":
            return simpleDefault(type);
        case "complex":
            return complexDefault(type, types, open);
        case "named": {
            const named = Object.hasOwn(types, type.name) ? types[type.name] : undefined;
            return !named || open.includes(type.name) ? undefined : valueOf(named, types, [...open, type.name]);
        }
        case "any":
            return undefined;
        case "json":
            return schemaDefault(type);
    }
}
function simpleDefault(type) {
    const candidates = [blank(type), ...bounds(type)];
    return candidates.find((candidate) => candidate !== undefined && checkSimple(candidate, type) === undefined);
}
function blank(type) {
    if (type.list)
        return [];
    if (type.union)
        return type.union.map(simpleDefault).find((value) => value !== undefined);
    if (type.base === "boolean")
        return false;
    return isNumeric(type) ? 0 : "";
}
function bounds(type) {
    const { enumeration, minInclusive, maxInclusive } = type.facets ?? {};
    const extremes = isNumeric(type) ? [minInclusive, maxInclusive, "1", "-1"] : [];
    return [enumeration?.[0], ...extremes].map((text) => {
        const parsed = text === undefined ? undefined : parseSimple(text, type);
        return parsed?.ok ? parsed.value : undefined;
    });
}
function complexDefault(type, types, open) {
    const value = {};
    for (const attribute of type.attributes ?? []) {
        if (!attribute.required)
            continue;
        const text = attribute.fixed ?? attribute.default;
        const preset = text === undefined ? undefined : parseSimple(text, attribute.type);
        const entry = preset?.ok ? preset.value : simpleDefault(attribute.type);
        if (entry === undefined)
            return undefined;
        value[`@${attribute.name}`] = entry;
    }
    if (type.simpleContent) {
        const text = simpleDefault(type.simpleContent);
        if (text === undefined)
            return undefined;
        value["#text"] = text;
    }
    const { slots } = contentOf(type);
    for (const slot of slots.values())
        if (slot.isList && slot.isFixed && slot.min === 0)
            value[slot.name] = [];
    const filling = {
        isList: (name) => slots.get(name)?.isList ?? false,
        valueOf: (particle) => elementDefault(particle, types, open),
    };
    return type.content && !fill(type.content, value, filling) ? undefined : value;
}
const MAX_ENTRIES = 100;
function fill(particle, value, filling) {
    if (particle.min === 0)
        return true;
    if (particle.kind === "any" || particle.min > MAX_ENTRIES)
        return false;
    if (particle.kind === "element")
        return fillElement(particle, value, filling);
    for (let round = 0; round < particle.min; round += 1) {
        const isFilled = particle.kind === "choice"
            ? particle.particles.some((part) => fillAlternative(part, value, filling))
            : particle.particles.every((part) => fill(part, value, filling));
        if (!isFilled)
            return false;
    }
    return true;
}
function fillAlternative(part, value, filling) {
    const trial = { ...value };
    if (!fill(part, trial, filling))
        return false;
    Object.assign(value, trial);
    return true;
}
function fillElement(particle, value, filling) {
    const { name, min } = particle;
    const entry = name === "__proto__" ? undefined : filling.valueOf(particle);
    if (entry === undefined)
        return false;
    if (!filling.isList(name))
        value[name] = entry;
    else {
        const before = own(value, name);
        value[name] = [...(isList(before) ? before : []), ...Array.from({ length: min }, () => entry)];
    }
    return true;
}
function elementDefault(particle, types, open) {
    if (particle.default !== undefined && particle.type.kind === "simple") {
        const parsed = parseSimple(particle.default, particle.type);
        if (parsed.ok)
            return parsed.value;
    }
    return valueOf(particle.type, types, open) ?? (particle.nillable ? null : undefined);
}
function schemaDefault(type) {
    return guidedDefault(new SchemaGuide(type.schema), 0);
}
const MAX_NESTING = 20;
function guidedDefault(guide, depth) {
    const preset = guide.preset;
    if (preset !== undefined)
        return preset;
    if (guide.kinds.size === 0 || guide.kinds.size === 6 || depth > MAX_NESTING)
        return undefined;
    const blanks = ["", 0, false, [], null];
    const found = blanks.find((value) => guide.kinds.has(kindOf(value)));
    if (found !== undefined || !guide.kinds.has("object"))
        return found;
    const value = {};
    for (const name of guide.required) {
        const entry = name === "__proto__" ? undefined : guidedDefault(guide.property(name), depth + 1);
        if (entry === undefined)
            return undefined;
        value[name] = entry;
    }
    return value;
}
//# sourceMappingURL=defaults.js.map