/** A net as a picture in YAWL's notation: one SVG that needs nothing else, readable on light and dark. */
import type { Net, Specification } from "../model/specification.ts";
import { layOut } from "./lay-out.ts";
import { element, escape } from "./markup.ts";
import { paintArrow, paintLabel } from "./paint-arrow.ts";
import { paintCondition } from "./paint-condition.ts";
import { legendHeight, legendWidth, paintLegend, paintRegion } from "./paint-region.ts";
import { paintTask } from "./paint-task.ts";
import { FONT, MARGIN, type Placement } from "./placement.ts";
import { placeAsDrawn } from "./place-as-drawn.ts";
import { inRows, rowWidthFor } from "./rows.ts";
import { sketch, type Sketch, type Standing } from "./sketch.ts";
import { STYLE } from "./style.ts";
import { textWidth } from "./text.ts";

/**
 * Draws one net as its file says, or else laid out from left to right.
 * @param standing tokens and busy tasks of a case, which are drawn in
 * @returns an SVG document; the same for the same net
 */
export async function drawNet(specification: Specification, net: Net, standing?: Standing): Promise<string> {
  const drawn = sketch(specification, net, standing);
  const placement = (net.layout && placeAsDrawn(drawn, net.layout)) ?? (await layOutInRows(drawn));
  return paint(drawn, placement);
}

/** What is wider than this does not fit on a screen and is cut into rows. */
const WIDEST = 3_200;

async function layOutInRows(drawn: Sketch): Promise<Placement> {
  const placement = await layOut(drawn);
  return placement.width > WIDEST ? inRows(drawn, placement, rowWidthFor(placement)) : placement;
}

function paint(drawn: Sketch, placement: Placement): string {
  const width = Math.ceil(
    Math.max(placement.width, textWidth(drawn.heading, FONT.heading) + 2 * MARGIN, legendWidth(drawn)),
  );
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
      if (!placed) return "";
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
