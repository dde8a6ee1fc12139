export function compareVersions(left, right) {
    const [a, b] = [left.split("."), right.split(".")];
    for (let index = 0; index < Math.max(a.length, b.length); index++) {
        const difference = comparePart(a[index] ?? "0", b[index] ?? "0");
        if (difference !== 0)
            return difference;
    }
    return 0;
}
export function newestFirst(versions) {
    return versions.toSorted((left, right) => compareVersions(right, left));
}
export function newest(versions) {
    return newestFirst(versions)[0];
}
function comparePart(left, right) {
    const numeric = /^\d+$/;
    if (numeric.test(left) && numeric.test(right)) {
        const [a, b] = [BigInt(left), BigInt(right)];
        return a < b ? -1 : Number(a > b);
    }
    return left < right ? -1 : Number(left > right);
}
//# sourceMappingURL=versions.js.map