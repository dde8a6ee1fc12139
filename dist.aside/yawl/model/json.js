export function isJsonObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
export function canonical(value) {
    if (value === undefined)
        return "";
    if (Array.isArray(value))
        return `[${value.map((entry) => canonical(entry)).join(",")}]`;
    if (isJsonObject(value)) {
        const entries = Object.keys(value)
            .toSorted()
            .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
        return `{${entries.join(",")}}`;
    }
    return JSON.stringify(value);
}
//# sourceMappingURL=json.js.map