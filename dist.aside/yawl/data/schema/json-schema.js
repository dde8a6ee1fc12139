import { choiceConstraints } from "./choices.js";
import { contentOf } from "../types/content.js";
import { parseSimple } from "../types/lexical.js";
import { below } from "../../model/pointer.js";
import { resolveType } from "../types/shape.js";
import { simpleSchema } from "./simple.js";
const DRAFT = "https://json-schema.org/draft/2020-12/schema";
export function jsonSchema(type, types) {
    const builder = new SchemaBuilder(types);
    return builder.complete(builder.type(type, ""));
}
export function objectSchema(variables, types, options) {
    const builder = new SchemaBuilder(types);
    const properties = {};
    for (const variable of variables) {
        if (variable.name === "__proto__")
            continue;
        const schema = builder.type(variable.type, below("/properties", variable.name));
        properties[variable.name] = described(schema, variable.documentation, defaultOf(variable));
    }
    const isRequired = ({ mandatory }) => options.required === "all" || (options.required === "mandatory" && mandatory === true);
    const required = variables.filter(isRequired).map(({ name }) => name);
    return builder.complete({
        type: "object",
        properties,
        ...(required.length > 0 && { required }),
        additionalProperties: false,
    });
}
function defaultOf(variable) {
    if (variable.initial !== undefined)
        return variable.initial;
    if (variable.type.kind !== "simple" || variable.initialXml === undefined)
        return undefined;
    const parsed = parseSimple(variable.initialXml, variable.type);
    return parsed.ok ? parsed.value : undefined;
}
function described(schema, description, defaultValue) {
    if (description === undefined && defaultValue === undefined)
        return schema;
    return {
        ...schema,
        ...(description !== undefined && { description }),
        ...(defaultValue !== undefined && { default: defaultValue }),
    };
}
class SchemaBuilder {
    types;
    definitions = {};
    constructor(types) {
        this.types = types;
    }
    complete(schema) {
        const $defs = Object.keys(this.definitions).length > 0 ? { $defs: this.definitions } : {};
        return { $schema: DRAFT, ...schema, ...$defs };
    }
    type(type, at) {
        switch (type.kind) {
            case "simple":
                return simpleSchema(type);
            case "complex":
                return this.complex(type, at);
            case "named":
                return this.named(type.name);
            case "any":
                return {};
            case "json":
                return at === "" ? type.schema : moved(type, at);
        }
    }
    named(name) {
        if (!Object.hasOwn(this.types, name) || name === "__proto__")
            return {};
        if (!Object.hasOwn(this.definitions, name)) {
            this.definitions[name] = {};
            const type = this.types[name];
            if (type)
                this.definitions[name] = this.type(type, below("/$defs", name));
        }
        return { $ref: `#${encodeURI(below("/$defs", name))}` };
    }
    complex(type, at) {
        const plan = contentOf(type);
        const properties = {};
        const required = [];
        for (const attribute of type.attributes ?? []) {
            const schema = simpleSchema(attribute.type);
            const fixed = attribute.fixed === undefined ? undefined : parseSimple(attribute.fixed, attribute.type);
            const preset = attribute.default === undefined ? undefined : parseSimple(attribute.default, attribute.type);
            const constant = fixed?.ok ? { const: fixed.value } : {};
            properties[`@${attribute.name}`] = described({ ...schema, ...constant }, undefined, preset?.ok ? preset.value : undefined);
            if (attribute.required)
                required.push(`@${attribute.name}`);
        }
        if (type.simpleContent) {
            properties["#text"] = simpleSchema(type.simpleContent);
            required.push("#text");
        }
        else if (type.mixed)
            properties["#text"] = { type: "string" };
        for (const slot of plan.slots.values()) {
            if (slot.name === "__proto__")
                continue;
            properties[slot.name] = this.slot(slot, below(`${at}/properties`, slot.name));
            if (slot.min > 0)
                required.push(slot.name);
        }
        return {
            type: "object",
            properties,
            ...(required.length > 0 && { required }),
            ...(plan.isOpen ? {} : { additionalProperties: false }),
            ...choiceConstraints(type),
        };
    }
    slot(slot, at) {
        const { documentation } = slot.particle;
        if (!slot.isList)
            return described(this.element(slot.particle, at), documentation, this.defaultOf(slot.particle));
        const list = {
            type: "array",
            items: this.element(slot.particle, `${at}/items`),
            ...(slot.min > 0 && { minItems: slot.min }),
            ...(slot.max !== Infinity && { maxItems: slot.max }),
        };
        return described(list, documentation);
    }
    element(particle, at) {
        if (!particle.nillable)
            return this.type(particle.type, at);
        const plain = this.type(particle.type, at);
        if (typeof plain["type"] === "string" && !REACHING_NULL.some((keyword) => keyword in plain))
            return { ...plain, type: [plain["type"], "null"] };
        return { anyOf: [this.type(particle.type, `${at}/anyOf/0`), { type: "null" }] };
    }
    defaultOf(particle) {
        if (particle.default === undefined)
            return undefined;
        const type = resolveType(particle.type, this.types);
        const parsed = type.kind === "simple" ? parseSimple(particle.default, type) : undefined;
        return parsed?.ok ? parsed.value : undefined;
    }
}
const REACHING_NULL = ["enum", "const", "oneOf", "anyOf", "allOf"];
const DATA_KEYWORDS = new Set(["const", "enum", "default", "examples"]);
const NAME_MAPS = new Set([
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
]);
function moved(type, at) {
    if (typeof type.schema["$id"] === "string")
        return type.schema;
    const move = (value, isNameMap) => {
        if (Array.isArray(value))
            return value.map((entry) => move(entry, false));
        if (typeof value !== "object" || value === null)
            return value;
        const entries = Object.entries(value).map(([key, entry]) => {
            if (!isNameMap && DATA_KEYWORDS.has(key))
                return [key, entry];
            const isReference = !isNameMap && key === "$ref" && typeof entry === "string" && entry.startsWith("#");
            if (isReference && (entry === "#" || entry.startsWith("#/")))
                return [key, `#${encodeURI(at)}${entry.slice(1)}`];
            return [key, move(entry, !isNameMap && NAME_MAPS.has(key))];
        });
        return Object.fromEntries(entries);
    };
    const { $schema: _draft, ...schema } = type.schema;
    return move(schema, false);
}
//# sourceMappingURL=json-schema.js.map