export function centreOf({ x, y, width, height }) {
    return { x: x + width / 2, y: y + height / 2 };
}
export function pointAlong(route, part) {
    const pieces = route.slice(1).map((to, index) => ({ from: route[index] ?? to, to }));
    let left = pieces.reduce((sum, { from, to }) => sum + distance(from, to), 0) * part;
    for (const { from, to } of pieces) {
        const piece = distance(from, to);
        if (piece >= left)
            return along(from, to, left);
        left -= piece;
    }
    return route.at(-1) ?? { x: 0, y: 0 };
}
export function distance(from, to) {
    return Math.hypot(to.x - from.x, to.y - from.y);
}
export function direction(from, to) {
    const length = distance(from, to) || 1;
    return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}
export function along(from, to, by) {
    const { x, y } = direction(from, to);
    return { x: from.x + x * by, y: from.y + y * by };
}
export function plus(one, other) {
    return { x: one.x + other.x, y: one.y + other.y };
}
export function minus(one, other) {
    return { x: one.x - other.x, y: one.y - other.y };
}
//# sourceMappingURL=geometry.js.map