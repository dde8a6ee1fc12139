import { centreOf, direction } from "./geometry.js";
import { extentOf, FONT, HEADING, LINE, MARGIN, outlineOf, STRIP, stripOf, } from "./placement.js";
import { placeLabels } from "./place-labels.js";
import { wrap } from "./text.js";
const SCALE = 1.35;
const NAME_WIDTH = 122;
const ROOM_FOR_NAME = { width: 70, height: 40 };
export function placeAsDrawn(sketch, layout) {
    const bodies = new Map();
    for (const { id } of sketch.figures) {
        const box = Object.hasOwn(layout.elements, id) ? layout.elements[id] : undefined;
        if (!box || box.width <= 0 || box.height <= 0)
            return undefined;
        bodies.set(id, scaled(box));
    }
    const bends = sketch.arrows.map((arrow) => bendsOf(arrow, layout, bodies));
    const figures = new Map(sketch.figures.map((figure) => [figure.id, placeFigure(figure, sketch.arrows, bends, bodies)]));
    const round = new Set(sketch.figures.filter(({ task }) => !task).map(({ id }) => id));
    const routes = sketch.arrows.map((arrow, index) => ({
        route: routeOf(arrow, bends[index] ?? [], figures, round),
        ...(arrow.label !== undefined && { text: arrow.label }),
    }));
    const arrows = placeLabels(routes, [...figures.values()].map((placed) => extentOf(placed, false)));
    return moved(sketch, figures, arrows);
}
function moved(sketch, figures, arrows) {
    const [lefts, tops, rights, bottoms] = [[], [], [], []];
    const include = ({ x, y, width, height }) => {
        lefts.push(x);
        tops.push(y);
        rights.push(x + width);
        bottoms.push(y + height);
    };
    for (const { id, task } of sketch.figures) {
        const placed = figures.get(id);
        if (placed)
            include(extentOf(placed, task?.isMultiple ?? false));
    }
    for (const { route, label } of arrows) {
        for (const { x, y } of route)
            include({ x, y, width: 0, height: 0 });
        if (label)
            include(label.box);
    }
    const dx = MARGIN - Math.min(...lefts);
    const dy = HEADING + MARGIN - Math.min(...tops);
    const shift = (point) => ({ ...point, x: point.x + dx, y: point.y + dy });
    return {
        width: Math.max(...rights) + dx + MARGIN,
        height: Math.max(...bottoms) + dy + MARGIN,
        figures: new Map([...figures].map(([id, placed]) => [id, { ...placed, body: shift(placed.body) }])),
        arrows: arrows.map(({ route, label }) => ({
            route: route.map(shift),
            ...(label && { label: { ...label, box: shift(label.box) } }),
        })),
    };
}
function scaled({ x, y, width, height }) {
    return { x: x * SCALE, y: y * SCALE, width: width * SCALE, height: height * SCALE };
}
function bendsOf({ key, from, to }, layout, bodies) {
    const points = layout.flows && Object.hasOwn(layout.flows, key) ? (layout.flows[key] ?? []) : [];
    const ends = [bodies.get(from), bodies.get(to)];
    return points
        .map(({ x, y }) => ({ x: x * SCALE, y: y * SCALE }))
        .filter((point) => !ends.some((box) => box && isAt(point, box)));
}
function isAt({ x, y }, box) {
    const room = STRIP * SCALE;
    return (x >= box.x - room && x <= box.x + box.width + room && y >= box.y - room && y <= box.y + box.height + room);
}
function placeFigure({ id, name, task }, arrows, bends, bodies) {
    const body = bodies.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    const towards = (end) => arrows.flatMap((arrow, index) => {
        if (arrow[end] !== id)
            return [];
        const other = bodies.get(end === "from" ? arrow.to : arrow.from);
        const bend = end === "from" ? bends[index]?.[0] : bends[index]?.at(-1);
        const point = bend ?? (other && centreOf(other));
        return point ? [direction(centreOf(body), point)] : [];
    });
    const split = task?.split ? sideOf(towards("from")) : undefined;
    const join = task?.join ? sideOf(towards("to"), split) : undefined;
    const isRoomy = body.width >= ROOM_FOR_NAME.width && body.height >= ROOM_FOR_NAME.height;
    const inside = isRoomy && task !== undefined;
    return {
        body,
        ...(join && { join }),
        ...(split && { split }),
        lines: wrap(name, inside ? body.width - 12 : NAME_WIDTH, FONT.name, inside ? Math.floor((body.height - 16) / LINE.name) : 3),
        namePlace: inside ? "inside" : "beneath",
    };
}
function sideOf(directions, taken) {
    const x = directions.reduce((sum, each) => sum + each.x, 0);
    const y = directions.reduce((sum, each) => sum + each.y, 0);
    const strengths = { left: -x, right: x, top: -y, bottom: y };
    const sides = ["right", "left", "bottom", "top"];
    const free = sides.filter((side) => side !== taken);
    return free.toSorted((one, other) => strengths[other] - strengths[one])[0] ?? "right";
}
function routeOf(arrow, bends, figures, round) {
    const [from, to] = [figures.get(arrow.from), figures.get(arrow.to)];
    if (!from || !to)
        return [];
    const loop = arrow.from === arrow.to && bends.length === 0 ? around(from) : bends;
    const first = loop[0] ?? anchorOf(to, to.join);
    const last = loop.at(-1) ?? anchorOf(from, from.split);
    const start = from.split
        ? stripTowards(from.body, from.split, first)
        : borderTowards(from.body, first, round.has(arrow.from));
    const end = to.join
        ? stripTowards(to.body, to.join, last)
        : borderTowards(to.body, last, round.has(arrow.to));
    return [start, ...loop, end];
}
function around(placed) {
    const { x, y, width } = outlineOf(placed);
    const above = y - 24;
    return [
        { x: x + width + 20, y: y + 8 },
        { x: x + width + 20, y: above },
        { x: x - 20, y: above },
        { x: x - 20, y: y + 8 },
    ];
}
function anchorOf({ body }, side) {
    return centreOf(side ? stripOf(body, side) : body);
}
function stripTowards(body, side, point) {
    const strip = stripOf(body, side);
    const { x, y, width, height } = strip;
    const isBehind = {
        left: point.x > x,
        right: point.x < x + width,
        top: point.y > y,
        bottom: point.y < y + height,
    };
    if (isBehind[side])
        return borderTowards(strip, point, false);
    const within = (value, from, length) => Math.min(from + length * 0.85, Math.max(from + length * 0.15, value));
    switch (side) {
        case "left":
            return { x, y: within(point.y, y, height) };
        case "right":
            return { x: x + width, y: within(point.y, y, height) };
        case "top":
            return { x: within(point.x, x, width), y };
        case "bottom":
            return { x: within(point.x, x, width), y: y + height };
    }
}
function borderTowards(body, point, isRound) {
    const centre = centreOf(body);
    const { x, y } = direction(centre, point);
    const [halfWidth, halfHeight] = [body.width / 2, body.height / 2];
    const reach = isRound
        ? Math.min(halfWidth, halfHeight)
        : Math.min(halfWidth / Math.max(Math.abs(x), 1e-6), halfHeight / Math.max(Math.abs(y), 1e-6));
    return { x: centre.x + x * reach, y: centre.y + y * reach };
}
//# sourceMappingURL=place-as-drawn.js.map