import { Validator } from "@cfworker/json-schema";
import { listed } from "../types/facets.js";
import { below } from "../../model/pointer.js";
const validators = new WeakMap();
function validatorOf(schema) {
    let validator = validators.get(schema);
    if (!validator) {
        const copy = JSON.parse(JSON.stringify(schema));
        validators.set(schema, (validator = new Validator(copy, "2020-12", false)));
    }
    return validator;
}
export function checkAgainstSchema(value, type, findings, pointer) {
    let errors;
    try {
        errors = validatorOf(type.schema).validate(value).errors;
    }
    catch (error) {
        findings.add(pointer, `cannot be checked, because its schema is wrong: ${error instanceof Error ? error.message : String(error)}`);
        return;
    }
    const seen = new Set();
    for (const error of errors) {
        if (PASSING_ON.has(error.keyword))
            continue;
        const place = pointer + instancePointer(error.instanceLocation);
        const missing = MISSING.exec(error.error);
        const [where, message] = missing
            ? [below(place, missing[1] ?? ""), "is missing"]
            : [place, sentence(error)];
        if (seen.has(`${where} ${message}`))
            continue;
        seen.add(`${where} ${message}`);
        findings.add(where, message);
    }
}
const PASSING_ON = new Set([
    "$ref",
    "$recursiveRef",
    "$dynamicRef",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "dependentSchemas",
    "else",
    "items",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
]);
const MISSING = /^Instance does not have required property "(.*)"\.$/s;
function instancePointer(location) {
    const pointer = location.replace(/^#/, "");
    try {
        return decodeURI(pointer);
    }
    catch {
        return pointer;
    }
}
const TYPE_NAMES = {
    string: "text",
    number: "a number",
    integer: "a whole number",
    boolean: "true or false",
    object: "an object",
    array: "a list",
    null: "null",
};
function sentence({ keyword, error }) {
    switch (keyword) {
        case "false":
            return "is not known";
        case "type": {
            const [, actual = "", expected = ""] = /"(\w+)".*Expected "(.*)"/.exec(error) ?? [];
            const names = expected.split('", "').map((name) => TYPE_NAMES[name] ?? name);
            return `must be ${names.join(" or ")}; it is ${TYPE_NAMES[actual] ?? actual}`;
        }
        case "enum":
            return `must be one of ${allowed(error)}`;
        case "const":
            return `must be ${error.slice("Instance does not match ".length, -1)}`;
        case "anyOf":
            return "fits none of the allowed forms";
        case "oneOf":
            return "must fit exactly one of the allowed forms";
        default:
            return error
                .replace(/^Instance /, "")
                .replace(/\.$/, "")
                .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
    }
}
function allowed(error) {
    const values = JSON.parse(error.slice("Instance does not match any of ".length, -1));
    return listed(values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))));
}
//# sourceMappingURL=check.js.map