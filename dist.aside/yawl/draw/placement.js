import { textWidth } from "./text.js";
export const FONT = { name: 12, label: 10.5, heading: 15 };
export const LINE = { name: 15, label: 13 };
export const STRIP = 13;
export const MARGIN = 24;
export const NAME_GAP = 3;
export const HEADING = 34;
export function stripOf({ x, y, width, height }, side) {
    switch (side) {
        case "left":
            return { x: x - STRIP, y, width: STRIP, height };
        case "right":
            return { x: x + width, y, width: STRIP, height };
        case "top":
            return { x, y: y - STRIP, width, height: STRIP };
        case "bottom":
            return { x, y: y + height, width, height: STRIP };
    }
}
export function outlineOf({ body, join, split }) {
    let [left, top, right, bottom] = [body.x, body.y, body.x + body.width, body.y + body.height];
    for (const side of [join, split]) {
        if (side === "left")
            left -= STRIP;
        if (side === "right")
            right += STRIP;
        if (side === "top")
            top -= STRIP;
        if (side === "bottom")
            bottom += STRIP;
    }
    return { x: left, y: top, width: right - left, height: bottom - top };
}
export const PILE = 8;
export function extentOf(placed, isPile) {
    const { x, y, width, height } = outlineOf(placed);
    const { lines, namePlace } = placed;
    const pile = isPile ? PILE : 0;
    if (namePlace === "inside" || lines.length === 0)
        return { x, y: y - pile, width, height: height + pile };
    const nameWidth = Math.max(...lines.map((line) => textWidth(line, FONT.name)));
    const whole = Math.max(width, nameWidth);
    return {
        x: x + (width - whole) / 2,
        y: y - pile,
        width: whole,
        height: height + pile + NAME_GAP + lines.length * LINE.name,
    };
}
//# sourceMappingURL=placement.js.map