export function toText(value) {
    return JSON.stringify(value);
}
export function fromText(text) {
    return JSON.parse(text);
}
export function toField(name) {
    return `v${name.replaceAll(/[^A-Za-z0-9_-]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}`;
}
export function fromField(field) {
    return field
        .slice(1)
        .replaceAll(/%([0-9a-f]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
export function decode(document, textFields) {
    const fields = {};
    for (const [name, value] of Object.entries(document)) {
        if (name === "_id")
            continue;
        fields[name] = typeof value === "string" && textFields.includes(name) ? fromText(value) : value;
    }
    return fields;
}
export function encode(fields, textFields) {
    const document = {};
    for (const [name, value] of Object.entries(fields)) {
        if (value === undefined)
            continue;
        document[name] = textFields.includes(name) ? toText(value) : value;
    }
    return document;
}
//# sourceMappingURL=json-text.js.map