/**
 * Cancellation regions: whatever a task empties when it exits is surrounded by a dashed line in the region's colour, and
 * the flows between are shaded in it. The task itself has a cross of that colour (`paint-task.ts`).
 */
import { element, escape, titled } from "./markup.ts";
import { pathThrough } from "./paint-arrow.ts";
import { colourOf } from "./paint-task.ts";
import { FONT, MARGIN, extentOf, type Placement } from "./placement.ts";
import type { Region, Sketch } from "./sketch.ts";
import { shorten, textWidth } from "./text.ts";

const ROOM = 6;
const LEGEND_LINE = 20;

/** Painted beneath everything else. */
export function paintRegion(region: Region, index: number, sketch: Sketch, placement: Placement): string {
  const colour = colourOf(index);
  // regions that have figures in common are drawn around each other
  const room = ROOM + (index % 3) * 4;
  const shades: string[] = [];
  const outlines: string[] = [];
  for (const id of region.figures) {
    const placed = placement.figures.get(id);
    if (!placed) continue;
    const isPile = sketch.figures.find((figure) => figure.id === id)?.task?.isMultiple ?? false;
    const { x, y, width, height } = extentOf(placed, isPile);
    const box = { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room, rx: 9 };
    shades.push(element("rect", { ...box, fill: colour }));
    outlines.push(element("rect", { ...box, fill: "none" }));
  }
  for (const [at, arrow] of sketch.arrows.entries()) {
    const isInside = region.figures.has(arrow.from) && region.figures.has(arrow.to);
    const route = placement.arrows[at]?.route ?? [];
    if (!isInside && !region.arrows.has(arrow.key)) continue;
    shades.push(
      element("path", { d: pathThrough(route), fill: "none", stroke: colour, "stroke-width": 2 * ROOM }),
    );
  }
  return titled(
    `emptied when ${region.by} exits`,
    {},
    element("g", { opacity: 0.14 }, ...shades),
    element(
      "g",
      { stroke: colour, "stroke-width": 1.4, "stroke-dasharray": "5 4", fill: "none" },
      ...outlines,
    ),
  );
}

/** Pixels that the legend of the cancellation sets takes beneath the picture. */
export function legendHeight({ regions }: Sketch): number {
  return regions.length === 0 ? 0 : regions.length * LEGEND_LINE + 8;
}

/** Says beneath the picture which colour belongs to which task. */
export function paintLegend({ regions, figures }: Sketch, top: number, width: number): string {
  return regions
    .map((region, index) => {
      const y = top + index * LEGEND_LINE;
      const name = figures.find(({ id }) => id === region.by)?.name ?? region.by;
      const text = shorten(
        `emptied when “${name}” exits`,
        Math.max(200, width - 2 * MARGIN - 40),
        FONT.label,
      );
      const swatch = element("rect", {
        x: MARGIN,
        y,
        width: 26,
        height: 13,
        rx: 4,
        fill: colourOf(index),
        "fill-opacity": 0.14,
        stroke: colourOf(index),
        "stroke-width": 1.4,
        "stroke-dasharray": "5 4",
      });
      return swatch + element("text", { class: "label", x: MARGIN + 36, y: y + 10.5 }, escape(text));
    })
    .join("");
}

/** Pixels that its longest line takes, 420 at most. */
export function legendWidth({ regions, figures }: Sketch): number {
  const widths = regions.map(({ by }) => {
    const name = figures.find(({ id }) => id === by)?.name ?? by;
    return textWidth(`emptied when “${name}” exits`, FONT.label) + 2 * MARGIN + 40;
  });
  return Math.min(420, Math.max(0, ...widths));
}
