import { layOut } from "./lay-out.js";
import { element, escape } from "./markup.js";
import { paintArrow, paintLabel } from "./paint-arrow.js";
import { paintCondition } from "./paint-condition.js";
import { legendHeight, legendWidth, paintLegend, paintRegion } from "./paint-region.js";
import { paintTask } from "./paint-task.js";
import { FONT, MARGIN } from "./placement.js";
import { placeAsDrawn } from "./place-as-drawn.js";
import { inRows, rowWidthFor } from "./rows.js";
import { sketch } from "./sketch.js";
import { STYLE } from "./style.js";
import { textWidth } from "./text.js";
export async function drawNet(specification, net, standing) {
    const drawn = sketch(specification, net, standing);
    const placement = (net.layout && placeAsDrawn(drawn, net.layout)) ?? (await layOutInRows(drawn));
    return paint(drawn, placement);
}
const WIDEST = 3_200;
async function layOutInRows(drawn) {
    const placement = await layOut(drawn);
    return placement.width > WIDEST ? inRows(drawn, placement, rowWidthFor(placement)) : placement;
}
function paint(drawn, placement) {
    const width = Math.ceil(Math.max(placement.width, textWidth(drawn.heading, FONT.heading) + 2 * MARGIN, legendWidth(drawn)));
    const height = Math.ceil(placement.height + legendHeight(drawn));
    const { figures, arrows } = placement;
    const parts = [
        element("title", {}, escape(drawn.heading)),
        element("style", {}, escape(STYLE).replaceAll("&quot;", '"')),
        element("rect", { class: "paper", width, height }),
        element("text", { class: "heading ink", x: MARGIN, y: MARGIN + FONT.heading - 2 }, escape(drawn.heading)),
        ...drawn.regions.map((region, index) => paintRegion(region, index, drawn, placement)),
        ...drawn.arrows.map((arrow, index) => paintArrow(arrow, arrows[index] ?? { route: [] })),
        ...drawn.figures.map((figure) => {
            const placed = figures.get(figure.id);
            if (!placed)
                return "";
            return figure.task ? paintTask(figure, placed) : paintCondition(figure, placed);
        }),
        ...arrows.map((arrow) => paintLabel(arrow)),
        paintLegend(drawn, placement.height, width),
    ];
    const attributes = {
        xmlns: "http://www.w3.org/2000/svg",
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
    };
    return `${element("svg", attributes, ...parts.filter((part) => part !== "").map((part) => `\n${part}`))}\n`;
}
//# sourceMappingURL=draw.js.map