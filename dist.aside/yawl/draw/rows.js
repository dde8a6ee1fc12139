import { extentOf, HEADING, MARGIN } from "./placement.js";
const LANE = 10;
const ROOM = 18;
const ASPECT = 1.8;
const PRICE = 60;
export function rowWidthFor({ width, height }) {
    const rows = Math.ceil(Math.sqrt(width / (ASPECT * (height + 2 * ROOM))));
    return width / Math.max(1, rows);
}
export function inRows(sketch, placement, rowWidth) {
    const boxes = boxesOf(sketch, placement);
    const cuts = cutsOf(boxes, placement, rowWidth);
    return cuts.length === 0 ? placement : new Rows(placement, boxes, cuts).placement();
}
function boxesOf(sketch, { figures, arrows }) {
    const boxes = [];
    for (const { id, task } of sketch.figures) {
        const placed = figures.get(id);
        if (placed)
            boxes.push(extentOf(placed, task?.isMultiple ?? false));
    }
    for (const { label } of arrows)
        if (label)
            boxes.push(label.box);
    return boxes;
}
function cutsOf(boxes, placement, rowWidth) {
    const places = placesToCut(boxes, placement);
    const cuts = [];
    let start = 0;
    while (placement.width - start > rowWidth * 1.3) {
        const wanted = start + rowWidth;
        const within = places.filter(({ x }) => x > start + rowWidth * 0.5 && x < start + rowWidth * 1.3);
        const cost = ({ x, arrows }) => arrows * PRICE + Math.abs(x - wanted);
        const best = within.toSorted((one, other) => cost(one) - cost(other))[0] ?? places.find(({ x }) => x > wanted);
        if (!best)
            break;
        cuts.push(best.x);
        start = best.x;
    }
    return cuts;
}
function placesToCut(boxes, { arrows }) {
    const segments = arrows.flatMap(({ route }) => route.slice(1).map((to, index) => {
        const from = route[index] ?? to;
        return { left: Math.min(from.x, to.x), right: Math.max(from.x, to.x) };
    }));
    const spans = [
        ...boxes.map(({ x, width }) => ({ left: x - 2, right: x + width + 2 })),
        ...segments.filter(({ left, right }) => right - left < 1),
    ].toSorted((one, other) => one.left - other.left);
    const cuts = [];
    let end = spans[0]?.right ?? 0;
    for (const { left, right } of spans) {
        if (left - end >= 4) {
            const x = (left + end) / 2;
            cuts.push({ x, arrows: segments.filter((segment) => segment.left < x && segment.right > x).length });
        }
        end = Math.max(end, right);
    }
    return cuts;
}
class Rows {
    #placement;
    #cuts;
    #lanes;
    #rows;
    #left;
    constructor(placement, boxes, cuts) {
        this.#placement = placement;
        this.#cuts = cuts;
        this.#lanes = cuts.map((cut) => {
            const heights = new Set();
            for (const { route } of placement.arrows) {
                for (const [index, to] of route.entries()) {
                    const from = route[index - 1];
                    if (from && isCut(from, to, cut))
                        heights.add(heightAt(from, to, cut));
                }
            }
            return [...heights].toSorted((one, other) => one - other);
        });
        this.#left = MARGIN + Math.max(...this.#lanes.map((lanes) => lanes.length)) * LANE + ROOM / 2;
        this.#rows = this.#stack(boxes);
    }
    placement() {
        const { figures, arrows } = this.#placement;
        const last = this.#rows.at(-1);
        return {
            width: this.#left +
                Math.max(...this.#rows.map(({ start, end }, index) => {
                    const lanes = this.#lanes[index]?.length ?? 0;
                    return end - start + (lanes === 0 ? 0 : lanes * LANE + ROOM / 2);
                })) +
                MARGIN,
            height: (last ? last.y + last.bottom - last.top : 0) + MARGIN,
            figures: new Map([...figures].map(([id, placed]) => [id, { ...placed, body: this.#moved(placed.body) }])),
            arrows: arrows.map(({ route, label }) => ({
                route: this.#routed(route),
                ...(label && { label: { ...label, box: this.#moved(label.box) } }),
            })),
        };
    }
    #stack(boxes) {
        const { width, arrows } = this.#placement;
        const starts = [Math.min(...boxes.map(({ x }) => x)), ...this.#cuts];
        const rows = [];
        let y = HEADING + MARGIN;
        for (const [index, start] of starts.entries()) {
            const end = this.#cuts[index] ?? width - MARGIN;
            const heights = [...(this.#lanes[index] ?? []), ...(this.#lanes[index - 1] ?? [])];
            for (const box of boxes) {
                if (this.#rowOf(box.x + box.width / 2) === index)
                    heights.push(box.y, box.y + box.height);
            }
            for (const { route } of arrows) {
                for (const point of route)
                    if (this.#rowOf(point.x) === index)
                        heights.push(point.y);
            }
            const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
            rows.push({ start, end, top, bottom, y });
            y += bottom - top + 2 * ROOM + (this.#lanes[index]?.length ?? 0) * LANE;
        }
        return rows;
    }
    #rowOf(x) {
        return this.#cuts.filter((cut) => cut < x).length;
    }
    #at(index, { x, y }) {
        const row = this.#rows[index];
        return row ? { x: x - row.start + this.#left, y: y - row.top + row.y } : { x, y };
    }
    #moved(box) {
        return { ...box, ...this.#at(this.#rowOf(box.x + box.width / 2), box) };
    }
    #routed(route) {
        const points = [];
        for (const [index, to] of route.entries()) {
            const from = route[index - 1];
            if (from) {
                const isForward = from.x < to.x;
                const crossed = [...this.#cuts.entries()].filter(([, cut]) => isCut(from, to, cut));
                for (const [number, cut] of isForward ? crossed : crossed.toReversed()) {
                    const way = this.#around(number, heightAt(from, to, cut));
                    points.push(...(isForward ? way : way.toReversed()));
                }
            }
            points.push(this.#at(this.#rowOf(to.x), to));
        }
        return points;
    }
    #around(cut, height) {
        const lanes = this.#lanes[cut] ?? [];
        const [before, after] = [this.#rows[cut], this.#rows[cut + 1]];
        if (!before || !after)
            return [];
        const lane = lanes.indexOf(height);
        const inner = lanes.length - 1 - lane;
        const right = this.#left + before.end - before.start + ROOM / 2 + inner * LANE;
        const left = this.#left - ROOM / 2 - lane * LANE;
        const between = before.y + before.bottom - before.top + ROOM + inner * LANE;
        return [
            { x: right, y: height - before.top + before.y },
            { x: right, y: between },
            { x: left, y: between },
            { x: left, y: height - after.top + after.y },
        ];
    }
}
function isCut(from, to, cut) {
    return Math.min(from.x, to.x) < cut && Math.max(from.x, to.x) > cut;
}
function heightAt(from, to, x) {
    return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
}
//# sourceMappingURL=rows.js.map