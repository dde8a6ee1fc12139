import { isJsonObject } from "../../model/json.js";
export function isSame(one, other) {
    return differences(one, other, 1).length === 0;
}
export function differences(one, other, most) {
    const found = [];
    compare(one, other, "", found, most);
    return found;
}
function compare(one, other, path, found, most) {
    if (found.length >= most || Object.is(one, other))
        return;
    if (Array.isArray(one) && Array.isArray(other)) {
        if (one.length !== other.length)
            found.push(path);
        else
            for (const [index, entry] of one.entries())
                compare(entry, other[index], `${path}/${index}`, found, most);
        return;
    }
    if (isJsonObject(one) && isJsonObject(other)) {
        for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
            const [left, right] = [own(one, key), own(other, key)];
            if (key === "place" && isPlace(left) !== isPlace(right) && (left ?? right) !== undefined)
                continue;
            if (key === "place" && isPlace(left) && isPlace(right))
                continue;
            compare(left, right, `${path}/${key}`, found, most);
        }
        return;
    }
    found.push(path);
}
function own(object, key) {
    return Object.hasOwn(object, key) ? object[key] : undefined;
}
function isPlace(value) {
    return isJsonObject(value) && typeof value["line"] === "number" && typeof value["column"] === "number";
}
//# sourceMappingURL=same.js.map