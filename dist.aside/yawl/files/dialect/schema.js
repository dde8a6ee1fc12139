import { z } from "zod";
import { isJsonObject } from "../../model/json.js";
import { specificationShape } from "./shape.js";
export const DIALECT_SCHEMA_PATH = "/schemas/mizzen-1.json";
let made;
export function dialectSchema() {
    if (!made) {
        const schema = z.toJSONSchema(specificationShape, { io: "input", target: "draft-2020-12" });
        made = { ...jsonObject(schema), $id: DIALECT_SCHEMA_PATH };
    }
    return made;
}
function jsonObject(schema) {
    const copy = JSON.parse(JSON.stringify(schema));
    if (!isJsonObject(copy))
        throw new Error("the schema is no object");
    return copy;
}
export function keysAt(path) {
    const root = dialectSchema();
    let reached = alternatives(root, root);
    for (const part of path) {
        reached = reached
            .flatMap((schema) => inside(schema, part))
            .flatMap((schema) => alternatives(schema, root));
    }
    return [...new Set(reached.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}
function alternatives(schema, root) {
    const { $ref, anyOf } = schema;
    if (typeof $ref === "string") {
        const definitions = root["$defs"];
        const name = $ref.replace("#/$defs/", "");
        const found = isJsonObject(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
        return isJsonObject(found) ? alternatives(found, root) : [];
    }
    if (isList(anyOf))
        return anyOf.filter(isJsonObject).flatMap((each) => alternatives(each, root));
    return [schema];
}
function inside(schema, part) {
    const { properties, additionalProperties, items } = schema;
    const own = isJsonObject(properties) && Object.hasOwn(properties, part) ? properties[part] : additionalProperties;
    return [typeof part === "number" ? items : own].filter(isJsonObject);
}
function isList(value) {
    return Array.isArray(value);
}
//# sourceMappingURL=schema.js.map