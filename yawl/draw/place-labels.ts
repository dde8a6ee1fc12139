/** Finds room for the labels of arrows whose ways are given: along the arrow, where nothing else stands. */
import type { Box } from "../model/specification.ts";
import { pointAlong, type Point } from "./geometry.ts";
import { FONT, LINE, type PlacedArrow } from "./placement.ts";
import { textWidth, wrap } from "./text.ts";

const WIDTH = 130;
const ROOM = 2;

/** Distances from the beginning of an arrow, in parts of its length; the first ones are liked best. */
const TRIED = [0.3, 0.4, 0.22, 0.5, 0.6, 0.7, 0.8] as const;

/**
 * Labels for routes, one after another.
 * @param taken boxes where no label should stand
 */
export function placeLabels(
  arrows: readonly { readonly route: readonly Point[]; readonly text?: string }[],
  taken: readonly Box[],
): readonly PlacedArrow[] {
  const full = [...taken];
  return arrows.map(({ route, text }): PlacedArrow => {
    if (text === undefined || route.length === 0) return { route };
    const lines = wrap(text, WIDTH, FONT.label, 2);
    const width = Math.max(...lines.map((line) => textWidth(line, FONT.label)));
    const height = lines.length * LINE.label;
    const boxes = TRIED.map((part) => {
      const { x, y } = pointAlong(route, part);
      return { x: x - width / 2, y: y - height / 2, width, height };
    });
    const cost = (box: Box): number => full.reduce((sum, other) => sum + overlap(box, other), 0);
    const box = boxes.find((each) => cost(each) === 0) ?? boxes.toSorted((a, b) => cost(a) - cost(b))[0];
    if (!box) return { route };
    full.push(box);
    return { route, label: { lines, box } };
  });
}

/** The area that two boxes share, in square pixels. */
function overlap(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) + ROOM;
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) + ROOM;
  return Math.max(0, width) * Math.max(0, height);
}
