import { pointAlong } from "./geometry.js";
import { FONT, LINE } from "./placement.js";
import { textWidth, wrap } from "./text.js";
const WIDTH = 130;
const ROOM = 2;
const TRIED = [0.3, 0.4, 0.22, 0.5, 0.6, 0.7, 0.8];
export function placeLabels(arrows, taken) {
    const full = [...taken];
    return arrows.map(({ route, text }) => {
        if (text === undefined || route.length === 0)
            return { route };
        const lines = wrap(text, WIDTH, FONT.label, 2);
        const width = Math.max(...lines.map((line) => textWidth(line, FONT.label)));
        const height = lines.length * LINE.label;
        const boxes = TRIED.map((part) => {
            const { x, y } = pointAlong(route, part);
            return { x: x - width / 2, y: y - height / 2, width, height };
        });
        const cost = (box) => full.reduce((sum, other) => sum + overlap(box, other), 0);
        const box = boxes.find((each) => cost(each) === 0) ?? boxes.toSorted((a, b) => cost(a) - cost(b))[0];
        if (!box)
            return { route };
        full.push(box);
        return { route, label: { lines, box } };
    });
}
function overlap(one, other) {
    const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) + ROOM;
    const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) + ROOM;
    return Math.max(0, width) * Math.max(0, height);
}
//# sourceMappingURL=place-labels.js.map