import { isJsonObject } from "../../model/json.js";
export function own(value, name) {
    return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
export function isList(value) {
    return Array.isArray(value);
}
export function scalarText(value) {
    return Object.is(value, -0) ? "0" : String(value);
}
export function resolveType(type, types) {
    let current = type;
    for (let steps = 0; current.kind === "named"; steps += 1) {
        const next = Object.hasOwn(types, current.name) ? types[current.name] : undefined;
        if (!next || steps > 100)
            return { kind: "any" };
        current = next;
    }
    return current;
}
//# sourceMappingURL=shape.js.map