import { element, textLines, titled } from "./markup.js";
import { FONT, LINE, NAME_GAP, outlineOf, PILE, STRIP, stripOf, } from "./placement.js";
import { REGION_COLOURS } from "./style.js";
const BORDER = "fill border";
const PILE_STEP = PILE / 2;
export function paintTask(figure, placed) {
    const { task } = figure;
    if (!task)
        return "";
    const { body, lines, namePlace } = placed;
    const parts = [
        ...(task.isMultiple ? pile(outlineOf(placed)) : []),
        box(body, BORDER),
        ...(task.kind === "composite" ? [box(inset(body, 3.5), "border thin")] : []),
        ...(placed.join && task.join ? [strip(body, placed.join, task.join)] : []),
        ...(placed.split && task.split ? [strip(body, placed.split, task.split)] : []),
        ...icons(task, body, namePlace),
        name(placed, lines),
        ...(task.region === undefined ? [] : [cancelSign(body, task.region)]),
    ];
    return titled(figure.title, { class: `${task.kind}${figure.isBusy ? " busy" : ""}` }, ...parts);
}
function box({ x, y, width, height }, style) {
    return element("rect", { class: style, x, y, width, height, rx: 3 });
}
function inset({ x, y, width, height }, by) {
    return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}
function pile({ x, y, width, height }) {
    return [2, 1].map((place) => box({
        x: x + place * PILE_STEP,
        y: y - place * PILE_STEP,
        width: width - 2 * place * PILE_STEP,
        height: height / 2,
    }, BORDER));
}
function strip(body, side, code) {
    const { x, y, width, height } = stripOf(body, side);
    const isUpright = side === "left" || side === "right";
    const bodyEnd = side === "left" || side === "top" ? 1 : 0;
    const tip = code === "and" ? bodyEnd : 1 - bodyEnd;
    const at = (along, across) => isUpright ? `${x + along * width},${y + across * height}` : `${x + across * width},${y + along * height}`;
    const points = code === "or"
        ? [at(0, 0.5), at(0.5, 0), at(1, 0.5), at(0.5, 1)]
        : [at(tip, 0.5), at(1 - tip, 0), at(1 - tip, 1)];
    return (element("rect", { class: BORDER, x, y, width, height }) +
        element("polygon", { class: "sign", "fill-opacity": 0.55, points: points.join(" ") }));
}
function name({ body, namePlace, join, split }, lines) {
    const strip = join === "bottom" || split === "bottom" ? STRIP : 0;
    const x = body.x + body.width / 2;
    const common = { x, lineHeight: LINE.name, class: "name ink", "text-anchor": "middle" };
    if (namePlace === "beneath") {
        return textLines(lines, {
            ...common,
            class: "name ink beneath",
            y: body.y + body.height + strip + NAME_GAP + FONT.name - 1,
        });
    }
    const free = body.height - 16;
    const top = body.y + 16 + (free - lines.length * LINE.name) / 2;
    return textLines(lines, { ...common, y: top + FONT.name - 2 });
}
function icons({ kind, hasTimer }, { x, y, width, height }, namePlace) {
    const signs = [];
    if (kind === "manual")
        signs.push(person);
    if (kind === "automated")
        signs.push(gear);
    if (hasTimer)
        signs.push(clock);
    const distance = 15;
    const inside = namePlace === "inside";
    const left = inside ? x + 12 : x + width / 2 - ((signs.length - 1) * distance) / 2;
    const middle = inside ? y + 11 : y + height / 2;
    return signs.map((sign, index) => sign(left + index * distance, middle));
}
function person(x, y) {
    return (element("circle", { class: "sign", cx: x, cy: y - 2.6, r: 2.4 }) +
        element("path", { class: "sign", d: `M${x - 4.4} ${y + 4.6}a4.4 4.4 0 0 1 8.8 0z` }));
}
function gear(x, y) {
    const teeth = [0, 45, 90, 135].map((angle) => element("rect", {
        class: "sign",
        x: x - 1.2,
        y: y - 5.2,
        width: 2.4,
        height: 10.4,
        transform: `rotate(${angle} ${x} ${y})`,
    }));
    return [
        ...teeth,
        element("circle", { class: "sign", cx: x, cy: y, r: 3.7 }),
        element("circle", { class: "fill", cx: x, cy: y, r: 1.5 }),
    ].join("");
}
function clock(x, y) {
    return (element("circle", { class: "border thin", cx: x, cy: y, r: 4.8 }) +
        element("path", { class: "border thin", d: `M${x} ${y - 3}V${y}H${x + 2.6}` }));
}
function cancelSign({ x, y, width }, region) {
    const [cx, cy] = [x + width - 2, y + 2];
    const colour = colourOf(region);
    return (element("circle", { class: "paper", cx, cy, r: 7, stroke: colour, "stroke-width": 1.8 }) +
        element("path", {
            d: `M${cx - 2.8} ${cy - 2.8}l5.6 5.6m0 -5.6l-5.6 5.6`,
            stroke: colour,
            "stroke-width": 1.8,
            "stroke-linecap": "round",
        }));
}
export function colourOf(region) {
    return REGION_COLOURS[region % REGION_COLOURS.length] ?? REGION_COLOURS[0];
}
//# sourceMappingURL=paint-task.js.map