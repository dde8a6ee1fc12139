const ALL = new Set(["string", "number", "boolean", "null", "object", "array"]);
const ANYTHING = {};
const MAX_REFERENCES = 20;
export class SchemaGuide {
    kinds;
    root;
    schema;
    constructor(root, schema = root) {
        this.root = root;
        this.schema = schema;
        this.kinds = kindsOf(schema, root, 0);
    }
    get isList() {
        return this.kinds.size === 1 && this.kinds.has("array");
    }
    property(name) {
        const found = find(this.schema, this.root, 0, (schema) => {
            const properties = schema["properties"];
            if (isKeywords(properties) && Object.hasOwn(properties, name))
                return properties[name];
            return isKeywords(schema["additionalProperties"]) ? schema["additionalProperties"] : undefined;
        });
        return new SchemaGuide(this.root, found ?? ANYTHING);
    }
    item(index) {
        const found = find(this.schema, this.root, 0, (schema) => {
            const first = schema["prefixItems"];
            const positional = Array.isArray(first) ? first : [];
            return positional[index] ?? schema["items"];
        });
        return new SchemaGuide(this.root, found ?? ANYTHING);
    }
    get preset() {
        const found = find(this.schema, this.root, 0, (schema) => schema["default"] ?? schema["const"] ?? subschemas(schema, "enum")[0]);
        return found === undefined ? undefined : found;
    }
    get required() {
        const found = find(this.schema, this.root, 0, (schema) => schema["required"]);
        return Array.isArray(found) ? found.filter((name) => typeof name === "string") : [];
    }
}
function isKeywords(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function subschemas(schema, keyword) {
    const parts = schema[keyword];
    return Array.isArray(parts) ? parts : [];
}
function referenced(reference, root) {
    if (typeof reference !== "string" || !reference.startsWith("#"))
        return undefined;
    let found = root;
    for (const part of reference.split("/").slice(1)) {
        const key = decodeFragment(part).replaceAll("~1", "/").replaceAll("~0", "~");
        if (Array.isArray(found))
            found = found[Number(key)];
        else if (isKeywords(found) && Object.hasOwn(found, key))
            found = found[key];
        else
            return undefined;
    }
    return found;
}
function decodeFragment(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
function find(schema, root, depth, ask) {
    if (!isKeywords(schema) || depth > MAX_REFERENCES)
        return undefined;
    const answer = ask(schema);
    if (answer !== undefined)
        return answer;
    const others = [
        referenced(schema["$ref"], root),
        ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => subschemas(schema, keyword)),
    ];
    for (const other of others) {
        const found = find(other, root, depth + 1, ask);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function kindsOf(schema, root, depth) {
    if (!isKeywords(schema) || depth > MAX_REFERENCES)
        return ALL;
    let kinds = ownKinds(schema);
    if (schema["$ref"] !== undefined)
        kinds = both(kinds, kindsOf(referenced(schema["$ref"], root), root, depth + 1));
    for (const part of subschemas(schema, "allOf"))
        kinds = both(kinds, kindsOf(part, root, depth + 1));
    for (const keyword of ["anyOf", "oneOf"]) {
        const parts = subschemas(schema, keyword);
        if (parts.length > 0)
            kinds = both(kinds, new Set(parts.flatMap((part) => [...kindsOf(part, root, depth + 1)])));
    }
    return kinds;
}
function both(first, second) {
    if (second === ALL)
        return first;
    return new Set([...first].filter((kind) => second.has(kind)));
}
function ownKinds(schema) {
    const named = schema["type"];
    const types = Array.isArray(named) ? named : named === undefined ? [] : [named];
    if (types.length > 0)
        return new Set(types.map((type) => (type === "integer" ? "number" : type)).filter(isKind));
    if (Object.hasOwn(schema, "const"))
        return new Set([kindOf(schema["const"])]);
    const allowed = subschemas(schema, "enum");
    return allowed.length > 0 ? new Set(allowed.map(kindOf)) : ALL;
}
function isKind(value) {
    return typeof value === "string" && ALL.has(value);
}
export function kindOf(value) {
    if (value === null)
        return "null";
    if (Array.isArray(value))
        return "array";
    const type = typeof value;
    return isKind(type) ? type : "string";
}
//# sourceMappingURL=guide.js.map