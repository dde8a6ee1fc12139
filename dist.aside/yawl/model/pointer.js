export function below(pointer, key) {
    if (typeof key === "number")
        return `${pointer}/${key}`;
    if (!key.includes("~") && !key.includes("/"))
        return `${pointer}/${key}`;
    return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
//# sourceMappingURL=pointer.js.map