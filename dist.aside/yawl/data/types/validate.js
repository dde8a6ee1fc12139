import { isJsonObject } from "../../model/json.js";
import { contentOf } from "./content.js";
import { contentProblem } from "./content-check.js";
import { listed } from "./facets.js";
import { Findings, MAX_DEPTH, MAX_SCHEMA_DEPTH } from "./findings.js";
import { checkAgainstSchema } from "../schema/check.js";
import { checkSimple, printSimple, shapeOf } from "./lexical.js";
import { propertyNameProblem, unicodeProblem } from "../xml/names.js";
import { below } from "../../model/pointer.js";
import { isList, own, resolveType } from "./shape.js";
export function checkValue(value, type, types, pointer) {
    const findings = new Findings();
    if (value !== undefined)
        new Check(types, findings).value(value, type, pointer, 0);
    return findings.details;
}
export function checkObject(data, variables, types, options) {
    const findings = new Findings();
    const check = new Check(types, findings);
    const names = variables.map(({ name }) => name);
    const known = new Set(names);
    for (const name of Object.keys(data)) {
        if (!known.has(name))
            findings.add(below("", name), unknownName(name, names));
    }
    for (const variable of variables) {
        if (findings.full)
            break;
        const pointer = below("", variable.name);
        const value = own(data, variable.name);
        if (value !== undefined)
            check.value(value, variable.type, pointer, 1);
        else if (options.requireAll || variable.mandatory)
            findings.add(pointer, "is missing");
    }
    return findings.details;
}
function unknownName(name, known) {
    const problem = propertyNameProblem(name);
    if (problem !== undefined)
        return problem;
    return known.length === 0
        ? "is not known; there are no fields here"
        : `is not known; there are ${listed(known)}`;
}
class Check {
    types;
    findings;
    constructor(types, findings) {
        this.types = types;
        this.findings = findings;
    }
    value(value, type, pointer, depth) {
        if (this.findings.full)
            return;
        if (depth > MAX_DEPTH)
            return this.findings.tooDeep(pointer);
        const resolved = resolveType(type, this.types);
        switch (resolved.kind) {
            case "simple":
                return this.note(pointer, checkSimple(value, resolved));
            case "complex":
                if (isJsonObject(value))
                    return this.complex(value, resolved, pointer, depth);
                return this.findings.add(pointer, `must be an object; it is ${shapeOf(value)}`);
            case "any":
                return this.any(value, pointer, depth);
            case "json": {
                const before = this.findings.details.length;
                this.any(value, pointer, 0, MAX_SCHEMA_DEPTH);
                if (this.findings.details.length === before)
                    checkAgainstSchema(value, resolved, this.findings, pointer);
            }
        }
    }
    note(pointer, problem) {
        if (problem !== undefined)
            this.findings.add(pointer, problem);
    }
    any(value, pointer, depth, limit = MAX_DEPTH) {
        if (this.findings.full)
            return;
        if (typeof value === "string")
            return this.note(pointer, unicodeProblem(value));
        if (typeof value !== "object" || value === null)
            return;
        if (depth > limit)
            return this.findings.tooDeep(pointer, limit);
        if (isList(value)) {
            for (const [index, entry] of value.entries())
                this.any(entry, below(pointer, index), depth + 1, limit);
            return;
        }
        for (const [name, entry] of Object.entries(value)) {
            const place = below(pointer, name);
            const problem = propertyNameProblem(name);
            if (problem === undefined)
                this.any(entry, place, depth + 1, limit);
            else
                this.findings.add(place, problem);
        }
    }
    complex(value, type, pointer, depth) {
        const before = this.findings.details.length;
        const plan = contentOf(type);
        const wild = this.names(value, type, plan, pointer, depth);
        this.attributes(value, type, pointer);
        if (type.simpleContent) {
            const text = own(value, "#text");
            this.note(below(pointer, "#text"), text === undefined ? "is missing" : checkSimple(text, type.simpleContent));
        }
        for (const slot of plan.slots.values())
            this.slot(own(value, slot.name), slot, below(pointer, slot.name), depth);
        if (plan.isPlain || this.findings.details.length > before)
            return;
        this.note(pointer, contentProblem(plan, value, wild));
    }
    names(value, type, plan, pointer, depth) {
        const hasText = type.simpleContent !== undefined || type.mixed;
        let wild = 0;
        for (const [name, entry] of Object.entries(value)) {
            const isKnown = (plan.slots.has(name) && name !== "__proto__") ||
                (name === "#text" && hasText) ||
                (name.startsWith("@") && type.attributes?.some((attribute) => `@${attribute.name}` === name));
            if (isKnown)
                continue;
            if (plan.isOpen && propertyNameProblem(name) === undefined && !/^[@#]/.test(name)) {
                wild += isList(entry) ? entry.length : 1;
                this.any(entry, below(pointer, name), depth + 1);
            }
            else
                this.findings.add(below(pointer, name), unknownName(name, namesOf(type, plan)));
        }
        const text = own(value, "#text");
        if (type.mixed && text !== undefined)
            this.note(below(pointer, "#text"), typeof text === "string" ? unicodeProblem(text) : "must be text");
        return wild;
    }
    attributes(value, type, pointer) {
        for (const attribute of type.attributes ?? []) {
            const place = below(pointer, `@${attribute.name}`);
            const entry = own(value, `@${attribute.name}`);
            if (entry === undefined) {
                if (attribute.required)
                    this.findings.add(place, "is missing");
                continue;
            }
            const problem = checkSimple(entry, attribute.type);
            const isOther = attribute.fixed !== undefined && printSimple(entry, attribute.type) !== attribute.fixed;
            this.note(place, problem ?? (isOther ? `must be ${listed([attribute.fixed ?? ""])}` : undefined));
        }
    }
    slot(entry, slot, pointer, depth) {
        if (entry === undefined) {
            if (slot.min > 0)
                this.findings.add(pointer, "is missing");
        }
        else if (!slot.isList)
            this.element(entry, slot.particle, pointer, depth);
        else if (!isList(entry))
            this.findings.add(pointer, `must be a list; it is ${shapeOf(entry)}`);
        else {
            const count = entry.length;
            if (count < slot.min)
                this.findings.add(pointer, `must have at least ${slot.min} entries; it has ${count}`);
            if (count > slot.max)
                this.findings.add(pointer, `must have at most ${slot.max} entries; it has ${count}`);
            for (const [index, part] of entry.entries())
                this.element(part, slot.particle, below(pointer, index), depth);
        }
    }
    element(value, particle, pointer, depth) {
        if (value !== null)
            return this.value(value, particle.type, pointer, depth + 1);
        if (particle.nillable)
            return;
        const { kind } = resolveType(particle.type, this.types);
        if (kind === "json" || kind === "any")
            this.value(value, particle.type, pointer, depth + 1);
        else
            this.findings.add(pointer, "must not be empty");
    }
}
function namesOf(type, plan) {
    const attributes = (type.attributes ?? []).map(({ name }) => `@${name}`);
    return [...attributes, ...(type.simpleContent ? ["#text"] : []), ...plan.slots.keys()];
}
//# sourceMappingURL=validate.js.map